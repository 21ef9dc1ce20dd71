"""How often a row was changed, and who did so last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("versions")


@dataclass(frozen=True)
class LastChange:
    """The last change of a row."""

    actor: str
    at: datetime
    columns: Sequence[str]


async def see_version(connection: Connection, table: str, id: int) -> int | None:
    """The version of a row; None where there is none that whoever asks may see."""
    return await one_value(connection, SQL[f"see_{table}"], {"id": id})  # type: ignore[no-any-return]


async def hold_version(connection: Connection, table: str, id: int) -> int | None:
    """The version of a row, which is held until the transaction ends; elevated."""
    return await one_value(connection, SQL[f"hold_{table}"], {"id": id})  # type: ignore[no-any-return]


async def find_last_change(connection: Connection, table: str, id: int) -> LastChange | None:
    """Who changed a row last, as the audit says; elevated."""
    asked = {"table": table, "id": id}
    return await one_row(connection, LastChange, SQL["find_last_change"], asked)
