"""Programs that Homeward needs are found, or had from Debian's packages."""

import subprocess
from pathlib import Path

import pytest

from service.errors import NotReady
from service.settings import Settings
from service.store import packages


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, None, "127.0.0.1", 8000)


def test_nothing_is_fetched_when_the_program_is_there(settings, monkeypatch):
    monkeypatch.setattr(packages, "_run", lambda *_: pytest.fail("it ran a command"))
    packages.provide("postgis", settings)


def test_a_server_of_ones_own_needs_no_postgis_here(tmp_path):
    given = Settings(tmp_path, "postgresql://elsewhere/homes", "127.0.0.1", 8000)
    assert packages.has_postgis(given)


def test_a_package_that_cannot_be_had_says_what_to_install(settings, monkeypatch):
    def refuse(command, **_):
        raise subprocess.CalledProcessError(100, command, output="E: no network")

    monkeypatch.setattr(packages, "_run", refuse)
    monkeypatch.setitem(packages._PACKAGES, "postgis", ("postgresql-postgis", lambda _: False))
    with pytest.raises(NotReady, match=r"(?s)no network.*install the package 'postgresql-postgis'"):
        packages.provide("postgis", settings)


def test_unpacked_extensions_get_the_names_that_debian_would_link(tmp_path):
    folder = tmp_path / "usr/share/postgresql/15/extension"
    folder.mkdir(parents=True)
    (folder / "postgis-3.control").write_text("x")
    packages._link_alternatives(tmp_path)
    assert (folder / "postgis.control").read_text() == "x"


APT = """#!/bin/sh
case "$*" in
*status=/dev/null*install*) for name in libc6 libproj25 {family}; do echo "Inst $name (1)"; done ;;
*install*) echo "Inst libproj25 (1)"; echo "Inst postgresql-15-postgis-3 (1)" ;;
*download*) for name; do case $name in lib*|postgresql*) touch $name.deb ;; esac; done ;;
esac
"""
DPKG = """#!/bin/sh
touch $3/$(basename $2 .deb)
"""


def test_the_server_is_unpacked_with_its_extension_even_where_it_is_installed(
    tmp_path, monkeypatch
):
    family = ["postgresql-15", "postgresql-15-postgis-3", "postgresql-client-15"]
    for name, words in (("apt-get", APT.format(family=" ".join(family))), ("dpkg", DPKG)):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(words)
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")
    root = tmp_path / "programs"
    packages._unpack("postgresql-postgis", root)
    unpacked = sorted(file.name for file in root.iterdir() if file.is_file())
    assert unpacked == ["libproj25", *family]


def test_a_wrong_pg_bindir_is_refused_before_anything_is_fetched(settings, monkeypatch):
    monkeypatch.setenv("PG_BINDIR", "/nowhere")
    monkeypatch.setattr(packages, "_run", lambda *_: pytest.fail("it ran a command"))
    with pytest.raises(NotReady, match="PG_BINDIR is '/nowhere'"):
        packages.provide("postgis", settings)
