"""The bedrooms that each household needs on a day, as its members' birthdays pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.domain.bedrooms import BedroomRule, bedrooms_needed, people_of
from service.domain.people import Member, Relation, Sex
from service.store.bulk import take_turn
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("bedroom_needs")

COUNTING_BIRTHDAYS = [0, 10, 16, 21]
"""Ages in years at which some rule set treats a person otherwise than the day before."""


@dataclass(frozen=True)
class _Household:
    """A household to work out anew; a member is [relation, born_on, sex, needs_own_room]."""

    id: int
    overnight_carer: bool | None
    household: Sequence[Sequence[Any]]

    def needs(self, on: date) -> dict[str, int]:
        """Rule set -> bedrooms, by ages on a day."""
        members = [
            Member(Relation(relation), date.fromisoformat(born_on), Sex(sex), own_room)
            for relation, born_on, sex, own_room in self.household
        ]
        people = people_of(members, on)
        return {
            rule.value: bedrooms_needed(people, rule, overnight_carer=self.overnight_carer)
            for rule in BedroomRule
        }


async def find_changed_needs(
    connection: Connection, *, on: date, applicant_id: int | None = None
) -> dict[int, dict[str, Any]]:
    """Applicant -> rule set -> bedrooms, for the households whose stored needs may not hold.

    They have a birthday that counts between the day of those and the day asked for. Writes
    nothing. An ``applicant_id`` asks for one household only.
    """
    return {due.id: due.needs(on) for due in await _find_due(connection, on, applicant_id)}


async def refresh_bedroom_needs(connection: Connection, *, on: date) -> int:
    """Store needs that hold on a day; for how many households they were worked out anew."""
    await take_turn(connection)
    due = await _find_due(connection, on, None)
    needs = [
        {"id": household.id, "rule": rule, "bedrooms": bedrooms, "on": on}
        for household in due
        for rule, bedrooms in household.needs(on).items()
    ]
    async with connection.cursor() as cursor:
        await cursor.executemany(SQL["set_need"], needs)
    return len(due)


async def _find_due(connection: Connection, on: date, applicant_id: int | None) -> list[_Household]:
    asked = {"on": on, "birthdays": COUNTING_BIRTHDAYS, "applicant_id": applicant_id}
    return await all_rows(connection, _Household, SQL["find_due"], asked)
