"""A lost update is refused, and the refusal says who changed what."""

import asyncio

import pytest

from service.actions.versions import check_version
from service.errors import NotFound, Stale
from tests.pages.site import Site
from tests.store.asking import as_person


async def _check(url: str, version: int, scheme_id: int = 1) -> None:
    async with as_person(url, "officer") as connection:
        await check_version(connection, "schemes", scheme_id, version)


def test_a_stale_change_says_who_changed_what(site: Site) -> None:
    seen = site.ask_database("SELECT version FROM schemes WHERE id = 1")
    assert isinstance(seen, int)
    site.change(
        "SELECT set_config('homeward.role', 'officer', true),"
        " set_config('homeward.name', 'Nora North', true);"
        "UPDATE schemes SET name = 'New Court', sexes = 'women' WHERE id = 1"
    )
    asyncio.run(_check(site.url, seen + 1))
    with pytest.raises(Stale, match=r"changed by Nora North since you opened it \(name, sexes\)"):
        asyncio.run(_check(site.url, seen))


def test_a_row_that_is_gone_is_not_found(site: Site) -> None:
    with pytest.raises(NotFound, match="There is no scheme 999"):
        asyncio.run(_check(site.url, 1, scheme_id=999))
