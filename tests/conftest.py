"""What every test may ask for."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database import clean_up, fresh_database, make_once, make_template, server
from tests.pages.county import fill, freshen


def pytest_configure(config: pytest.Config) -> None:
    """Name one folder for the run's cluster; xdist's workers are told it."""
    told = getattr(config, "workerinput", {}).get("cluster_folder")
    config.cluster_folder = told or _cluster_folder()
    if told is None:
        config.add_cleanup(lambda: clean_up(Path(config.cluster_folder)))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell an xdist worker the folder."""
    node.workerinput["cluster_folder"] = node.config.cluster_folder


def _cluster_folder() -> str:
    memory = Path("/dev/shm")
    folder = tempfile.mkdtemp(prefix="hw-", dir=memory if memory.is_dir() else None)
    Path(folder).chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def server_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A PostGIS server, shared by the run's workers."""
    with server(Path(request.config.cluster_folder)) as url:
        yield url


@pytest.fixture(scope="session")
def template(request: pytest.FixtureRequest, server_url: str) -> str:
    """The template database: migrated, with Norfolk's places and postcodes."""
    return make_template(server_url, Path(request.config.cluster_folder))


@pytest.fixture
def database_url(server_url: str, template: str, worker_id: str) -> Iterator[str]:
    """A fresh database of one's own: migrated, with Norfolk's places and postcodes, else empty."""
    with fresh_database(server_url, template, worker_id) as url:
        yield url


@pytest.fixture(scope="session")
def county_template(request: pytest.FixtureRequest, server_url: str, template: str) -> str:
    """The small county of tests.pages.county, to be copied."""
    folder = Path(request.config.cluster_folder)
    return make_once(server_url, folder, "county", fill, template=template)


@pytest.fixture
def county_url(server_url: str, county_template: str, worker_id: str) -> Iterator[str]:
    """The small county in a database of one's own."""
    with fresh_database(server_url, county_template, worker_id) as url:
        freshen(url)
        yield url


@pytest.fixture(scope="module")
def reading_county_url(server_url: str, county_template: str, worker_id: str) -> Iterator[str]:
    """The small county in a database that a module's tests share; they only read."""
    with fresh_database(server_url, county_template, worker_id) as url:
        freshen(url)
        yield url
