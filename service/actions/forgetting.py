"""What goes by itself when its time is over, as the retention rules say."""

from service.actions.accounts import clear_sign_in
from service.domain.retention import IDEMPOTENCY_KEYS
from service.store.idempotency_keys import delete_old_keys
from service.store.pool import Connection


async def forget_old(connection: Connection) -> None:
    """Delete what people need no more and no rule asks people to decide about."""
    await clear_sign_in(connection)
    await delete_old_keys(connection, keep=IDEMPOTENCY_KEYS.keep)
