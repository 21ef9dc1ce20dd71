"""Who accounts are to an organisation's own sign-in, and the sign-ins that are under way."""

from dataclasses import dataclass
from datetime import timedelta

from service.store.accounts import Person
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row

SQL = queries("identities")

LONGEST = timedelta(minutes=10)
"""A sign-in that takes longer than this begins again."""


@dataclass(frozen=True)
class Flow:
    """A sign-in that went to the organisation."""

    nonce: str
    code_verifier: str
    next_path: str


@dataclass(frozen=True)
class Known(Person):
    """The account behind an identity."""

    is_disabled: bool
    has_second_factor: bool
    """One that they have confirmed with a code."""
    has_identity: bool
    """Whether it is linked with the provider already."""


async def add_flow(
    connection: Connection, flow: Flow, *, state_sha256: bytes, browser_sha256: bytes
) -> None:
    """Keep a sign-in until it is back."""
    await connection.execute(
        SQL["add_flow"],
        {
            "state_sha256": state_sha256,
            "browser_sha256": browser_sha256,
            "nonce": flow.nonce,
            "code_verifier": flow.code_verifier,
            "next_path": flow.next_path,
        },
    )


async def delete_old_flows(connection: Connection, *, keep: str) -> None:
    """Forget the sign-ins that began so long ago and never came back."""
    await connection.execute(SQL["delete_old_flows"], {"keep": keep})


async def take_flow(
    connection: Connection, *, state_sha256: bytes, browser_sha256: bytes
) -> Flow | None:
    """The sign-in that a browser began, which can be taken once; None when there is none."""
    given = {"state_sha256": state_sha256, "browser_sha256": browser_sha256, "longest": LONGEST}
    return await one_row(connection, Flow, SQL["take_flow"], given)


async def find_by_subject(connection: Connection, issuer: str, subject: str) -> Known | None:
    """The account that is linked with an identity."""
    given = {"issuer": issuer, "subject": subject}
    return await one_row(connection, Known, SQL["find_by_subject"], given)


async def lock_by_address(connection: Connection, issuer: str, email: str) -> Known | None:
    """The account of an e-mail address (lower case), locked."""
    given = {"issuer": issuer, "email": email}
    return await one_row(connection, Known, SQL["lock_by_address"], given)


async def add_identity(
    connection: Connection, *, issuer: str, subject: str, account_id: int
) -> None:
    """Link an account with who its person is to the provider."""
    await connection.execute(
        SQL["add_identity"], {"issuer": issuer, "subject": subject, "account_id": account_id}
    )
