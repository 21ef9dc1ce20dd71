"""What waits for a person, and what of it is late."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.actions.reading import record_read
from service.actions.working_days import working_days_between
from service.domain.accounts import Actor
from service.domain.tasks import TaskKind
from service.store import tasks as store
from service.store.pool import Connection
from service.store.tasks import Task


@dataclass(frozen=True)
class Choice:
    """What of one's tasks to see."""

    kind: TaskKind | None = None
    late_only: bool = False
    mine_only: bool = False
    """Only what is of nominations that one made oneself."""

    def takes(self, task: Task, on: date) -> bool:
        """Whether a task is among those chosen."""
        return (
            self.kind in (None, task.kind)
            and (not self.late_only or is_late(task, on))
            and (not self.mine_only or task.is_mine)
        )


@dataclass(frozen=True)
class TaskList:
    """A person's tasks on a day: those chosen, and how many there are in all."""

    chosen: Sequence[Task]
    n: int
    n_late: int
    by_kind: Mapping[str, int]


async def find_tasks(
    connection: Connection, *, actor: Actor, on: date, choice: Choice | None = None
) -> TaskList:
    """What waits for whoever asks, nominations first; nothing is recorded as read yet.

    Args:
        connection: Their own.
        actor: Who they are.
        on: Today.
        choice: Which to see; None: all.
    """
    found = await store.find_tasks(connection, actor, on=on)
    wanted = choice or Choice()
    return TaskList(
        chosen=[task for task in found if wanted.takes(task, on)],
        n=len(found),
        n_late=sum(is_late(task, on) for task in found),
        by_kind=Counter(task.kind for task in found),
    )


async def record_tasks(connection: Connection, tasks: Sequence[Task]) -> None:
    """Write down that whoever asks is shown these tasks, and whom they are about."""
    ids = sorted({task.applicant_id for task in tasks if task.applicant_id is not None})
    await record_read(connection, subject="tasks", applicant_ids=ids)


def is_late(task: Task, on: date) -> bool:
    """Whether a task's day is past."""
    return task.due is not None and task.due < on


def days_late(task: Task, on: date) -> int:
    """Working days since a task was due; 0: it is not late, or no working day came since."""
    return 0 if task.due is None else working_days_between(task.due, on)


def address(task: Task) -> str:
    """The page on which a task is done."""
    if task.nomination_id is not None and task.kind != TaskKind.LOOK_AGAIN:
        return f"/nominations/{task.nomination_id}"
    if task.applicant_id is not None:
        return f"/applicants/{task.applicant_id}"
    if task.message_id is not None:
        return f"/outbox/{task.message_id}"
    return f"/vacancies/{task.vacancy_id}"
