"""The database a command works on: the one named, or our own for as long as the command runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.errors import NotReady
from service.settings import Settings
from service.store import embedded, migrate
from service.store.packages import programs_folder
from service.store.pool import connect_as_owner


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The address of the database, which is up as long as this lasts.

    Raises:
        NotReady: It cannot be had.
    """
    if settings.database_url:
        yield settings.database_url
        return
    with embedded.running(own_cluster(settings)) as url:
        yield url


def own_cluster(settings: Settings) -> embedded.Cluster:
    """The cluster of our own, whether or not it exists yet.

    Raises:
        NotReady: It cannot be had.
    """
    return embedded.locate(settings.cluster, programs=programs_folder(settings))


async def require_migrated(database_url: str) -> None:
    """Refuse to work on a database that is behind.

    Raises:
        NotReady: Migrations are missing.
    """
    async with connect_as_owner(database_url) as connection:
        pending = await migrate.find_pending(connection)
    if pending:
        raise NotReady("The database is not up to date. Run 'homeward migrate'.")
