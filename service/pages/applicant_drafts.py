"""The form for applicants in steps: somebody new, or a change of a record, kept between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Response, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from service import auth
from service.actions.drafts import (
    Begun,
    begin_change,
    begin_new,
    find_alike_of,
    finish_change,
    finish_new,
    get_begun,
)
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.records import EMPTY, LABELS, find_problems
from service.errors import NotFound, RuleBroken
from service.pages.done import redirect_done
from service.pages.forms import FormRefused, date_in, id_in, refusable
from service.pages.record_steps import Choices, Step, read_step, steps, typed_of, with_row_changed
from service.pages.record_words import said
from service.store.drafts import delete_draft, find_drafts, set_answers
from service.store.places import find_districts, find_places
from service.store.pool import Connection

_STEP, _CHECK = "applicants/step.html", "applicants/check.html"


@dataclass(frozen=True)
class CheckForm:
    """From when a change holds and why; of somebody new, whom they are not."""

    day: str = ""
    month: str = ""
    year: str = ""
    why: str = ""
    somebody_else: str = ""
    """The ids of those alike whom the officer looked at, with commas: "10,12"."""

    @property
    def looked_at(self) -> set[int]:
        """The same as numbers."""
        ids = map(id_in, self.somebody_else.split(","))
        return {number for number in ids if number is not None}

    @property
    def from_on(self) -> date | None:
        """The day from which it holds; None if it is no date."""
        return date_in(self.day, self.month, self.year)


@get("/applicants/new", may=auth.OFFICERS)
async def show_drafts(connection: NamedDependency[Connection]) -> Template:
    """Where a new applicant is begun, and the forms that this officer has not finished."""
    return Template("applicants/new.html", context={"drafts": await find_drafts(connection)})


@post("/applicants/new", may=auth.OFFICERS)
async def begin(connection: NamedDependency[Connection], actor: NamedDependency[Actor]) -> Redirect:
    """Begin the form for somebody new."""
    draft_id = await begin_new(connection, actor=actor)
    return _to(f"/applicants/drafts/{draft_id}/who")


@post("/applicants/{applicant_id:int}/change", may=auth.OFFICERS)
async def begin_from_record(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
) -> Redirect:
    """Begin a change of circumstances with the answers that the record holds."""
    draft_id = await begin_change(connection, actor=actor, applicant_id=applicant_id)
    return _to(f"/applicants/drafts/{draft_id}/check")


@get("/applicants/drafts/{draft_id:int}/{step:str}", may=auth.OFFICERS)
async def show_step(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    draft_id: FromPath[int],
    step: FromPath[str],
) -> Template:
    """One page of questions with the answers so far."""
    begun, pages = await _open(connection, actor, draft_id)
    page = _page(pages, step)
    typed = typed_of(page, begun.draft.answers)
    return Template(_STEP, context=_context(begun, pages, page, typed))


@get("/applicants/drafts/{draft_id:int}/check", may=auth.OFFICERS)
async def show_check(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    draft_id: FromPath[int],
) -> Template:
    """All answers to check, with where to change each."""
    begun, pages = await _open(connection, actor, draft_id)
    return Template(_CHECK, context=await _check(connection, begun, pages, CheckForm()))


@post("/applicants/drafts/{draft_id:int}/{step:str}", may=auth.OFFICERS)
async def answer_step(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    draft_id: FromPath[int],
    step: FromPath[str],
    data: URLEncodedBody[dict[str, Any]],
) -> Response[Any]:
    """Keep the answers of a page and go to the next, or show it again with a row more or less."""
    begun, pages = await _open(connection, actor, draft_id)
    page = _page(pages, step)
    context = _context(begun, pages, page, data)
    changed = with_row_changed(data, str(data.get("do", "")))
    if changed is not None:
        return Template(_STEP, context={**context, "typed": changed}, status_code=HTTP_200_OK)
    async with refusable(connection):
        answers, problems = read_step(page, data)
        found = find_problems({**EMPTY, **begun.draft.answers, **answers}, today())
        problems = {**{f: found[f] for f in page.fields if f in found}, **problems}
        if begun.draft.applicant_id is None and not answers.get("reference"):
            problems.pop("reference", None)
        if problems:
            raise FormRefused(_STEP, problems, context)
        await set_answers(connection, draft_id, answers)
    return _to(f"/applicants/drafts/{draft_id}/{_after(begun, pages, page)}")


@post("/applicants/drafts/{draft_id:int}/check", may=auth.OFFICERS)
async def finish(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    draft_id: FromPath[int],
    data: URLEncodedBody[CheckForm],
) -> Redirect:
    """Write what was answered into the register, and show the applicant."""
    begun, pages = await _open(connection, actor, draft_id)
    context = await _check(connection, begun, pages, data)
    async with refusable(connection):
        try:
            if begun.draft.applicant_id is None:
                done = await finish_new(
                    connection,
                    actor=actor,
                    draft=begun.draft,
                    today=today(),
                    somebody_else_than=data.looked_at,
                )
                return redirect_done(f"/applicants/{done}", "applicant-added")
            if data.from_on is None:
                words = "Enter the day from which it holds, like 3 5 2026"
                raise RuleBroken(words, field="day")
            await finish_change(
                connection,
                actor=actor,
                draft=begun.draft,
                from_on=data.from_on,
                why=data.why,
                today=today(),
            )
        except RuleBroken as broken:
            problems = broken.problems or {broken.field or "why": str(broken)}
            raise FormRefused(_CHECK, problems, context) from broken
    return redirect_done(f"/applicants/{begun.draft.applicant_id}", "applicant-changed")


@post("/applicants/drafts/{draft_id:int}/delete", may=auth.OFFICERS)
async def delete(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    draft_id: FromPath[int],
) -> Redirect:
    """Forget a form that is not to be finished."""
    begun = await get_begun(connection, actor=actor, draft_id=draft_id)
    await delete_draft(connection, draft_id)
    of = begun.draft.applicant_id
    return _to("/applicants/new" if of is None else f"/applicants/{of}")


async def _open(
    connection: Connection, actor: Actor, draft_id: int
) -> tuple[Begun, tuple[Step, ...]]:
    """One's own draft and the pages of its form."""
    begun = await get_begun(connection, actor=actor, draft_id=draft_id)
    found = await find_districts(connection)
    names = {one.name: one.name for one in found}
    own = {one.name: one.name for one in found if actor.district_code in (None, one.code)}
    towns = {place.name: place.name for place in await find_places(connection)}
    whole = {f"{name} district": f"{name} district" for name in names}
    choices = Choices(own, names, {**towns, **whole})
    return begun, steps(choices, is_new=begun.draft.applicant_id is None)


