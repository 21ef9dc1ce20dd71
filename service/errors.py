"""The refusals that Homeward makes; the whole list.

Each is raised, never returned: an error that leaves a request rolls its transaction back.
The message says what is so and what to do.
"""

from collections.abc import Mapping
from typing import Self


class HomewardError(Exception):
    """Any refusal that a person can act on."""


class NotFound(HomewardError):
    """The thing asked for is not here, or not to be seen by this person."""


class NotAllowed(HomewardError):
    """This person may not do this."""


class RuleBroken(HomewardError):
    """A housing rule, or a rule of the data, forbids this."""

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        problems: Mapping[str, str] | None = None,
    ) -> None:
        """Say so, and which fields it is about.

        Args:
            message: What is so and what to do.
            field: Of a form; None: of no one field.
            problems: Field -> what is wrong with it, where there may be several.
        """
        super().__init__(message)
        self.field = field
        self.problems = dict(problems or ({field: message} if field else {}))

    @classmethod
    def of_fields(cls, problems: Mapping[str, str]) -> Self:
        """Several fields at once: field -> what is wrong with it and what to do."""
        return cls("; ".join(problems.values()), field=next(iter(problems)), problems=problems)


class Stale(HomewardError):
    """The world moved on since this person looked; look again."""


class Outdated(Stale):
    """Somebody else changed the row that this person means to change; it says who and what."""

    def __init__(self, what: str, *, version: int) -> None:
        """Say so, and which version the row has by now.

        Args:
            what: Who changed which fields of what, as a sentence.
            version: To be named by whoever changes it all the same.
        """
        super().__init__(f"{what} Open it again, and make your change once more.")
        self.what = what
        self.version = version


class WrongCursor(HomewardError):
    """A list cannot go on from the cursor that was sent."""

    def __init__(self) -> None:
        """Say so, and how it can."""
        super().__init__(
            "This cursor is of no part of this list with these filters. Send what an answer's next "
            "said, with the filters of before; or leave it out, to begin anew."
        )
        self.problems = {"cursor": str(self)}


class TooMany(HomewardError):
    """Too many failed tries; it says when to try again."""

    def __init__(self, message: str, *, seconds: int) -> None:
        """Say so, and how long to wait."""
        super().__init__(message)
        self.seconds = seconds


class NotReady(HomewardError):
    """Something Homeward stands on (database, assets, programs) is missing; it says what."""
