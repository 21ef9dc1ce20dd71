"""How long each state of a nomination may last; administrators change it."""

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect, Template

from service import auth
from service.actions.deadlines import set_deadline
from service.domain.steps import TURNS, Step
from service.errors import RuleBroken
from service.pages.done import redirect_done
from service.pages.forms import FormRefused, number_in, refusable
from service.store.deadlines import Deadline, find_deadlines
from service.store.pool import Connection

_PAGE = "deadlines/form.html"
_FIGURES = ("working_days", "escalate_after", "expire_after")
_EXPIRING = frozenset(TURNS[Step.EXPIRE].sources)


@get("/deadlines", may=auth.ADMINISTRATORS)
async def show_deadlines(connection: NamedDependency[Connection]) -> Template:
    """The deadlines of every state, to be changed."""
    deadlines = await find_deadlines(connection)
    form = {
        f"{name}_{state}": "" if value is None else str(value)
        for state, deadline in deadlines.items()
        for name in _FIGURES
        for value in (getattr(deadline, name),)
    }
    return Template(_PAGE, context=_context(deadlines, form))


def _context(deadlines: Mapping[str, Deadline], form: Mapping[str, str]) -> dict[str, Any]:
    return {"states": list(deadlines), "expiring": _EXPIRING, "form": form, "problems": {}}


@post("/deadlines", may=auth.ADMINISTRATORS)
async def change_deadlines(
    connection: NamedDependency[Connection],
    data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Redirect:
    """Change them all, or none where a figure is wrong."""
    deadlines = await find_deadlines(connection)
    context = _context(deadlines, data)
    async with refusable(connection):
        problems: dict[str, str] = {}
        for state in deadlines:
            problems |= await _change(connection, state, data)
        if problems:
            raise FormRefused(_PAGE, problems, context)
    return redirect_done("/deadlines", "deadlines-changed")


async def _change(connection: Connection, state: str, form: Mapping[str, str]) -> dict[str, str]:
    """Change one state's figures; field -> what is wrong with it."""
    typed = {name: form.get(f"{name}_{state}", "").strip() for name in _FIGURES}
    numbers = {name: number_in(text, 0, 999) for name, text in typed.items()}
    wrong = [
        name
        for name in _FIGURES
        if numbers[name] is None and (typed[name] or name != "expire_after")
    ]
    if wrong:
        words = "Enter a number of working days, like 3"
        return {f"{name}_{state}": words for name in wrong}
    working_days, escalate_after = numbers["working_days"], numbers["escalate_after"]
    assert working_days is not None
    assert escalate_after is not None
    expire_after = numbers["expire_after"] if state in _EXPIRING else None
    try:
        await set_deadline(connection, Deadline(state, working_days, escalate_after, expire_after))
    except RuleBroken as broken:
        return {f"{broken.field}_{state}": str(broken)}
    return {}
