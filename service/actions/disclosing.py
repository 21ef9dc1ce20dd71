"""What is told of a nominated person to a landlord and a support provider, and telling it again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from service.domain.bedrooms import BedroomRule
from service.domain.lettings import TOLD_TO_LANDLORD, TOLD_TO_PROVIDER
from service.store import disclosures
from service.store.applicant_pages import ApplicantPage, find_household, get_applicant
from service.store.disclosures import Disclosure, Recipient
from service.store.nominations import LockedVacancy, lock_vacancy
from service.store.pool import Connection


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


def recipients(vacancy: LockedVacancy, facts: Mapping[str, Any]) -> dict[Recipient, dict[str, Any]]:
    """Who is told of a nomination -> what."""
    to_landlord = {field: facts[field] for field in TOLD_TO_LANDLORD}
    told = {Recipient(landlord_id=vacancy.landlord_id): to_landlord}
    if vacancy.provider_id is not None:
        to_provider = {field: facts[field] for field in TOLD_TO_PROVIDER}
        told[Recipient(provider_id=vacancy.provider_id)] = to_provider
    return told


async def _facts(
    connection: Connection, vacancy_id: int, applicant_id: int, on: date
) -> dict[str, Any]:
    vacancy = await lock_vacancy(connection, vacancy_id)
    applicant = await get_applicant(connection, applicant_id)
    return await what_to_tell(connection, applicant, vacancy.bedroom_rule, on=on)


def _for(one: Disclosure, facts: Mapping[str, Any]) -> dict[str, Any]:
    fields = TOLD_TO_LANDLORD if one.recipient_kind == "landlord" else TOLD_TO_PROVIDER
    return {field: facts[field] for field in fields}


async def tell_again(
    connection: Connection, *, nomination_id: int, applicant_id: int, told_by: str, on: date
) -> None:
    """Tell everybody who was told of a person in a nomination once more, with today's facts."""
    told = (await disclosures.find_told_in(connection, [nomination_id]))[nomination_id]
    for one in told:
        facts = await _facts(connection, one.vacancy_id, applicant_id, on)
        await disclosures.tell_again(connection, one.id, _for(one, facts), told_by=told_by)


async def restore_told(
    connection: Connection,
    *,
    nomination_id: int,
    applicant_id: int,
    before: Sequence[Mapping[str, Any]],
    on: date,
) -> None:
    """Make what was told in a nomination as it was before a step, which keeps no facts itself.

    What was taken back is told with the facts of today; what was told since is taken back.
    """
    now = (await disclosures.find_told_in(connection, [nomination_id]))[nomination_id]
    was = {row["id"]: row for row in before}
    for one in now:
        row = was[one.id]
        told = one.told if row["is_told"] else None
        if row["is_told"] and told is None:
            told = _for(one, await _facts(connection, one.vacancy_id, applicant_id, on))
        await disclosures.restore(connection, row, told)
