"""Keeps the bedrooms that each household needs true as its members' birthdays pass."""

from datetime import date

from psycopg.rows import dict_row

from service.domain.bedrooms import BedroomRule, bedrooms_needed, people_of
from service.domain.people import Member, Relation, Sex
from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("bedroom_needs")

COUNTING_BIRTHDAYS = [0, 10, 16, 21]
"""Ages in years at which some rule set treats a person otherwise than the day before."""


async def refresh_bedroom_needs(connection: Connection, *, on: date) -> int:
    """Work out anew the needs of households where a birthday that counts has passed; how many.

    Args:
        connection: Of a transaction.
        on: The day that the needs must hold for.
    """
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(SQL["lock_due"], {"on": on, "birthdays": COUNTING_BIRTHDAYS})
        due = await cursor.fetchall()
    needs = []
    for row in due:
        household = [
            Member(Relation(relation), date.fromisoformat(born_on), Sex(sex), own_room)
            for relation, born_on, sex, own_room in row["household"]
        ]
        people = people_of(household, on)
        for rule in BedroomRule:
            bedrooms = bedrooms_needed(people, rule, overnight_carer=row["overnight_carer"])
            needs.append({"id": row["id"], "rule": rule.value, "bedrooms": bedrooms, "on": on})
    if needs:
        async with connection.cursor() as cursor:
            await cursor.executemany(SQL["set_need"], needs)
    return len(due)
