"""What stands in the bar above every page, for each kind of person."""

from dataclasses import dataclass

from service.auth import (
    ADMINISTRATORS,
    AUDITORS,
    CONTACTING,
    KEEPING_TOKENS,
    LETTING,
    OFFICERS,
    PUTTING_IN,
    REPORTING,
    REVIEWERS,
    SIGNED_IN,
    TASKED,
    Who,
)
from service.domain.accounts import Actor


@dataclass(frozen=True)
class Item:
    """A page that the bar leads to."""

    href: str
    text: str
    may: Who


ITEMS = (
    Item("/", "Start", SIGNED_IN),
    Item("/schemes", "Schemes", LETTING),
    Item("/tasks", "Tasks", TASKED),
    Item("/vacancies", "Vacancies", LETTING),
    Item("/nominations", "Nominations", LETTING),
    Item("/applicants", "Applicants", OFFICERS),
    Item("/runs", "Match runs", OFFICERS),
    Item("/uploads", "Uploads", PUTTING_IN),
    Item("/contacts", "Contacts", CONTACTING),
    Item("/reports", "Reports", REPORTING),
    Item("/tokens", "API tokens", KEEPING_TOKENS),
    Item("/audit", "Audit", AUDITORS),
    Item("/deadlines", "Deadlines", ADMINISTRATORS),
    Item("/retention", "Retention", ADMINISTRATORS),
    Item("/openings", "Openings", REVIEWERS),
    Item("/landlords", "Landlords", ADMINISTRATORS),
    Item("/outbox", "Outbox", ADMINISTRATORS),
    Item("/accounts", "Accounts", ADMINISTRATORS),
)


def navigation(person: Actor | None, path: str) -> list[dict[str, object]]:
    """What the design system's service navigation asks for, with where the person is."""
    return [
        {"href": item.href, "text": item.text, _state(item.href, path): True}
        for item in ITEMS
        if person is not None and person.role in item.may
    ]


def _state(href: str, path: str) -> str:
    """``current`` for the page itself, ``active`` for one below it, else neither."""
    if path == href:
        return "current"
    return "active" if href != "/" and path.startswith(href + "/") else "elsewhere"