def _page(pages: tuple[Step, ...], name: str) -> Step:
    for page in pages:
        if page.name == name:
            return page
    raise NotFound(f"The form has no page {name}.")


def _context(
    begun: Begun, pages: tuple[Step, ...], page: Step, typed: Mapping[str, Any]
) -> dict[str, Any]:
    number = pages.index(page)
    before = pages[number - 1].name if number else None
    return {
        "draft": begun.draft,
        "page": page,
        "typed": typed,
        "back": "check" if begun.is_complete else before,
        "number": number + 1,
        "n_pages": len(pages),
        "problems": {},
    }


def _after(begun: Begun, pages: tuple[Step, ...], page: Step) -> str:
    """The page after one: the next without answers, or the check once all have some."""
    if begun.is_complete or page is pages[-1]:
        return "check"
    return pages[pages.index(page) + 1].name


async def _check(
    connection: Connection, begun: Begun, pages: tuple[Step, ...], form: CheckForm
) -> dict[str, Any]:
    draft = begun.draft
    sections = [
        (page, [(field, LABELS[field], _said(draft.answers, field), _is_changed(begun, field))
                for field in page.fields])
        for page in pages
    ]  # fmt: skip
    return {
        "draft": draft,
        "sections": sections,
        "form": form,
        "alike": await find_alike_of(connection, draft),
        "problems": {},
        "today": today(),
    }


def _said(answers: Mapping[str, Any], field: str) -> list[str]:
    if field == "reference" and not answers.get(field):
        return ["Homeward gives one"]
    return said(field, answers[field]) if field in answers else ["Not answered"]


def _is_changed(begun: Begun, field: str) -> bool:
    draft = begun.draft
    return draft.applicant_id is not None and draft.base.get(field) != draft.answers.get(field)


def _to(address: str) -> Redirect:
    return Redirect(address, status_code=HTTP_303_SEE_OTHER)
