"""Accepting proposals of a match run: those ticked, or all."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from service import auth
from service.actions.accepting import accept_proposals, proposals_to_accept
from service.actions.reading import record_read
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.lettings import Ground, LawfulBasis
from service.errors import RuleBroken
from service.pages.forms import FormRefused, id_in, query_of, refusable, shown_again
from service.pages.nominating import NominationForm, form_problems, lawful_bases
from service.store.match_runs import get_run
from service.store.pool import Connection

_FORM = "runs/accept.html"
_ALL = "all"


@dataclass(frozen=True)
class AcceptForm(NominationForm):
    """What the form that accepts proposals sends."""

    picked: str = ""
    """Ids of applicants with commas between, or ``all``."""


@get("/runs/{run_id:int}/accept", may=auth.OFFICERS)
async def show_accept(
    request: auth.WebRequest, connection: NamedDependency[Connection], run_id: FromPath[int]
) -> Template | Redirect:
    """Who would be nominated for what, and the form that asks why it is lawful to tell of them."""
    ticked = ",".join(request.query_params.getall("pick", []))
    if not ticked:
        await get_run(connection, run_id)
        page = quote(query_of(request).get("page", ""))
        back = f"/runs/{run_id}/placed?nobody=ticked&page={page}"
        return Redirect(back, status_code=HTTP_303_SEE_OTHER)
    context = await _form(connection, run_id, AcceptForm(picked=ticked))
    return Template(_FORM, context=context)


async def _form(connection: Connection, run_id: int, form: AcceptForm) -> dict[str, Any]:
    run = await get_run(connection, run_id)
    if not form.picked:
        raise RuleBroken("Nobody is ticked. Go back, and tick whom to nominate.")
    pairs = await proposals_to_accept(connection, run_id=run_id, applicant_ids=_ids(form.picked))
    ids = [pair.applicant_id for pair in pairs]
    await record_read(connection, subject=f"accepting run {run_id}", applicant_ids=ids)
    return {
        "run": run,
        "pairs": pairs,
        "form": form,
        "bases": lawful_bases(form.basis),
        "problems": {},
    }


def _ids(picked: str) -> list[int] | None:
    """The applicants ticked; None: all."""
    if picked == _ALL:
        return None
    found = (id_in(part) for part in picked.split(","))
    return [one for one in found if one is not None]


@post("/runs/{run_id:int}/accept", may=auth.OFFICERS, status_code=HTTP_200_OK)
async def accept(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    run_id: FromPath[int],
    data: URLEncodedBody[AcceptForm],
) -> Template:
    """Nominate them one by one, and say what became of each."""
    context = await _form(connection, run_id, data)
    async with refusable(connection), shown_again(_FORM, context):
        problems = form_problems(data, needs_reason=False)
        if problems:
            raise FormRefused(_FORM, problems, context)
        done = await accept_proposals(
            connection,
            actor=actor,
            run_id=run_id,
            applicant_ids=_ids(data.picked),
            ground=Ground(LawfulBasis(data.basis), data.consented_on),
            on=today(),
            reason=data.reason,
        )
    return Template("runs/accepted.html", context={"run": context["run"], "done": done})
