"""Second factors and the recovery codes that stand in for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("second_factors")


@dataclass(frozen=True)
class SecondFactor:
    """The key that an authenticator app has too."""

    secret: str
    """Base32."""
    is_confirmed: bool
    """Whether a first code has been given."""
    last_step: int
    """The 30-second step of the last code that was taken."""


async def find_second_factor(connection: Connection, account_id: int) -> SecondFactor | None:
    """The second factor of an account, confirmed or not."""
    given = {"account_id": account_id}
    return await one_row(connection, SecondFactor, SQL["find_second_factor"], given)


async def set_second_factor(connection: Connection, account_id: int, secret: str) -> None:
    """Keep a key that is not confirmed yet, in place of another such; a confirmed one stays."""
    await connection.execute(SQL["set_second_factor"], {"account_id": account_id, "secret": secret})


async def use_step(connection: Connection, account_id: int, step: int) -> bool:
    """Take the code of a step, which confirms the key; False when it was taken before."""
    given = {"account_id": account_id, "step": step}
    return await one_value(connection, SQL["use_step"], given) is not None


async def delete_second_factor(connection: Connection, account_id: int) -> None:
    """Forget the key and the recovery codes."""
    await connection.execute(SQL["delete_recovery_codes"], {"account_id": account_id})
    await connection.execute(SQL["delete_second_factor"], {"account_id": account_id})


async def set_recovery_codes(
    connection: Connection, account_id: int, digests: Sequence[bytes]
) -> None:
    """Keep new recovery codes in place of the old."""
    await connection.execute(SQL["delete_recovery_codes"], {"account_id": account_id})
    given = {"account_id": account_id, "digests": list(digests)}
    await connection.execute(SQL["add_recovery_codes"], given)


async def use_recovery_code(connection: Connection, account_id: int, code_sha256: bytes) -> bool:
    """Take a recovery code; False when it is none, or was taken before."""
    given = {"account_id": account_id, "code_sha256": code_sha256}
    return await one_value(connection, SQL["use_recovery_code"], given) is not None


async def count_recovery_codes(connection: Connection, account_id: int) -> int:
    """How many recovery codes are left."""
    return int(await one_value(connection, SQL["count_recovery_codes"], {"account_id": account_id}))
