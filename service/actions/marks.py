"""Holding a home for a person, ruling it out for them, and lifting that, each with a reason."""

from enum import StrEnum

from service.actions.shortlists import rules_against
from service.domain.accounts import Actor, Role
from service.domain.auditing import checked_reason
from service.domain.days import today
from service.domain.homes import VacancyState
from service.domain.lettings import NEVER_OVERRIDDEN
from service.domain.people import ApplicantState
from service.domain.reasons import RULE_SENTENCES
from service.errors import NotAllowed, RuleBroken, Stale
from service.store import marks, nominations
from service.store.applicant_pages import get_applicant
from service.store.applicants import lock_applicant
from service.store.context import elevated, set_reason
from service.store.pool import Connection
from service.store.vacancy_pages import get_vacancy

LEAST_REASON = 10
"""Characters of a reason: it decides over a home, and others read it later."""
REASON_WORDS = f"Say why, in {LEAST_REASON} characters or more"

_OVER = {VacancyState.LET, VacancyState.WITHDRAWN, VacancyState.OUT_OF_SERVICE}


class MarkKind(StrEnum):
    """What an officer can say of a pair."""

    LOCKED = "locked"
    """The home is held for them: a run proposes it to them and to nobody else."""
    FORBIDDEN = "forbidden"
    """The home is ruled out for them: no run proposes it to them."""


async def mark_pair(
    connection: Connection,
    *,
    actor: Actor,
    vacancy_id: int,
    applicant_id: int,
    mark: MarkKind,
    reason: str,
) -> int:
    """Hold a home for a person, or rule it out for them; the mark's id.

    Raises:
        NotFound: There is no such vacancy or applicant for this officer.
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: No reason is given, the home must not be theirs, or another mark stands in the
            way.
        Stale: Somebody else marked one of the two in the same moment.
    """
    _check_officer(actor)
    reason = checked_reason(reason, REASON_WORDS, least=LEAST_REASON)
    applicant = await get_applicant(connection, applicant_id)
    vacancy = await get_vacancy(connection, vacancy_id)
    if mark is MarkKind.LOCKED:
        await _check_may_be_held(connection, vacancy_id, applicant_id)
    async with elevated(connection):
        state = (await nominations.lock_vacancy(connection, vacancy_id)).state
        waiting = (await lock_applicant(connection, applicant_id)).state
        _check_states(vacancy.reference, state, applicant.reference, waiting, mark)
        held = await marks.find_held(connection, vacancy_id=vacancy_id, applicant_id=applicant_id)
        _check_marks(held, mark, vacancy.reference, applicant.reference)
        await set_reason(connection, reason)
        mark_id = await marks.add_mark(
            connection,
            vacancy_id=vacancy_id,
            applicant_id=applicant_id,
            mark=mark,
            reason=reason,
            made_by=actor.name,
        )
    if mark_id is None:
        raise Stale("Somebody else marked one of the two in the same moment. Look again.")
    return mark_id


async def lift_mark(
    connection: Connection, *, actor: Actor, vacancy_id: int, applicant_id: int, reason: str
) -> None:
    """Lift what was said of a pair.

    Raises:
        NotFound: There is no such vacancy or applicant for this officer.
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: No reason is given, or nothing is said of the pair.
    """
    _check_officer(actor)
    reason = checked_reason(reason, REASON_WORDS, least=LEAST_REASON)
    applicant = await get_applicant(connection, applicant_id)
    vacancy = await get_vacancy(connection, vacancy_id)
    async with elevated(connection):
        await set_reason(connection, reason)
        is_lifted = await marks.lift_mark(
            connection,
            vacancy_id=vacancy_id,
            applicant_id=applicant_id,
            lifted_by=actor.name,
            because=reason,
        )
    if not is_lifted:
        raise RuleBroken(
            f"Vacancy {vacancy.reference} is neither held for {applicant.reference} nor ruled out."
        )


def _check_officer(actor: Actor) -> None:
    if actor.role is not Role.OFFICER:
        raise NotAllowed("Only a housing officer holds a home for somebody or rules it out.")


async def _check_may_be_held(connection: Connection, vacancy_id: int, applicant_id: int) -> None:
    """Refuse to hold a home that no reason makes theirs."""
    rules = await rules_against(
        connection, vacancy_id=vacancy_id, applicant_id=applicant_id, on=today()
    )
    barred = sorted((NEVER_OVERRIDDEN - {"forbidden"}) & set(rules))
    if barred:
        said = " ".join(RULE_SENTENCES[rule] for rule in barred)
        raise RuleBroken(f"It cannot be held for them: {said}", field="mark")


def _check_states(vacancy: str, state: str, applicant: str, waiting: str, mark: MarkKind) -> None:
    if state in _OVER:
        words = state.replace("_", " ")
        raise RuleBroken(f"Vacancy {vacancy} is {words}; choose another.", field="mark")
    if waiting != ApplicantState.LIVE and (
        mark is MarkKind.LOCKED or waiting != ApplicantState.PARKED
    ):
        raise RuleBroken(f"{applicant} is {waiting}; choose a live applicant.", field="mark")


def _check_marks(held: marks.Held, mark: MarkKind, vacancy: str, applicant: str) -> None:
    """Refuse a mark where another stands in its way; who a home is held for is not told."""
    said = {"locked": f"held for {applicant}", "forbidden": f"ruled out for {applicant}"}
    if held.mark is not None:
        again = " already." if held.mark == mark else ". Lift that first."
        raise RuleBroken(f"Vacancy {vacancy} is {said[held.mark]}{again}", field="mark")
    if mark is MarkKind.LOCKED and held.for_another:
        raise RuleBroken(f"Vacancy {vacancy} is held for somebody else already.", field="mark")
    if mark is MarkKind.LOCKED and held.elsewhere:
        raise RuleBroken(
            f"Vacancy {held.elsewhere} is held for {applicant} already. Lift that first.",
            field="mark",
        )
