"""Brings a database to the newest migration; migrations are plain SQL, applied once, in order."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg

from service.errors import NotReady
from service.store import jobs
from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("migrate")
FOLDER = Path(__file__).resolve().parents[2] / "migrations"


@dataclass(frozen=True)
class Migration:
    """One file of ``migrations/``."""

    name: str
    text: LiteralString

    @property
    def sha256(self) -> str:
        """The hash that a landed migration must keep."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_migrations(folder: Path = FOLDER) -> list[Migration]:
    """The migrations in order.

    Raises:
        NotReady: The folder is not there.
    """
    files = sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    if not files:
        raise NotReady(f"There are no migrations in {folder}; run Homeward from its checkout.")
    migrations = [Migration(file.stem, file.read_text("utf-8")) for file in files]
    return [*migrations, Migration("jobs_procrastinate_3_10", jobs.schema())]


async def find_pending(connection: Connection) -> list[Migration]:
    """The migrations that this database lacks.

    Raises:
        NotReady: A migration that was applied here has changed since, or is newer than this code.
    """
    await connection.execute(SQL["make_table"])
    rows = await (await connection.execute(SQL["find_applied"])).fetchall()
    applied: dict[str, str] = dict(rows)
    known = {migration.name: migration for migration in read_migrations()}
    for name, sha256 in applied.items():
        if name not in known:
            raise NotReady(
                f"The database has migration {name}, which this version of Homeward does not "
                "know. Run the newer version that made it."
            )
        if known[name].sha256 != sha256:
            raise NotReady(
                f"Migration {name} was changed after it was applied. Put the file back as it was "
                "and add a new migration instead."
            )
    return [migration for name, migration in known.items() if name not in applied]


async def migrate(
    connection: Connection, report: Callable[[str], None] = lambda _name: None
) -> list[str]:
    """Apply what is missing, all in one transaction; the names applied.

    Two callers at once wait for each other.

    Raises:
        NotReady: A migration failed; nothing was changed.
    """
    async with connection.transaction():
        await connection.execute(SQL["lock"])
        pending = await find_pending(connection)
        for migration in pending:
            report(migration.name)
            try:
                await connection.execute(migration.text)
            except psycopg.Error as error:
                raise NotReady(f"Migration {migration.name} failed: {error}") from error
            await connection.execute(
                SQL["add_applied"], {"name": migration.name, "sha256": migration.sha256}
            )
    return [migration.name for migration in pending]
