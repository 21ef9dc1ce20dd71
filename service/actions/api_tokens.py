"""Tokens with which landlords' own programs read the API."""

from dataclasses import dataclass

from service.domain.accounts import Actor
from service.store.pool import Connection


@dataclass(frozen=True)
class TokenBearer:
    """For whom a token asks, and what it may read."""

    actor: Actor
    scopes: frozenset[str]


async def find_token_bearer(
    connection: Connection, token: str, *, source: str
) -> TokenBearer | None:
    """Who is behind an API token; None when it is unknown, expired or revoked."""
    return None
