"""Parking applicants, withdrawing them, putting them back, and cancelling changes to come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from service import auth
from service.actions import parking
from service.actions.reading import record_read
from service.actions.records import cancel_change
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.pauses import ParkReason, WithdrawReason
from service.errors import RuleBroken
from service.pages.done import redirect_done
from service.pages.forms import FormRefused, date_in, refusable, shown_again
from service.pages.words import capital
from service.store.applicant_pages import get_applicant
from service.store.pool import Connection

_PAGE = "applicants/pause.html"


@dataclass(frozen=True)
class PauseForm:
    """Why somebody leaves the queue, and until when."""

    reason: str = ""
    note: str = ""
    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def until(self) -> date | None:
        """The day on which they are put back; None if it is no date, or none is given."""
        return date_in(self.day, self.month, self.year)

    @property
    def has_day(self) -> bool:
        """Whether any part of the day is filled in."""
        return any(part.strip() for part in (self.day, self.month, self.year))


async def _page(
    connection: Connection, applicant_id: int, kind: str, form: PauseForm
) -> dict[str, Any]:
    """What the page shows, as it was filled in; that it is shown is recorded."""
    applicant = await get_applicant(connection, applicant_id)
    await record_read(connection, subject=kind, applicant_ids=[applicant_id])
    words = ParkReason if kind == "park" else WithdrawReason
    return {
        "applicant": applicant,
        "kind": kind,
        "form": form,
        "problems": {},
        "why_not": await _why_not(connection, applicant_id, applicant.state),
        "reasons": [
            {"value": one.value, "text": capital(one.words), "checked": one == form.reason}
            for one in words
        ],
    }


async def _why_not(connection: Connection, applicant_id: int, state: str) -> str | None:
    """Why somebody cannot leave the queue now; None: they can."""
    if state not in ("live", "parked"):
        return f"They are {state} already."
    try:
        await parking.check_may_pause(connection, applicant_id)
    except RuleBroken as broken:
        return str(broken)
    return None


@get("/applicants/{applicant_id:int}/park", may=auth.OFFICERS)
async def show_park(
    connection: NamedDependency[Connection], applicant_id: FromPath[int]
) -> Template:
    """The form that takes somebody out of the queue until a day."""
    return Template(_PAGE, context=await _page(connection, applicant_id, "park", PauseForm()))


@post("/applicants/{applicant_id:int}/park", may=auth.OFFICERS)
async def park(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    data: URLEncodedBody[PauseForm],
) -> Redirect:
    """Take somebody out of the queue until a day."""
    context = await _page(connection, applicant_id, "park", data)
    async with refusable(connection), shown_again(_PAGE, context):
        problems = _problems(data, {*ParkReason})
        if problems:
            raise FormRefused(_PAGE, problems, context)
        await parking.park(
            connection,
            actor=actor,
            applicant_id=applicant_id,
            reason=data.reason,
            until=data.until,
            on=today(),
            note=data.note,
        )
    return redirect_done(f"/applicants/{applicant_id}", "applicant-parked")


@get("/applicants/{applicant_id:int}/withdraw", may=auth.OFFICERS)
async def show_withdraw(
    connection: NamedDependency[Connection], applicant_id: FromPath[int]
) -> Template:
    """The form that ends an application."""
    return Template(_PAGE, context=await _page(connection, applicant_id, "withdraw", PauseForm()))


@post("/applicants/{applicant_id:int}/withdraw", may=auth.OFFICERS)
async def withdraw(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    data: URLEncodedBody[PauseForm],
) -> Redirect:
    """End an application."""
    context = await _page(connection, applicant_id, "withdraw", data)
    async with refusable(connection), shown_again(_PAGE, context):
        problems = _problems(data, {*WithdrawReason})
        if problems:
            raise FormRefused(_PAGE, problems, context)
        await parking.withdraw_application(
            connection,
            actor=actor,
            applicant_id=applicant_id,
            reason=data.reason,
            note=data.note,
        )
    return redirect_done(f"/applicants/{applicant_id}", "applicant-withdrawn")


@post("/applicants/{applicant_id:int}/unpark", may=auth.OFFICERS)
async def unpark(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
) -> Redirect:
    """Put somebody back in the queue."""
    await get_applicant(connection, applicant_id)
    await parking.unpark(connection, actor=actor, applicant_id=applicant_id, on=today())
    return redirect_done(f"/applicants/{applicant_id}", "applicant-live")


@post(
    "/applicants/{applicant_id:int}/circumstances/{circumstance_id:int}/cancel", may=auth.OFFICERS
)
async def cancel(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    applicant_id: FromPath[int],
    circumstance_id: FromPath[int],
) -> Redirect:
    """Cancel a change whose day is still to come."""
    await cancel_change(
        connection, actor=actor, applicant_id=applicant_id, circumstance_id=circumstance_id
    )
    return redirect_done(f"/applicants/{applicant_id}", "change-cancelled")


def _problems(form: PauseForm, reasons: set[Any]) -> dict[str, str]:
    """Field -> what is wrong with it."""
    problems = {}
    if form.reason not in reasons:
        problems["reason"] = "Choose why"
    if form.has_day and form.until is None:
        problems["until"] = "Enter a real date, like 3 5 2027, or none"
    return problems
