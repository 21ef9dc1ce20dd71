"""No change is lost: whoever writes names the version that they saw."""

from service.domain.auditing import column_words
from service.errors import NotFound, Outdated
from service.store.context import elevated
from service.store.pool import Connection
from service.store.versions import LastChange, Versioned, find_last_changes, lock_version

_NOUNS: dict[Versioned, str] = {
    "landlords": "landlord",
    "schemes": "scheme",
    "units": "home",
    "unit_loans": "loan",
    "vacancies": "vacancy",
    "applicants": "applicant",
    "nominations": "nomination",
    "contacts": "contact",
}
_MOST_CHANGES = 20
_FOLLOWS = frozenset({"version", "is_live", "is_offer", "is_restricted", "state_since"})
"""Columns that follow from others, and tell nobody anything."""


async def check_version(
    connection: Connection, table: Versioned, row_id: int, version: int
) -> None:
    """Refuse to change a row that somebody changed since it was looked at; else it is locked.

    Whoever calls this has checked by the person's own eyes that they see the row.

    Args:
        connection: The transaction that changes the row.
        table: Where the row stands.
        row_id: Its id.
        version: The one that the form or the request carries.

    Raises:
        Outdated: It says who changed the row meanwhile, and what.
        NotFound: There is no such row.
    """
    async with elevated(connection):
        now = await lock_version(connection, table, row_id)
        if now == version:
            return
        if now is None:
            raise NotFound(f"There is no {_NOUNS[table]} {row_id} any more.")
        n = min(max(now - version, 1), _MOST_CHANGES)
        changes = await find_last_changes(connection, table, row_id, n=n)
    raise Outdated(_words(_NOUNS[table], changes), version=now)


def _words(noun: str, changes: list[LastChange]) -> str:
    """The sentence: "This scheme was changed by Olive since you opened it (name, sexes)."."""
    who = list(dict.fromkeys(change.actor for change in changes))
    names = {name for change in changes for name in change.columns} - _FOLLOWS
    columns = sorted(map(column_words, names))
    by = f" by {' and '.join(who)}" if who else ""
    what = f" ({', '.join(columns)})" if columns else ""
    return f"This {noun} was changed{by} since you opened it{what}."
