"""``homeward check``: it looks at everything and changes nothing."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from service.store.cluster_folders import reachable_place
from tests.database import address_of

THE_OWN = {"DATABASE_URL": "", "PG_BINDIR": ""}


def homeward(command: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command as a person would."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "service", command],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder for a cluster of our own."""
    with tempfile.TemporaryDirectory(prefix="hw-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "home"


def test_a_home_without_a_cluster_is_left_without(home: Path) -> None:
    done = homeward("check", {**THE_OWN, "HOMEWARD_HOME": str(home)})
    assert done.returncode == 1
    assert f"no cluster yet in {home}/cluster; run 'homeward migrate'" in done.stdout
    assert not home.exists()


def test_a_cluster_of_our_own_is_named_with_its_folder(home: Path) -> None:
    environment = {**THE_OWN, "HOMEWARD_HOME": str(home)}
    assert homeward("migrate", environment).returncode == 0
    done = homeward("check", environment)
    assert f"its data in {home}/cluster" in done.stdout
    assert "up to date" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")
def test_a_closed_home_is_told_where_its_cluster_really_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    done = homeward("check", {**THE_OWN, "HOMEWARD_HOME": str(tmp_path / "home")})
    place = reachable_place(tmp_path / "home" / "cluster")
    assert f"no cluster yet in {place};" in done.stdout
    assert not place.is_relative_to(tmp_path)


def test_a_server_of_somebody_else_is_not_written_to(server_url: str, tmp_path: Path) -> None:
    bare = address_of(server_url, "postgres")
    done = homeward("check", {"DATABASE_URL": bare, "HOMEWARD_HOME": str(tmp_path)})
    assert "not applied; run 'homeward migrate'" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "address",
    ["foo", "postgresql://h/db?sslmod=on", "postgresql://h:port/db", "postgresql://a..b/"],
)
def test_a_wrong_address_is_refused_in_a_sentence(address: str, tmp_path: Path) -> None:
    done = homeward("check", {"DATABASE_URL": address, "HOMEWARD_HOME": str(tmp_path)})
    assert done.returncode == 1
    assert "!!  database    " in done.stdout
    assert "DATABASE_URL" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("address", ["me:secret@host/db", "postgresql://me:secret@[::1/db"])
def test_a_wrong_address_does_not_tell_its_password(address: str, tmp_path: Path) -> None:
    done = homeward("check", {"DATABASE_URL": address, "HOMEWARD_HOME": str(tmp_path)})
    assert "DATABASE_URL is not an address" in done.stdout
    assert "secret" not in done.stdout + done.stderr
