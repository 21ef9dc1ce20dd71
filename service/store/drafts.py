"""Answers of the form for applicants that are not in a record yet; each officer sees their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from service.errors import NotFound
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value

SQL = queries("drafts")


@dataclass(frozen=True)
class Draft:
    """One unfinished form."""

    id: int
    applicant_id: int | None
    """Whose change it is; None: somebody new."""
    applicant_reference: str | None
    answers: Mapping[str, Any]
    base: Mapping[str, Any]
    """The record as it was when the draft began."""
    changed_at: datetime


async def add_draft(
    connection: Connection,
    *,
    account_id: int,
    applicant_id: int | None = None,
    base: Mapping[str, Any] | None = None,
) -> int:
    """Begin a form, with the answers of a record where it changes one."""
    given = {"account_id": account_id, "applicant_id": applicant_id, "base": Jsonb(base or {})}
    return int(await one_value(connection, SQL["add_draft"], given))


async def get_draft(connection: Connection, draft_id: int) -> Draft:
    """One's own draft.

    Raises:
        NotFound: There is none, or it is somebody else's.
    """
    draft = await one_row(connection, Draft, SQL["get_draft"], {"id": draft_id})
    if draft is None:
        raise NotFound(f"There is no draft {draft_id} of yours. Start the form again.")
    return draft


async def find_drafts(connection: Connection) -> list[Draft]:
    """One's own drafts, the latest first."""
    return await all_rows(connection, Draft, SQL["find_drafts"])


async def set_answers(connection: Connection, draft_id: int, answers: Mapping[str, Any]) -> None:
    """Keep the answers of a step beside the others."""
    await connection.execute(SQL["set_answers"], {"id": draft_id, "answers": Jsonb(answers)})


async def delete_draft(connection: Connection, draft_id: int) -> bool:
    """Forget a draft; False where it is gone already."""
    return await one_value(connection, SQL["delete_draft"], {"id": draft_id}) is not None


async def delete_old_drafts(connection: Connection, *, keep: str) -> None:
    """Forget the drafts that nobody changed for so long."""
    await connection.execute(SQL["delete_old"], {"keep": keep})
