"""Who asks, as the database's policies and its audit know it: said once in each transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from psycopg.pq import TransactionStatus

from service.domain.accounts import Actor
from service.errors import HomewardError
from service.store.pool import Connection, Pool
from service.store.queries import queries

SQL = queries("context")


async def set_context(connection: Connection, actor: Actor | None, *, source: str | None) -> None:
    """Say who asks in this transaction; it is forgotten when the transaction ends.

    Args:
        connection: At the start of a transaction.
        actor: None: nobody has signed in, who sees no rows.
        source: The network address that the request came from.
    """
    await connection.execute(SQL["set_context"], _says(actor, source))


async def set_reason(connection: Connection, reason: str) -> None:
    """Say why the rest of this transaction is done; its audit rows keep it."""
    await connection.execute(SQL["set_reason"], {"reason": reason})


@asynccontextmanager
async def elevated(connection: Connection) -> AsyncIterator[None]:
    """Do what no person may do by hand: policies see Homeward itself, the audit still the person.

    For what the caller has checked by other means, as passwords, or counts that tell of nobody. A
    refusal restores it too, for it may be caught; any other error ends the transaction.
    """
    before = await (await connection.execute(SQL["raise_role"])).fetchone()
    restored = {"elevated": before and before[0]}
    try:
        yield
    except HomewardError:
        if connection.info.transaction_status is TransactionStatus.INTRANS:
            await connection.execute(SQL["restore_role"], restored)
        raise
    await connection.execute(SQL["restore_role"], restored)


async def name_person(connection: Connection, actor: Actor, *, source: str | None) -> None:
    """Say who has proved to ask, inside ``elevated``, where nobody was known before."""
    await set_context(connection, actor, source=source)
    await connection.execute(SQL["raise_role"])


@asynccontextmanager
async def own_transaction(
    pool: Pool, actor: Actor, *, source: str | None
) -> AsyncIterator[Connection]:
    """A transaction beside the request's, which stays when the request is refused; elevated.

    Args:
        pool: Where its connection comes from, and goes back to when it ends.
        actor: Whom the audit names; ``HOMEWARD`` while nobody has proved who they are.
        source: The network address that the request came from.
    """
    async with pool.connection() as connection:
        await name_person(connection, actor, source=source)
        yield connection


def _says(actor: Actor | None, source: str | None) -> dict[str, str]:
    """Setting -> value; '' is nothing."""
    if actor is None:
        nothing = dict.fromkeys(("role", "account", "landlord", "provider", "district"), "")
        return nothing | {"name": "nobody signed in", "source": source or ""}
    return {
        "role": "system" if actor.role is None else actor.role.value,
        "account": _text(actor.account_id),
        "name": actor.name,
        "landlord": _text(actor.landlord_id),
        "provider": _text(actor.provider_id),
        "district": actor.district_code or "",
        "source": source or "",
    }


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
