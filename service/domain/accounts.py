"""Who acts: the roles, and the person behind a request."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the service."""

    OFFICER = "officer"
    LANDLORD = "landlord"
    PLANNER = "planner"

    @property
    def words(self) -> str:
        """The role as a page says it."""
        return "housing officer" if self is Role.OFFICER else self.value


@dataclass(frozen=True)
class Actor:
    """The person (or the command line) that does something; audit rows carry ``name``."""

    account_id: int | None
    name: str
    role: Role
    landlord_id: int | None = None
    """Whose homes a landlord's person may see; None for the others."""


COMMAND_LINE = Actor(account_id=None, name="command line", role=Role.OFFICER)
