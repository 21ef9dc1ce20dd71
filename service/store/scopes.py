"""What the scope of a match run names, held against what there is."""

from service.domain.homes import SchemeKind
from service.domain.scopes import Scope
from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("scopes")


async def find_missing(connection: Connection, scope: Scope) -> dict[str, list[str]]:
    """Part of the scope -> what it names that is not there for whoever asks."""
    asked = {
        name: list(chosen) for name, chosen in vars(scope).items() if name not in ("title", "kinds")
    }
    rows = await (await connection.execute(SQL["find_missing"], asked)).fetchall()
    missing: dict[str, list[str]] = {}
    for part, named in rows:
        missing.setdefault(part, []).append(named)
    kinds = [kind for kind in scope.kinds if kind not in set(SchemeKind)]
    return missing | ({"kinds": kinds} if kinds else {})
