"""Nominating somebody for a vacancy: what is told, why that is lawful, who is passed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.actions.affordability import affordability_of
from service.actions.connecting import connection_for
from service.actions.deciding import PassedOver, who_is_before
from service.actions.disclosing import what_to_tell
from service.actions.nominations import nominate, why_not_now
from service.actions.reading import record_read
from service.actions.shortlists import rules_against
from service.domain.accounts import Actor
from service.domain.auditing import SHORTEST_REASON
from service.domain.days import today
from service.domain.lettings import NEVER_OVERRIDDEN, TOLD_TO_LANDLORD, Ground, LawfulBasis
from service.domain.passed_over import PASSED_OVER
from service.pages.forms import FormRefused, date_in, options, refusable, shown_again
from service.pages.words import capital
from service.store.applicant_pages import get_applicant
from service.store.marks import PairMark, find_marks
from service.store.nominations import Nomination, find_nominations
from service.store.pool import Connection
from service.store.vacancy_pages import get_vacancy

_FORM = "nominations/form.html"


@dataclass(frozen=True)
class NominationForm:
    """What the form that nominates sends."""

    basis: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    reason: str = ""
    passed_over: str = ""
    passed_over_note: str = ""

    @property
    def consented_on(self) -> date | None:
        """The day of consent; None if it is no date."""
        return date_in(self.day, self.month, self.year)

    @property
    def has_day(self) -> bool:
        """Whether any part of the day is filled in."""
        return any(part.strip() for part in (self.day, self.month, self.year))


@get("/vacancies/{vacancy_id:int}/nominate/{applicant_id:int}", may=auth.OFFICERS)
async def show_form(
    connection: NamedDependency[Connection], vacancy_id: FromPath[int], applicant_id: FromPath[int]
) -> Template:
    """What would be told of a person and to whom, and the form that nominates them.

    Where one of the two is not to be had, that is said before anything is written into the form.
    """
    context = await _form(connection, vacancy_id, applicant_id, NominationForm())
    context["why_not"] = await why_not_now(connection, context["vacancy"], context["applicant"])
    if context["why_not"]:
        context["standing"] = await _standing(connection, vacancy_id, applicant_id)
        context["holds"] = await _holds(connection, vacancy_id)
    return Template(_FORM, context=context)


async def _standing(connection: Connection, vacancy_id: int, applicant_id: int) -> list[Nomination]:
    """The live nominations of a vacancy and of an applicant that the officer may see."""
    of_both = [
        *await find_nominations(connection, vacancy_id=vacancy_id),
        *await find_nominations(connection, applicant_id=applicant_id),
    ]
    return list({one.id: one for one in of_both if one.is_live}.values())


async def _holds(connection: Connection, vacancy_id: int) -> list[PairMark]:
    """For whom the vacancy is held, if the officer may see them."""
    marks = await find_marks(connection, vacancy_id=vacancy_id)
    return [mark for mark in marks if mark.holds and mark.mark == "locked"]


async def _form(
    connection: Connection, vacancy_id: int, applicant_id: int, form: NominationForm
) -> dict[str, Any]:
    """What the form shows, as it was filled in."""
    vacancy = await get_vacancy(connection, vacancy_id)
    applicant = await get_applicant(connection, applicant_id)
    on = today()
    rules = await rules_against(connection, vacancy_id=vacancy_id, applicant_id=applicant_id, on=on)
    await record_read(
        connection, subject=f"nominating for vacancy {vacancy_id}", applicant_ids=[applicant_id]
    )
    before = await who_is_before(connection, vacancy_id=vacancy_id, applicant=applicant, on=on)
    tell = await what_to_tell(connection, applicant, vacancy.bedroom_rule, on=on)
    if not vacancy.support_provider:  # client groups are told to a support provider only
        tell = {field: tell[field] for field in TOLD_TO_LANDLORD}
    return {
        "vacancy": vacancy,
        "applicant": applicant,
        "rules": rules,
        "before": before,
        "why_not": None,
        "is_ruled_out": bool(NEVER_OVERRIDDEN & set(rules)),
        "tell": tell,
        "affordable": await affordability_of(
            connection, applicant_id=applicant_id, vacancy_id=vacancy_id, on=on
        ),
        "local": await connection_for(
            connection, applicant_id=applicant_id, scheme_id=vacancy.scheme_id, on=on
        ),
        "form": form,
        "problems": {},
        "bases": lawful_bases(form.basis),
        "passed_over": options(PASSED_OVER, form.passed_over, "Choose a reason"),
    }


def lawful_bases(chosen: str) -> list[dict[str, Any]]:
    """What the design system's radios ask for."""
    return [
        {
            "value": basis.value,
            "text": capital(basis.words),
            "hint": {"text": f"{basis.when} For health and the like: {basis.condition}."},
            "checked": basis == chosen,
        }
        for basis in LawfulBasis
    ]


@post("/vacancies/{vacancy_id:int}/nominate/{applicant_id:int}", may=auth.OFFICERS)
async def nominate_applicant(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    applicant_id: FromPath[int],
    data: URLEncodedBody[NominationForm],
) -> Redirect:
    """Nominate, and go to the nomination."""
    context = await _form(connection, vacancy_id, applicant_id, data)
    async with refusable(connection):
        problems = form_problems(
            data,
            needs_reason=bool(context["rules"]),
            passes_over=context["before"].needs_reason,
        )
        if problems:
            raise FormRefused(_FORM, problems, context)
        async with shown_again(_FORM, context):
            nomination_id = await nominate(
                connection,
                actor=actor,
                vacancy_id=vacancy_id,
                applicant_id=applicant_id,
                ground=Ground(LawfulBasis(data.basis), data.consented_on),
                on=today(),
                reason=data.reason,
                passed_over=PassedOver(data.passed_over, data.passed_over_note),
            )
    return Redirect(f"/nominations/{nomination_id}", status_code=HTTP_303_SEE_OTHER)


def form_problems(
    form: NominationForm, *, needs_reason: bool, passes_over: bool = False
) -> dict[str, str]:
    """Field -> what is wrong with it."""
    is_consent, day = form.basis == LawfulBasis.CONSENT, form.consented_on
    said, least = form.reason.strip(), f"in {SHORTEST_REASON} characters or more"
    checks: Mapping[str, tuple[bool, str]] = {
        "basis": (
            form.basis in set(LawfulBasis),
            "Choose why it is lawful to share their details",
        ),
        "day": (
            (day is not None and day <= today()) if is_consent else not form.has_day,
            "Enter the day they consented, up to today, like 3 5 2026"
            if is_consent
            else "Leave the day of consent blank, or choose consent",
        ),
        "reason": (
            len(said) >= SHORTEST_REASON or not (said or needs_reason),
            f"Say why they are nominated though the home does not fit, {least}"
            if needs_reason
            else f"Say why them {least}, or leave it empty",
        ),
        "passed_over": (
            form.passed_over in PASSED_OVER or not (form.passed_over or passes_over),
            "Choose why those who stand before them are passed over",
        ),
    }
    return {field: words for field, (is_right, words) in checks.items() if not is_right}
