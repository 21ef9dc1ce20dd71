"""Homes that are lent for another use until a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

from service.errors import NotFound
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("unit_loans")


@dataclass(frozen=True)
class Terms:
    """What a home is lent as, and for how long."""

    kind: str
    support_level: int
    client_groups: Sequence[str]
    starts_on: date
    due_back_on: date


@dataclass(frozen=True)
class Loan:
    """A loan that is not over."""

    id: int
    unit_id: int
    unit: str
    scheme_id: int
    scheme: str
    usual_kind: str
    kind: str
    """What the home counts as while it is lent."""
    support_level: int
    client_groups: Sequence[str]
    starts_on: date
    due_back_on: date
    lent_by: str
    district: str
    district_code: str
    landlord: str
    landlord_id: int
    manager_id: int | None


@dataclass(frozen=True)
class LoanCounts:
    """How many loans are not over, and how many of those are due back."""

    n_loans: int
    n_due: int


async def find_loans(
    connection: Connection,
    *,
    unit_id: int | None = None,
    loan_id: int | None = None,
    **window: Unpack[Window],
) -> Part[Loan]:
    """Loans that are not over, those due back first at the top."""
    given = {"unit_id": unit_id, "loan_id": loan_id}
    return await find_part(connection, Loan, SQL["find_loans"], given, **window)


async def find_loan(connection: Connection, unit_id: int) -> Loan | None:
    """The loan of a home that is not over; None where there is none."""
    found = await find_loans(connection, unit_id=unit_id)
    return found[0] if found else None


async def get_loan(connection: Connection, loan_id: int) -> Loan:
    """A loan that is not over.

    Raises:
        NotFound: There is none, it is over, or it is not for whoever asks to see.
    """
    found = await find_loans(connection, loan_id=loan_id, limit=1)
    if not found:
        raise NotFound(f"There is no loan {loan_id} under way among those you may see.")
    return found[0]


async def count_loans(connection: Connection, *, on: date) -> LoanCounts:
    """Loans that are not over, and those due back by a day."""
    return await one_row(connection, LoanCounts, SQL["count_loans"], {"day": on}) or LoanCounts(
        0, 0
    )


async def add_loan(
    connection: Connection, unit_id: int, terms: Terms, *, lent_by: str
) -> int | None:
    """The new loan's id; None where the home has a loan that is not over."""
    given = {**vars(terms), "unit_id": unit_id, "lent_by": lent_by}
    added = await one_value(connection, SQL["add_loan"], given)
    return None if added is None else int(added)


async def lend_units(
    connection: Connection, references: Sequence[str], terms: Terms, *, lent_by: str
) -> None:
    """Lend homes by their references on the same terms; those that are lent already stay so."""
    given = {**vars(terms), "references": list(references), "lent_by": lent_by}
    await connection.execute(SQL["lend_units"], given)


async def end_loan(connection: Connection, loan_id: int, *, returned_on: date) -> None:
    """Say that a home came back on a day."""
    given = {"loan_id": loan_id, "returned_on": returned_on}
    await connection.execute(SQL["end_loan"], given)


async def set_due_back(connection: Connection, loan_id: int, *, due_back_on: date) -> None:
    """Say when a home is due back."""
    given = {"loan_id": loan_id, "due_back_on": due_back_on}
    await connection.execute(SQL["set_due_back"], given)


async def cancel_loan(connection: Connection, loan_id: int) -> None:
    """Take back a loan that has not begun."""
    await connection.execute(SQL["cancel_loan"], {"loan_id": loan_id})
