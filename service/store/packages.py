"""Debian packages that Homeward needs: installed by root, else unpacked into a folder of ours.

``python -m service.store.packages postgis`` (and ``chromium``, for the tests) is what the
Makefile calls; it does nothing when the programs are there.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from service.errors import NotReady
from service.settings import Settings, environment, read_settings
from service.store.binaries import find_binaries

_NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/homeward.conf")


def programs_folder(settings: Settings) -> Path:
    """The root under which packages are unpacked when we may not install them."""
    return settings.home / "programs"


def find_chromium(settings: Settings) -> Path | None:
    """The Chromium to test pages with: the system's, or the one unpacked for us."""
    installed = shutil.which("chromium") or shutil.which("chromium-browser")
    unpacked = programs_folder(settings) / "usr/lib/chromium/chromium"
    if installed:
        return Path(installed)
    return unpacked if unpacked.exists() else None


def has_postgis(settings: Settings) -> bool:
    """Whether a PostGIS server can be had: a given one, or programs to run our own.

    Raises:
        NotReady: PG_BINDIR names a folder that cannot be used.
    """
    return bool(settings.database_url) or find_binaries(programs_folder(settings)) is not None


_PACKAGES: Mapping[str, tuple[str, Callable[[Settings], object]]] = {
    "postgis": ("postgresql-postgis", has_postgis),
    "chromium": ("chromium", find_chromium),
}


def provide(name: str, settings: Settings) -> None:
    """Make sure that a program is there.

    Raises:
        NotReady: It could not be had; the message says what to do by hand.
    """
    package, is_there = _PACKAGES[name]
    if is_there(settings):
        return
    say = f"Getting {name} from Debian's packages; this takes a minute, once."
    print(say, file=sys.stderr)  # noqa: T201
    try:
        if os.geteuid() == 0:
            _install(package)
        else:
            _unpack(package, programs_folder(settings))
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        words = getattr(error, "stdout", None) or ""
        raise NotReady(
            f"{words[-2000:]}\n{name} could not be had ({error}). Ask an administrator to install "
            f"the package {package!r}, or set DATABASE_URL to a server with PostGIS."
        ) from error
    if not is_there(settings):
        raise NotReady(f"The package {package!r} is here but {name} was not found in it.")


def _install(package: str) -> None:
    _NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    _NO_CLUSTER.write_text("create_main_cluster = false\n")
    _run(["apt-get", "update", "-qq"])
    _run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", package])


def _unpack(package: str, root: Path) -> None:
    """Download a package and all it needs, and unpack them without installing any."""
    state = root / "apt"
    for folder in (state / "lists/partial", state / "cache/archives/partial", root / "packages"):
        folder.mkdir(parents=True, exist_ok=True)
    own = ["-o", f"Dir::State::Lists={state / 'lists'}", "-o", f"Dir::Cache={state / 'cache'}"]
    _run(["apt-get", *own, "update", "-qq"])
    names = _find_needed(package, ["apt-get", *own])
    _run(["apt-get", *own, "download", "-qq", *names], folder=root / "packages")
    for file in sorted((root / "packages").glob("*.deb")):
        _run(["dpkg", "-x", str(file), str(root)])
        file.unlink()
    _link_alternatives(root)


def _find_needed(package: str, apt: list[str]) -> list[str]:
    """The packages to unpack: those that this machine lacks, and the whole family of this one.

    A server looks for its extensions beside itself, so postgresql-15 is unpacked together with
    PostGIS even where it is installed; libraries are found wherever they are.
    """
    install = ["install", "-s", "-q", "--no-install-recommends", package]
    lacking = _read_plan(_run([*apt, *install]))
    everything = _read_plan(_run([*apt, "-o", "Dir::State::status=/dev/null", *install]))
    family = package.split("-")[0]
    return sorted({*lacking, *(name for name in everything if name.startswith(family))})


def _read_plan(plan: str) -> list[str]:
    """The packages that apt-get said it would install."""
    return [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]


def _link_alternatives(root: Path) -> None:
    """Give extensions the plain names that Debian's alternatives would have linked."""
    for file in root.glob("usr/share/postgresql/*/extension/postgis*-3.control"):
        plain = file.with_name(file.name.replace("-3.control", ".control"))
        if not plain.exists():
            plain.symlink_to(file.name)


def _run(command: list[str], *, folder: Path | None = None) -> str:
    """What a command says, which is shown only when it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        check=True,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment() | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
    )
    return done.stdout


if __name__ == "__main__":
    try:
        provide(sys.argv[1], read_settings())
    except NotReady as refusal:
        sys.exit(str(refusal))
