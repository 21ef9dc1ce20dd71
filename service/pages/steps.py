"""Each step of a nomination on a page of its own, for officers, landlords and support providers."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from service import auth
from service.actions.choices import find_choices
from service.actions.taking import take_step
from service.actions.telling import Nominated, read_nomination
from service.domain.accounts import Actor, Role
from service.domain.days import today
from service.domain.declines import REASONS
from service.domain.steps import TURNS
from service.pages.done import redirect_done
from service.pages.forms import id_in, refusable, shown_again
from service.pages.step_forms import (
    PAGES,
    StepForm,
    StepPage,
    choices_in,
    said_in,
    step_of,
)
from service.store.pool import Connection
from service.store.versions import see_version

_FORM = "nominations/step.html"
_NOT_HERE = "The scheme has no support provider; the home can be offered at once."


def handlers() -> list[HTTPRouteHandler]:
    """The page and the form of every step."""
    return [handler for page in PAGES for handler in _of(page)]


def _of(page: StepPage) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    path = f"/nominations/{{nomination_id:int}}/{page.path}"
    name = f"{page.step}_{page.path}"
    may = auth.LETTING & TURNS[page.step].may

    @get(path, may=may, name=f"show_{name}")
    async def show(
        connection: NamedDependency[Connection],
        actor: NamedDependency[Actor],
        nomination_id: FromPath[int],
    ) -> Template:
        """The form of the step, or why it cannot be taken."""
        context = await _context(connection, actor, nomination_id, page, StepForm())
        return Template(_FORM, context=context)

    @post(path, may=may, name=f"take_{name}")
    async def take(
        connection: NamedDependency[Connection],
        actor: NamedDependency[Actor],
        nomination_id: FromPath[int],
        data: URLEncodedBody[StepForm],
    ) -> Redirect:
        """Take the step, and show the nomination."""
        context = await _context(connection, actor, nomination_id, page, data)
        async with refusable(connection), shown_again(_FORM, context):
            await take_step(
                connection,
                actor=actor,
                nomination_id=nomination_id,
                step=step_of(page, data),
                on=today(),
                said=said_in(page, data),
                version=id_in(data.version),
            )
        return redirect_done(f"/nominations/{nomination_id}", "step-taken")

    return show, take


async def _context(
    connection: Connection, actor: Actor, nomination_id: int, page: StepPage, form: StepForm
) -> dict[str, Any]:
    """What the form shows, as it was filled in."""
    found = await read_nomination(connection, nomination_id)
    on = today()
    offered = await find_choices(connection, actor=actor, nomination_id=nomination_id, on=on)
    why_not = {one.step: one.why_not for one in offered}
    missing = "There is no decline to review." if "review" in page.fields else _NOT_HERE
    return {
        "nomination": found.nomination,
        "whom": _person(found, actor),
        "title": page.words,
        "button": page.words,
        "follows": page.follows,
        "fields": page.fields,
        "declined": REASONS.get(found.nomination.declined_reason or ""),
        "note_label": page.note_label,
        "note_field": page.note_field,
        "note_hint": "Officers read it. Say no more of the person than is needed",
        "is_warning": page.is_warning,
        "action": f"/nominations/{nomination_id}/{page.path}",
        "why_not": why_not.get(page.step, missing),
        "form": form,
        "version": form.version or await see_version(connection, "nominations", nomination_id),
        "problems": {},
        **choices_in(page, form, actor.role),
    }


def _person(found: Nominated, actor: Actor) -> str | None:
    """Whom it is about, as far as whoever asks was told."""
    nomination = found.nomination
    if actor.role is Role.OFFICER:
        return f"{nomination.applicant_reference} ({nomination.applicant_name})"
    told = found.told[0].told if found.told else None
    return f"{told['reference']} ({told['name']})" if told else None
