"""Our own cluster: private, on a socket, up while anybody uses it."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from service.errors import NotReady
from service.store.binaries import find_binaries
from service.store.embedded import Cluster, is_running, locate, running


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="hw-"))
    folder.chmod(0o755)
    found = locate(folder / "cluster", durable=False)
    yield found
    shutil.rmtree(folder)


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
    with running(cluster) as url, psycopg.connect(url) as connection:
        connection.execute("SELECT 1")
    assert not is_running(cluster)


def test_a_long_folder_gets_a_socket_that_the_kernel_takes(tmp_path: Path) -> None:
    cluster = locate(tmp_path / ("long" * 30))
    assert len(os.fsencode(cluster.socket)) < 90


def test_a_machine_without_postgis_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("service.store.binaries._candidates", lambda _programs: iter(()))
    with pytest.raises(NotReady, match="make postgis"):
        find_binaries(tmp_path)
