"""Tasks over JSON."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from service import auth
from service.actions.tasks import Choice, address, days_late, find_tasks, is_late, record_tasks
from service.api.cursors import PageAsked
from service.api.params import shaped
from service.api.problems import refusals
from service.api.shapes import tasks as shapes
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.tasks import TaskKind
from service.store.parts import part_of
from service.store.pool import Connection
from service.store.tasks import Task

_KIND = QueryParameter(description="Only tasks of one kind.")
_LATE = QueryParameter(description="Only what is late.")
_MINE = QueryParameter(description="Only what is of nominations that one made oneself.")


@get(
    "/tasks",
    may=auth.TASKED,
    tags=["Tasks"],
    summary="List what waits for whoever asks",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_tasks(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    actor: NamedDependency[Actor],
    kind: Annotated[TaskKind | None, _KIND] = None,
    late: Annotated[bool, _LATE] = False,
    mine: Annotated[bool, _MINE] = False,
) -> shapes.Tasks:
    """Nominations first; they follow from where vacancies, nominations and people stand."""
    on = today()
    found = await find_tasks(connection, actor=actor, on=on, choice=Choice(kind, late, mine))
    rows = part_of(found.chosen, Task.turn, **page.window)
    await record_tasks(connection, rows)
    items = [_shaped(task, on) for task in rows]
    total = len(found.chosen)
    return page.shown(shapes.Tasks, rows, items, total=total, n_late=found.n_late)


def _shaped(task: Task, on: date) -> shapes.Task:
    facts = {
        **vars(task),
        "what": TaskKind(task.kind).words,
        "address": address(task),
        "is_late": is_late(task, on),
        "days_late": days_late(task, on),
    }
    return shaped(facts, shapes.Task)
