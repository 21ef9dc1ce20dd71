"""What each finished run was given and what it answered, without names, as compressed JSON."""

from service.errors import NotFound
from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("instances")


async def add_instance(
    connection: Connection, run_id: int, *, instance: bytes, result: bytes
) -> None:
    """Keep a run's instance and result."""
    await connection.execute(
        SQL["add_instance"], {"run_id": run_id, "instance": instance, "result": result}
    )


async def get_instance(connection: Connection, run_id: int) -> tuple[bytes, bytes]:
    """A run's instance and result.

    Raises:
        NotFound: The run has none: it is not done, or a record was erased since.
    """
    row = await (await connection.execute(SQL["get_instance"], {"run_id": run_id})).fetchone()
    if row is None:
        raise NotFound(
            f"Match run {run_id} has no instance: it is not finished, or a record was erased since."
        )
    instance, result = row
    return bytes(instance), bytes(result)
