"""The record of who did what: rows are added and never changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.types.json import Jsonb

from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("audit")


async def add_audit(
    connection: Connection,
    *,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Record one act in the transaction that does it.

    Args:
        connection: The transaction of the act itself.
        actor: The name of the person, or "command line".
        action: A verb, as "import" or "nominate".
        subject: What it was done to, as "homes" or "vacancy V7".
        details: Facts to keep with it; no personal details beyond references.
    """
    await connection.execute(
        SQL["add_audit"],
        {
            "actor": actor,
            "action": action,
            "subject": subject,
            "details": Jsonb(dict(details or {})),
        },
    )


async def add_read(connection: Connection, *, subject: str, applicant_ids: Sequence[int]) -> None:
    """Record that people were shown to whoever asks in this transaction."""
    await connection.execute(
        SQL["add_read"], {"subject": subject, "applicant_ids": sorted(set(applicant_ids))}
    )
