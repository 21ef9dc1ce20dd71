"""Proposals of a run that people accept."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("accepting")


@dataclass(frozen=True)
class Accepted:
    """One applicant and the vacancy that the run proposes for them."""

    applicant_id: int
    applicant_reference: str
    applicant_name: str
    vacancy_id: int
    vacancy_reference: str


async def find_accepted(
    connection: Connection, run_id: int, applicant_ids: Sequence[int] | None
) -> list[Accepted]:
    """The proposals for the applicants asked for, or all, by vacancy; not those nominated so."""
    ids = None if applicant_ids is None else list(applicant_ids)
    asked = {"run_id": run_id, "applicant_ids": ids}
    return await all_rows(connection, Accepted, SQL["find_accepted"], asked)


async def hold_both(connection: Connection, pairs: Sequence[Accepted]) -> None:
    """Hold every vacancy and then every applicant; elevated, so that nobody waits in a circle."""
    vacancies = {"vacancy_ids": [pair.vacancy_id for pair in pairs]}
    await connection.execute(SQL["hold_vacancies"], vacancies)
    people = {"applicant_ids": [pair.applicant_id for pair in pairs]}
    await connection.execute(SQL["hold_applicants"], people)


async def plan_once(connection: Connection) -> None:
    """Plan each statement once for all that this transaction still does, row by row."""
    await connection.execute(SQL["plan_once"])
