"""Restricted records: why few may read them, who may change that, and how long one stays open."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from service.errors import NotAllowed

SHORTEST_REASON = 10
"""Characters of a reason for opening a restricted record."""
OPEN_FOR = timedelta(hours=1)
"""How long a restricted record stays open to whoever opened it with a reason."""


class RestrictionKind(StrEnum):
    """Why a record is shown to named readers only."""

    STAFF_RELATIVE = "staff_relative"
    HIGH_RISK = "high_risk"
    DOMESTIC_ABUSE = "domestic_abuse"

    @property
    def words(self) -> str:
        """The kind as a page says it."""
        return _WORDS[self]


_WORDS = {
    RestrictionKind.STAFF_RELATIVE: "a relative of staff",
    RestrictionKind.HIGH_RISK: "high risk",
    RestrictionKind.DOMESTIC_ABUSE: "domestic abuse",
}


def may_keep(account_id: int | None, *, is_restricted: bool, readers: Collection[int]) -> bool:
    """Whether somebody who sees a record may say who else does.

    On a restricted record that is for its named readers: an opening is for reading. Where there is
    none, as on a record that a file restricted, an administrator names the first.

    Args:
        account_id: Of the officer, who sees the record.
        is_restricted: Whether it is restricted now.
        readers: Accounts of its named readers who may still sign in.
    """
    return not is_restricted or account_id in readers


def check_keeper(account_id: int | None, *, is_restricted: bool, readers: Collection[int]) -> None:
    """Refuse whoever may read a record and not say who else does.

    Raises:
        NotAllowed: They are none of its named readers.
    """
    if not may_keep(account_id, is_restricted=is_restricted, readers=readers):
        raise NotAllowed(
            "Only the named readers of a restricted record say who may read it. Ask one of them; "
            "where there is none, an administrator names the first."
        )
