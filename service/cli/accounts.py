"""The command that opens an account."""

import argparse
from collections.abc import Mapping

from service.actions.accounts import invite
from service.cli.database import database, require_migrated
from service.domain.accounts import COMMAND_LINE, Role
from service.errors import NotFound
from service.pages.links import LINK_PATH
from service.settings import Settings
from service.store.accounts import find_ties
from service.store.links import LASTS
from service.store.pool import connect


async def add_account(settings: Settings, chosen: argparse.Namespace) -> int:
    """``homeward add-account``: an account, and the link that its person sets a password with."""
    with database(settings) as url:
        await require_migrated(url)
        async with connect(url, COMMAND_LINE) as connection:
            ties = await find_ties(connection)
            landlord = _key_of("landlord", chosen.landlord, ties.landlords)
            provider = _key_of("support provider", chosen.provider, ties.providers)
            invited = await invite(
                connection,
                actor=COMMAND_LINE,
                email=chosen.email,
                name=chosen.name,
                role=Role(chosen.role),
                landlord_id=None if landlord is None else int(landlord),
                provider_id=None if provider is None else int(provider),
                district_code=_key_of("district", chosen.district, ties.districts),
            )
    hours = int(LASTS.total_seconds()) // 3600
    print(f"Hand this link on to {chosen.name}; it works once, for {hours} hours:")
    print(f"{settings.address}{LINK_PATH}/{invited.token}")
    if settings.public_url is None:
        print("It leads to where this shell's HOMEWARD_HOST and HOMEWARD_PORT say.")
    return 0


def _key_of(noun: str, name: str | None, names: Mapping[str, str]) -> str | None:
    """The id, or code, of what has a name; None where none is given.

    Raises:
        NotFound: Nothing has this name.
    """
    if name is None:
        return None
    found = [key for key, known in names.items() if name.lower() in (known.lower(), key.lower())]
    if not found:
        known = "; ".join(sorted(names.values())) or "none yet"
        raise NotFound(f"There is no {noun} {name!r}. Known are: {known}.")
    return found[0]
