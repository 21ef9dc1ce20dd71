"""Signing in with the organisation's own accounts: OpenID Connect, code flow with PKCE.

Nobody is given an account by signing in. An account is linked with who its person is to the
provider the first time that the provider vouches for its address, which then counts no more.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from authlib.oauth2.rfc7636 import create_s256_code_challenge

from service.actions.attempts import by_begun, count_try, refuse_locked
from service.actions.digests import digest
from service.actions.id_tokens import Identity, KeyUnknown, TokenRefused, read_id_token
from service.actions.provider import NOT_TAKEN, Provider
from service.actions.sessions import Visit, open_session
from service.domain.accounts import HOMEWARD, Role
from service.errors import HomewardError, NotAllowed
from service.settings import OpenId
from service.store import identities
from service.store.attempts import delete_attempts_of
from service.store.audit import add_audit
from service.store.context import elevated, own_transaction, set_context
from service.store.identities import Flow, Known
from service.store.links import delete_unused_links
from service.store.pool import Connection, Pool

BEGIN_AGAIN = "This sign-in was not begun in this browser, or took too long. Begin again."
_NOT_SIGNED_IN = "Your organisation did not sign you in. Begin again, or ask its IT people."
_UNKNOWN = (
    "Your organisation knows you, but you have no account here yet, or your account has another "
    "email address. Ask whoever runs Homeward for you."
)
_DISABLED = "Your account here is closed. Ask whoever runs Homeward for you."
_SOMEBODY_ELSE = (
    "The account with your email address belongs to somebody whom your organisation knew before "
    "you. Ask whoever runs Homeward for you."
)


@dataclass(frozen=True)
class Begun:
    """A sign-in that goes to the provider."""

    address: str
    """Where to send the browser."""
    browser_token: str
    """For a cookie: only the browser that has it may end the sign-in."""


@dataclass(frozen=True)
class Ended:
    """A sign-in that succeeded."""

    session_token: str
    needs: str | None
    """What the session still needs before it is signed in; None: nothing."""
    next_path: str


async def begin_sign_in(pool: Pool, provider: Provider, *, next_path: str, source: str) -> Begun:
    """Begin a sign-in; the database is not held while the provider is asked for its addresses.

    Anybody can begin one, so those of a network are counted until one of them ends well.

    Raises:
        NotReady: The provider does not answer.
        TooMany: Too many were begun from there.
    """
    async with own_transaction(pool, HOMEWARD, source=source) as connection:
        tried = await count_try(connection, (by_begun(source),))
    refuse_locked(tried)
    state, nonce, verifier, browser_token = (secrets.token_urlsafe(32) for _ in range(4))
    address = await provider.authorization_address(
        {
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
        }
    )
    async with own_transaction(pool, HOMEWARD, source=source) as connection:
        await identities.add_flow(
            connection,
            Flow(nonce, verifier, next_path),
            state_sha256=digest(state),
            browser_sha256=digest(browser_token),
        )
    return Begun(address, browser_token)


async def end_sign_in(
    pool: Pool,
    provider: Provider,
    answer: Mapping[str, str],
    *,
    browser_token: str | None,
    visit: Visit,
) -> Ended:
    """Open a session for whom the provider says has come back.

    Each step is a transaction of its own: a state stays used and a refusal stays written down when
    the sign-in fails, and no connection is held while the provider is asked. Nothing is written for
    an answer to no sign-in of ours, which anybody can make up.

    Args:
        pool: Where the transactions are made.
        provider: The organisation's.
        answer: The query string that the browser came back with.
        browser_token: The cookie that the sign-in was begun with.
        visit: From where.

    Raises:
        NotAllowed: The answer is not one to this browser's sign-in, or the person may not sign in.
        NotReady: The provider does not answer.
    """
    flow = await _take_flow(pool, answer.get("state"), browser_token)
    try:
        identity = await _identify(provider, answer, flow)
        token, needs = await _open(pool, provider.chosen, identity, visit)
    except HomewardError as refusal:
        await _note_refusal(pool, refusal, visit)
        raise
    return Ended(token, needs, flow.next_path)


async def _take_flow(pool: Pool, state: str | None, browser_token: str | None) -> Flow:
    if not state or not browser_token:
        raise NotAllowed(BEGIN_AGAIN)
    async with pool.connection() as connection:
        await set_context(connection, HOMEWARD, source=None)
        flow = await identities.take_flow(
            connection, state_sha256=digest(state), browser_sha256=digest(browser_token)
        )
    if flow is None:
        raise NotAllowed(BEGIN_AGAIN)
    return flow


async def _identify(provider: Provider, answer: Mapping[str, str], flow: Flow) -> Identity:
    """Who has come back, by the ID token that the answer's code stands for."""
    issuer = answer.get("iss")
    must_name = (await provider.endpoints()).names_issuer
    if issuer != provider.chosen.issuer and (must_name or issuer is not None):
        raise NotAllowed(NOT_TAKEN)  # the answer of another provider, mixed up with ours
    code = answer.get("code")
    if not code or "error" in answer:
        raise NotAllowed(_NOT_SIGNED_IN)
    token = await provider.exchange(code, flow.code_verifier)
    try:
        return await _read(provider, token, flow.nonce)
    except (KeyUnknown, TokenRefused) as error:
        raise NotAllowed(NOT_TAKEN) from error


