"""What ``make audit`` says of the pinned libraries."""

import json

from tests.audit import verdict

SOUND = {"name": "msgspec", "version": "0.22", "vulns": []}
UNKNOWN = {"name": "ours", "skip_reason": "Dependency not found on PyPI"}
FAULTY = {
    "name": "jinja2",
    "version": "3.0",
    "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["3.1"], "aliases": [], "description": ""}],
}


def _said(*libraries: object) -> str:
    return json.dumps({"dependencies": libraries, "fixes": []})


def test_a_known_vulnerability_fails_and_says_what_mends_it() -> None:
    status, words = verdict(_said(SOUND, FAULTY), "Found 1 known vulnerability")
    assert status == 1
    assert "jinja2 3.0: PYSEC-2026-1, mended in 3.1" in words


def test_none_known_is_said_with_how_many_were_looked_up() -> None:
    assert verdict(_said(SOUND), "") == (0, "Looked up: 1. Known vulnerabilities: 0.")
    assert verdict(_said(SOUND, UNKNOWN), "")[1].endswith("Not looked up: ours.")


def test_reaching_no_service_is_said_and_does_not_fail() -> None:
    for said, complained in ((_said(UNKNOWN), ""), ("", "ConnectionError: no network"), ("", "")):
        status, words = verdict(said, complained)
        assert status == 0
        assert words.startswith("No vulnerability service was reached")
