"""Restricted records that somebody opened with a reason, and the reviews of that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from service.domain.restrictions import OPEN_FOR
from service.errors import NotFound
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("openings")


@dataclass(frozen=True)
class RestrictedRecord:
    """A restricted record: that there is one, and nothing of the person."""

    id: int
    """Of the applicant."""
    reference: str


@dataclass(frozen=True)
class Opening:
    """A restricted record opened for an hour."""

    id: int
    applicant_id: int
    applicant_reference: str
    account_id: int
    opened_by: str
    reason: str
    opened_at: datetime
    open_until: datetime
    reviewed_by: str | None
    reviewed_at: datetime | None
    was_justified: bool | None
    review_note: str | None
    is_reviewed: bool


@dataclass(frozen=True)
class OpeningCount:
    """How many openings there are, and how many wait for a review."""

    n: int
    n_waiting: int


async def find_stored_reference(connection: Connection, reference: str) -> str:
    """A reference as it is stored: it may be written in letters of another case.

    Args:
        connection: Elevated, so that the answer is the same whatever whoever asks may see.
        reference: As it was written; the answer too where no record, or several, have it so.
    """
    rows = await (
        await connection.execute(SQL["find_references"], {"reference": reference})
    ).fetchall()
    return str(rows[0][0]) if len(rows) == 1 else reference


async def find_restricted(
    connection: Connection, *, reference: str, district_code: str | None
) -> RestrictedRecord | None:
    """The restricted record with a reference, of one district if asked; None: there is none.

    Args:
        connection: Elevated: whoever asks sees no such record.
        reference: The exact reference.
        district_code: None: of any district.
    """
    asked = {"reference": reference, "district_code": district_code}
    return await one_row(connection, RestrictedRecord, SQL["find_restricted"], asked)


async def lock_restricted(
    connection: Connection, *, reference: str, district_code: str | None
) -> RestrictedRecord | None:
    """The same, held until the transaction ends."""
    asked = {"reference": reference, "district_code": district_code}
    return await one_row(connection, RestrictedRecord, SQL["lock_restricted"], asked)


async def find_open_until(
    connection: Connection, *, applicant_id: int, account_id: int | None
) -> datetime | None:
    """Till when a record is open to whoever opened it; None: it is not."""
    asked = {"applicant_id": applicant_id, "account_id": account_id}
    found: datetime | None = await one_value(connection, SQL["find_open_until"], asked)
    return found


async def add_opening(
    connection: Connection,
    record: RestrictedRecord,
    *,
    account_id: int | None,
    opened_by: str,
    reason: str,
) -> None:
    """Open a record for an hour; elevated."""
    said = {
        "applicant_id": record.id,
        "reference": record.reference,
        "account_id": account_id,
        "opened_by": opened_by,
        "reason": reason,
        "open_for": OPEN_FOR,
    }
    await connection.execute(SQL["add_opening"], said)


async def find_openings(connection: Connection, **window: Unpack[Window]) -> Part[Opening]:
    """Openings: those that wait for a review first, then the newest."""
    return await find_part(connection, Opening, SQL["find_openings"], {}, **window)


async def count_openings(connection: Connection) -> OpeningCount:
    """How many openings there are, and how many wait for a review."""
    counted = await one_row(connection, OpeningCount, SQL["count_openings"])
    assert counted is not None
    return counted


async def get_opening(connection: Connection, opening_id: int) -> Opening:
    """One opening.

    Raises:
        NotFound: There is no such opening.
    """
    return await _opening(connection, "get_opening", opening_id)


async def lock_opening(connection: Connection, opening_id: int) -> Opening:
    """One opening, held until the transaction ends.

    Raises:
        NotFound: There is no such opening.
    """
    return await _opening(connection, "lock_opening", opening_id)


async def _opening(connection: Connection, query: str, opening_id: int) -> Opening:
    opening = await one_row(connection, Opening, SQL[query], {"opening_id": opening_id})
    if opening is None:
        raise NotFound(f"There is no opening {opening_id}.")
    return opening


async def review_opening(
    connection: Connection,
    opening_id: int,
    *,
    reviewed_by: str,
    was_justified: bool,
    note: str | None,
) -> None:
    """Write down what a reviewer thinks of an opening."""
    said = {
        "opening_id": opening_id,
        "reviewed_by": reviewed_by,
        "was_justified": was_justified,
        "note": note,
    }
    await connection.execute(SQL["review_opening"], said)
