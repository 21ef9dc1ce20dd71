"""The audit in words: what its actions and the tables it names are to the people who read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from service.errors import RuleBroken

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "landlords": "landlords",
        "support_providers": "support providers",
        "schemes": "schemes",
        "units": "homes",
        "voids": "times when homes stand empty",
        "vacancies": "vacancies",
        "applicants": "applicants",
        "household_members": "members of households",
        "wanted_areas": "areas that applicants want",
        "excluded_areas": "areas where applicants must not live",
        "bedroom_needs": "bedrooms that applicants need",
        "restrictions": "restrictions of records",
        "named_readers": "named readers of restricted records",
        "openings": "openings of restricted records",
        "nominations": "nominations",
        "disclosures": "what was told of nominated people",
        "protected_addresses": "protected addresses",
        "past_applications": "statistics of past applications",
        "erasures": "erasures of records",
        "accounts": "accounts",
        "second_factors": "second factors",
        "recovery_codes": "recovery codes",
        "links": "links to sign in with",
        "identities": "sign-ins with an organisation",
        "api_tokens": "API tokens",
        "contacts": "contacts of organisations",
    }
)
"""Each table whose writes the database records by itself -> what it holds, in plain words."""

ACTIONS: Mapping[str, str] = MappingProxyType(
    {"add": "Added", "change": "Changed", "delete": "Deleted", "read": "Read"}
)
"""The actions that are not a person's own word -> as a page says them."""


def action_words(action: str) -> str:
    """An action as a list of acts says it: "Changed", "Ask for match run"."""
    return ACTIONS.get(action, action[:1].upper() + action[1:])


def subject_words(action: str, subject: str) -> str:
    """What it was done to: "members of households", "match run 7"."""
    return TABLES.get(subject, subject.replace("_", " ")) if action in ACTIONS else subject


def tables_with(text: str) -> list[str]:
    """The tables whose plain words hold a text."""
    return [table for table, words in TABLES.items() if text.casefold() in words]


SHORTEST_REASON = 3
"""Characters of a reason that somebody must give."""
LONGEST_REASON = 1000


def checked_reason(
    reason: str, words: str, *, least: int = SHORTEST_REASON, field: str = "reason"
) -> str:
    """A reason for the audit, without blanks at its ends.

    Args:
        reason: As it was written.
        words: What to write, where it is too short.
        least: How many characters it must have.
        field: Of the form that it comes from.

    Raises:
        RuleBroken: It is shorter than it must be, or too long to keep.
    """
    reason = reason.strip()
    if len(reason) < least:
        raise RuleBroken(words, field=field)
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(f"Use no more than {LONGEST_REASON:,} characters", field=field)
    return reason


@dataclass(frozen=True)
class Head:
    """The end of the audit's chain as it was at a moment."""

    at: datetime
    position: int
    """Of the link, from 1."""
    sha256: str
    """Of the link, in hexadecimal."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the audit."""

    what: str
    position: int | None = None
    """In the chain; None: it is not about a link."""
    audit_id: int | None = None

    def __str__(self) -> str:
        """The fault as a line: "position 5, audit row 7: ..."."""
        where = [] if self.position is None else [f"position {self.position}"]
        where += [] if self.audit_id is None else [f"audit row {self.audit_id}"]
        return f"{', '.join(where)}: {self.what}" if where else self.what
