"""No change is lost: whoever changes a row says which version of it they saw."""

from service.domain.auditing import column_words
from service.domain.days import uk_time
from service.errors import Outdated
from service.store.context import elevated
from service.store.pool import Connection
from service.store.versions import find_last_change, hold_version, see_version

_FOLLOWS = frozenset({"is_live", "is_offer", "is_restricted", "state_since"})
"""Columns that follow from others, and tell nobody anything."""


async def check_version(connection: Connection, table: str, id: int, version: int) -> None:
    """Refuse to change a row that somebody changed since; else it is held until the end.

    Args:
        connection: Of whoever changes it.
        table: Of the row, one of those that count versions (migrations/0014).
        id: Of the row. One that they may not see is left to whatever reads it next.
        version: The version that they saw.

    Raises:
        Outdated: It has another version now; the words say who changed what.
    """
    if await see_version(connection, table, id) is None:
        return
    async with elevated(connection):
        now = await hold_version(connection, table, id)
        last = None if now == version else await find_last_change(connection, table, id)
    if now == version:
        return
    who = "Somebody" if last is None else last.actor
    when = "" if last is None else f" on {uk_time(last.at)}"
    columns = [] if last is None else [name for name in last.columns if name not in _FOLLOWS]
    what = f": {', '.join(map(column_words, columns))}" if columns else ""
    raise Outdated(
        f"{who} changed this{when}, after you looked at it{what}. Nothing of yours was saved: look "
        "at it again, and make your change to what is there now."
    )
