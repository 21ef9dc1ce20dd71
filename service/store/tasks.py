"""Tasks, which are no rows of their own: they follow from where everything else stands."""

from dataclasses import dataclass
from datetime import date, timedelta

from service.domain.accounts import Actor
from service.domain.declines import PARK_DAYS
from service.domain.tasks import IDLE_DAYS, LOOK_AGAIN, TaskKind
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("tasks")


@dataclass(frozen=True)
class Task:
    """One thing that waits for whoever asks."""

    kind: str
    """One of service.domain.tasks.TaskKind."""
    vacancy_id: int | None
    vacancy_reference: str | None
    nomination_id: int | None
    applicant_id: int | None
    applicant_reference: str | None
    message_id: int | None
    subject: str | None
    """Of the message."""
    since: date
    due: date | None
    """None: no day is set."""
    is_mine: bool
    """Whether it is of a nomination that whoever asks made."""

    def turn(self) -> tuple[bool, date, date, str, int, int, int, int]:
        """What tasks are sorted by, as sql/tasks.sql does it; what is NULL comes last."""
        ids = (self.vacancy_id, self.nomination_id, self.applicant_id, self.message_id)
        vacancy, nomination, applicant, message = (_LAST if id is None else id for id in ids)
        due = date.max if self.due is None else self.due
        is_idle = self.kind in (TaskKind.NOMINATE, TaskKind.PARKED)
        return is_idle, due, self.since, self.kind, vacancy, nomination, applicant, message


_LAST = 2**63 - 1


async def find_tasks(connection: Connection, actor: Actor, *, on: date) -> list[Task]:
    """What waits for whoever asks on a day: nominations first, then by the day due.

    Args:
        connection: Their own, which sees what they may see.
        actor: Who they are.
        on: Today.
    """
    asked = {
        "role": None if actor.role is None else actor.role.value,
        "name": actor.name,
        "district": actor.district_code,
        "today": on,
        "idle": on - timedelta(days=IDLE_DAYS),
        "idle_days": IDLE_DAYS,
        "park_days": PARK_DAYS,
        "look_again": list(LOOK_AGAIN),
    }
    return await all_rows(connection, Task, SQL["find_tasks"], asked)
