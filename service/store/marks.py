"""What is said of an applicant and a vacancy: held for them, ruled out, refused before."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from service.domain.declines import NOT_AGAIN
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value

SQL = queries("marks")


class Said(NamedTuple):
    """What holds of one pair: ``locked``, ``forbidden`` or ``refused``."""

    applicant_id: int
    vacancy_id: int
    mark: str


@dataclass(frozen=True)
class PairMark:
    """One mark that an officer made, and whether it was lifted."""

    id: int
    vacancy_id: int
    vacancy_reference: str
    applicant_id: int
    applicant_reference: str
    applicant_name: str
    mark: str
    reason: str
    made_by: str
    made_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None
    lifted_because: str | None

    @property
    def holds(self) -> bool:
        """Whether it was not lifted."""
        return self.lifted_at is None


@dataclass(frozen=True)
class Held:
    """What stands in the way of a mark on a pair."""

    for_another: bool
    """Whether the vacancy is held for somebody else, who is not told."""
    elsewhere: str | None
    """Reference of the other vacancy that is held for the applicant."""
    mark: str | None
    """The mark that the pair bears already."""


async def find_said(connection: Connection, *, applicant_id: int | None = None) -> list[Said]:
    """What holds of the pairs of one applicant, or of all that whoever asks may see."""
    not_again = sorted((str(party), code) for party, code in NOT_AGAIN)
    asked = {
        "applicant_id": applicant_id,
        "parties": [party for party, _ in not_again],
        "reasons": [code for _, code in not_again],
    }
    return await all_rows(connection, Said, SQL["find_said"], asked)


async def find_marks(
    connection: Connection, *, vacancy_id: int | None = None, applicant_id: int | None = None
) -> list[PairMark]:
    """The marks of a vacancy, of an applicant or of the two, those that hold first."""
    asked = {"vacancy_id": vacancy_id, "applicant_id": applicant_id}
    return await all_rows(connection, PairMark, SQL["find_marks"], asked)


async def find_held(connection: Connection, *, vacancy_id: int, applicant_id: int) -> Held:
    """What stands in the way of a mark; elevated, with both held.

    A lock to a home that is let or gone is lifted first.
    """
    pair = {"vacancy_id": vacancy_id, "applicant_id": applicant_id}
    await connection.execute(SQL["lift_over"], pair)
    held = await one_row(connection, Held, SQL["find_held"], pair)
    assert held is not None  # the query always answers
    return held


async def add_mark(
    connection: Connection,
    *,
    vacancy_id: int,
    applicant_id: int,
    mark: str,
    reason: str,
    made_by: str,
) -> int | None:
    """Mark a pair; the mark's id, or None where another stands in its way."""
    given = {
        "vacancy_id": vacancy_id,
        "applicant_id": applicant_id,
        "mark": mark,
        "reason": reason,
        "made_by": made_by,
    }
    found = await one_value(connection, SQL["add_mark"], given)
    return None if found is None else int(found)


async def lift_mark(
    connection: Connection, *, vacancy_id: int, applicant_id: int, lifted_by: str, because: str
) -> bool:
    """Lift the mark of a pair; False where none holds."""
    given = {
        "vacancy_id": vacancy_id,
        "applicant_id": applicant_id,
        "lifted_by": lifted_by,
        "because": because,
    }
    return await one_value(connection, SQL["lift_mark"], given) is not None
