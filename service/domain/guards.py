"""Why a step cannot be taken with a nomination now, in words; all ask the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from service.domain.accounts import Actor, Role
from service.domain.days import UK
from service.domain.homes import VacancyState
from service.domain.lettings import NominationState as State
from service.domain.people import ApplicantState
from service.domain.steps import ENDED, LIVE, OFFERS, TURNS, Step, Turn

CONSENT_WITHDRAWN = "consent withdrawn"
"""Why a nomination ends when the person takes their consent back."""
_HAS_ROOM = frozenset({VacancyState.OPEN, VacancyState.RESERVED})
_TO_BE_HAD = _HAS_ROOM | {VacancyState.OFFERED}


@dataclass(frozen=True)
class Standing:
    """A nomination as it stands, with what of the world its next step depends on."""

    id: int
    vacancy_id: int
    applicant_id: int | None
    """None: their record was erased."""
    state: str
    support_agreed: bool
    viewing_at: datetime | None
    move_in_on: date | None
    declined_party: str | None
    declined_reason: str | None
    withdrawn_because: str | None
    due_on: date | None
    reminders: int
    escalated_on: date | None
    vacancy_state: str
    nominees: int
    """How many may be nominated for the vacancy at once."""
    available_on: date
    unit_id: int
    void_id: int
    void_from: date
    landlord_id: int
    provider_id: int | None
    unit_moved_on: bool
    """Whether the home stood empty again, or was let again, after this vacancy."""
    applicant_state: str | None
    current_unit_id: int | None
    n_others: int
    """Other live nominations for the vacancy."""
    offered_to_other: bool
    nominated_elsewhere: bool
    consent_withdrawn: bool
    last_id: int | None
    """Of the last step that was not undone; None: it was made before steps were kept."""
    last_step: str | None
    last_from: str | None
    last_account: int | None
    last_taken_at: datetime | None
    last_before: Mapping[str, Any] | None
    decline_account: int | None
    """Who wrote the last decline down."""
    decline_from: str | None
    """Where it stood when it was declined."""


def why_not(step: Step, it: Standing, actor: Actor, on: date) -> str | None:
    """Why somebody cannot take a step on a day; None: they can."""
    turn = TURNS[step]
    if actor.role is not None and actor.role not in turn.may:
        return _whose(turn)
    if it.state not in turn.sources:
        return _not_its_turn(step, it)
    guard = _GUARDS.get(step)
    return None if guard is None else guard(it, actor, on)


def _whose(turn: Turn) -> str:
    roles = [role for role in Role if role in turn.may]
    if not roles:
        return "Homeward does this by itself."
    return f"Only {' or '.join(f'a {role.words}' for role in roles)} does this."


_FIRST: Mapping[Step, str] = MappingProxyType(
    {
        Step.AGREE_SUPPORT: "support is agreed before the home is offered",
        Step.OFFER: "it is offered once, while the nomination is with the landlord",
        Step.ARRANGE_VIEWING: "a viewing is arranged once the home is offered",
        Step.ACCEPT: "they accept once the home is offered",
        Step.SET_MOVE_IN: "the day is set once they accept",
        Step.SIGN: "the letting is signed once they accept",
        Step.DECLINE: "an officer has yet to look at why it was declined",
        Step.CONFIRM_DECLINE: "there is no decline to review",
        Step.OVERRIDE_DECLINE: "there is no decline to review",
        Step.RETURN_DECLINE: "there is no decline to review",
        Step.REOPEN: "only one that has ended without a letting is reopened",
    }
)


def _not_its_turn(step: Step, it: Standing) -> str:
    words = State(it.state).words
    if it.state in ENDED and step is not Step.REOPEN:
        return f"Nomination {it.id} is {words} already."
    first = _FIRST.get(step, "it is not the turn of this step")
    return f"Nomination {it.id} stands as “{words}”: {first}."


def _agree(it: Standing, _: Actor, __: date) -> str | None:
    if it.provider_id is None:
        return "The scheme has no support provider; the home can be offered at once."
    if it.support_agreed:
        return "The support provider has agreed already."
    return None


def _offer(it: Standing, _: Actor, __: date) -> str | None:
    if it.provider_id is not None and not it.support_agreed:
        return "The support provider has to agree to give support first."
    return _no_other_offer(it)


def _no_other_offer(it: Standing) -> str | None:
    if it.offered_to_other:
        return "The home is offered to somebody else. Their offer has to end first."
    if it.vacancy_state not in _TO_BE_HAD:
        return f"The vacancy is {it.vacancy_state.replace('_', ' ')}."
    return None


def _review(it: Standing, actor: Actor, _: date) -> str | None:
    if actor.account_id is not None and actor.account_id == it.decline_account:
        return "You wrote this decline down, so another officer reviews it."
    return None


def _put_back(it: Standing, actor: Actor, on: date) -> str | None:
    is_offer = it.decline_from in OFFERS
    return _review(it, actor, on) or (_no_other_offer(it) if is_offer else None)


def _reopen(it: Standing, _: Actor, __: date) -> str | None:
    if it.consent_withdrawn:
        return "They took their consent back. Nominate them anew, on a basis that holds."
    return _stands_again(it, ApplicantState.LIVE)


def _stands_again(it: Standing, applicant_state: str) -> str | None:
    """Why an ended nomination cannot stand again, for somebody who is in a state."""
    if it.applicant_id is None:
        return "The person's record was erased."
    if it.vacancy_state not in _HAS_ROOM or it.offered_to_other or it.n_others >= it.nominees:
        return "The vacancy has no room for another person now."
    if it.nominated_elsewhere:
        return "They are nominated for another home; withdraw that nomination first."
    if it.applicant_state != applicant_state:
        return f"They are {it.applicant_state} now; only a live applicant is nominated."
    return None


def _undo(it: Standing, actor: Actor, on: date) -> str | None:
    if it.last_step is None or it.last_taken_at is None:
        return "There is no step to undo."
    if it.last_account is None or it.last_account != actor.account_id:
        return "Somebody else took the last step; only they undo it."
    if it.last_taken_at.astimezone(UK).date() != on:
        return "The last step was not taken today; a step is undone on the same day only."
    if it.last_step == Step.NOMINATE:
        return "Others were told of the person already. Withdraw the nomination instead."
    if it.withdrawn_because == CONSENT_WITHDRAWN:
        return "They took their consent back. Nominate them anew, on a basis that holds."
    return _world_moved_on(it)


def _world_moved_on(it: Standing) -> str | None:
    """What happened elsewhere since the last step that keeps it from being undone."""
    if it.state == State.LET:
        return _unlet(it)
    if it.state not in LIVE:
        before = it.last_before or {}
        became = before.get("applicant_after", ApplicantState.LIVE)
        return _stands_again(it, became) if it.last_from in LIVE else None
    return _no_other_offer(it) if it.last_from in OFFERS else None


def _unlet(it: Standing) -> str | None:
    is_theirs = it.applicant_state == ApplicantState.HOUSED and it.current_unit_id == it.unit_id
    if it.vacancy_state != VacancyState.LET or it.unit_moved_on or not is_theirs:
        return "The home or the person has moved on since the letting; it cannot be undone."
    return None


_Guard = Callable[[Standing, Actor, date], str | None]
_GUARDS: Mapping[Step, _Guard] = MappingProxyType(
    {
        Step.AGREE_SUPPORT: _agree,
        Step.OFFER: _offer,
        Step.CONFIRM_DECLINE: _review,
        Step.OVERRIDE_DECLINE: _put_back,
        Step.RETURN_DECLINE: _put_back,
        Step.REOPEN: _reopen,
        Step.UNDO: _undo,
    }
)
