"""Holding a home for a person, ruling it out for them, and lifting that."""

from dataclasses import dataclass
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from service import auth
from service.actions.marks import LEAST_REASON, MarkKind, lift_mark, mark_pair
from service.actions.reading import record_read
from service.domain.accounts import Actor
from service.pages.done import redirect_done
from service.pages.forms import FormRefused, refusable, shown_again
from service.store.applicant_pages import get_applicant
from service.store.marks import find_marks
from service.store.pool import Connection
from service.store.vacancy_pages import get_vacancy

_PAGE = "marks/pair.html"
_KINDS = {
    MarkKind.LOCKED: (
        "Hold this home for them",
        "A match run proposes it to them and to nobody else, and no other home to them.",
    ),
    MarkKind.FORBIDDEN: ("Rule this home out for them", "No match run proposes it to them."),
}


@dataclass(frozen=True)
class MarkForm:
    """What is said of the pair, and why."""

    mark: str = ""
    reason: str = ""


@dataclass(frozen=True)
class LiftForm:
    """Why what was said is lifted."""

    reason: str = ""


@get("/vacancies/{vacancy_id:int}/pair/{applicant_id:int}", may=auth.OFFICERS)
async def show_pair(
    connection: NamedDependency[Connection], vacancy_id: FromPath[int], applicant_id: FromPath[int]
) -> Template:
    """What officers said of a vacancy and an applicant, with the form to say or lift it."""
    context = await _pair(connection, vacancy_id, applicant_id, MarkForm())
    return Template(_PAGE, context=context)


async def _pair(
    connection: Connection, vacancy_id: int, applicant_id: int, form: MarkForm | LiftForm
) -> dict[str, Any]:
    vacancy = await get_vacancy(connection, vacancy_id)
    applicant = await get_applicant(connection, applicant_id)
    subject = f"marks of vacancy {vacancy_id}"
    await record_read(connection, subject=subject, applicant_ids=[applicant_id])
    marks = await find_marks(connection, vacancy_id=vacancy_id, applicant_id=applicant_id)
    chosen = form.mark if isinstance(form, MarkForm) else ""
    return {
        "vacancy": vacancy,
        "applicant": applicant,
        "marks": marks,
        "holding": next((mark for mark in marks if mark.holds), None),
        "least": LEAST_REASON,
        "kinds": [
            {"value": kind.value, "text": text, "hint": {"text": hint}, "checked": kind == chosen}
            for kind, (text, hint) in _KINDS.items()
        ],
        "reason": form.reason,
        "problems": {},
    }


@post("/vacancies/{vacancy_id:int}/pair/{applicant_id:int}", may=auth.OFFICERS)
async def mark(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    applicant_id: FromPath[int],
    data: URLEncodedBody[MarkForm],
) -> Redirect:
    """Hold the home for them, or rule it out, and come back to the pair."""
    context = await _pair(connection, vacancy_id, applicant_id, data)
    async with refusable(connection), shown_again(_PAGE, context):
        if data.mark not in set(MarkKind):
            problems = {"mark": "Choose whether to hold the home for them or to rule it out"}
            raise FormRefused(_PAGE, problems, context)
        kind = MarkKind(data.mark)
        await mark_pair(
            connection,
            actor=actor,
            vacancy_id=vacancy_id,
            applicant_id=applicant_id,
            mark=kind,
            reason=data.reason,
        )
    return redirect_done(f"/vacancies/{vacancy_id}/pair/{applicant_id}", f"pair-{kind}")


@post("/vacancies/{vacancy_id:int}/pair/{applicant_id:int}/lift", may=auth.OFFICERS)
async def lift(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    vacancy_id: FromPath[int],
    applicant_id: FromPath[int],
    data: URLEncodedBody[LiftForm],
) -> Redirect:
    """Lift what holds of the pair, with a reason."""
    context = await _pair(connection, vacancy_id, applicant_id, data)
    async with refusable(connection), shown_again(_PAGE, context):
        await lift_mark(
            connection,
            actor=actor,
            vacancy_id=vacancy_id,
            applicant_id=applicant_id,
            reason=data.reason,
        )
    return redirect_done(f"/vacancies/{vacancy_id}/pair/{applicant_id}", "pair-lifted")
