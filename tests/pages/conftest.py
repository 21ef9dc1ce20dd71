"""Sites for the tests of pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.actions import passwords
from tests.pages.county import QUICK
from tests.pages.site import Site, open_site


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with little work, as those of the county are."""
    monkeypatch.setattr(passwords, "_HASHER", QUICK)
    monkeypatch.setattr(passwords, "_hash_of_nothing", lambda: QUICK.hash("nothing"))


@pytest.fixture(scope="module")
def reading_site(
    reading_county_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site that a module's tests share; they only read."""
    with open_site(reading_county_url, tmp_path_factory.mktemp("home")) as site:
        yield site


@pytest.fixture
def site(county_url: str, tmp_path: Path) -> Iterator[Site]:
    """A site of one's own."""
    with open_site(county_url, tmp_path) as opened:
        yield opened
