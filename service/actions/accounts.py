"""Accounts: opened, kept and shut by administrators, and looked after by their own people."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from service.actions.attempts import by_address
from service.actions.links import make_link
from service.actions.passwords import hash_new_password
from service.actions.sessions import Visit, open_session
from service.actions.signing_in import prove_own_password
from service.domain.accounts import Actor, Role, same_address
from service.domain.retention import ATTEMPTS, FLOWS, LINKS, SESSIONS
from service.errors import RuleBroken
from service.store import accounts
from service.store.attempts import count_failures, delete_old_attempts, find_sources_of_failures
from service.store.audit import add_audit
from service.store.context import elevated, own_transaction
from service.store.identities import delete_old_flows
from service.store.links import delete_old_links, delete_unused_links
from service.store.pool import Connection, Pool
from service.store.second_factors import delete_second_factor
from service.store.sessions import delete_old_sessions, delete_sessions_of

_LONGEST_EMAIL, _LONGEST_NAME = 254, 100
_OWN = "This is your own account. Use the page of your account, or ask another administrator."
_SAME_PASSWORD = "The new password is the one that you have now; choose another."


@dataclass(frozen=True)
class Invited:
    """A new account, and the token of the link that its person sets a password with."""

    account_id: int
    token: str


def find_problems(email: str, person: Actor) -> dict[str, str]:
    """Field -> what is wrong with it, for a new account.

    Args:
        email: Their address.
        person: Who they are to be; without a role nothing is said of whose person they are.
    """
    address, problems = same_address(email), {}
    before, at, after = address.partition("@")
    is_one = before and at and "." in after and " " not in address
    if not is_one or len(address) > _LONGEST_EMAIL:
        problems["email"] = "Write the email address like name@example.org"
    if not person.name or len(person.name) > _LONGEST_NAME:
        problems["name"] = f"Give the person's name, of {_LONGEST_NAME} characters at most"
    return problems if person.role is None else problems | _ties_problems(person, person.role)


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


async def find_locked_until(connection: Connection, account: accounts.Listed) -> datetime | None:
    """When somebody may try again who has failed to sign in too often; None: now.

    From where they failed stands in the audit; failures are counted for an address and that.
    """
    async with elevated(connection):
        sources = await find_sources_of_failures(connection, f"account {account.id}")
        keys = {key for source in sources for key in by_address(account.email, source)}
        waits = [(await count_failures(connection, key)).wait_seconds for key in sorted(keys)]
    seconds = max(waits, default=0)
    return datetime.now(UTC) + timedelta(seconds=seconds) if seconds > 0 else None


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
        RuleBroken: The new one is not one to be had, or is the old one.
    """
    account = await prove_own_password(pool, actor=actor, password=old, source=visit.source)
    if new == old:
        raise RuleBroken(_SAME_PASSWORD)
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
    for field, words in find_problems(email, person).items():
        raise RuleBroken(words, field=field)


def _ties_problems(person: Actor, role: Role) -> dict[str, str]:
    """What is wrong with whose person somebody is said to be."""
    problems = {}
    for field, tied, tie in (
        ("landlord", Role.LANDLORD, person.landlord_id),
        ("provider", Role.SUPPORT_PROVIDER, person.provider_id),
    ):
        if role is tied and tie is None:
            problems[field] = f"Choose their {tied.words}"
        if role is not tied and tie is not None:
            problems[field] = f"Leave the {tied.words} empty for {role.with_article}"
    if person.district_code is not None and role is not Role.OFFICER:
        problems["district"] = "Only a housing officer is kept to one district"
    return problems
