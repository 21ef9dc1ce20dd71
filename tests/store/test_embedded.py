"""Our own cluster: private, on a socket, up while anybody uses it."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from service.errors import NotReady
from service.store import binaries, cluster_folders
from service.store.binaries import find_binaries, get_binaries
from service.store.embedded import Cluster, is_running, locate, running

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")


@pytest.fixture
def home() -> Iterator[Path]:
    """A short folder that every account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="hw-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def fallback(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place for the clusters of root's closed folders, moved to where a test may write."""
    folder = home / "var" / "homeward" / "clusters"
    monkeypatch.setattr(cluster_folders, "_FALLBACK", folder)
    return folder


@pytest.fixture
def cluster(home: Path) -> Cluster:
    return locate(home / "cluster", durable=False)


@pytest.fixture
def closed_to_others() -> Iterator[None]:
    """A umask under which new folders are for nobody else."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def given_program(file: Path, words: str) -> Cluster:
    """A cluster with a program of its own to run."""
    file.write_text(f"#!/bin/sh\n{words}\n")
    file.chmod(0o755)
    return Cluster(file.parent, binaries.Binaries(file.parent, dict(os.environ)), False, None)


def answers(cluster: Cluster) -> bool:
    with running(cluster) as url, psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_a_cluster_runs_while_used_and_not_after(cluster: Cluster) -> None:
    with running(cluster) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert not is_running(cluster)


def test_a_second_user_shares_the_server_and_the_last_one_stops_it(cluster: Cluster) -> None:
    with running(cluster):
        with running(cluster) as url:
            pass
        assert is_running(cluster)
        with psycopg.connect(url) as connection:
            connection.execute("SELECT 1")
    assert not is_running(cluster)


def test_what_was_written_is_there_after_a_restart(cluster: Cluster) -> None:
    with running(cluster) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    with running(cluster) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_a_server_whose_user_was_killed_is_taken_over(cluster: Cluster) -> None:
    child = os.fork()
    if child == 0:
        with running(cluster):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert is_running(cluster)
    assert answers(cluster)
    assert not is_running(cluster)


def test_a_server_is_stopped_when_starting_is_interrupted(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Cluster.run

    def interrupted_at_createdb(
        self: Cluster, program: str, *words: str, check: bool = True
    ) -> int:
        if program == "createdb":
            raise KeyboardInterrupt
        return run(self, program, *words, check=check)

    with monkeypatch.context() as patch:
        patch.setattr(Cluster, "run", interrupted_at_createdb)
        with pytest.raises(KeyboardInterrupt), running(cluster):
            pass
    assert not is_running(cluster)
    assert answers(cluster)


def test_a_program_that_is_interrupted_is_let_finish(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait = subprocess.Popen.wait

    def interrupted_once(child: subprocess.Popen[bytes]) -> int:
        monkeypatch.setattr(subprocess.Popen, "wait", wait)
        raise KeyboardInterrupt

    slow = given_program(home / "slow", f"sleep 0.2; touch {home}/done")
    monkeypatch.setattr(subprocess.Popen, "wait", interrupted_once)
    with pytest.raises(KeyboardInterrupt):
        slow.run("slow")
    assert (home / "done").exists()


def test_ctrl_c_in_a_terminal_does_not_reach_the_programs(home: Path) -> None:
    tell = given_program(home / "tell", "ps -o sid= -p $$; exit 1")
    with pytest.raises(NotReady) as refusal:
        tell.run("tell")
    assert str(os.getsid(0)) not in str(refusal.value).split()


def test_a_cluster_that_was_half_made_is_made_again(cluster: Cluster) -> None:
    cluster.making.mkdir(parents=True)
    (cluster.making / "PG_VERSION").write_text("15\n")
    if cluster.account:
        shutil.chown(cluster.folder, cluster.account)
    assert not cluster.exists
    assert answers(cluster)
    assert cluster.exists


@pytest.mark.parametrize("name", ["long" * 30, "my homes", "50%", "O'Brien", "a,b", "Größe"])
def test_a_folder_may_be_called_anything(home: Path, name: str) -> None:
    cluster = locate(home / name / "cluster", durable=False)
    assert len(os.fsencode(cluster.socket)) < 90
    assert answers(cluster)
    assert not is_running(cluster)
    cluster.socket.rmdir()


@pytest.mark.parametrize("name", ["$HOME", "`id`", 'a"b', "a\\b", "a\nb"])
def test_a_folder_with_letters_that_a_shell_would_read_is_refused(home: Path, name: str) -> None:
    with pytest.raises(NotReady, match="HOMEWARD_HOME"):
        locate(home / name)


@pytest.mark.usefixtures("closed_to_others")
def test_folders_made_under_a_strict_umask_can_be_reached_by_the_server(home: Path) -> None:
    cluster = locate(home / "new" / "home" / "cluster", durable=False)
    assert answers(cluster)
    assert cluster.folder == home.resolve() / "new" / "home" / "cluster"
    assert locate(home / "new" / "home" / "cluster") == Cluster(
        cluster.folder, cluster.binaries, True, cluster.account
    )


@as_root
@pytest.mark.usefixtures("closed_to_others")
def test_a_closed_folder_gets_a_cluster_elsewhere_even_below_a_closed_fallback(
    home: Path, fallback: Path
) -> None:
    (home / "var").mkdir()
    (home / "var").chmod(0o755)
    (home / "var" / "homeward").mkdir()
    cluster = locate(home / "var" / "homeward" / "cluster", durable=False)
    assert cluster.folder.parent == fallback
    assert answers(cluster)
    assert locate(home / "var" / "homeward" / "cluster", durable=False) == cluster


@as_root
def test_a_cluster_stays_where_it_was_made(home: Path, fallback: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    elsewhere = locate(closed / "cluster", durable=False)
    assert answers(elsewhere)
    closed.chmod(0o755)
    assert locate(closed / "cluster", durable=False) == elsewhere


@as_root
def test_a_cluster_whose_folder_was_closed_is_not_replaced_by_an_empty_one(
    home: Path, fallback: Path
) -> None:
    assert answers(locate(home / "open" / "cluster", durable=False))
    (home / "open").chmod(0o700)
    with pytest.raises(NotReady, match=rf"chmod o\+x .*{home.name}/open"):
        locate(home / "open" / "cluster")
    assert not fallback.exists()


@as_root
def test_a_link_where_the_socket_belongs_is_not_followed(home: Path) -> None:
    cluster = locate(home / "my homes", durable=False)
    prize = home / "prize"
    prize.mkdir()
    cluster.socket.symlink_to(prize)
    with pytest.raises(NotReady, match="cannot be a folder of ours"), running(cluster):
        pass
    cluster.socket.unlink()
    assert prize.stat().st_uid == 0


@as_root
def test_a_folder_of_somebody_else_is_not_taken_for_the_socket(home: Path) -> None:
    cluster = locate(home / "my homes", durable=False)
    cluster.socket.mkdir()
    shutil.chown(cluster.socket, "nobody")
    with pytest.raises(NotReady, match="of another account"), running(cluster):
        pass
    cluster.socket.rmdir()


def test_a_machine_without_postgis_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(binaries, "_candidates", lambda _programs: iter(()))
    with pytest.raises(NotReady, match="make postgis"):
        get_binaries(tmp_path)


def given_programs(folder: Path) -> None:
    """Stand-ins for PostgreSQL's programs."""
    folder.mkdir(parents=True)
    for name in binaries.PROGRAMS:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)


