"""Nominating: an officer puts an applicant forward, and tells no more than a letting needs."""

from datetime import date

from service.actions.deciding import PassedOver, decide
from service.actions.disclosing import recipients, what_to_tell
from service.actions.notices import tell_of_nomination
from service.actions.shortlists import rules_against
from service.actions.standing import Standing
from service.actions.steps import Said, due
from service.actions.taking import take_step
from service.domain.accounts import Actor, Role
from service.domain.auditing import SHORTEST_REASON, checked_reason
from service.domain.days import today
from service.domain.guards import CONSENT_WITHDRAWN
from service.domain.homes import VacancyState
from service.domain.lettings import NEVER_OVERRIDDEN, Ground, NominationState
from service.domain.people import ApplicantState
from service.domain.reasons import RULE_SENTENCES
from service.domain.steps import LIVE, Step
from service.errors import NotAllowed, RuleBroken, Stale
from service.store import decisions, disclosures, nomination_steps, nominations
from service.store.applicant_pages import ApplicantPage, get_applicant
from service.store.applicants import lock_applicant
from service.store.context import elevated, set_reason
from service.store.marks import find_held
from service.store.nomination_steps import NewStep
from service.store.nominations import LockedVacancy, NewNomination, Taken, get_nomination
from service.store.pool import Connection
from service.store.vacancy_pages import VacancyPage

_WHOLE = PassedOver()
"""Nobody is said to be passed over."""


async def nominate(
    connection: Connection,
    *,
    actor: Actor,
    vacancy_id: int,
    applicant_id: int,
    ground: Ground,
    on: date,
    reason: str = "",
    passed_over: PassedOver = _WHOLE,
    standing: Standing | None = None,
) -> int:
    """Nominate an applicant for a vacancy and tell its landlord and support provider; the id.

    Args:
        connection: The officer's own, which sees the applicant.
        actor: The officer.
        vacancy_id: A vacancy with room, which is reserved then.
        applicant_id: A live applicant who is nominated for no other home.
        ground: Why it is lawful to tell of them.
        on: Today.
        reason: Why, where the home does not fit them; without it, that is refused.
        passed_over: Why, where others stand before them on the shortlist; without it, and without a
            match run that proposes the home for them, that is refused.
        standing: Who stands where, worked out once for many nominations that have one reason, which
            is no reason to override a rule; None: it is worked out for this one.

    Raises:
        NotFound: There is no such vacancy or applicant for this officer.
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: One of the two is not to be had, the home does not fit, others are passed over,
            or the day of consent is missing.
        Stale: Somebody else was nominated in the same moment.
    """
    _check_officer(actor)
    ground.check(on)
    if reason.strip():
        words = f"Give a reason of {SHORTEST_REASON} characters or more"
        reason = checked_reason(reason, words)
    applicant = await get_applicant(connection, applicant_id)
    vacancy = await _take_both(connection, vacancy_id, applicant)
    if standing is None:
        await _check_fit(connection, vacancy, applicant, on=on, reason=reason)
    else:
        _check_still_fits(standing, vacancy_id, applicant_id)
        await set_reason(connection, reason.strip())
    decision = await decide(
        connection,
        vacancy_id=vacancy_id,
        applicant=applicant,
        passed_over=passed_over,
        on=on,
        standing=standing,
    )
    facts = await what_to_tell(connection, applicant, vacancy.bedroom_rule, on=on)
    async with elevated(connection):
        new = NewNomination(
            vacancy_id,
            applicant_id,
            actor.name,
            decision.n_considered,
            decision.n_passed_over,
            await due(connection, NominationState.NOMINATED, on=on),
        )
        nomination_id = await nominations.add_nomination(connection, new)
        if nomination_id is None:
            raise Stale(_held(vacancy))
        given = disclosures.Given(nomination_id, applicant_id, ground, actor.name)
        for recipient, told in recipients(vacancy, facts).items():
            await disclosures.add_disclosure(connection, given, recipient, told)
        words = " ".join(filter(None, [reason.strip(), passed_over.note.strip()]))
        await _write_down(connection, actor, nomination_id, words)
        await set_reason(connection, "")  # it is about the person, and no row of theirs follows
        await decisions.add_considered(connection, nomination_id, decision.rows)
        await nomination_steps.settle_vacancy(connection, vacancy_id)
    return nomination_id


async def _write_down(connection: Connection, actor: Actor, nomination_id: int, words: str) -> None:
    """The first step of a nomination."""
    it = await nomination_steps.get_standing(connection, nomination_id)
    new = NewStep(Step.NOMINATE, NominationState.NOMINATED, words)
    await nomination_steps.add_step(connection, it, actor, new, {})
    await tell_of_nomination(connection, it)


async def withdraw(
    connection: Connection, *, actor: Actor, nomination_id: int, because: str
) -> None:
    """Withdraw a nomination: its vacancy has room again, and what was told is taken back.

    Raises:
        NotFound: There is no such nomination for this officer.
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: It has ended already, or no reason is given.
    """
    _check_officer(actor)
    await take_step(
        connection,
        actor=actor,
        nomination_id=nomination_id,
        step=Step.WITHDRAW,
        on=today(),
        said=Said(note=because),
    )


