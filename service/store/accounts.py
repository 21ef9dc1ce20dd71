"""Who may sign in."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.accounts import Actor, Role
from service.errors import NotFound
from service.store.landlords import find_landlords
from service.store.places import find_districts
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row

SQL = queries("accounts")


@dataclass(frozen=True)
class Person:
    """Whose an account is."""

    id: int
    """Of the account."""
    name: str
    role: str
    landlord_id: int | None
    provider_id: int | None
    district_code: str | None

    @property
    def actor(self) -> Actor:
        """The person."""
        return Actor(
            self.id,
            self.name,
            Role(self.role),
            self.landlord_id,
            self.provider_id,
            self.district_code,
        )


@dataclass(frozen=True)
class Account(Person):
    """What signing in needs of an account."""

    email: str
    password_hash: str | None
    """None: they were invited and have not set one, or sign in with their organisation."""


@dataclass(frozen=True)
class Listed:
    """An account as administrators see it."""

    id: int
    email: str
    name: str
    role: str
    kept_to: str | None
    """The landlord, support provider or district; None: no one of them."""
    has_password: bool
    is_invited: bool
    """They have not set a password yet, nor signed in with their organisation."""
    is_disabled: bool
    signed_in_at: datetime | None
    has_second_factor: bool

    @property
    def state(self) -> str:
        """Disabled, invited or open."""
        if self.is_disabled:
            return "disabled"
        return "invited" if self.is_invited else "open"


@dataclass(frozen=True)
class Ties:
    """Whom an account may be kept to: id, or code, -> name."""

    landlords: dict[str, str]
    providers: dict[str, str]
    districts: dict[str, str]


async def add_account(
    connection: Connection,
    *,
    email: str,
    name: str,
    role: str,
    landlord_id: int | None,
    provider_id: int | None,
    district_code: str | None,
    password_hash: str | None,
) -> int | None:
    """The new account's id; None when the email address has an account."""
    cursor = await connection.execute(
        SQL["add_account"],
        {
            "email": email,
            "name": name,
            "role": role,
            "landlord_id": landlord_id,
            "provider_id": provider_id,
            "district_code": district_code,
            "password_hash": password_hash,
        },
    )
    row = await cursor.fetchone()
    return None if row is None else int(row[0])


async def find_account(connection: Connection, email: str) -> Account | None:
    """The account that may sign in with an email address (lower case)."""
    return await one_row(connection, Account, SQL["find_account"], {"email": email})


async def find_open_account(connection: Connection, account_id: int) -> Account | None:
    """The account of an id; None when there is none or it is disabled."""
    given = {"account_id": account_id}
    return await one_row(connection, Account, SQL["find_open_account"], given)


async def set_password_hash(connection: Connection, account_id: int, password_hash: str) -> None:
    """Keep the hash of a new password, or a newer hash of the same."""
    await connection.execute(
        SQL["set_password_hash"], {"account_id": account_id, "password_hash": password_hash}
    )


async def set_signed_in(connection: Connection, account_id: int) -> None:
    """Keep when they last signed in: now."""
    await connection.execute(SQL["set_signed_in"], {"account_id": account_id})


async def set_disabled(connection: Connection, account_id: int, *, is_disabled: bool) -> None:
    """Shut an account, or open it again."""
    await connection.execute(
        SQL["set_disabled"], {"account_id": account_id, "is_disabled": is_disabled}
    )


async def find_listed(connection: Connection) -> list[Listed]:
    """Every account, by name."""
    return await all_rows(connection, Listed, SQL["find_listed"], {"account_id": None})


async def get_listed(connection: Connection, account_id: int) -> Listed:
    """One account.

    Raises:
        NotFound: There is no account with this id.
    """
    given = {"account_id": account_id}
    found = await one_row(connection, Listed, SQL["find_listed"], given)
    if found is None:
        raise NotFound(f"There is no account {account_id}. Choose one from the list.")
    return found


async def find_ties(connection: Connection) -> Ties:
    """The landlords, support providers and districts that an account can be kept to."""
    providers = await connection.execute(SQL["find_provider_names"])
    districts = await find_districts(connection)
    return Ties(
        landlords=await find_landlords(connection),
        providers=dict(await providers.fetchall()),
        districts={district.code: district.name for district in districts},
    )
