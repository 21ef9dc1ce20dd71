"""Voids and vacancies in the database."""

from collections.abc import Sequence

from psycopg.rows import dict_row

from service.domain.bedrooms import BedroomRule
from service.domain.homes import Vacancy, VacancyState, VoidReason, Works
from service.store.bulk import Changed, copy_in, refuse_first, refuse_twice, take_turn
from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("vacancies")


async def put_vacancies(connection: Connection, vacancies: Sequence[Vacancy]) -> Changed:
    """Add vacancies and their voids, or bring those that are there up to date.

    A void is known by its unit and its first day. It ends when a vacancy of it is let, on the day
    the home was available, or at the latest when the unit's next void begins; a void that has
    ended stays so.

    Raises:
        RuleBroken: A reference is given twice, a unit is not known, or a unit would have two live
            vacancies.
    """
    refuse_twice("vacancy", (vacancy.reference for vacancy in vacancies))
    await take_turn(connection)
    await connection.execute(SQL["make_incoming"])
    await copy_in(
        connection,
        SQL["copy_vacancies"],
        (
            (i, v.reference, v.unit, v.state.value, v.void_from, v.void_reason.value,
             v.registered_on, v.available_on, v.bedroom_rule.value, v.bedroom_surplus,
             v.noticed_on, None if v.works is None else sorted(work.value for work in v.works),
             v.works_until, v.turnaround_days, v.available_because, v.opens_on, v.nominees)
            for i, v in enumerate(vacancies)
        ),
    )  # fmt: skip
    await refuse_first(connection, SQL["find_unresolved"])
    await refuse_first(connection, SQL["find_two_live"])
    changed = await _merge(connection, len(vacancies))
    await connection.execute(SQL["drop_incoming"])
    return changed


async def _merge(connection: Connection, n_given: int) -> Changed:
    """Write the copied rows: voids first, then vacancies, then which voids stand open."""
    await connection.execute(SQL["link_voids"])
    await connection.execute(SQL["add_voids"])
    written = await (await connection.execute(SQL["merge_vacancies"])).fetchall()
    reasons = await (await connection.execute(SQL["set_void_reasons"])).fetchall()
    for step in ("drop_left_voids", "end_voids", "open_voids", "end_lettings"):
        await connection.execute(SQL[step])
    added = {reference for reference, is_new in written if is_new}
    changed = {row[0] for row in (*written, *reasons)} - added
    return Changed(len(added), len(changed), n_given - len(added) - len(changed))


async def find_vacancies_for_export(connection: Connection) -> list[Vacancy]:
    """Every vacancy with its void, by reference."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(SQL["find_vacancies_for_export"])
        rows = await cursor.fetchall()
    return [
        Vacancy(
            reference=row["reference"],
            unit=row["unit"],
            state=VacancyState(row["state"]),
            void_from=row["void_from"],
            void_reason=VoidReason(row["void_reason"]),
            registered_on=row["registered_on"],
            available_on=row["available_on"],
            bedroom_rule=BedroomRule(row["bedroom_rule"]),
            bedroom_surplus=row["bedroom_surplus"],
            noticed_on=row["noticed_on"],
            works=frozenset(map(Works, row["works"])) or None,
            works_until=row["works_until"],
            turnaround_days=row["turnaround_days"],
            available_because=row["available_because"],
            opens_on=row["opens_on"],
            nominees=row["nominees"] if row["nominees"] > 1 else None,
        )
        for row in rows
    ]
