"""Links with which somebody sets the password of their account, once."""

import secrets

from service.actions.attempts import by_address
from service.actions.digests import digest
from service.actions.passwords import hash_new_password
from service.domain.accounts import HOMEWARD, Actor
from service.errors import NotFound
from service.store import links
from service.store.accounts import find_open_account, set_password_hash
from service.store.attempts import delete_attempts_of
from service.store.context import elevated, name_person, own_transaction
from service.store.pool import Connection, Pool
from service.store.sessions import delete_sessions_of

NO_LINK = (
    "This link has been used, has run out, or is not one of Homeward's. Ask whoever runs Homeward "
    "for you for a new one."
)


async def make_link(
    connection: Connection, *, account_id: int, is_invitation: bool, actor: Actor
) -> str:
    """A new link's token; the account's older links stop working.

    Args:
        connection: Elevated.
        account_id: Whose password it sets.
        is_invitation: Whether it is their first.
        actor: Who makes it, and hands it on.
    """
    token = secrets.token_urlsafe(32)
    await links.add_link(
        connection,
        token_sha256=digest(token),
        account_id=account_id,
        kind="invitation" if is_invitation else "new_password",
        made_by=actor.name,
    )
    return token


async def get_link(connection: Connection, token: str) -> links.Link:
    """For whom a link is.

    Raises:
        NotFound: It cannot be used; which of the reasons is not said.
    """
    async with elevated(connection):
        found = await links.find_link(connection, digest(token))
    if found is None:
        raise NotFound(NO_LINK)
    return found


async def use_link(pool: Pool, *, token: str, password: str, source: str) -> None:
    """Set a password with a link, which is then used up; every session of the account ends.

    Raises:
        NotFound: The link cannot be used.
        RuleBroken: The password is not one to be had; the link stays.
    """
    async with own_transaction(pool, HOMEWARD, source=source) as connection:
        found = await get_link(connection, token)
    hashed = await hash_new_password(password, name=found.name, email=found.email)
    async with own_transaction(pool, HOMEWARD, source=source) as connection:
        account = await find_open_account(connection, found.account_id)
        if account is None:
            raise NotFound(NO_LINK)
        await name_person(connection, account.actor, source=source)
        if not await links.use_link(connection, digest(token)):
            raise NotFound(NO_LINK)
        await set_password_hash(connection, account.id, hashed)
        await delete_sessions_of(connection, account.id)
        for key in by_address(account.email, source):
            await delete_attempts_of(connection, key)
