"""Tokens of landlords' own programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value

SQL = queries("api_tokens")


@dataclass(frozen=True)
class Token:
    """A token that may be used."""

    id: int
    landlord_id: int
    name: str
    scopes: list[str]
    is_due: bool
    """Whether its last use should be written down again."""


@dataclass(frozen=True)
class TokenRow:
    """A token as a page lists it; the token itself is not kept."""

    id: int
    landlord: str
    name: str
    scopes: list[str]
    made_by: str
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    state: str
    """``in_use``, ``expired``, ``revoked``, or ``shut`` with the account of whoever made it."""


async def find_token(connection: Connection, token_sha256: bytes) -> Token | None:
    """The token of a digest, if it may be used; its use is noted once a minute."""
    token = await one_row(connection, Token, SQL["find_token"], {"token_sha256": token_sha256})
    if token is not None and token.is_due:
        await connection.execute(SQL["see_token"], {"token_id": token.id})
    return token


async def find_ids(connection: Connection) -> list[int]:
    """The ids of the tokens that whoever asks may see."""
    cursor = await connection.execute(SQL["find_ids"])
    return [int(row[0]) for row in await cursor.fetchall()]


async def find_tokens(connection: Connection, ids: Sequence[int]) -> list[TokenRow]:
    """The tokens of some ids, those in use first and then the newest."""
    return await all_rows(connection, TokenRow, SQL["find_tokens"], {"ids": list(ids)})


async def is_name_in_use(connection: Connection, *, landlord_id: int, name: str) -> bool:
    """Whether a landlord has a token of a name, however cased, neither revoked nor expired."""
    given = {"landlord_id": landlord_id, "name": name}
    return bool(await one_value(connection, SQL["is_name_in_use"], given))


async def add_token(
    connection: Connection,
    *,
    landlord_id: int,
    name: str,
    token_sha256: bytes,
    scopes: Sequence[str],
    made_by: int,
    days: int,
) -> None:
    """Keep a token's digest."""
    await connection.execute(
        SQL["add_token"],
        {
            "landlord_id": landlord_id,
            "name": name,
            "token_sha256": token_sha256,
            "scopes": list(scopes),
            "made_by": made_by,
            "days": days,
        },
    )


async def revoke_token(connection: Connection, token_id: int) -> bool:
    """Revoke a token; whether there was one that whoever asks may revoke."""
    given = {"token_id": token_id}
    return await one_value(connection, SQL["revoke_token"], given) is not None
