"""Links that work once: invitations, and new passwords."""

from dataclasses import dataclass
from datetime import timedelta

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("links")

LASTS = timedelta(hours=72)
"""How long a link can be used."""


@dataclass(frozen=True)
class Link:
    """For whom a link is."""

    account_id: int
    name: str
    email: str
    kind: str
    """``invitation`` or ``new_password``."""


async def add_link(
    connection: Connection, *, token_sha256: bytes, account_id: int, kind: str, made_by: str
) -> None:
    """Keep a link in place of the account's unused ones."""
    await delete_unused_links(connection, account_id)
    given = {
        "token_sha256": token_sha256,
        "account_id": account_id,
        "kind": kind,
        "made_by": made_by,
        "lasts": LASTS,
    }
    await connection.execute(SQL["add_link"], given)


async def find_link(connection: Connection, token_sha256: bytes) -> Link | None:
    """For whom a link is; None when it is unknown, used or too old."""
    return await one_row(connection, Link, SQL["find_link"], {"token_sha256": token_sha256})


async def use_link(connection: Connection, token_sha256: bytes) -> bool:
    """Use a link up; False when it could not be used any more."""
    used = await one_value(connection, SQL["use_link"], {"token_sha256": token_sha256})
    return used is not None


async def delete_unused_links(connection: Connection, account_id: int) -> None:
    """Take back the links that an account has not used."""
    await connection.execute(SQL["delete_unused_links"], {"account_id": account_id})


async def delete_old_links(connection: Connection, *, keep: str) -> None:
    """Forget the links that were used or ran out so long ago."""
    await connection.execute(SQL["delete_old_links"], {"keep": keep})
