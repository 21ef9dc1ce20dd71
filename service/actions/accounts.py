"""Accounts: opened, kept and shut by administrators, and looked after by their own people."""

from dataclasses import dataclass

from service.actions.links import make_link
from service.actions.passwords import hash_new_password
from service.actions.sessions import Visit, open_session
from service.actions.signing_in import prove_own_password
from service.domain.accounts import Actor, Role, same_address
from service.domain.retention import ATTEMPTS, FLOWS, LINKS, SESSIONS
from service.errors import RuleBroken
from service.store import accounts
from service.store.attempts import delete_old_attempts
from service.store.audit import add_audit
from service.store.context import elevated, own_transaction
from service.store.identities import delete_old_flows
from service.store.links import delete_old_links, delete_unused_links
from service.store.pool import Connection, Pool
from service.store.second_factors import delete_second_factor
from service.store.sessions import delete_old_sessions, delete_sessions_of

_LONGEST_EMAIL, _LONGEST_NAME = 254, 100
_OWN = "This is your own account. Use the page of your account, or ask another administrator."


@dataclass(frozen=True)
class Invited:
    """A new account, and the token of the link that its person sets a password with."""

    account_id: int
    token: str


async def add_account(
    connection: Connection,
    *,
    email: str,
    name: str,
    role: Role,
    password: str | None,
    landlord_id: int | None = None,
    provider_id: int | None = None,
    district_code: str | None = None,
) -> int:
    """Open an account; its id.

    Raises:
        RuleBroken: The email address has an account or is none, the password is not one to be had,
            or a person is not tied to the landlord or provider that their role asks for (and nobody
            else may be).
    """
    address = same_address(email)
    _check_account(address, Actor(None, name, role, landlord_id, provider_id, district_code))
    hashed = None
    if password is not None:
        hashed = await hash_new_password(password, name=name, email=address)
    account_id = await accounts.add_account(
        connection,
        email=address,
        name=name,
        role=role,
        landlord_id=landlord_id,
        provider_id=provider_id,
        district_code=district_code,
        password_hash=hashed,
    )
    if account_id is None:
        raise RuleBroken(f"{address} has an account; use another email address.", field="email")
    return account_id


async def invite(
    connection: Connection,
    *,
    actor: Actor,
    email: str,
    name: str,
    role: Role,
    landlord_id: int | None = None,
    provider_id: int | None = None,
    district_code: str | None = None,
) -> Invited:
    """Open an account without a password, and a link to set one with.

    Raises:
        RuleBroken: As of ``add_account``.
    """
    account_id = await add_account(
        connection,
        email=email,
        name=" ".join(name.split()),
        role=role,
        password=None,
        landlord_id=landlord_id,
        provider_id=provider_id,
        district_code=district_code,
    )
    async with elevated(connection):
        token = await make_link(connection, account_id=account_id, is_invitation=True, actor=actor)
    return Invited(account_id, token)


async def find_listed(connection: Connection) -> list[accounts.Listed]:
    """Every account, for an administrator."""
    async with elevated(connection):  # for who has a second factor, which is nobody's to read
        return await accounts.find_listed(connection)


async def get_listed(connection: Connection, account_id: int) -> accounts.Listed:
    """One account, for an administrator.

    Raises:
        NotFound: There is no such account.
    """
    async with elevated(connection):
        return await accounts.get_listed(connection, account_id)


async def get_own(connection: Connection, *, actor: Actor) -> accounts.Listed:
    """A person's own account."""
    assert actor.account_id is not None
    return await get_listed(connection, actor.account_id)


async def renew_link(connection: Connection, *, actor: Actor, account_id: int) -> str:
    """The token of a link for somebody who has forgotten their password, or lost their invitation.

    Raises:
        NotFound: There is no such account.
        RuleBroken: It is disabled, or the administrator's own.
    """
    async with elevated(connection):
        listed = await _get_others(connection, actor, account_id)
        if listed.is_disabled:
            raise RuleBroken("This account is disabled. Enable it first.")
        return await make_link(
            connection, account_id=account_id, is_invitation=listed.is_invited, actor=actor
        )


