"""The record of who did what: rows are added and never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

from psycopg.types.json import Jsonb

from service.domain.auditing import tables_with
from service.errors import NotFound
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value

SQL = queries("audit")


async def add_audit(
    connection: Connection,
    *,
    action: str,
    subject: str,
    actor: str | None = None,
    details: Mapping[str, Any] | None = None,
    applicant_ids: Sequence[int] = (),
) -> None:
    """Record one act in the transaction that does it.

    Args:
        connection: The transaction of the act itself, which says who acts.
        action: A verb, as "import" or "nominate".
        subject: What it was done to, as "homes" or "vacancy V7".
        actor: A name for where the transaction says nobody's; else it is not looked at.
        details: Facts to keep with it; nothing that tells of a person.
        applicant_ids: Whom it is about.
    """
    await connection.execute(
        SQL["add_audit"],
        {
            "actor": actor,
            "action": action,
            "subject": subject,
            "details": Jsonb(dict(details or {})),
            "applicant_ids": list(applicant_ids) or None,
        },
    )


async def add_read(connection: Connection, *, subject: str, applicant_ids: Sequence[int]) -> None:
    """Record that people were shown to whoever asks in this transaction."""
    await connection.execute(
        SQL["add_read"], {"subject": subject, "applicant_ids": sorted(set(applicant_ids))}
    )


@dataclass(frozen=True)
class Act:
    """One row of the audit."""

    id: int
    at: datetime
    actor: str
    role: str | None
    """None: from before roles were kept."""
    source: str | None
    """The network address it came from."""
    action: str
    subject: str
    reason: str | None
    applicant_ids: Sequence[int]
    """Whose records were read or written."""
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """What one act changed in one row of a table."""

    position: int
    applicant_id: int | None
    row_key: Mapping[str, Any] | None
    """The columns by which the row is known; None when the values were erased."""
    before: Mapping[str, Any] | None
    """The columns that changed, or the whole row that went; None: it came."""
    after: Mapping[str, Any] | None
    """None: it went."""
    is_erased: bool


@dataclass(frozen=True)
class AuditFilter:
    """Which rows to list; None: any."""

    actor: str | None = None
    """Part of the name of whoever did it."""
    action: str | None = None
    applicant_id: int | None = None
    text: str | None = None
    """Part of what it was done to."""
    since: datetime | None = None
    until: datetime | None = None
    """The first moment after."""


async def find_audit(
    connection: Connection, chosen: AuditFilter, **window: Unpack[Window]
) -> Part[Act]:
    """Rows that pass the filters, the newest first; for whoever may read the audit."""
    tables = [] if chosen.text is None else tables_with(chosen.text)
    given = {**vars(chosen), "tables": tables}
    return await find_part(connection, Act, SQL["find_audit"], given, **window)


async def get_audit(connection: Connection, audit_id: int) -> Act:
    """One row.

    Raises:
        NotFound: There is none.
    """
    act = await one_row(connection, Act, SQL["get_audit"], {"audit_id": audit_id})
    if act is None:
        raise NotFound(f"There is no row {audit_id} in the audit.")
    return act


async def count_changes(connection: Connection, audit_id: int) -> int:
    """How many rows of tables an act changed."""
    return int(await one_value(connection, SQL["count_changes"], {"audit_id": audit_id}))


async def find_changes(
    connection: Connection, audit_id: int, *, limit: int, offset: int = 0
) -> list[Change]:
    """What an act changed, row by row."""
    given = {"audit_id": audit_id, "limit": limit, "offset": offset}
    return await all_rows(connection, Change, SQL["find_changes"], given)


async def find_actions(connection: Connection) -> list[str]:
    """Every action that stands in the audit, by name."""
    cursor = await connection.execute(SQL["find_actions"])
    return [row[0] for row in await cursor.fetchall()]


async def count_since(connection: Connection, since: datetime) -> int:
    """How many rows there are from a moment on."""
    return int(await one_value(connection, SQL["count_since"], {"since": since}))


async def count_opened(connection: Connection, since: datetime) -> int:
    """How many restricted records were opened with a reason from a moment on."""
    return int(await one_value(connection, SQL["count_opened"], {"since": since}))


async def find_applicant_id(connection: Connection, reference: str) -> int | None:
    """The applicant with a reference; None where there is none."""
    given = {"reference": reference}
    return await one_value(connection, SQL["find_applicant_id"], given)  # type: ignore[no-any-return]


async def find_references(connection: Connection, applicant_ids: Sequence[int]) -> dict[int, str]:
    """Applicant -> reference, of those whose record is still there."""
    given = {"applicant_ids": list(applicant_ids)}
    return dict(await (await connection.execute(SQL["find_references"], given)).fetchall())
