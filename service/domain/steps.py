"""The life of a nomination: which step leads from where to where, and who may take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from service.domain.accounts import Role
from service.domain.lettings import NominationState as State


class Step(StrEnum):
    """What is done with a nomination."""

    NOMINATE = "nominate"
    AGREE_SUPPORT = "agree_support"
    """The support provider will support this person there."""
    OFFER = "offer"
    ARRANGE_VIEWING = "arrange_viewing"
    ACCEPT = "accept"
    """The applicant accepts the offer; the others for the same home are superseded."""
    SET_MOVE_IN = "set_move_in"
    SIGN = "sign"
    """The letting is signed."""
    DECLINE = "decline"
    CONFIRM_DECLINE = "confirm_decline"
    OVERRIDE_DECLINE = "override_decline"
    """The decline does not count, and the nomination goes on where it stood."""
    RETURN_DECLINE = "return_decline"
    """Whoever declined is asked again, for a better reason or another answer."""
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    SUPERSEDE = "supersede"
    REOPEN = "reopen"
    UNDO = "undo"


LIVE = frozenset(
    {
        State.NOMINATED, State.OFFERED, State.VIEWING, State.ACCEPTED, State.MOVE_IN_SET,
        State.DECLINE_REVIEW,
    }
)  # fmt: skip
"""States in which a nomination stands; migrations/0014 says the same as ``is_live``."""
OFFERS = frozenset({State.OFFERED, State.VIEWING, State.ACCEPTED, State.MOVE_IN_SET})
"""States in which the home is offered to the person; ``is_offer`` of migrations/0014."""
ENDED = frozenset(State) - LIVE
"""States that end it; LET is the good one."""

_LANDLORD = frozenset({Role.LANDLORD, Role.OFFICER})
_SUPPORT = frozenset({Role.SUPPORT_PROVIDER, Role.OFFICER})
_ANY = frozenset({Role.LANDLORD, Role.SUPPORT_PROVIDER, Role.OFFICER})
_OFFICER = frozenset({Role.OFFICER})
_NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Turn:
    """Where a step leads, from where, and who may take it."""

    sources: frozenset[State]
    target: State | None
    """None: it depends on where the nomination stood before."""
    may: frozenset[Role]
    """Officers also write down what a landlord or support provider told them. Empty: Homeward."""
    words: str
    """As a button says it."""


TURNS: Mapping[Step, Turn] = MappingProxyType(
    {
        Step.AGREE_SUPPORT: Turn(
            frozenset({State.NOMINATED}), State.NOMINATED, _SUPPORT, "Agree to give support"
        ),
        Step.OFFER: Turn(frozenset({State.NOMINATED}), State.OFFERED, _LANDLORD, "Offer the home"),
        Step.ARRANGE_VIEWING: Turn(
            frozenset({State.OFFERED, State.VIEWING}), State.VIEWING, _LANDLORD, "Arrange a viewing"
        ),
        Step.ACCEPT: Turn(
            frozenset({State.OFFERED, State.VIEWING}),
            State.ACCEPTED,
            _LANDLORD,
            "Record that they accept",
        ),
        Step.SET_MOVE_IN: Turn(
            frozenset({State.ACCEPTED, State.MOVE_IN_SET}),
            State.MOVE_IN_SET,
            _LANDLORD,
            "Set the day they move in",
        ),
        Step.SIGN: Turn(
            frozenset({State.ACCEPTED, State.MOVE_IN_SET}),
            State.LET,
            _LANDLORD,
            "Record the signed letting",
        ),
        Step.DECLINE: Turn(LIVE - {State.DECLINE_REVIEW}, State.DECLINE_REVIEW, _ANY, "Decline"),
        Step.CONFIRM_DECLINE: Turn(
            frozenset({State.DECLINE_REVIEW}), State.DECLINED, _OFFICER, "Confirm the decline"
        ),
        Step.OVERRIDE_DECLINE: Turn(
            frozenset({State.DECLINE_REVIEW}), None, _OFFICER, "Override the decline"
        ),
        Step.RETURN_DECLINE: Turn(
            frozenset({State.DECLINE_REVIEW}), None, _OFFICER, "Return it to them"
        ),
        Step.WITHDRAW: Turn(LIVE, State.WITHDRAWN, _OFFICER, "Withdraw the nomination"),
        Step.EXPIRE: Turn(
            frozenset({State.NOMINATED, State.OFFERED, State.VIEWING}),
            State.EXPIRED,
            _NOBODY,
            "Let it expire",
        ),
        Step.SUPERSEDE: Turn(LIVE, State.SUPERSEDED, _NOBODY, "Supersede"),
        Step.REOPEN: Turn(ENDED - {State.LET}, State.NOMINATED, _OFFICER, "Reopen the nomination"),
        Step.UNDO: Turn(frozenset(State), None, _ANY, "Undo the last step"),
    }
)
"""Step -> its turn."""
