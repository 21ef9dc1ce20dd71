"""People of landlords, support providers and councils who are written to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from service.errors import NotFound
from service.store.messages import Organisation
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("contacts")


@dataclass(frozen=True)
class Details:
    """Who a contact is, and what they want to be told of."""

    name: str
    email: str
    phone: str | None
    job: str | None
    about: Sequence[str]
    """Kinds of message; service.domain.messages.Kind."""
    how: str


@dataclass(frozen=True)
class Contact:
    """A contact with the name of their organisation."""

    id: int
    landlord_id: int | None
    provider_id: int | None
    district_code: str | None
    organisation: str | None
    """None: the county's own officers."""
    name: str
    email: str
    phone: str | None
    job: str | None
    about: Sequence[str]
    how: str
    version: int

    @property
    def whose(self) -> Organisation:
        """The organisation that they work for."""
        return Organisation(self.landlord_id, self.provider_id, self.district_code)


async def find_contacts(
    connection: Connection, whose: Organisation | None, **window: Unpack[Window]
) -> Part[Contact]:
    """The contacts that whoever asks may see, of one organisation if asked."""
    asked = {"contact_id": None} | _of(whose)
    return await find_part(connection, Contact, SQL["find_contacts"], asked, **window)


async def count_contacts(connection: Connection, whose: Organisation | None) -> int:
    """How many contacts whoever asks may see, of one organisation if asked."""
    return int(await one_value(connection, SQL["count_contacts"], _of(whose)))


async def get_contact(connection: Connection, contact_id: int) -> Contact:
    """One contact.

    Raises:
        NotFound: There is no such contact, or they are of another organisation.
    """
    asked = {"contact_id": contact_id} | _of(None)
    contact = await one_row(connection, Contact, SQL["find_contacts"], asked)
    if contact is None:
        raise NotFound(f"There is no contact {contact_id} of yours.")
    return contact


async def has_organisation(connection: Connection, whose: Organisation) -> bool:
    """Whether there is the one organisation that is named; the county's own there always is."""
    return bool(await one_value(connection, SQL["has_organisation"], vars(whose)))


async def add_contact(connection: Connection, whose: Organisation, details: Details) -> int | None:
    """The new contact's id; None where the organisation has one with this address."""
    said = {**vars(whose), **_said(details)}
    found: int | None = await one_value(connection, SQL["add_contact"], said)
    return found


async def change_contact(connection: Connection, contact_id: int, details: Details) -> bool:
    """Change a contact; False where another of the organisation has this address."""
    said = {"contact_id": contact_id, **_said(details)}
    return await one_value(connection, SQL["change_contact"], said) is not None


async def delete_contact(connection: Connection, contact_id: int) -> None:
    """Write to a contact no more."""
    await connection.execute(SQL["delete_contact"], {"contact_id": contact_id})


async def find_providers(connection: Connection) -> dict[str, str]:
    """Id, as forms send it -> name, of the support providers that whoever asks may see."""
    rows = await (await connection.execute(SQL["find_providers"])).fetchall()
    return {str(provider_id): name for provider_id, name in rows}


def _of(whose: Organisation | None) -> dict[str, object]:
    return {"of_one": whose is not None, **vars(whose or Organisation())}


def _said(details: Details) -> dict[str, object]:
    return {**vars(details), "about": list(details.about)}