async def withdraw_consent(connection: Connection, *, actor: Actor, applicant_id: int) -> None:
    """Take back what is told of an applicant by their consent, and end those nominations.

    Raises:
        NotFound: There is no such applicant for this officer.
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: Nothing is told of them by consent.
    """
    _check_officer(actor)
    applicant = await get_applicant(connection, applicant_id)
    told = await disclosures.find_told_of(connection, applicant_id)
    nomination_ids = sorted({one.nomination_id for one in told if one.rests_on_consent})
    if not nomination_ids:
        raise RuleBroken(f"Nothing is told of {applicant.reference} by their consent.")
    standing = [await get_nomination(connection, nomination_id) for nomination_id in nomination_ids]
    for one in sorted(standing, key=lambda one: one.state not in LIVE):  # its vacancy is held first
        if one.state in LIVE:
            await withdraw(connection, actor=actor, nomination_id=one.id, because=CONSENT_WITHDRAWN)
        else:
            await _take_back(connection, one.id)


async def _take_back(connection: Connection, nomination_id: int) -> None:
    """Take back what was told in a nomination that has ended, as in a letting."""
    await set_reason(connection, CONSENT_WITHDRAWN)
    async with elevated(connection):
        await disclosures.take_back(connection, nomination_id, because=CONSENT_WITHDRAWN)
    await set_reason(connection, "")


def _check_officer(actor: Actor) -> None:
    if actor.role is not Role.OFFICER:
        raise NotAllowed("Only a housing officer nominates and withdraws.")


async def _take_both(
    connection: Connection, vacancy_id: int, applicant: ApplicantPage
) -> LockedVacancy:
    """The vacancy and the applicant, held until the end; refused where one is not to be had.

    Who holds a vacancy is not told: it may be a person whom this officer must not know of.
    """
    async with elevated(connection):
        vacancy = await nominations.lock_vacancy(connection, vacancy_id)
        state = (await lock_applicant(connection, applicant.id)).state
        taken = await nominations.find_taken(
            connection, vacancy_id=vacancy_id, applicant_id=applicant.id
        )
        held = await find_held(connection, vacancy_id=vacancy_id, applicant_id=applicant.id)
    why_not = _why_not(vacancy, applicant.reference, state, taken)
    if why_not is not None or held.for_another:
        raise RuleBroken(why_not or _held(vacancy))
    return vacancy


async def why_not_now(
    connection: Connection, vacancy: VacancyPage, applicant: ApplicantPage
) -> str | None:
    """Why an applicant cannot be nominated for a vacancy as both are now; None: they can be."""
    async with elevated(connection):
        taken = await nominations.find_taken(
            connection, vacancy_id=vacancy.id, applicant_id=applicant.id
        )
        held = await find_held(connection, vacancy_id=vacancy.id, applicant_id=applicant.id)
    why_not = _why_not(vacancy, applicant.reference, applicant.state, taken)
    return why_not or (_held(vacancy) if held.for_another else None)


def _why_not(
    vacancy: LockedVacancy | VacancyPage, applicant: str, state: str, taken: Taken
) -> str | None:
    """Which of the two is not to be had; None: both are."""
    if taken.vacancy or vacancy.state == VacancyState.OFFERED:
        return _held(vacancy)
    if vacancy.state not in (VacancyState.OPEN, VacancyState.RESERVED):
        state_words = vacancy.state.replace("_", " ")
        return f"Vacancy {vacancy.reference} is {state_words}; choose an open one."
    if state != ApplicantState.LIVE:
        return f"{applicant} is {state}; only a live applicant is nominated."
    if taken.applicant:
        return f"{applicant} is nominated for another home; withdraw that nomination first."
    return None


def _held(vacancy: LockedVacancy | VacancyPage) -> str:
    return f"Vacancy {vacancy.reference}: this vacancy is held. Choose another."


def _check_still_fits(standing: Standing, vacancy_id: int, applicant_id: int) -> None:
    """Refuse a home that fits them no more: the reason for all is no reason to override that."""
    rules = standing.rules(vacancy_id=vacancy_id, applicant_id=applicant_id)
    if rules:
        said = " ".join(RULE_SENTENCES.get(rule, rule) for rule in rules)
        raise RuleBroken(f"The home does not fit them any more: {said}")


async def _check_fit(
    connection: Connection,
    vacancy: LockedVacancy,
    applicant: ApplicantPage,
    *,
    on: date,
    reason: str,
) -> None:
    """Refuse a home that does not fit without a reason; keep the reason with what is written."""
    rules = await rules_against(connection, vacancy_id=vacancy.id, applicant_id=applicant.id, on=on)
    said = " ".join(RULE_SENTENCES.get(rule, rule) for rule in rules)
    if NEVER_OVERRIDDEN & set(rules):
        raise RuleBroken(f"Vacancy {vacancy.reference} is not for {applicant.reference}: {said}")
    if rules and not reason.strip():
        raise RuleBroken(
            f"Vacancy {vacancy.reference} does not fit {applicant.reference}: {said}"
            " Give a reason to nominate them all the same."
        )
    await set_reason(connection, reason.strip())
