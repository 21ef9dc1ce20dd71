"""Where PostgreSQL's programs are: with PostGIS beside them, or not at all."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.errors import NotReady
from service.settings import environment

_DEBIAN = Path("usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL's programs and the environment they run in."""

    folder: Path
    environment: dict[str, str]

    @property
    def extensions(self) -> Path:
        """Where this PostgreSQL keeps its extensions' control files."""
        version = self.folder.parent.name
        return self.folder.parents[3] / "share" / "postgresql" / version / "extension"


def find_binaries(programs: Path | None = None) -> Binaries:
    """PostgreSQL's programs with PostGIS: PG_BINDIR, the system's newest, or those unpacked for us.

    Args:
        programs: The root under which Debian's packages were unpacked without installing them.

    Raises:
        NotReady: There are none.
    """
    for folder, root in _candidates(programs):
        found = Binaries(folder, _environment(root))
        if (folder / "initdb").exists() and (found.extensions / "postgis.control").exists():
            return found
    raise NotReady(
        "PostgreSQL with PostGIS was not found. Run 'make postgis', set PG_BINDIR to the folder "
        "of its programs, or set DATABASE_URL to a server that has it."
    )


def _candidates(programs: Path | None) -> Iterator[tuple[Path, Path | None]]:
    chosen = environment().get("PG_BINDIR")
    if chosen:
        yield Path(chosen).resolve(), None
    for root in (Path("/"), programs):
        if root is not None:
            versions = sorted((root / _DEBIAN).glob("*/bin"), key=_version, reverse=True)
            yield from ((folder, None if root == Path("/") else root) for folder in versions)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", folder.parent.name))


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