def given_postgis(share: Path) -> None:
    (share / "extension").mkdir(parents=True)
    (share / "extension" / "postgis.control").touch()


@pytest.mark.parametrize("share", ["share", "share/postgresql"])
def test_pg_bindir_may_be_a_postgresql_that_was_built_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: str
) -> None:
    given_programs(tmp_path / "pgsql" / "bin")
    given_postgis(tmp_path / "pgsql" / share)
    monkeypatch.setenv("PG_BINDIR", str(tmp_path / "pgsql" / "bin"))
    assert get_binaries().folder == tmp_path / "pgsql" / "bin"


def test_pg_config_is_asked_where_the_extensions_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_programs(tmp_path / "bin")
    given_postgis(tmp_path / "elsewhere")
    asked = tmp_path / "bin" / "pg_config"
    asked.write_text(f"#!/bin/sh\n[ $1 = --sharedir ] && echo {tmp_path}/elsewhere\n")
    asked.chmod(0o755)
    monkeypatch.setenv("PG_BINDIR", str(tmp_path / "bin"))
    assert get_binaries().folder == tmp_path / "bin"


@pytest.mark.parametrize("folder", ["/bin", "/usr", "/nowhere/at/all", "nowhere"])
def test_a_wrong_pg_bindir_is_named(monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.setenv("PG_BINDIR", folder)
    with pytest.raises(NotReady, match="PG_BINDIR"):
        find_binaries()


def test_the_programs_on_the_path_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_programs(tmp_path / "opt" / "bin")
    given_postgis(tmp_path / "opt" / "share")
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "pg_ctl").symlink_to(tmp_path / "opt" / "bin" / "pg_ctl")
    monkeypatch.setattr(binaries, "_DEBIAN", Path("nowhere"))
    monkeypatch.delenv("PG_BINDIR", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert get_binaries().folder == tmp_path / "opt" / "bin"


def test_pg_config_on_the_path_says_where_the_programs_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_programs(tmp_path / "opt" / "bin")
    given_postgis(tmp_path / "opt" / "share")
    (tmp_path / "path").mkdir()
    asked = tmp_path / "path" / "pg_config"
    asked.write_text(f"#!/bin/sh\n[ $1 = --bindir ] && echo {tmp_path}/opt/bin\n")
    asked.chmod(0o755)
    monkeypatch.setattr(binaries, "_DEBIAN", Path("nowhere"))
    monkeypatch.delenv("PG_BINDIR", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert get_binaries().folder == tmp_path / "opt" / "bin"
