"""The demonstration's accounts: one for each kind of person, with a password that everybody knows.

They are made with the demonstration county and never otherwise.
"""

from typing import Final

from service.actions.accounts import add_account
from service.domain.accounts import Role
from service.store.accounts import find_account
from service.store.landlords import find_largest_landlord
from service.store.pool import Connection
from service.store.second_factors import set_second_factor, use_step
from service.store.support_providers import add_support_provider, give_schemes

PASSWORD: Final = "a-home-for-everyone"
ADMINISTRATOR_KEY: Final = "HOMEWARDDEMOSECRET234567AAAAAAAA"
"""Of the administrator's second factor; give it to an authenticator app."""
EMAILS: Final = {role: f"{role.value.replace('_', '-')}@homeward.example" for role in Role}
DISTRICT_OFFICER: Final = "district-officer@homeward.example"

_NAMES: Final = {
    Role.OFFICER: "Olive Officer",
    Role.LANDLORD: "Len Landlord",
    Role.SUPPORT_PROVIDER: "Sunita Support",
    Role.PLANNER: "Petra Planner",
    Role.REVIEWER: "Ruth Reviewer",
    Role.ADMINISTRATOR: "Amir Administrator",
    Role.AUDITOR: "Audrey Auditor",
}
_DISTRICT: Final = "E07000143"
"""Breckland."""
_PROVIDER: Final = "Wensum Support"
_N_SCHEMES: Final = 6
"""That the support provider staffs."""


async def add_demo_accounts(connection: Connection) -> None:
    """Open an account for each role, and one for an officer who is kept to a district.

    The landlord's person belongs to the landlord with most vacancies, and the support provider's
    staffs some of that landlord's schemes.

    Raises:
        RuleBroken: They are there already.
    """
    landlord_id = await find_largest_landlord(connection)
    provider_id = await _add_provider(connection, landlord_id)
    for role, email in EMAILS.items():
        account_id = await add_account(
            connection,
            email=email,
            name=_NAMES[role],
            role=role,
            landlord_id=landlord_id if role is Role.LANDLORD else None,
            provider_id=provider_id if role is Role.SUPPORT_PROVIDER else None,
            password=PASSWORD,
        )
        if role is Role.ADMINISTRATOR:
            await set_second_factor(connection, account_id, ADMINISTRATOR_KEY)
            await use_step(connection, account_id, 1)
    await add_account(
        connection,
        email=DISTRICT_OFFICER,
        name="Dilys District",
        role=Role.OFFICER,
        district_code=_DISTRICT,
        password=PASSWORD,
    )


async def has_demo_accounts(connection: Connection) -> bool:
    """Whether the demonstration is in this database."""
    return await find_account(connection, EMAILS[Role.OFFICER]) is not None


def sign_in_lines() -> list[str]:
    """How to sign in, for the terminal."""
    people = {role.words: email for role, email in EMAILS.items()}
    people["district officer"] = DISTRICT_OFFICER
    return [
        f"Sign in with the password {PASSWORD!r} as",
        *(f"  {who:<16} {email}" for who, email in people.items()),
        f"The administrator's authenticator app takes the key {ADMINISTRATOR_KEY}.",
    ]


async def _add_provider(connection: Connection, landlord_id: int | None) -> int:
    provider_id = await add_support_provider(connection, _PROVIDER)
    if landlord_id is not None:
        await give_schemes(
            connection, provider_id=provider_id, landlord_id=landlord_id, n=_N_SCHEMES
        )
    return provider_id
