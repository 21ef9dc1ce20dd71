"""Our own PostGIS cluster, private and on a socket only, for when no DATABASE_URL is set.

The cluster runs while any Homeward process uses it: each holds a shared lock on ``users.lock``,
and the last to leave stops the server. A process that was killed leaves its server running; the
next one takes it over.
"""

import fcntl
import os
import pwd
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from service.errors import NotReady
from service.store.binaries import Binaries, get_binaries
from service.store.cluster_folders import digest, is_made, make_folders, reachable_place

ROLE = "homeward"
_LONGEST_SOCKET_FOLDER = 85
"""A socket's path may have 107 bytes; its name takes up to 20."""
_PLAIN = re.compile(r"[A-Za-z0-9/_.-]+")
"""A path that means itself in an address, in a list and to a shell."""
_UNQUOTED = re.compile(r'["$`\\\n]')
"""What pg_ctl and initdb hand to a shell without quoting it."""
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_NO_CONNECTION = 2
"""psql's exit code when the server or the database is not to be had."""


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
    def making(self) -> Path:
        """The data folder while it is being made; it is left when that was interrupted."""
        return self.folder / "making"

    @property
    def exists(self) -> bool:
        """Whether the cluster was made."""
        return is_made(self.folder)

    @property
    def socket(self) -> Path:
        """The folder of the server's socket, short enough for the kernel and plain to all."""
        inside = self.folder / "socket"
        if _PLAIN.fullmatch(str(inside)) and len(str(inside)) <= _LONGEST_SOCKET_FOLDER:
            return inside
        return Path("/tmp") / f"homeward-{digest(self.folder)}"

    @property
    def url(self) -> str:
        """The address of the database in the cluster."""
        return self.url_of(ROLE)

    def url_of(self, database: str) -> str:
        """The address of another database in the cluster."""
        return f"postgresql://{ROLE}@/{database}?host={quote(str(self.socket), safe='')}"

    def run(self, program: str, *arguments: str, check: bool = True) -> int:
        """Run one of PostgreSQL's programs under the server's account, and let it finish.

        Raises:
            NotReady: It failed; the message has its words.
        """
        with (
            tempfile.TemporaryFile() as words
        ):  # not a pipe: the server that pg_ctl starts keeps it open
            code = self._finish([str(self.binaries.folder / program), *arguments], words)
            words.seek(0)
            said = words.read().decode(errors="replace").strip()
        if check and code != 0:
            raise NotReady(f"{program} failed. {said} {self._last_words()}")
        return code

    def _finish(self, command: list[str], words: IO[bytes]) -> int:
        """The exit code of a command; in a session of its own, where Ctrl-C does not reach it."""
        account = self.account
        try:
            child = subprocess.Popen(
                command,
                env=self.binaries.environment,
                cwd="/",
                user=account,
                group=pwd.getpwnam(account).pw_gid if account else None,
                extra_groups=[] if account else None,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        except OSError as error:
            raise NotReady(f"{command[0]} cannot be started ({error}).") from error
        try:
            return child.wait()
        except BaseException:
            child.wait()  # what is half done, such as starting the server, nobody could undo
            raise

    def _last_words(self) -> str:
        log = self.folder / "log"
        lines = log.read_text(errors="replace").splitlines() if log.is_file() else []
        return f"The end of {log}: " + " / ".join(lines[-3:])


def locate(folder: Path, *, programs: Path | None = None, durable: bool = True) -> Cluster:
    """The cluster kept in a folder, whether or not it exists yet.

    Args:
        folder: Where the cluster is kept; elsewhere if root's server could not reach it there.
        programs: Where PostGIS may have been unpacked for us, besides the system's folders.
        durable: False gives up safety against power cuts for speed, as tests want it.

    Raises:
        NotReady: PostGIS is not installed, root has no account to run the server under, or the
            folder cannot be used.
    """
    folder = folder.resolve()
    if _UNQUOTED.search(str(folder)):
        raise NotReady(
            f"PostgreSQL cannot keep a cluster in {str(folder)!r}: set HOMEWARD_HOME to a folder "
            'without ", $, `, \\ and line breaks.'
        )
    account = _account()
    place = reachable_place(folder) if account else folder
    return Cluster(place, get_binaries(programs), durable, account)


def _account() -> str | None:
    """The account to run the server under; None: ours, as we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NotReady(
            "PostgreSQL does not run as root and there is no account 'postgres'. "
            "Run 'make postgis'."
        ) from None


@contextmanager
def running(cluster: Cluster) -> Iterator[str]:
    """The address of the cluster's database, for as long as it is needed.

    Raises:
        NotReady: The server did not start.
    """
    make_folders(cluster.folder, cluster.socket, cluster.account)
    with (cluster.folder / "users.lock").open("w") as users:
        try:
            with _starting(cluster):
                fcntl.flock(users, fcntl.LOCK_SH)
                _start(cluster)
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


def _start(cluster: Cluster) -> None:
    if not cluster.exists:
        _make(cluster)
    if not is_running(cluster):
        options = {"listen_addresses": "", "unix_socket_directories": str(cluster.socket)}
        options |= {} if cluster.durable else _FAST
        words = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in options.items())
        cluster.run(
            "pg_ctl", "start", "-D", str(cluster.data), "-w", "-t", "60",
            "-l", str(cluster.folder / "log"), "-o", words,
        )  # fmt: skip
    where = ("-h", str(cluster.socket), "-U", ROLE)
    ask = ("psql", "-X", *where, "-d", ROLE, "-c", "SELECT 1")
    code = cluster.run(*ask, check=False)
    if code == _NO_CONNECTION:
        cluster.run("createdb", *where, ROLE)
    elif code != 0:
        raise NotReady(f"psql did not say whether there is a database (exit code {code}).")


def _make(cluster: Cluster) -> None:
    """Make the cluster beside its place and move it there whole."""
    shutil.rmtree(cluster.making, ignore_errors=True)
    safety = () if cluster.durable else ("--no-sync",)
    cluster.run(
        "initdb", "-D", str(cluster.making), "-U", ROLE, "-E", "UTF8", "--locale=C.UTF-8",
        "--auth-local=trust", "--auth-host=reject", *safety,
    )  # fmt: skip
    cluster.making.rename(cluster.data)