async def set_disabled(
    connection: Connection, *, actor: Actor, account_id: int, is_disabled: bool
) -> None:
    """Shut an account, whose sessions and links end, or open it again.

    Raises:
        NotFound: There is no such account.
        RuleBroken: It is the administrator's own.
    """
    async with elevated(connection):
        await _get_others(connection, actor, account_id)
        await accounts.set_disabled(connection, account_id, is_disabled=is_disabled)
        if is_disabled:
            await delete_sessions_of(connection, account_id)
            await delete_unused_links(connection, account_id)


async def clear_second_factor(connection: Connection, *, actor: Actor, account_id: int) -> None:
    """Take the second factor away from somebody who has lost their phone and their codes.

    Raises:
        NotFound: There is no such account.
        RuleBroken: It is the administrator's own.
    """
    async with elevated(connection):
        await _get_others(connection, actor, account_id)
        await delete_second_factor(connection, account_id)
        await delete_sessions_of(connection, account_id)


async def sign_out_account(connection: Connection, *, actor: Actor, account_id: int) -> None:
    """End every session of somebody else.

    Raises:
        NotFound: There is no such account.
        RuleBroken: It is the administrator's own.
    """
    async with elevated(connection):
        await _get_others(connection, actor, account_id)
        await delete_sessions_of(connection, account_id)
        await add_audit(
            connection,
            actor=actor.name,
            action="sign out everywhere",
            subject=f"account {account_id}",
        )


async def change_password(pool: Pool, *, actor: Actor, old: str, new: str, visit: Visit) -> str:
    """Set a new password; links and sessions end but a new one for this browser, whose token it is.

    Raises:
        NotAllowed: The old password is wrong.
        TooMany: It was not looked at, after too many failures.
        RuleBroken: The new one is not one to be had.
    """
    account = await prove_own_password(pool, actor=actor, password=old, source=visit.source)
    hashed = await hash_new_password(new, name=account.name, email=account.email)
    async with own_transaction(pool, actor, source=visit.source) as connection:
        await accounts.set_password_hash(connection, account.id, hashed)
        await delete_unused_links(connection, account.id)
        await delete_sessions_of(connection, account.id)
        return await open_session(connection, account_id=account.id, visit=visit)


async def clear_sign_in(connection: Connection) -> None:
    """Forget what signing in needs no more, as the rules say: nothing else goes by itself."""
    await delete_old_sessions(connection, keep=SESSIONS.keep)
    await delete_old_flows(connection, keep=FLOWS.keep)
    await delete_old_attempts(connection, keep=ATTEMPTS.keep)
    await delete_old_links(connection, keep=LINKS.keep)


async def _get_others(connection: Connection, actor: Actor, account_id: int) -> accounts.Listed:
    """Somebody else's account: nobody shuts themselves out, or drops their own second factor."""
    if account_id == actor.account_id:
        raise RuleBroken(_OWN)
    return await accounts.get_listed(connection, account_id)


def _check_account(email: str, person: Actor) -> None:
    before, at, after = email.partition("@")
    if not (before and at and "." in after) or " " in email or len(email) > _LONGEST_EMAIL:
        raise RuleBroken("Write the email address like name@example.org.", field="email")
    if not person.name or len(person.name) > _LONGEST_NAME:
        raise RuleBroken(
            f"Give the person's name, of {_LONGEST_NAME} characters at most.", field="name"
        )
    if (person.role is Role.LANDLORD) != (person.landlord_id is not None):
        raise RuleBroken(
            "An account names a landlord when its role is landlord, and only then.",
            field="landlord",
        )
    if (person.role is Role.SUPPORT_PROVIDER) != (person.provider_id is not None):
        raise RuleBroken(
            "An account names a support provider when its role is support provider, and only then.",
            field="provider",
        )
    if person.district_code is not None and person.role is not Role.OFFICER:
        raise RuleBroken("Only a housing officer is kept to one district.", field="district")
