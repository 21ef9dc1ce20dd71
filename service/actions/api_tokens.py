"""Tokens with which landlords' own programs read the API."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from service.actions.attempts import by_token, count_try, refuse_locked
from service.actions.digests import digest
from service.domain.accounts import HOMEWARD, Actor, Role
from service.errors import NotFound, RuleBroken
from service.store import api_tokens
from service.store.context import elevated, set_context
from service.store.pool import Connection

SCOPES = {
    "read_vacancies": "Read the landlord's vacancies",
    "read_nominations": "Read who is nominated to the landlord, with what is told of them",
}
"""What a token may be for, in words."""
DAYS = (30, 90, 365)
"""How long a token may last."""
LONGEST_NAME = 100

_TOO_MANY = (
    "Too many wrong API tokens came from your network address. Wait {wait}, and see that your "
    "programs send a token that is listed as in use."
)
_SAME_NAME = (
    "The landlord has a token of this name, which still works. Choose another name, or revoke that "
    "one first."
)
_PREFIX = "hw_"  # by which programs that look for leaked secrets know it


@dataclass(frozen=True)
class TokenBearer:
    """For whom a token asks, and what it may read."""

    actor: Actor
    scopes: frozenset[str]


async def find_token_bearer(
    connection: Connection, token: str, *, source: str
) -> TokenBearer | None:
    """Who is behind an API token; None when it is unknown, expired, revoked or its maker's is shut.

    One that may be used is taken however many wrong ones come from where it does: a whole
    organisation may share an address.

    Args:
        connection: A transaction of its own, which is committed also when the answer is None.
        token: As it was sent.
        source: The network address that it came from, by which wrong ones are counted.

    Raises:
        TooMany: Too many wrong ones came from there.
    """
    await set_context(connection, HOMEWARD, source=source)
    found = await api_tokens.find_token(connection, digest(token))
    if found is not None:
        who = f"token {found.id} ({found.name})"
        actor = Actor(None, who, Role.LANDLORD, landlord_id=found.landlord_id)
        return TokenBearer(actor, frozenset(found.scopes))
    refuse_locked(await count_try(connection, (by_token(source),)), _TOO_MANY)
    return None


async def find_tokens(connection: Connection) -> list[api_tokens.TokenRow]:
    """The tokens that whoever asks may see, by the database's policies, with who made them."""
    ids = await api_tokens.find_ids(connection)
    async with elevated(connection):  # for names of accounts, which are not theirs to read
        return await api_tokens.find_tokens(connection, ids)


async def make_token(
    connection: Connection,
    *,
    actor: Actor,
    landlord_id: int,
    name: str,
    scopes: Sequence[str],
    days: int,
) -> str:
    """Make a token for a landlord's programs; the token, which is shown now and never again.

    Raises:
        RuleBroken: It has no name, nothing to read, or lasts for another time than offered; or the
            landlord has a token of that name which may still be used.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise RuleBroken(f"Give the token a name of at most {LONGEST_NAME} characters.")
    if not scopes or not set(scopes) <= set(SCOPES) or days not in DAYS:
        raise RuleBroken("Choose what the token may read, and for how long.")
    if await api_tokens.is_name_in_use(connection, landlord_id=landlord_id, name=name):
        raise RuleBroken(_SAME_NAME, field="name")
    assert actor.account_id is not None  # a token makes no tokens
    token = _PREFIX + secrets.token_urlsafe(32)
    await api_tokens.add_token(
        connection,
        landlord_id=landlord_id,
        name=name,
        token_sha256=digest(token),
        scopes=sorted(set(scopes)),
        made_by=actor.account_id,
        days=days,
    )
    return token


async def revoke_token(connection: Connection, token_id: int) -> None:
    """Revoke a token from now on; the database's policies say whose one may.

    Raises:
        NotFound: There is no such token, it is another landlord's, or it is revoked.
    """
    if not await api_tokens.revoke_token(connection, token_id):
        raise NotFound("There is no such token, or it is revoked already. See the list.")
