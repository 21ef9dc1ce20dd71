"""The built styles and scripts: current, ours, and from no named index."""

from pathlib import Path

import pytest

from service.errors import NotReady
from service.pages import templating
from service.pages.assets import build


def test_what_is_served_was_built_from_the_sources_as_they_are() -> None:
    assert build.is_built()


def test_building_again_changes_nothing() -> None:
    before = build.STATIC.stat().st_mtime_ns
    build.build()
    assert build.STATIC.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "word", ["GDS Transport", "crown", "crest", "@font-face", "url(/assets", "cdn."]
)
def test_nothing_of_gov_uk_itself_is_in_the_styles(word: str) -> None:
    (styles,) = build.STATIC.glob("homeward-*.css")
    assert word not in styles.read_text(encoding="utf-8")


def test_the_lock_file_names_no_index() -> None:
    lock = (build.SOURCES / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "registry." not in lock
    npmrc = (build.SOURCES / ".npmrc").read_text(encoding="utf-8")
    assert npmrc == "omit-lockfile-registry-resolved=true\n"


def test_without_built_assets_the_application_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(templating, "STATIC", tmp_path)
    with pytest.raises(NotReady, match=r"python -m service\.pages\.assets\.build"):
        templating.asset_addresses()
