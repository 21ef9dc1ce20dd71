"""``homeward check``: line by line, what is in order and what to do where it is not."""

import argparse
import shutil
from dataclasses import dataclass

from service.cli.database import database, own_cluster
from service.errors import HomewardError, NotReady
from service.pages.assets.build import is_built
from service.settings import Settings
from service.store import health
from service.store.migrate import find_pending
from service.store.pool import APPLICATION, Connection, connect_as_owner

_LEAST_FREE_BYTES = 1_000_000_000
_LEAST_POSTGIS = (3, 3)


@dataclass(frozen=True)
class Line:
    """One thing checked."""

    name: str
    ok: bool
    words: str
    """What is so and, where it is not in order, what to do."""

    def __str__(self) -> str:
        """The line as the terminal shows it."""
        return f"{'ok ' if self.ok else '!! '} {self.name:<11} {self.words}"


async def check(settings: Settings, _chosen: argparse.Namespace) -> int:
    """Print a line for each thing that Homeward stands on; 1 if any is not in order."""
    lines = [_settings(settings), _role(settings), _mail(settings), _assets(), _disk(settings)]
    lines += await _server(settings)
    for line in lines:
        print(line)
    return 0 if all(line.ok for line in lines) else 1


def _settings(settings: Settings) -> Line:
    where = "the server of DATABASE_URL" if settings.database_url else "a cluster of our own"
    words = f"home {settings.home}, {where}, serves on {settings.host}:{settings.port}"
    return Line("settings", True, words)


def _role(settings: Settings) -> Line:
    """Whether a statement that somebody smuggled in could become the owner of the tables."""
    if settings.database_url is None or settings.database_app_url is not None:
        return Line("role", True, f"the web logs in as {APPLICATION}, which owns nothing")
    words = (
        f"the web logs in as the owner and takes the role {APPLICATION}; give that role a password "
        "and set DATABASE_APP_URL, so that it logs in by itself"
    )
    return Line("role", True, words)


def _mail(settings: Settings) -> Line:
    """How e-mails go; that they only stay in the outbox is in order, and said."""
    if settings.mail is not None:
        return Line("e-mail", True, settings.mail.words)
    words = (
        "none is sent: messages stay on the page /outbox; set HOMEWARD_SMTP_URL or "
        "HOMEWARD_NOTIFY_KEY to send them"
    )
    return Line("e-mail", True, words)


def _assets() -> Line:
    built = is_built()
    return Line("assets", built, "built" if built else "not built; run 'make assets'")


def _disk(settings: Settings) -> Line:
    folder = next(f for f in (settings.home, *settings.home.parents) if f.exists())
    free = shutil.disk_usage(folder).free
    words = f"{free / 1e9:.1f} GB free at {folder}"
    enough = free >= _LEAST_FREE_BYTES
    return Line("disk", enough, words if enough else f"{words}; make room for 1 GB at least")


async def _server(settings: Settings) -> list[Line]:
    try:
        where = _require_cluster(settings)
        with database(settings) as url:
            async with connect_as_owner(url) as connection:
                version = await health.get_server_version(connection)
                n_pending = len(await find_pending(connection))
                return [
                    Line("database", True, f"PostgreSQL {version} answers{where}"),
                    await _postgis(connection),
                    _migrations(n_pending),
                    await _worker(connection, n_pending),
                ]
    except HomewardError as refusal:
        return [Line("database", False, str(refusal))]


def _require_cluster(settings: Settings) -> str:
    """Words for where our own cluster is kept, which a check never makes; none for another's."""
    if settings.database_url:
        return ""
    cluster = own_cluster(settings)
    if not cluster.exists:
        raise NotReady(
            f"no cluster yet in {cluster.folder}; run 'homeward migrate' (or 'make demo')"
        )
    return f", its data in {cluster.folder}"


async def _postgis(connection: Connection) -> Line:
    version = await health.get_postgis_version(connection)
    if version is None:
        return Line("PostGIS", False, "not installed beside this server; run 'make postgis'")
    recent = tuple(int(part) for part in version.split(".")[:2]) >= _LEAST_POSTGIS
    return Line("PostGIS", recent, version if recent else f"{version}; 3.3 or newer is needed")


def _migrations(n_pending: int) -> Line:
    words = f"{n_pending} not applied; run 'homeward migrate'" if n_pending else "up to date"
    return Line("migrations", not n_pending, words)


async def _worker(connection: Connection, n_pending: int) -> Line:
    if n_pending:
        return Line("worker", False, "not known until the migrations are applied")
    n_workers = await health.count_workers(connection)
    words = f"{n_workers} at work" if n_workers else "none; run 'homeward serve' or 'worker'"
    return Line("worker", n_workers > 0, words)
