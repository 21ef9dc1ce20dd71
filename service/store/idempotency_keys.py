"""Keys that requests of the API name, and what was answered to them."""

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg.types.json import Jsonb

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("idempotency_keys")


@dataclass(frozen=True)
class Asked:
    """A request that names a key."""

    account_id: int
    key: str
    request_sha256: bytes
    """Of method, address and body: the same key for something else is a mistake."""


@dataclass(frozen=True)
class Answer:
    """What was answered to a request; ``status`` is 0 while that is not kept yet."""

    request_sha256: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes


async def claim_key(connection: Connection, asked: Asked) -> bool:
    """Take a key in this transaction, elevated; False where it was taken before."""
    return await one_value(connection, SQL["claim_key"], vars(asked)) is not None


async def get_answer(connection: Connection, asked: Asked) -> Answer | None:
    """What was answered to a key that is taken; None where its request was undone meanwhile."""
    return await one_row(connection, Answer, SQL["get_answer"], vars(asked))


async def keep_answer(connection: Connection, asked: Asked, answer: Answer) -> None:
    """Keep what was answered, for whoever asks again."""
    given = {**vars(asked), "status": answer.status, "body": answer.body}
    await connection.execute(SQL["keep_answer"], given | {"headers": Jsonb(dict(answer.headers))})


async def delete_old_keys(connection: Connection, *, keep: str) -> None:
    """Forget answers that nobody asks for any more."""
    await connection.execute(SQL["delete_old_keys"], {"keep": keep})
