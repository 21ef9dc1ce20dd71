"""Our own PostGIS cluster, private and on a socket only, for when no DATABASE_URL is set.

The cluster runs while any Homeward process uses it: each holds a shared lock on ``users.lock``,
and the last to leave stops the server. A process that was killed leaves its server running; the
next one takes it over.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from service.errors import NotReady
from service.store.binaries import Binaries, find_binaries

ROLE = "homeward"
_LONGEST_SOCKET_FOLDER = 85
"""A socket's path may have 107 bytes; its name takes up to 20."""
_FALLBACK = Path("/var/lib/homeward/clusters")
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """A cluster's folder, the programs that run it, and the account they run under."""

    folder: Path
    binaries: Binaries
    durable: bool
    account: str | None
    """The account the server runs under; None: ours. PostgreSQL refuses to run as root."""

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        """The folder of the server's socket, short enough for the kernel."""
        inside = self.folder / "socket"
        if len(os.fsencode(inside)) <= _LONGEST_SOCKET_FOLDER:
            return inside
        return Path("/tmp") / f"homeward-{_digest(self.folder)}"

    @property
    def url(self) -> str:
        """The address of the database in the cluster."""
        return self.url_of(ROLE)

    def url_of(self, database: str) -> str:
        """The address of another database in the cluster."""
        return f"postgresql://{ROLE}@/{database}?host={self.socket}"

    def run(self, program: str, *arguments: str, check: bool = True) -> int:
        """Run one of PostgreSQL's programs under the server's account.

        Raises:
            NotReady: It failed; the message has its words.
        """
        account = self.account
        with (
            tempfile.TemporaryFile() as words
        ):  # not a pipe: the server that pg_ctl starts keeps it open
            code = subprocess.run(
                [self.binaries.folder / program, *arguments],
                env=self.binaries.environment,
                cwd="/",
                user=account,
                group=pwd.getpwnam(account).pw_gid if account else None,
                extra_groups=[] if account else None,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                check=False,
            ).returncode
            words.seek(0)
            said = words.read().decode(errors="replace").strip()
        if check and code != 0:
            raise NotReady(f"{program} failed. {said} {self._last_words()}")
        return code

    def _last_words(self) -> str:
        log = self.folder / "log"
        lines = log.read_text(errors="replace").splitlines() if log.is_file() else []
        return f"The end of {log}: " + " / ".join(lines[-3:])


def locate(folder: Path, *, programs: Path | None = None, durable: bool = True) -> Cluster:
    """The cluster kept in a folder, whether or not it exists yet.

    Args:
        folder: Where the cluster is kept.
        programs: Where PostGIS may have been unpacked for us, besides the system's folders.
        durable: False gives up safety against power cuts for speed, as tests want it.

    Raises:
        NotReady: PostGIS is not installed, or root has no account to run the server under.
    """
    folder = folder.resolve()
    account = None
    if os.geteuid() == 0:
        account = "postgres"
        try:
            pwd.getpwnam(account)
        except KeyError:
            raise NotReady(
                "PostgreSQL does not run as root and there is no account 'postgres'. "
                "Run 'make postgis'."
            ) from None
        if not _reachable_by_others(folder):
            folder = _FALLBACK / _digest(folder)
    return Cluster(folder, find_binaries(programs), durable, account)


@contextmanager
def running(cluster: Cluster) -> Iterator[str]:
    """The address of the cluster's database, for as long as it is needed.

    Raises:
        NotReady: The server did not start.
    """
    _make_folders(cluster)
    with (cluster.folder / "users.lock").open("w") as users:
        with _starting(cluster):
            fcntl.flock(users, fcntl.LOCK_SH)
            _start(cluster)
        try:
            yield cluster.url
        finally:
            with _starting(cluster):
                _leave(cluster, users)


def is_running(cluster: Cluster) -> bool:
    """Whether the cluster's server is up."""
    status = ("status", "-D", str(cluster.data))
    return cluster.data.is_dir() and cluster.run("pg_ctl", *status, check=False) == 0


@contextmanager
def _starting(cluster: Cluster) -> Iterator[None]:
    """Hold off other processes that would start or stop the server."""
    with (cluster.folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _leave(cluster: Cluster, users: IO[str]) -> None:
    """Stop the server if nobody else uses it."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    cluster.run("pg_ctl", "stop", "-D", str(cluster.data), "-m", "fast", "-w", check=False)


def _make_folders(cluster: Cluster) -> None:
    cluster.folder.mkdir(parents=True, exist_ok=True)
    for folder in (cluster.data.parent, cluster.socket):
        folder.mkdir(parents=True, exist_ok=True)
        if cluster.account:
            shutil.chown(folder, cluster.account, cluster.account)
        folder.chmod(stat.S_IRWXU)


def _start(cluster: Cluster) -> None:
    if not (cluster.data / "PG_VERSION").exists():
        shutil.rmtree(cluster.data, ignore_errors=True)  # what an interrupted initdb left
        safety = () if cluster.durable else ("--no-sync",)
        cluster.run(
            "initdb", "-D", str(cluster.data), "-U", ROLE, "-E", "UTF8", "--locale=C.UTF-8",
            "--auth-local=trust", "--auth-host=reject", *safety,
        )  # fmt: skip
    if not is_running(cluster):
        options = {"listen_addresses": "", "unix_socket_directories": str(cluster.socket)}
        options |= {} if cluster.durable else _FAST
        words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        cluster.run(
            "pg_ctl", "start", "-D", str(cluster.data), "-w", "-t", "60",
            "-l", str(cluster.folder / "log"), "-o", words,
        )  # fmt: skip
    where = ("-h", str(cluster.socket), "-U", ROLE)
    if cluster.run("psql", *where, "-d", ROLE, "-c", "SELECT 1", check=False) != 0:
        cluster.run("createdb", *where, ROLE)


def _reachable_by_others(folder: Path) -> bool:
    """Whether another account may pass through every folder above this one that exists."""
    above = (parent for parent in folder.parents if parent.exists())
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in above)


def _digest(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
