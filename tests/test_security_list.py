"""The list of what OWASP ASVS asks: its counts add up, and what it names is there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
STATUSES = ("met", "not applicable", "open")
_ROW = re.compile(r"^\| (\d+)\.\d+\.\d+ \|[^|]+\| (met|not applicable|open) \|", re.MULTILINE)
_COUNTS = re.compile(r"^\| V(\d+) [^|]+\| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)
_PATH = re.compile(r"`((?:service|migrations|tests|docs|matching|geodata)/[\w./-]+)`")


def test_each_chapter_counts_its_own_rows() -> None:
    counted = Counter((chapter, status) for chapter, status in _ROW.findall(TEXT))
    said = {
        (chapter, status): int(n)
        for chapter, *numbers, _ in _COUNTS.findall(TEXT)
        for status, n in zip(STATUSES, numbers, strict=True)
    }
    assert {key: n for key, n in said.items() if n} == dict(counted)
    assert sum(counted.values()) == 253


def test_every_file_that_it_names_is_there() -> None:
    paths = set(_PATH.findall(TEXT))
    assert len(paths) > 40
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []
