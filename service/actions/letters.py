"""Letters to applicants as PDF files that everybody can read: tagged, plain, large if asked.

The template is a file of its own; whatever is told goes in as text that it sets, never as its code.
"""

import asyncio
import json
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

import typst

from service.actions.reading import record_read
from service.domain.days import uk_date, uk_time
from service.domain.homes import SchemeKind
from service.domain.lettings import NominationState
from service.domain.steps import OFFERS
from service.domain.terms import Charges
from service.errors import RuleBroken
from service.store.letters import Offer, get_offer
from service.store.pool import Connection

_WEEKS_A_YEAR, _MONTHS_A_YEAR = 52, 12


class Size(StrEnum):
    """How large the letters are."""

    USUAL = "usual"
    LARGE = "large"
    """18 point, as the RNIB's guidance on large print asks (16 to 18)."""


async def offer_letter(
    connection: Connection, *, nomination_id: int, on: date, size: Size = Size.USUAL
) -> bytes:
    """The landlord's letter that offers a home, as a PDF; that it was read is recorded.

    Args:
        connection: Of an officer or the landlord, who sees the nomination.
        nomination_id: One in which the home is offered.
        on: The day the letter bears.
        size: How large it is printed.

    Raises:
        NotFound: There is no such nomination for this person.
        RuleBroken: The home is not offered in it, or the person's name is taken back.
    """
    offer = await get_offer(connection, nomination_id)
    if NominationState(offer.state) not in OFFERS:
        raise RuleBroken(
            f"Nomination {nomination_id} is {NominationState(offer.state).words}: there is a letter"
            " only while the home is offered."
        )
    if offer.name is None or offer.applicant_id is None:
        raise RuleBroken("What was told of the person is taken back; there is no letter.")
    subject = f"letter of nomination {nomination_id}"
    await record_read(connection, subject=subject, applicant_ids=[offer.applicant_id])
    return await asyncio.to_thread(_set_letter, _inputs(offer, on, size))


def _set_letter(inputs: dict[str, str]) -> bytes:
    """Set the letter to the accessibility standard PDF/UA-1."""
    return bytes(typst.compile(_template(), sys_inputs=inputs, pdf_standards="ua-1"))


@cache
def _template() -> bytes:
    return (files("service.actions") / "templates" / "offer_letter.typ").read_bytes()


def _inputs(offer: Offer, on: date, size: Size) -> dict[str, str]:
    """Everything that the template sets; '' is what the letter leaves out."""
    return {
        "size": size.value,
        "date": uk_date(on),
        "landlord": offer.landlord,
        "name": offer.name or "",
        "reference": offer.reference or "",
        "vacancy": offer.vacancy_reference,
        "support_provider": offer.support_provider or "",
        **_home(offer),
        **_rent(offer),
        "viewing": "" if offer.viewing_at is None else uk_time(offer.viewing_at),
        "answer_by": "" if offer.due_on is None else uk_date(offer.due_on),
        "has_accepted": "yes"
        if offer.state in (NominationState.ACCEPTED, NominationState.MOVE_IN_SET)
        else "",
        "move_in": "" if offer.move_in_on is None else uk_date(offer.move_in_on),
    }


def _home(offer: Offer) -> dict[str, str]:
    """The home in words. A letter can be opened by whom somebody fled: it says no place then."""
    rooms = "A studio" if offer.bedrooms == 0 else f"{offer.bedrooms} bedroom"
    kind = f"{rooms}{'s' if offer.bedrooms > 1 else ''}"
    words = {"home": f"{kind}, a room in a shared home" if offer.shared else kind}
    if SchemeKind(offer.scheme_kind).has_protected_address:
        return words | {"scheme": "", "address": ""}
    address = ", ".join(part for part in (offer.scheme, offer.place, offer.postcode) if part)
    return words | {"scheme": offer.scheme, "address": address}


def _rent(offer: Offer) -> dict[str, str]:
    """Rent with charges a week and a month, its parts where they are told, and what may meet it."""
    pence, charges = offer.rent_pence, offer.charges
    monthly = charges.monthly if charges else round(pence * _WEEKS_A_YEAR / _MONTHS_A_YEAR)
    return {
        "weekly": _pounds(pence),
        "monthly": _pounds(monthly),
        "how_often": charges.period.how_often if charges else "",
        "parts": json.dumps(_parts(charges) if charges else []),
        "total": _pounds(charges.whole) if charges else "",
        "eligible": _pounds(charges.basic_rent + charges.eligible) if charges else "",
        "is_specified": "yes" if SchemeKind(offer.scheme_kind).is_specified_accommodation else "",
    }


def _parts(charges: Charges) -> list[tuple[str, str, str]]:
    """What it is for, how much, and whether benefit can meet it; what costs nothing is left out."""
    parts = (
        ("Rent", charges.basic_rent, True),
        ("Service charges", charges.eligible, True),
        ("Other service charges", charges.ineligible, False),
        ("Personal charges, such as heating in the home", charges.personal, False),
    )
    return [
        (words, _pounds(pence), "Yes" if can_meet else "No")
        for words, pence, can_meet in parts
        if pence
    ]


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"
