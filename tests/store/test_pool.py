"""Connections: as whom they work, and what they say of who asks."""

import asyncio

import psycopg
import pytest

from service.domain.accounts import COMMAND_LINE, Actor, Role
from service.errors import NotFound, NotReady
from service.store.context import elevated, set_context, set_reason
from service.store.pool import (
    APPLICATION,
    Connection,
    application_url,
    connect,
    connect_as_owner,
    make_pool,
)
from tests.database import within

WHO = "SELECT current_user, asking_role(), asking('name')"
PLANNER = Actor(7, "Petra O'Planner \\ 100%", Role.PLANNER)


async def _row(connection: Connection, query: str = WHO) -> tuple[object, ...] | None:
    return await (await connection.execute(query)).fetchone()


def test_homewards_own_work_is_done_as_the_application_and_says_so(database_url: str) -> None:
    assert within(database_url, _row) == (APPLICATION, "system", "Homeward")


def test_the_command_line_says_that_it_asks(database_url: str) -> None:
    async def go() -> object:
        async with connect(database_url, COMMAND_LINE) as connection:
            await connection.rollback()
            return await _row(connection)

    assert asyncio.run(go()) == (APPLICATION, "system", "command line")


def test_the_owner_is_the_owner(database_url: str) -> None:
    async def go() -> object:
        async with connect_as_owner(database_url) as connection:
            return await _row(
                connection, "SELECT tableowner FROM pg_tables WHERE tablename = 'units'"
            )

    with psycopg.connect(database_url) as connection:
        assert asyncio.run(go()) == (connection.info.user,)


@pytest.mark.parametrize("can_log_in", [True, False])
def test_the_web_says_nothing_of_who_asks_until_it_is_told_and_forgets_it_again(
    database_url: str, can_log_in: bool
) -> None:
    if can_log_in and "/" not in psycopg.conninfo.conninfo_to_dict(database_url).get("host", ""):
        can_log_in = False  # a server of somebody else's gave the application no password

    async def go() -> list[object]:
        said: list[object] = []
        url = application_url(database_url, can_log_in=can_log_in)
        async with make_pool(url, size=1) as pool:
            async with pool.connection() as connection:
                said.append(await _row(connection))
                said.append(await _row(connection, "SELECT count(*) FROM districts"))
            async with pool.connection() as connection:
                await set_context(connection, PLANNER, source="192.0.2.7")
                said.append(await _row(connection))
                said.append(await _row(connection, "SELECT count(*) FROM districts"))
            async with pool.connection() as connection:
                said.append(await _row(connection))
        return said

    nothing = (APPLICATION, None, None)
    planner = (APPLICATION, "planner", PLANNER.name)
    assert asyncio.run(go()) == [nothing, (0,), planner, (7,), nothing]


def test_what_is_done_elevated_is_homewards_and_still_the_persons(database_url: str) -> None:
    async def go(connection: Connection) -> list[object]:
        await set_context(connection, PLANNER, source=None)
        await set_reason(connection, "a test")
        said = []
        async with elevated(connection):
            async with elevated(connection):
                pass
            said.append(await _row(connection, "SELECT asking_role(), asking('role')"))
        said.append(await _row(connection, "SELECT asking_role(), asking('reason')"))
        return said

    assert within(database_url, go) == [("system", "planner"), ("planner", "a test")]


def test_an_address_that_is_none_is_refused_without_its_password() -> None:
    async def go() -> None:
        async with connect("postgresql://homeward:secret@[/none"):
            pass

    with pytest.raises(NotReady) as refusal:
        asyncio.run(go())
    assert "secret" not in str(refusal.value)


def test_a_refusal_that_is_caught_leaves_nobody_elevated(database_url: str) -> None:
    async def refused(connection: Connection) -> object:
        await set_context(connection, PLANNER, source=None)
        with pytest.raises(NotFound):
            async with elevated(connection):
                raise NotFound("none")
        return await _row(connection, "SELECT asking_role()")

    assert within(database_url, refused) == ("planner",)
