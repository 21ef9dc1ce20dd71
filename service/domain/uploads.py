"""Uploads: a file from the moment it comes until its good rows are in."""

from enum import StrEnum


class UploadState(StrEnum):
    """How far an upload is."""

    RECEIVED = "received"
    """It waits for the worker."""
    CHECKING = "checking"
    TO_CONFIRM = "to_confirm"
    """It waits for a person to say that the good rows go in."""
    PUTTING_IN = "putting_in"
    DONE = "done"
    REFUSED = "refused"
    """No row of it can go in."""
    FAILED = "failed"
    """Something went wrong on our side, and nothing went in."""

    @property
    def is_running(self) -> bool:
        """Whether the worker has it, or is about to."""
        return self in _RUNNING

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self in (UploadState.DONE, UploadState.REFUSED, UploadState.FAILED)


_RUNNING = frozenset({UploadState.RECEIVED, UploadState.CHECKING, UploadState.PUTTING_IN})

MOST_NAME = 100
"""Letters of a file's name that are kept."""


def shown_name(name: str, usual: str) -> str:
    """A file's name as it may be shown: its last part, without what steers a page or a terminal.

    Args:
        name: As it was sent, whatever that is.
        usual: What to call a file without a name.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    return kept[-MOST_NAME:] or usual
