"""Who keeps a scheme, its homes and vacancies: its district's officers, landlord and manager."""

from typing import Protocol

from service.domain.accounts import Actor, Role
from service.errors import NotAllowed


class Kept(Protocol):
    """What says whose a scheme or a home is."""

    @property
    def landlord_id(self) -> int:
        """Who owns it."""

    @property
    def manager_id(self) -> int | None:
        """Who manages it; None: who owns it."""

    @property
    def district_code(self) -> str:
        """Where it counts."""


def may_keep(actor: Actor, home: Kept) -> bool:
    """Whether a person may change a scheme or a home that they see."""
    if actor.role is Role.OFFICER:
        return actor.district_code in (None, home.district_code)
    is_theirs = actor.landlord_id in (home.landlord_id, home.manager_id)
    return actor.role is Role.LANDLORD and actor.landlord_id is not None and is_theirs


def why_not_keep(actor: Actor, home: Kept) -> str | None:
    """Why a person may only look at a scheme or a home; None: they may change it."""
    if may_keep(actor, home):
        return None
    if actor.role is Role.OFFICER:
        return "This is in another district. Ask its officers to change it."
    return "The landlord or the council changes this. Tell them of a change."


def check_keeper(actor: Actor, home: Kept) -> None:
    """Refuse whoever may only look.

    Raises:
        NotAllowed: They are of another district, or only see the home.
    """
    words = why_not_keep(actor, home)
    if words is not None:
        raise NotAllowed(words)
