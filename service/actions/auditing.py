"""Reading the audit, which is itself written down."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Unpack

from service.actions.reading import record_read
from service.domain.auditing import Head
from service.domain.days import day_begins
from service.store import audit
from service.store.audit import Act, AuditFilter, Change
from service.store.audit_chain import find_link
from service.store.context import elevated
from service.store.parts import Part, Window
from service.store.pool import Connection

_MOST_REFERENCES = 100


@dataclass(frozen=True)
class Asked:
    """What an auditor asks the list for; None: any."""

    actor: str | None = None
    action: str | None = None
    applicant: str | None = None
    """The reference of whose record was read or written."""
    text: str | None = None
    since: date | None = None
    """The first day, as people in Norfolk count days."""
    until: date | None = None
    """The last day."""


@dataclass(frozen=True)
class Acts:
    """A part of the audit, the newest first."""

    acts: Part[Act]
    references: Mapping[int, str]
    """Applicant -> reference, of those that acts which concern one person alone are about."""
    is_known: bool
    """False: no applicant has the reference asked for."""


@dataclass(frozen=True)
class ActDetail:
    """One act with what it changed and its link in the chain."""

    act: Act
    references: Mapping[int, str]
    """Applicant -> reference, of the first of those it concerns whose records are still there."""
    link: Head | None
    """In the chain; None: it has none."""


async def read_audit(connection: Connection, *, asked: Asked, **window: Unpack[Window]) -> Acts:
    """A part of the audit that passes the filters; that it was read is written down.

    Args:
        connection: The auditor's own.
        asked: The filters.
        window: Which part.
    """
    applicant_id = None
    if asked.applicant is not None:
        async with elevated(connection):  # auditors see no applicants; this tells only a number
            applicant_id = await audit.find_applicant_id(connection, asked.applicant)
    await _record(connection, asked, applicant_id)
    if asked.applicant is not None and applicant_id is None:
        return Acts(Part((), goes_on=None), {}, is_known=False)
    chosen = AuditFilter(
        actor=asked.actor,
        action=asked.action,
        applicant_id=applicant_id,
        text=asked.text,
        since=None if asked.since is None else day_begins(asked.since),
        until=None if asked.until is None else day_begins(asked.until, days_later=1),
    )
    acts = await audit.find_audit(connection, chosen, **window)
    alone = sorted({act.applicant_ids[0] for act in acts if len(act.applicant_ids) == 1})
    async with elevated(connection):
        references = await audit.find_references(connection, alone)
    return Acts(acts, references, is_known=True)


async def read_act(connection: Connection, *, audit_id: int) -> ActDetail:
    """One act; that it was read is written down, and of whom it tells.

    Raises:
        NotFound: There is no such row.
    """
    act = await audit.get_audit(connection, audit_id)
    await audit.add_audit(connection, action="read audit", subject=f"row {audit_id}")
    told_of = act.applicant_ids
    await record_read(connection, subject=f"audit row {audit_id}", applicant_ids=told_of)
    async with elevated(connection):
        ids = act.applicant_ids[:_MOST_REFERENCES]
        references = await audit.find_references(connection, ids)
    return ActDetail(act, references, await find_link(connection, audit_id))


async def _record(connection: Connection, asked: Asked, applicant_id: int | None) -> None:
    """Write down what the list was asked for; of an applicant only the number."""
    said = {name: _text(value) for name, value in asdict(asked).items() if value is not None}
    if "applicant" in said:
        said["applicant"] = "known" if applicant_id is not None else "not known"
    ids = [] if applicant_id is None else [applicant_id]
    await audit.add_audit(
        connection, action="read audit", subject="list", details=said, applicant_ids=ids
    )


def values_of(change: Change) -> list[tuple[str, Any, Any]]:
    """Column, value before and value after, of each column that a change tells."""
    before, after = change.before or {}, change.after or {}
    return [(name, before.get(name), after.get(name)) for name in {**before, **after}]


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
