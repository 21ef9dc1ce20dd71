"""Sites for the tests of pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database import fresh_database
from tests.pages.site import Site, open_site


@pytest.fixture(scope="module")
def reading_site(
    server_url: str, template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site that a module's tests share; they only read."""
    with (
        fresh_database(server_url, template, worker_id) as url,
        open_site(url, tmp_path_factory.mktemp("home")) as site,
    ):
        yield site


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A site of one's own."""
    with open_site(database_url, tmp_path) as opened:
        yield opened
