"""Nominating: an officer puts an applicant forward, and tells no more than a letting needs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.actions.shortlists import rules_against
from service.domain.accounts import Actor, Role
from service.domain.auditing import SHORTEST_REASON, checked_reason
from service.domain.bedrooms import BedroomRule
from service.domain.homes import VacancyState
from service.domain.lettings import (
    NEVER_OVERRIDDEN,
    TOLD_TO_LANDLORD,
    TOLD_TO_PROVIDER,
    Ground,
)
from service.domain.people import ApplicantState
from service.domain.reasons import RULE_SENTENCES
from service.errors import NotAllowed, RuleBroken, Stale
from service.store import disclosures, nominations
from service.store.applicant_pages import ApplicantPage, find_household, get_applicant
from service.store.applicants import lock_applicant
from service.store.context import elevated, set_reason
from service.store.disclosures import Recipient
from service.store.nominations import LockedVacancy, Taken, get_nomination
from service.store.pool import Connection
from service.store.vacancy_pages import VacancyPage

CONSENT_WITHDRAWN = "consent withdrawn"
"""Why a nomination ends when the person takes their consent back."""


async def nominate(
    connection: Connection,
    *,
    actor: Actor,
    vacancy_id: int,
    applicant_id: int,
    ground: Ground,
    on: date,
    reason: str = "",
) -> int:
    """Nominate an applicant for a vacancy and tell its landlord and support provider; the id.

    Args:
        connection: The officer's own, which sees the applicant.
        actor: The officer.
        vacancy_id: An open vacancy, which is reserved then.
        applicant_id: A live applicant who is nominated for no other home.
        ground: Why it is lawful to tell of them.
        on: Today.
        reason: Why, where the home does not fit them; without it, that is refused.

    Raises:
        NotFound: There is no such vacancy or applicant for this officer.
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: One of the two is not to be had, the home does not fit, or the day of consent is
            missing.
        Stale: Somebody else was nominated in the same moment.
    """
    _check_officer(actor)
    ground.check(on)
    if reason.strip():
        words = f"Give a reason of {SHORTEST_REASON} characters or more"
        reason = checked_reason(reason, words)
    applicant = await get_applicant(connection, applicant_id)
    vacancy = await _take_both(connection, vacancy_id, applicant)
    await _check_fit(connection, vacancy, applicant, on=on, reason=reason)
    facts = await what_to_tell(connection, applicant, vacancy.bedroom_rule, on=on)
    async with elevated(connection):
        nomination_id = await nominations.add_nomination(
            connection, vacancy_id=vacancy_id, applicant_id=applicant_id, nominated_by=actor.name
        )
        if nomination_id is None:
            raise Stale(_held(vacancy))
        given = disclosures.Given(nomination_id, applicant_id, ground, actor.name)
        for recipient, told in _recipients(vacancy, facts).items():
            await disclosures.add_disclosure(connection, given, recipient, told)
        await set_reason(connection, "")  # it is about the person, and no row of theirs follows
        await nominations.reserve_vacancy(connection, vacancy_id)
    return nomination_id


async def withdraw(
    connection: Connection, *, actor: Actor, nomination_id: int, because: str
) -> None:
    """Withdraw a nomination: its vacancy is open again, and what was told is taken back.

    Raises:
        NotFound: There is no such nomination for this officer.
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: It is withdrawn already, or no reason is given.
    """
    _check_officer(actor)
    words = f"Say why the nomination is withdrawn, in {SHORTEST_REASON} characters or more"
    because = checked_reason(because, words, field="because")
    if not await _end(connection, actor, nomination_id, because=because):
        raise RuleBroken(f"Nomination {nomination_id} is withdrawn already.")


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
    for nomination_id in nomination_ids:
        await _end(connection, actor, nomination_id, because=CONSENT_WITHDRAWN)


async def what_to_tell(
    connection: Connection, applicant: ApplicantPage, bedroom_rule: str, *, on: date
) -> dict[str, Any]:
    """Every fact that may be told of an applicant in a nomination, as of a day."""
    household = await find_household(connection, applicant)
    return {
        "name": applicant.name,
        "reference": applicant.reference,
        "household_size": len(household.members),
        "bedrooms": len(household.rooms(on)[BedroomRule(bedroom_rule)]),
        "support_level": applicant.support_level,
        "accessibility_needs": list(applicant.accessibility_needs),
        "ready_on": applicant.ready_on.isoformat(),
        "overnight_carer": applicant.overnight_carer,
        "client_groups": list(applicant.client_groups),
    }


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
    why_not = _why_not(vacancy, applicant.reference, state, taken)
    if why_not is not None:
        raise RuleBroken(why_not)
    return vacancy


async def why_not_now(
    connection: Connection, vacancy: VacancyPage, applicant: ApplicantPage
) -> str | None:
    """Why an applicant cannot be nominated for a vacancy as both are now; None: they can be."""
    async with elevated(connection):
        taken = await nominations.find_taken(
            connection, vacancy_id=vacancy.id, applicant_id=applicant.id
        )
    return _why_not(vacancy, applicant.reference, applicant.state, taken)


def _why_not(
    vacancy: LockedVacancy | VacancyPage, applicant: str, state: str, taken: Taken
) -> str | None:
    """Which of the two is not to be had; None: both are."""
    if taken.vacancy or vacancy.state in (VacancyState.RESERVED, VacancyState.OFFERED):
        return _held(vacancy)
    if vacancy.state != VacancyState.OPEN:
        state_words = vacancy.state.replace("_", " ")
        return f"Vacancy {vacancy.reference} is {state_words}; choose an open one."
    if state != ApplicantState.LIVE:
        return f"{applicant} is {state}; only a live applicant is nominated."
    if taken.applicant:
        return f"{applicant} is nominated for another home; withdraw that nomination first."
    return None


def _held(vacancy: LockedVacancy | VacancyPage) -> str:
    return f"Vacancy {vacancy.reference}: this vacancy is held. Choose another."


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


def _recipients(
    vacancy: LockedVacancy, facts: Mapping[str, Any]
) -> dict[Recipient, dict[str, Any]]:
    """Who is told of a nomination -> what."""
    to_landlord = {field: facts[field] for field in TOLD_TO_LANDLORD}
    recipients = {Recipient(landlord_id=vacancy.landlord_id): to_landlord}
    if vacancy.provider_id is not None:
        to_provider = {field: facts[field] for field in TOLD_TO_PROVIDER}
        recipients[Recipient(provider_id=vacancy.provider_id)] = to_provider
    return recipients


async def _end(connection: Connection, actor: Actor, nomination_id: int, *, because: str) -> bool:
    """Withdraw one nomination that the officer sees; False when it is withdrawn already."""
    nomination = await get_nomination(connection, nomination_id)
    await set_reason(connection, because)
    async with elevated(connection):
        await nominations.lock_vacancy(connection, nomination.vacancy_id)  # in nominate's order
        ended = await nominations.set_withdrawn(
            connection, nomination_id, withdrawn_by=actor.name, because=because
        )
        if ended:
            await disclosures.take_back(connection, nomination_id, because=because)
            await set_reason(connection, "")  # as in nominate
            await nominations.reopen_vacancy(connection, nomination.vacancy_id)
    return ended
