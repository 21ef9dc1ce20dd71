"""Contacts as the JSON API shows and takes them."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from service.api.shapes.common import Page
from service.domain.messages import How, Kind

_Text = Annotated[str, Meta(min_length=1, max_length=200)]
_Maybe = Annotated[str, Meta(max_length=200)]
_Id = Annotated[int, Meta(ge=1, le=2**31 - 1)]
_Code = Annotated[str, Meta(max_length=20, examples=["E07000143"])]


class Contact(Struct):
    """Somebody who is written to, and of what."""

    id: int
    landlord_id: int | None
    provider_id: int | None
    district_code: str | None
    organisation: Annotated[str | None, Meta(description="Null: the county's own officers.")]
    name: str
    email: Annotated[str, Meta(examples=["lettings@landlord.example"])]
    phone: str | None
    job: str | None
    about: list[Kind]
    how: How


class Contacts(Page[Contact]):
    """A part of the list of contacts."""


class ContactAsked(Struct, forbid_unknown_fields=True):
    """A new contact; of one's own organisation, unless an administrator says whose."""

    name: _Text
    email: _Text
    about: list[Kind]
    how: How = How.EACH
    phone: _Maybe | None = None
    job: _Maybe | None = None
    landlord_id: _Id | None = None
    provider_id: _Id | None = None
    district_code: _Code | None = None


class ContactChange(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What changes of a contact; what is left out stays."""

    name: _Text | UnsetType = UNSET
    email: _Text | UnsetType = UNSET
    about: list[Kind] | UnsetType = UNSET
    how: How | UnsetType = UNSET
    phone: _Maybe | UnsetType | None = UNSET
    job: _Maybe | UnsetType | None = UNSET

    def given(self) -> dict[str, object]:
        """The fields that were sent."""
        return {
            name: value
            for name, value in msgspec.structs.asdict(self).items()
            if value is not UNSET
        }
