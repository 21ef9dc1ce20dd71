"""Withdrawing, expiring, reopening and undoing."""

from datetime import UTC, datetime

from service.actions.disclosing import restore_told, tell_again
from service.actions.letting import unsign
from service.actions.shortlists import rules_against
from service.actions.steps import Taking, end, move
from service.domain.auditing import SHORTEST_REASON, checked_reason
from service.domain.lettings import NEVER_OVERRIDDEN
from service.domain.lettings import NominationState as State
from service.domain.reasons import RULE_SENTENCES
from service.domain.steps import LIVE, Step
from service.errors import RuleBroken, Stale
from service.store import nomination_steps as store
from service.store.context import set_reason
from service.store.nomination_steps import NewStep

_WHY = f"Say why the nomination is withdrawn, in {SHORTEST_REASON} characters or more"
_OTHERS_MOVED_ON = (
    "Somebody who was nominated beside them is nominated elsewhere or waits no more, so it cannot "
    "be undone."
)


async def withdraw(taking: Taking) -> None:
    """End a nomination because an officer says so.

    Raises:
        RuleBroken: No reason is given.
    """
    because = checked_reason(taking.said.note, _WHY, field="because")
    changes = {
        "withdrawn_by": taking.actor.name,
        "withdrawn_at": datetime.now(UTC),
        "withdrawn_because": because,
    }
    await end(taking, State.WITHDRAWN, because=because, changes=changes)


async def expire(taking: Taking) -> None:
    """End a nomination whose next step nobody took."""
    await end(taking, State.EXPIRED, because="expired", note="")


async def reopen(taking: Taking) -> None:
    """Let an ended nomination stand again; the person is told of with the facts of today.

    Raises:
        RuleBroken: The home does not fit them today, and no reason is given.
    """
    connection, it = taking.connection, taking.it
    assert it.applicant_id is not None  # the guard looked
    await _check_fit(taking, it.applicant_id)
    cleared = dict.fromkeys(
        (
            "withdrawn_by", "withdrawn_at", "withdrawn_because", "declined_party",
            "declined_reason", "viewing_at", "move_in_on", "support_agreed_by",
            "support_agreed_at",
        )
    )  # fmt: skip
    await set_reason(connection, taking.note)
    await move(taking, State.NOMINATED, cleared)
    await tell_again(
        connection,
        nomination_id=it.id,
        applicant_id=it.applicant_id,
        told_by=taking.actor.name,
        on=taking.on,
    )
    await set_reason(connection, "")
    await store.settle_vacancy(connection, it.vacancy_id)


async def _check_fit(taking: Taking, applicant_id: int) -> None:
    rules = await rules_against(
        taking.connection,
        vacancy_id=taking.it.vacancy_id,
        applicant_id=applicant_id,
        on=taking.on,
    )
    said = " ".join(RULE_SENTENCES.get(rule, rule) for rule in rules)
    if NEVER_OVERRIDDEN & set(rules):
        raise RuleBroken(f"The home is not for them: {said}")
    if rules and len(taking.note) < SHORTEST_REASON:
        raise RuleBroken(
            f"The home does not fit them today: {said} Give a reason to reopen it all the same",
            field="note",
        )


async def undo(taking: Taking) -> None:
    """Make everything as it was before the last step.

    Raises:
        Stale: The world moved on meanwhile.
    """
    connection, it = taking.connection, taking.it
    before = dict(it.last_before or {})
    await _undo_one(taking)
    if "applicant" in before and it.applicant_id is not None:  # they leave before others return
        await store.restore_applicant(connection, it.applicant_id, before["applicant"])
    if it.last_step == Step.SIGN:
        await unsign(taking, before)
    for nomination_id in before.get("superseded", ()):
        await _revive(taking, nomination_id)
    await store.settle_vacancy(connection, it.vacancy_id)


async def _undo_one(taking: Taking) -> None:
    """Set one nomination, and what was told in it, back to before its last step."""
    connection, it = taking.connection, taking.it
    before = dict(it.last_before or {})
    assert it.last_id is not None  # the guard looked
    await store.mark_undone(connection, it.last_id, undone_by=taking.actor.name)
    await store.restore_nomination(connection, it.id, before["nomination"])
    if it.applicant_id is not None:
        await restore_told(
            connection,
            nomination_id=it.id,
            applicant_id=it.applicant_id,
            before=before["disclosures"],
            on=taking.on,
        )
    new = NewStep(Step.UNDO, State(before["nomination"]["state"]), taking.note, it.last_step)
    await store.add_step(connection, it, taking.actor, new, {})


async def _revive(taking: Taking, nomination_id: int) -> None:
    """Let a nomination stand again that the step undone had superseded."""
    other = await store.get_standing(taking.connection, nomination_id)
    is_free = other.applicant_state == "live" and not other.nominated_elsewhere
    if other.last_step != Step.SUPERSEDE or other.last_from not in LIVE or not is_free:
        raise Stale(_OTHERS_MOVED_ON)
    await _undo_one(
        Taking(taking.connection, taking.actor, other, Step.UNDO, taking.on, taking.said)
    )
