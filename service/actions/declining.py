"""Declining, and an officer's review of why; what a decline does to the applicant's waiting."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from service.actions.steps import Taking, end, move
from service.domain.accounts import Role
from service.domain.auditing import SHORTEST_REASON, checked_reason
from service.domain.days import uk_date
from service.domain.declines import (
    PARK_DAYS,
    REASONS,
    REFUSALS_BEFORE_REVIEW,
    Effect,
    Party,
    reasons_of,
)
from service.domain.lettings import NominationState as State
from service.domain.pauses import ParkReason, PauseKind, WithdrawReason
from service.errors import RuleBroken
from service.store import nomination_steps as store
from service.store.pauses import add_pause

_REFUSALS = [code for code, one in REASONS.items() if one.effect is Effect.REFUSAL]
_PAUSES: Mapping[Effect, tuple[PauseKind, str]] = {
    Effect.PARK: (PauseKind.PARKED, ParkReason.NO_CONTACT),
    Effect.REASSESS: (PauseKind.PARKED, ParkReason.REASSESSMENT),
    Effect.CLOSE: (PauseKind.WITHDRAWN, WithdrawReason.FOUND_HOME),
}
"""Effect that takes the applicant out of the queue -> how, and why."""
_NO_DECLINE = {"declined_party": None, "declined_reason": None}


def parties_of(role: Role | None) -> list[Party]:
    """For whom somebody may say that they decline."""
    if role is Role.LANDLORD:
        return [Party.LANDLORD, Party.APPLICANT]
    if role is Role.SUPPORT_PROVIDER:
        return [Party.SUPPORT_PROVIDER, Party.APPLICANT]
    return list(Party)


async def decline(taking: Taking) -> None:
    """Write a decline down, with its reason; an officer reviews it.

    Raises:
        RuleBroken: The party is not theirs to speak for, or the reason not the party's.
    """
    party, reason = taking.said.party, taking.said.reason
    if party is None or party not in parties_of(taking.actor.role):
        problems = {"party": "Choose who declines"}
        raise RuleBroken.of_fields(problems | ({} if reason else {"reason": "Choose a reason"}))
    if reason not in {one.code for one in reasons_of(party)}:
        words = f"Choose a reason that {party.words} can give"
        raise RuleBroken(words, field="reason")
    changes = {"declined_party": party, "declined_reason": reason}
    own = taking.actor.role is not None and taking.actor.role.value == party.value
    behalf = None if own or party is Party.SYSTEM else party
    await move(taking, State.DECLINE_REVIEW, changes, reason=reason, on_behalf_of=behalf)
    await store.settle_vacancy(taking.connection, taking.it.vacancy_id)


async def confirm(taking: Taking) -> None:
    """Let the decline stand: the nomination ends, and the applicant's waiting changes or not."""
    it = taking.it
    assert it.applicant_id is not None  # as in letting.sign
    effect = REASONS[str(it.declined_reason)].effect
    before = await store.get_applicant_before(taking.connection, it.applicant_id)
    more: dict[str, Any] = {"applicant": before}
    if effect in _PAUSES:
        more["applicant_after"] = await _pause(taking, it.applicant_id, effect)
    words = " ".join(filter(None, [taking.note, await _follows(taking, effect)]))
    await end(
        taking, State.DECLINED, because="declined", reason=effect.value, note=words, more=more
    )


async def _pause(taking: Taking, applicant_id: int, effect: Effect) -> PauseKind:
    """Take the applicant out of the queue, for a while or for good; the state they are in then."""
    kind, reason = _PAUSES[effect]
    if effect is Effect.CLOSE and taking.it.declined_reason == "died":
        reason = WithdrawReason.DIED
    await add_pause(
        taking.connection,
        applicant_id,
        kind=kind,
        reason=reason,
        note=None,
        until=taking.on + timedelta(PARK_DAYS) if effect is Effect.PARK else None,
        made_by=taking.actor.name,
    )
    return kind


async def _follows(taking: Taking, effect: Effect) -> str:
    """What a confirmed decline means for the applicant, as the step's note keeps it."""
    if effect is Effect.REFUSAL:
        return await _refused(taking)
    until = uk_date(taking.on + timedelta(PARK_DAYS))
    return {
        Effect.CORRECT: "Their record may be wrong or have changed: look at it.",
        Effect.PARK: f"Parked until {until}, for they could not be reached.",
        Effect.REASSESS: "Parked until they have been assessed anew.",
        Effect.CLOSE: "Their application ends.",
    }.get(effect, "")


async def _refused(taking: Taking) -> str:
    assert taking.it.applicant_id is not None
    before = await store.count_refusals(taking.connection, taking.it.applicant_id, _REFUSALS)
    is_theirs = taking.it.declined_party == Party.APPLICANT
    n = before + is_theirs
    words = f"Refusals of suitable homes: {n}."
    return words + (" Review the application." if n >= REFUSALS_BEFORE_REVIEW else "")


async def override(taking: Taking) -> None:
    """Set the decline aside: the nomination goes on where it stood.

    Raises:
        RuleBroken: No reason is given.
    """
    await _put_back(taking, "Say why the decline does not count")


async def hand_back(taking: Taking) -> None:
    """Ask whoever declined again: the nomination stands where it stood.

    Raises:
        RuleBroken: No question is asked.
    """
    await _put_back(taking, "Say what they are asked to look at again")


async def _put_back(taking: Taking, words: str) -> None:
    least = f"{words}, in {SHORTEST_REASON} characters or more"
    note = checked_reason(taking.said.note, least, field="note")
    assert taking.it.decline_from is not None  # it is in review
    await move(taking, State(taking.it.decline_from), _NO_DECLINE, note=note)
    await store.settle_vacancy(taking.connection, taking.it.vacancy_id)
