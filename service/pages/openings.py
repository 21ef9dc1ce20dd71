"""Opening a restricted record with a reason, and the reviews of that."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Response, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.actions import openings
from service.actions.reading import record_read
from service.domain.accounts import Actor
from service.errors import NotFound
from service.pages.forms import FormRefused, query_of, refusable, shown_again
from service.pages.paging import paging
from service.store.openings import RestrictedRecord, count_openings, find_openings, get_opening
from service.store.pool import Connection

_ASKING = "openings/new.html"
_ONE = "openings/one.html"


@dataclass(frozen=True)
class OpeningForm:
    """Which restricted record somebody wants to read, and why."""

    reference: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ReviewForm:
    """What a reviewer thinks of an opening."""

    justified: str = ""
    note: str = ""


def asking_address(reference: str) -> str:
    """Where one asks to open the restricted record with a reference."""
    return f"/openings/new?{urlencode({'reference': reference})}"


@get("/openings/new", may=auth.OFFICERS)
async def show_closed(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    reference: FromQuery[str] = "",
) -> Response[bytes]:
    """That a record is restricted, and the form to open it; nothing else of the person."""
    reference = _clean(reference)
    if not reference:
        return Template(_ASKING, context=_asked("") | {"problems": {}})
    visible = await openings.find_visible(connection, reference=reference)
    if visible is not None:
        return Redirect(f"/applicants/{visible}", status_code=HTTP_303_SEE_OTHER)
    closed = await _closed(connection, actor, reference)
    context = {"reference": closed.reference, "reason": "", "problems": {}}
    return Template(_ASKING, context=context)


async def _closed(connection: Connection, actor: Actor, reference: str) -> RestrictedRecord:
    """The restricted record asked for; where there is none, the form again with words."""
    try:
        return await openings.get_closed(connection, actor=actor, reference=reference)
    except NotFound as missing:
        problems = {"reference": str(missing)}
        raise FormRefused(_ASKING, problems, _asked(reference), HTTPStatus.NOT_FOUND) from missing


def _asked(reference: str) -> dict[str, str]:
    """What the form that asks for a reference shows."""
    return {"reference": "", "asked": reference, "reason": ""}


@post("/openings", may=auth.OFFICERS)
async def open_record(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: URLEncodedBody[OpeningForm],
) -> Redirect:
    """Open a restricted record for an hour, and go to the applicant's page."""
    closed = await _closed(connection, actor, _clean(data.reference))
    sent = {"reference": closed.reference, "reason": data.reason}
    async with refusable(connection), shown_again(_ASKING, sent, usual="reason"):
        await openings.open_record(
            connection, actor=actor, reference=closed.reference, reason=data.reason
        )
    return Redirect(f"/applicants/{closed.id}", status_code=HTTP_303_SEE_OTHER)


@get("/openings", may=auth.REVIEWERS)
async def show_openings(
    request: auth.WebRequest, connection: NamedDependency[Connection]
) -> Template:
    """Who opened which restricted record, when and why; those that wait for a review first."""
    counted = await count_openings(connection)
    page = paging("/openings", query_of(request), counted.n)
    rows = await find_openings(connection, limit=page.limit, offset=page.offset)
    ids = [row.applicant_id for row in rows]
    await record_read(connection, subject="list of openings", applicant_ids=ids)
    context = {"openings": rows, "counted": counted, "paging": page}
    return Template("openings/list.html", context=context)


@get("/openings/{opening_id:int}", may=auth.REVIEWERS)
async def show_opening(
    connection: NamedDependency[Connection], opening_id: FromPath[int]
) -> Template:
    """One opening, with the form to review it or what came of that."""
    context = await _one(connection, opening_id, ReviewForm())
    return Template(_ONE, context=context)


async def _one(connection: Connection, opening_id: int, form: ReviewForm) -> dict[str, Any]:
    """What the page of one opening shows; that it is shown is recorded."""
    opening = await get_opening(connection, opening_id)
    await record_read(connection, subject="opening", applicant_ids=[opening.applicant_id])
    return {"opening": opening, "form": form, "problems": {}}


@post("/openings/{opening_id:int}/review", may=auth.REVIEWERS)
async def review(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    opening_id: FromPath[int],
    data: URLEncodedBody[ReviewForm],
) -> Redirect:
    """Say whether an opening was justified."""
    context = await _one(connection, opening_id, data)
    async with refusable(connection), shown_again(_ONE, context, usual="note"):
        if data.justified not in ("yes", "no"):
            problem = {"justified": "Choose whether the opening was justified"}
            raise FormRefused(_ONE, problem, context)
        await openings.review(
            connection,
            actor=actor,
            opening_id=opening_id,
            was_justified=data.justified == "yes",
            note=data.note,
        )
    return Redirect("/openings", status_code=HTTP_303_SEE_OTHER)


def _clean(reference: str) -> str:
    return reference.replace("\0", "").strip()[:100]  # a query may hold anything
