"""Landlords: added and renamed by officers of the county and administrators."""

from service.actions.versions import check_version
from service.domain.accounts import Actor
from service.domain.homes import LandlordKind
from service.errors import NotAllowed, NotFound, RuleBroken
from service.store import landlords as store
from service.store.context import elevated
from service.store.landlords import Organisation
from service.store.pool import Connection

_LONGEST_NAME = 200


async def read_landlords(connection: Connection) -> list[Organisation]:
    """Every landlord; their homes are counted for administrators too, which tells of nobody."""
    async with elevated(connection):
        return await store.find_organisations(connection)


async def read_landlord(connection: Connection, landlord_id: int) -> Organisation:
    """One landlord.

    Raises:
        NotFound: There is none.
    """
    async with elevated(connection):
        found = await store.find_organisations(connection, landlord_id)
    if not found:
        raise NotFound(f"There is no landlord {landlord_id}.")
    return found[0]


async def add_landlord(
    connection: Connection, *, actor: Actor, name: str, kind: LandlordKind
) -> int:
    """The new landlord's id.

    Raises:
        NotAllowed: The officer is kept to a district.
        RuleBroken: There is no name, or another landlord has it.
    """
    _check_keeper(actor)
    name = await _checked_name(connection, name)
    async with elevated(connection):
        added = await store.add_landlord(connection, name=name, kind=kind.value)
    if added is None:
        raise RuleBroken(_taken(name), field="name")
    return added


async def change_landlord(
    connection: Connection,
    *,
    actor: Actor,
    landlord_id: int,
    version: int,
    name: str,
    kind: LandlordKind,
) -> None:
    """Change a landlord's name and kind.

    Raises:
        NotFound: There is no such landlord.
        NotAllowed: The officer is kept to a district.
        Stale: Somebody changed it since they looked.
        RuleBroken: There is no name, or another landlord has it.
    """
    await read_landlord(connection, landlord_id)
    _check_keeper(actor)
    await check_version(connection, "landlords", landlord_id, version)
    name = await _checked_name(connection, name, but_id=landlord_id)
    async with elevated(connection):
        await store.set_landlord(connection, landlord_id, name=name, kind=kind.value)


def may_keep(actor: Actor) -> bool:
    """Whether a person may add and change landlords."""
    return actor.district_code is None


def _check_keeper(actor: Actor) -> None:
    if not may_keep(actor):
        raise NotAllowed("Landlords are kept by the county’s officers. Ask them to change it.")


async def _checked_name(connection: Connection, name: str, *, but_id: int | None = None) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= _LONGEST_NAME:
        words = f"Enter the landlord’s name, in at most {_LONGEST_NAME} characters"
        raise RuleBroken(words, field="name")
    if await store.is_name_taken(connection, name, but_id=but_id):
        raise RuleBroken(_taken(name), field="name")
    return name


def _taken(name: str) -> str:
    return f"There is a landlord called {name} already"
