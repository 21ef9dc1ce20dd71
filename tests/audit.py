"""Looks the pinned libraries up among known vulnerabilities: ``make audit``."""

import json
import subprocess
import sys
from pathlib import Path

LIST = Path(__file__).parents[1] / "requirements.txt"
_COMMAND = (
    "-m", "pip_audit", "--requirement", str(LIST), "--disable-pip", "--require-hashes",
    "--format", "json", "--progress-spinner", "off", "--timeout", "15",
)  # fmt: skip
_NOT_REACHED = (
    "No vulnerability service was reached, so nothing is known of {n} pinned libraries. "
    "Run 'make audit' again where there is a network. ({why})"
)


def verdict(said: str, complained: str) -> tuple[int, str]:
    """The exit status and the words for what pip-audit answered.

    Args:
        said: Its standard output: JSON, or nothing where it could not ask.
        complained: Its standard error.
    """
    try:
        libraries = json.loads(said)["dependencies"]
    except (ValueError, KeyError):
        lines = complained.strip().splitlines() or ["it said nothing"]
        return 0, _NOT_REACHED.format(n="all", why=lines[-1].strip()[:200])
    unknown = [one for one in libraries if "skip_reason" in one]
    if len(unknown) == len(libraries):
        why = unknown[0]["skip_reason"] if unknown else "it was asked about none"
        return 0, _NOT_REACHED.format(n=len(libraries), why=why)
    faults = [
        f"{one['name']} {one['version']}: {fault['id']}, "
        f"mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in libraries
        for fault in one.get("vulns", ())
    ]
    words = [
        *faults,
        f"Looked up: {len(libraries) - len(unknown)}. Known vulnerabilities: {len(faults)}.",
    ]
    if unknown:
        words.append("Not looked up: " + ", ".join(one["name"] for one in unknown) + ".")
    return int(bool(faults)), "\n".join(words)


def main() -> int:
    """Ask, print, and fail when a vulnerability is known."""
    answer = subprocess.run(
        [sys.executable, *_COMMAND], capture_output=True, text=True, check=False
    )
    status, words = verdict(answer.stdout, answer.stderr)
    print(words)  # noqa: T201
    return status


if __name__ == "__main__":
    sys.exit(main())
