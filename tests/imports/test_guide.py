from pathlib import Path

from service.actions.imports.guide import guide

ROOT = Path(__file__).resolve().parents[2]


def test_the_guide_says_what_the_columns_are():
    written = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")

    assert written == guide(), "write service.actions.imports.guide.guide() to docs/import.md"


def test_the_samples_are_small():
    assert all(file.stat().st_size < 30_000 for file in (ROOT / "docs" / "samples").iterdir())
