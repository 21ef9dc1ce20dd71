"""Print every figure that the project claims: benchmark by benchmark, or those that are named.

    python -m tests.benchmarks [NAME …] [--sizes 5000x800,50000x8000]

Each runs in a process of its own, so that one's memory and compiled code do not weigh on the next.
Without --sizes each runs at the sizes that suit it; the heading is the first line of its docstring.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.timing import read_sizes, say

FOLDER = Path(__file__).parent


def main() -> None:
    known = headings()
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description=__doc__.splitlines()[0],
        epilog="\n".join(f"{name:<12}{heading}" for name, heading in known.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", choices=known, metavar="NAME")
    parser.add_argument("--sizes", help="applicants x vacancies, comma-separated, for all of them")
    chosen = parser.parse_args()
    if chosen.sizes:
        read_sizes(chosen.sizes)
    failed = [name for name in chosen.names or known if not _run(name, known[name], chosen.sizes)]
    if failed:
        sys.exit(f"\nThese ended with an error: {', '.join(failed)}")


def headings() -> dict[str, str]:
    """What can be run, and what it says it does: every module here with a ``main``."""
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        names = {item.name for item in module.body if isinstance(item, ast.FunctionDef)}
        if "main" in names and path != Path(__file__):
            found[path.stem] = (ast.get_docstring(module) or "").partition("\n")[0]
    return found


def _run(name: str, heading: str, sizes: str | None) -> bool:
    """Run one, its heading first; whether it ended well."""
    say(f"\n# {name}: {heading}")
    command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
    command += ["--sizes", sizes] if sizes else []
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    main()
