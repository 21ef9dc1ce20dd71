"""Opening accounts."""

import pytest

from service.actions.accounts import add_account
from service.actions.sessions import Visit
from service.actions.signing_in import sign_in
from service.domain.accounts import Role
from service.errors import RuleBroken
from service.store.pool import Connection
from tests.database import within


async def _open(
    connection: Connection,
    email: str = "new@homeward.example",
    role: Role = Role.PLANNER,
    landlord_id: int | None = None,
    password: str = "twelve letters",
) -> int:
    return await add_account(
        connection,
        email=email,
        name="New",
        role=role,
        landlord_id=landlord_id,
        password=password,
    )


def test_an_account_opens_with_its_password_however_the_address_is_cased(
    database_url: str,
) -> None:
    async def both(connection: Connection) -> str:
        await _open(connection, " New@Homeward.example")
        return await sign_in(
            connection,
            email="new@homeward.example",
            password="twelve letters",
            visit=Visit("127.0.0.1"),
        )

    assert within(database_url, both)


def test_an_address_has_one_account(database_url: str) -> None:
    within(database_url, _open)
    with pytest.raises(RuleBroken, match="has an account"):
        within(database_url, lambda connection: _open(connection, "NEW@homeward.example"))


def test_a_short_password_is_refused(database_url: str) -> None:
    with pytest.raises(RuleBroken, match="use 12 characters or more"):
        within(database_url, lambda connection: _open(connection, password="short"))


@pytest.mark.parametrize(("role", "landlord_id"), [(Role.LANDLORD, None), (Role.OFFICER, 1)])
def test_a_landlords_person_and_nobody_else_has_a_landlord(
    database_url: str, role: Role, landlord_id: int | None
) -> None:
    with pytest.raises(RuleBroken, match="names a landlord when its role is landlord"):
        within(
            database_url,
            lambda connection: _open(connection, role=role, landlord_id=landlord_id),
        )
