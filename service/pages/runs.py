"""Match runs: asked for, followed, and read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from matching import POLICIES
from service import auth
from service.actions.match_runs import ask_for_run
from service.actions.match_runs import stop_run as stop
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.policies import policy_words
from service.pages.forms import FormRefused, date_in, id_in, number_in, query_of, shown_again
from service.pages.run_scopes import ScopeForm, find_choices, scope_fields
from service.pages.words import capital, plain
from service.store.match_runs import Run, find_runs, get_run
from service.store.pool import Connection

_MOST_RUNS = 50
_MOST_SEED = 2**63 - 1


@dataclass(frozen=True)
class RunForm(ScopeForm):
    """What the form that asks for a run sends."""

    policy: str = "strict"
    seed: str = "1"
    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def match_on(self) -> date | None:
        """The day to match on: today if all is blank, None if it is no date."""
        if not any((self.day.strip(), self.month.strip(), self.year.strip())):
            return today()
        return date_in(self.day, self.month, self.year)


@get("/runs", may=auth.OFFICERS)
async def show_runs(request: auth.WebRequest, connection: NamedDependency[Connection]) -> Template:
    """The newest runs, and the form that asks for another, filled in as an earlier run if asked."""
    again = id_in(query_of(request).get("again"))
    form = RunForm() if again is None else _as_before(await get_run(connection, again))
    return Template("runs/list.html", context=await _list(connection, form, {}))


def _as_before(run: Run) -> RunForm:
    """The form as it asked for a run."""
    on = run.match_on
    return RunForm(
        **scope_fields(run.over),
        policy=run.policy.get("name", "strict"),
        seed=str(run.seed),
        day=str(on.day),
        month=str(on.month),
        year=str(on.year),
    )


async def _list(
    connection: Connection, form: RunForm, problems: Mapping[str, str]
) -> dict[str, Any]:
    """What the list of runs shows, with the form as it was filled in."""
    choices = await find_choices(connection)
    error = " govuk-input--error" if "day" in problems else ""
    dates = {"day": (form.day, 2), "month": (form.month, 2), "year": (form.year, 4)}
    return {
        "runs": await find_runs(connection, limit=_MOST_RUNS),
        "boxes": choices.boxes(form),
        "is_partial": form.scope.is_partial,
        "form": form,
        "problems": problems,
        "policies": [
            {
                "value": name,
                "text": capital(plain(name)),
                "hint": {"text": policy_words(name)},
                "checked": name == form.policy,
            }
            for name in POLICIES
        ],
        "dates": [
            {"id": name, "name": name, "value": value, "classes": f"govuk-input--width-{n}{error}"}
            for name, (value, n) in dates.items()
        ],
    }


@post("/runs", may=auth.OFFICERS)
async def ask(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: URLEncodedBody[RunForm],
) -> Redirect:
    """Ask for a run, and go to its page."""
    seed = number_in(data.seed, 0, _MOST_SEED)
    checks = {
        "policy": (data.policy in POLICIES, "Choose a policy from the list"),
        "seed": (seed is not None, "Enter the seed as a whole number, like 1"),
        "day": (data.match_on is not None, "Enter a real date, like 3 5 2026"),
    }
    problems = {field: words for field, (is_right, words) in checks.items() if not is_right}
    context = await _list(connection, data, problems)
    if problems or seed is None or data.match_on is None:
        raise FormRefused("runs/list.html", problems, context)
    async with shown_again("runs/list.html", context):
        run_id = await ask_for_run(
            connection,
            actor=actor,
            match_on=data.match_on,
            seed=seed,
            policy=data.policy,
            scope=data.scope,
        )
    return Redirect(f"/runs/{run_id}", status_code=HTTP_303_SEE_OTHER)


@get("/runs/{run_id:int}", may=auth.OFFICERS)
async def show_run(connection: NamedDependency[Connection], run_id: FromPath[int]) -> Template:
    """How far a run is, or what came of it."""
    run = await get_run(connection, run_id)
    choices = await find_choices(connection)
    others = [
        other
        for other in await find_runs(connection, limit=_MOST_RUNS)
        if other.state == "done" and other != run
    ]
    context = {"run": run, "over": choices.words(run.over), "others": others}
    return Template("runs/one.html", context=context)


@post("/runs/{run_id:int}/stop", may=auth.OFFICERS)
async def stop_run(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    run_id: FromPath[int],
) -> Redirect:
    """Stop a run that is under way."""
    await stop(connection, actor=actor, run_id=run_id)
    return Redirect(f"/runs/{run_id}", status_code=HTTP_303_SEE_OTHER)
