"""Who acts: the roles, and the person behind a request."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the service."""

    OFFICER = "officer"
    LANDLORD = "landlord"
    SUPPORT_PROVIDER = "support_provider"
    PLANNER = "planner"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def words(self) -> str:
        """The role as a page says it."""
        return "housing officer" if self is Role.OFFICER else self.value.replace("_", " ")

    @property
    def with_article(self) -> str:
        """One of the role: "an auditor"."""
        return f"{'an' if self.words[0] in 'aeiou' else 'a'} {self.words}"


def same_address(email: str) -> str:
    """An email address as accounts keep it, however it was typed."""
    return email.strip().lower().replace("\0", "")


@dataclass(frozen=True)
class Actor:
    """Who does something: a person, or Homeward's own work when ``role`` is None."""

    account_id: int | None
    name: str
    role: Role | None
    landlord_id: int | None = None
    """Whose homes a landlord's person may see; None for the others."""
    provider_id: int | None = None
    """Whose schemes a support provider's person may see; None for the others."""
    district_code: str | None = None
    """The district that an officer is kept to; None: the county, or no officer."""


HOMEWARD = Actor(account_id=None, name="Homeward", role=None)
"""The background worker, and what the service does before it knows who asks."""
COMMAND_LINE = Actor(account_id=None, name="command line", role=None)
