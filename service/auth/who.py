"""The kinds of people that routes open to, and what a request knows of its person."""

from dataclasses import dataclass, field
from enum import StrEnum

from litestar import Request
from litestar.datastructures import State

from service.domain.accounts import Actor, Role

Who = frozenset[Role | None]
"""The roles that may use a route; with None among them, people who have not signed in too."""

OFFICERS: Who = frozenset({Role.OFFICER})
LANDLORDS: Who = frozenset({Role.LANDLORD})
LETTING: Who = frozenset({Role.OFFICER, Role.LANDLORD, Role.SUPPORT_PROVIDER})
"""Officers, and landlords' and support providers' people for their own homes."""
LETTING_HOMES: Who = frozenset({Role.OFFICER, Role.LANDLORD})
"""Landlords' people, and officers who write down what a landlord told them."""
SUPPORTING: Who = frozenset({Role.OFFICER, Role.SUPPORT_PROVIDER})
"""Support providers' people, and officers who write down what one told them."""
TOLD: Who = frozenset({Role.LANDLORD, Role.SUPPORT_PROVIDER})
"""Those whom officers tell of the people nominated to them."""
PLANNING: Who = frozenset({Role.OFFICER, Role.PLANNER})
"""Officers and planners, for what tells of nobody."""
KEEPING_HOMES: Who = frozenset({Role.OFFICER, Role.LANDLORD})
"""Officers of a home's district, and its landlord's and manager's people."""
KEEPING_LANDLORDS: Who = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
PUTTING_IN: Who = frozenset({Role.OFFICER, Role.LANDLORD})
"""Officers, and landlords' people for their own homes, where whole files are put in."""
REPORTING: Who = frozenset({Role.OFFICER, Role.LANDLORD, Role.PLANNER})
"""Those who are told figures: officers, landlords of their own homes, planners of the county."""
REVIEWERS: Who = frozenset({Role.REVIEWER})
ADMINISTRATORS: Who = frozenset({Role.ADMINISTRATOR})
KEEPING_TOKENS: Who = frozenset({Role.LANDLORD, Role.ADMINISTRATOR})
"""Those who give landlords' own programs leave to read the API."""
CONTACTING: Who = frozenset({Role.LANDLORD, Role.SUPPORT_PROVIDER, Role.ADMINISTRATOR})
"""Those who keep the contacts of their organisation, and administrators everybody's."""
TASKED: Who = LETTING | ADMINISTRATORS
"""Those for whom something waits."""
AUDITORS: Who = frozenset({Role.AUDITOR})
SIGNED_IN: Who = frozenset(Role)
EVERYONE: Who = frozenset({*Role, None})
NOBODY: Who = frozenset()


class Needs(StrEnum):
    """What a session still needs before it is signed in."""

    CODE = "code"
    """The code of the second factor."""
    SECOND_FACTOR = "second_factor"
    """Setting up a second factor, which the role must have."""


@dataclass(frozen=True)
class Access:
    """What a request carries besides its person."""

    csrf_token: str | None = None
    """What the session's forms must carry; None without a session."""
    session_id: int | None = None
    needs: Needs | None = None
    """What the session still needs; None: it is signed in, or there is none."""
    waiting: Actor | None = None
    """Whose session it is while it still needs something, and nobody is signed in yet."""
    scopes: frozenset[str] | None = field(default=None)
    """What an API token may read; None: it is no token that asks."""


WebRequest = Request[Actor | None, Access, State]
"""A request: ``user`` is the person (None: signed out)."""


def person_of(request: WebRequest) -> Actor:
    """Whose session it is; for routes that open to sessions that still need something, too."""
    person = request.user or request.auth.waiting
    assert person is not None  # check_access let nobody else through
    return person
