"""Retention: what is due to go, and erasing one record; administrators decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Template
from litestar.status_codes import HTTP_200_OK

from service import auth
from service.actions.erasure import erase
from service.actions.retention import Plan, apply, plan
from service.errors import NotFound, RuleBroken, Stale
from service.pages.forms import FormRefused
from service.store.pool import Connection

_PAGE = "privacy/retention.html"
_CONFIRM = "Tick the box to say that you know it cannot be undone"


@dataclass(frozen=True)
class ApplyForm:
    """What was shown, and that it may go."""

    as_of: str = ""
    digest: str = ""
    confirm: str = ""

    @property
    def moment(self) -> datetime | None:
        """The moment of what was shown; None when it is none."""
        try:
            moment = datetime.fromisoformat(self.as_of)
        except ValueError:
            return None
        return moment if moment.tzinfo else None


@dataclass(frozen=True)
class ErasureForm:
    """Whose record to erase, and why."""

    reference: str = ""
    reason: str = ""
    shown: str = ""
    """Whether the record was shown before, to be told from others."""
    confirm: str = ""

    @property
    def given(self) -> dict[str, str]:
        """The reference and the reason, without blanks at their ends."""
        return {"reference": self.reference.strip(), "reason": self.reason.strip()}


@get("/retention", may=auth.ADMINISTRATORS)
async def show_retention(connection: NamedDependency[Connection]) -> Template:
    """What the rules let go now, and the form for a person who asks to be erased."""
    return Template(_PAGE, context=_context(await plan(connection)))


@post("/retention", may=auth.ADMINISTRATORS, status_code=HTTP_200_OK)
async def apply_retention(
    connection: NamedDependency[Connection], data: URLEncodedBody[ApplyForm]
) -> Template:
    """Let go of exactly what was shown."""
    if data.confirm != "yes":
        raise FormRefused(_PAGE, {"confirm": _CONFIRM}, _context(await plan(connection)))
    if data.moment is None:
        raise Stale("What is due was not shown to you. Look at the page on retention first.")
    done = await apply(connection, as_of=data.moment, digest=data.digest)
    return Template(_PAGE, context=_context(await plan(connection)) | {"done": done})


@post("/retention/erasure", may=auth.ADMINISTRATORS, status_code=HTTP_200_OK)
async def erase_record(
    connection: NamedDependency[Connection], data: URLEncodedBody[ErasureForm]
) -> Template:
    """Erase one record because the person asks for it; first the record is shown, to be sure."""
    given, is_confirmed = data.given, data.confirm == "yes"
    problems = _missing(given)
    if problems:
        raise FormRefused(_PAGE, problems, _context(await plan(connection), given))
    try:
        erased = await erase(connection, **given, is_dry_run=not is_confirmed)
    except (NotFound, RuleBroken) as error:
        field = (error.field if isinstance(error, RuleBroken) else None) or "reference"
        context = _context(await plan(connection), given)
        raise FormRefused(_PAGE, {field: str(error)}, context) from error
    if is_confirmed:
        return Template(_PAGE, context=_context(await plan(connection)) | {"erased": erased})
    context = _context(await plan(connection), given) | {"found": erased}
    if data.shown:
        raise FormRefused(_PAGE, {"confirm_erasure": _CONFIRM}, context)
    return Template(_PAGE, context=context)


def _missing(given: Mapping[str, str]) -> dict[str, str]:
    words = {
        "reference": "Enter the applicant's reference",
        "reason": "Enter why the record is erased",
    }
    return {field: words[field] for field in words if not given[field]}


def _context(planned: Plan, form: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {
        "plan": planned,
        "form": form or {"reference": "", "reason": ""},
        "problems": {},
        "done": None,
        "erased": None,
        "found": None,
    }
