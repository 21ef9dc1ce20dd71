"""The demonstration's accounts: one for each kind of person, with a password that everybody knows.

They are made with the demonstration county and never otherwise.
"""

from typing import Final

from service.actions.accounts import add_account
from service.domain.accounts import Role
from service.store.accounts import find_account
from service.store.landlords import find_largest_landlord
from service.store.pool import Connection

PASSWORD: Final = "a-home-for-everyone"
EMAILS: Final = {
    Role.OFFICER: "officer@homeward.example",
    Role.LANDLORD: "landlord@homeward.example",
    Role.PLANNER: "planner@homeward.example",
}
_NAMES: Final = {
    Role.OFFICER: "Olive Officer",
    Role.LANDLORD: "Len Landlord",
    Role.PLANNER: "Petra Planner",
}


async def add_demo_accounts(connection: Connection) -> None:
    """Open the three accounts; the landlord's person belongs to the landlord with most vacancies.

    Raises:
        RuleBroken: They are there already.
    """
    landlord_id = await find_largest_landlord(connection)
    for role, email in EMAILS.items():
        await add_account(
            connection,
            email=email,
            name=_NAMES[role],
            role=role,
            landlord_id=landlord_id if role is Role.LANDLORD else None,
            password=PASSWORD,
        )


async def has_demo_accounts(connection: Connection) -> bool:
    """Whether the demonstration is in this database."""
    return await find_account(connection, EMAILS[Role.OFFICER]) is not None


def sign_in_lines() -> list[str]:
    """How to sign in, for the terminal."""
    people = [f"  {role.words:<16} {email}" for role, email in EMAILS.items()]
    return [f"Sign in with the password {PASSWORD!r} as", *people]