async def _read(provider: Provider, token: str, nonce: str) -> Identity:
    """The token's person; with the provider's newest keys where ours do not have its key."""
    expected = {
        "issuer": provider.chosen.issuer,
        "client_id": provider.chosen.client_id,
        "nonce": nonce,
    }
    try:
        return read_id_token(token, await provider.keys(), **expected)
    except KeyUnknown:
        return read_id_token(token, await provider.keys(again=True), **expected)


async def _open(
    pool: Pool, chosen: OpenId, identity: Identity, visit: Visit
) -> tuple[str, str | None]:
    """A session of the account that is linked with an identity, or now will be.

    Returns:
        Its token, and what it still needs.
    """
    async with pool.connection() as connection:
        await set_context(connection, HOMEWARD, source=visit.source)
        known = await _find(connection, chosen.issuer, identity)
        needs = needs_of(known, chosen)
        await set_context(connection, known.actor, source=visit.source)
        async with elevated(connection):
            if not known.has_identity:
                await identities.add_identity(
                    connection,
                    issuer=chosen.issuer,
                    subject=identity.subject,
                    account_id=known.id,
                )
                await delete_unused_links(connection, known.id)
            await delete_attempts_of(connection, by_begun(visit.source))
            token = await open_session(connection, account_id=known.id, visit=visit, needs=needs)
            await add_audit(
                connection,
                actor=known.name,
                action="sign in with organisation",
                subject=f"account {known.id}",
                details={"needs": needs},
            )
    return token, needs


async def _find(connection: Connection, issuer: str, identity: Identity) -> Known:
    known = await identities.find_by_subject(connection, issuer, identity.subject)
    if known is None:
        if identity.address is None:
            raise NotAllowed(_UNKNOWN)
        known = await identities.lock_by_address(connection, issuer, identity.address)
        if known is None:
            raise NotAllowed(_UNKNOWN)
        if known.has_identity:
            raise NotAllowed(_SOMEBODY_ELSE)
    if known.is_disabled:
        raise NotAllowed(_DISABLED)
    return known


def needs_of(known: Known, chosen: OpenId) -> str | None:
    """What a session from the organisation's sign-in still needs."""
    if chosen.trust_factors:
        return None
    if known.has_second_factor:
        return "code"
    return "second_factor" if known.role == Role.ADMINISTRATOR else None


async def _note_refusal(pool: Pool, refusal: HomewardError, visit: Visit) -> None:
    """Write down that a sign-in failed and why; no code, token or address."""
    cause = refusal.__cause__
    details = {"wrong": str(refusal)}
    if isinstance(cause, KeyUnknown | TokenRefused):
        details["token"] = str(cause) or "signed with an unknown key"
    async with pool.connection() as connection:
        await set_context(connection, HOMEWARD, source=visit.source)
        await add_audit(
            connection,
            actor=HOMEWARD.name,
            action="fail to sign in",
            subject="the organisation's sign-in",
            details=details,
        )
