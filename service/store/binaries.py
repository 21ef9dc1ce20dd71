"""Where PostgreSQL's programs are: with PostGIS beside them, or not at all."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.errors import NotReady
from service.settings import environment

PROGRAMS = ("initdb", "pg_ctl", "postgres", "psql", "createdb")
"""What a cluster of our own is run with."""
_DEBIAN = Path("usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL's programs and the environment they run in."""

    folder: Path
    environment: dict[str, str]


def get_binaries(programs: Path | None = None) -> Binaries:
    """PostgreSQL's programs with PostGIS: PG_BINDIR, the system's newest, or those unpacked for us.

    Args:
        programs: The root under which Debian's packages were unpacked without installing them.

    Raises:
        NotReady: There are none.
    """
    found = find_binaries(programs)
    if found is None:
        raise NotReady(
            "PostgreSQL with PostGIS was not found. Run 'make postgis', set PG_BINDIR to the "
            "folder of its programs, or set DATABASE_URL to a server that has it."
        )
    return found


def find_binaries(programs: Path | None = None) -> Binaries | None:
    """As ``get_binaries``, but None where there are none.

    Raises:
        NotReady: PG_BINDIR names a folder that cannot be used.
    """
    chosen = environment().get("PG_BINDIR")
    if chosen:
        return _chosen_binaries(chosen)
    every = (Binaries(folder, _environment(root)) for folder, root in _candidates(programs))
    return next((one for one in every if not _lacks(one)), None)


def _chosen_binaries(folder: str) -> Binaries:
    chosen = Binaries(Path(folder).resolve(), _environment(None))
    missing = _lacks(chosen)
    if missing:
        raise NotReady(
            f"PG_BINDIR is {folder!r}, which has no {missing}. Set it to the folder of "
            "PostgreSQL's programs with PostGIS beside them, or unset it."
        )
    return chosen


def _lacks(binaries: Binaries) -> str | None:
    """What is not there of PostgreSQL's programs and PostGIS; None: nothing."""
    for program in PROGRAMS:
        if not os.access(binaries.folder / program, os.X_OK):
            return program
    shares = _share_folders(binaries)
    if not any(os.access(share / "extension/postgis.control", os.R_OK) for share in shares):
        return "PostGIS beside it"
    return None


def _share_folders(binaries: Binaries) -> Iterator[Path]:
    """Where extensions may lie: where pg_config says, else where it is usual."""
    folder = binaries.folder
    said = _ask(str(folder / "pg_config"), "--sharedir", binaries.environment)
    if said:
        yield said
    debian = f"../../../../share/postgresql/{folder.parent.name}"
    for usual in (debian, "../share/postgresql", "../share"):
        yield Path(os.path.normpath(folder / usual))


def _candidates(programs: Path | None) -> Iterator[tuple[Path, Path | None]]:
    """Folders to look in, and the root below which they were unpacked (None: the system's)."""
    for folder in _debian_folders(Path("/")):
        yield folder, None
    pg_ctl = shutil.which("pg_ctl")
    if pg_ctl:
        yield Path(pg_ctl).resolve().parent, None
    said = _ask("pg_config", "--bindir", environment())
    if said:
        yield said, None
    if programs:
        for folder in _debian_folders(programs):
            yield folder, programs


def _debian_folders(root: Path) -> list[Path]:
    return sorted((root / _DEBIAN).glob("*/bin"), key=_version, reverse=True)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", folder.parent.name))


def _ask(pg_config: str, question: str, variables: dict[str, str]) -> Path | None:
    """The folder that a pg_config names; None: it is not there or does not say."""
    try:
        done = subprocess.run(
            [pg_config, question], env=variables, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    said = done.stdout.strip()
    return Path(said) if said else None


def _environment(root: Path | None) -> dict[str, str]:
    """The environment of a program that was unpacked below ``root``; None: the system's own."""
    variables = environment() | {"LC_ALL": "C.UTF-8"}
    if root is None:
        return variables
    libraries = sorted({str(file.parent) for file in (root / "usr/lib").rglob("*.so*")})
    return variables | {
        "LD_LIBRARY_PATH": os.pathsep.join(libraries),
        "PROJ_DATA": str(root / "usr/share/proj"),
        "GDAL_DATA": str(root / "usr/share/gdal"),
    }
