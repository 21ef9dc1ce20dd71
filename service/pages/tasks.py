"""A person's task list: what waits for them, and what is late."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from service import auth
from service.actions.tasks import Choice, address, days_late, find_tasks, is_late, record_tasks
from service.domain.accounts import Actor, Role
from service.domain.days import today
from service.domain.tasks import TASKS_OF, TaskKind
from service.pages.forms import one_of, options, query_of
from service.pages.paging import paging
from service.store.pool import Connection
from service.store.tasks import Task

_LATE = {"late": "Only what is late"}
_MINE = {"mine": "Only what I nominated"}
_FIRST = 10


@dataclass(frozen=True)
class Shown:
    """A task as a row of a list shows it."""

    what: str
    href: str
    link: str
    """What is linked."""
    about: str
    """What else it is about; empty: nothing."""
    since: date
    due: date | None
    is_late: bool
    days_late: int


@get("/tasks", may=auth.TASKED)
async def show_tasks(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """What waits for this person, nominations first; narrowed as the address says."""
    query, on = query_of(request), today()
    assert actor.role is not None  # Homeward itself asks for no page
    kinds = {kind.value: kind.words for kind in TASKS_OF[actor.role]}
    kind = one_of(query.get("kind"), kinds)
    late, mine = one_of(query.get("late"), _LATE), one_of(query.get("mine"), _MINE)
    choice = Choice(None if kind is None else TaskKind(kind), late is not None, mine is not None)
    found = await find_tasks(connection, actor=actor, on=on, choice=choice)
    page = paging("/tasks", query, len(found.chosen))
    rows = found.chosen[page.offset : page.offset + page.limit]
    await record_tasks(connection, rows)
    counted = {value: f"{words} ({found.by_kind.get(value, 0)})" for value, words in kinds.items()}
    fields = {
        "kind": ("What", options(counted, kind, "Anything")),
        "late": ("Late", options(_LATE, late, "Late or not")),
    }
    if actor.role is Role.OFFICER:
        fields["mine"] = ("Whose", options(_MINE, mine, "Anybody’s"))
    context = {
        "tasks": [shown(task, on) for task in rows],
        "found": found,
        "paging": page,
        "fields": fields,
    }
    return Template("tasks/list.html", context=context)


async def first_tasks(connection: Connection, actor: Actor) -> dict[str, Any]:
    """What a start page shows of tasks: the first ten, and how many wait and are late."""
    on = today()
    found = await find_tasks(connection, actor=actor, on=on)
    rows = found.chosen[:_FIRST]
    await record_tasks(connection, rows)
    return {"tasks": [shown(task, on) for task in rows], "found_tasks": found}


def shown(task: Task, on: date) -> Shown:
    """A task as a row of a list shows it on a day."""
    link, about = _link(task)
    return Shown(
        what=TaskKind(task.kind).words,
        href=address(task),
        link=link,
        about=about,
        since=task.since,
        due=task.due,
        is_late=is_late(task, on),
        days_late=days_late(task, on),
    )


def _link(task: Task) -> tuple[str, str]:
    """What is linked, and what else a task is about."""
    if task.kind == TaskKind.LOOK_AGAIN:
        return task.applicant_reference or "", task.vacancy_reference or ""
    if task.vacancy_reference is not None:
        return task.vacancy_reference, task.applicant_reference or ""
    return task.applicant_reference or task.subject or "", ""
