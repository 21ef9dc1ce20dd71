"""Brings a database to the newest migration; migrations are plain SQL, applied once, in order."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg.errors import InsufficientPrivilege, UndefinedColumn

from service.errors import NotReady
from service.store import jobs
from service.store.pool import APPLICATION, Connection
from service.store.queries import queries
from service.store.rows import one_value

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
    return [
        *migrations,
        Migration("jobs_procrastinate_3_10", jobs.schema()),
        Migration("jobs_procrastinate_3_10_grants", SQL["grant_jobs"]),
    ]


async def find_pending(connection: Connection) -> list[Migration]:
    """The migrations that this database lacks; only looks.

    Raises:
        NotReady: A migration that was applied here has changed since, or is newer than this code.
    """
    applied = await _applied(connection)
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


async def _applied(connection: Connection) -> dict[str, str]:
    """The names and hashes of the migrations that this database has."""
    try:
        if not await one_value(connection, SQL["has_table"]):
            return {}
        return dict(await (await connection.execute(SQL["find_applied"])).fetchall())
    except (InsufficientPrivilege, UndefinedColumn) as error:
        raise NotReady(
            f"The table 'migrations' of this database is not Homeward's to read ({_said(error)}). "
            "Give Homeward a database and a role of its own."
        ) from error


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
        if not await one_value(connection, SQL["has_table"]):
            await _execute(connection, "the table 'migrations'", SQL["make_table"])
        pending = await find_pending(connection)
        for migration in pending:
            report(migration.name)
            await _execute(connection, f"migration {migration.name}", migration.text)
            await connection.execute(
                SQL["add_applied"], {"name": migration.name, "sha256": migration.sha256}
            )
    return [migration.name for migration in pending]


async def _execute(connection: Connection, what: str, text: LiteralString) -> None:
    try:
        await connection.execute(text)
    except InsufficientPrivilege as error:
        role, database = connection.info.user, connection.info.dbname
        raise NotReady(
            f"The role {role!r} may not do what {what} needs ({_said(error)}). As a "
            f"superuser run, in the database {database!r}: CREATE EXTENSION IF NOT EXISTS postgis; "
            f"DO $$BEGIN CREATE ROLE {APPLICATION} LOGIN; "
            "EXCEPTION WHEN duplicate_object THEN NULL; END$$; "
            f'GRANT {APPLICATION} TO "{role}"; '
            f'GRANT CREATE ON SCHEMA public TO "{role}";'
        ) from error
    except psycopg.Error as error:
        raise NotReady(f"Applying {what} failed: {error}") from error


def _said(error: psycopg.Error) -> str:
    """The first line of what the server said."""
    return error.diag.message_primary or str(error)
