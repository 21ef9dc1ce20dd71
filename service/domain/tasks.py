"""What waits for a person: tasks that follow from where vacancies, nominations and people stand."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from service.domain.accounts import Role
from service.domain.declines import REASONS, Effect

IDLE_DAYS = 14
"""Days that a vacancy may be open before somebody is to be nominated for it."""
LOOK_AGAIN = tuple(
    code for code, reason in REASONS.items() if reason.effect in (Effect.CORRECT, Effect.REASSESS)
)
"""Reasons of a decline after which somebody looks at the applicant's record."""


class TaskKind(StrEnum):
    """What is to be done."""

    REVIEW_DECLINE = "review_decline"
    CHASE = "chase"
    """Somebody else's step is late."""
    EXPIRED = "expired"
    NOMINATE = "nominate"
    LOOK_AGAIN = "look_again"
    PARKED = "parked"
    ANSWER = "answer"
    ARRANGE_VIEWING = "arrange_viewing"
    RECORD_ANSWER = "record_answer"
    SET_MOVE_IN = "set_move_in"
    SIGN = "sign"
    FINISH_DRAFT = "finish_draft"
    NOT_OPEN = "not_open"
    AGREE_SUPPORT = "agree_support"
    NOT_SENT = "not_sent"

    @property
    def words(self) -> str:
        """The task as a list says it."""
        return _WORDS[self]


_WORDS: Mapping[TaskKind, str] = MappingProxyType(
    {
        TaskKind.REVIEW_DECLINE: "Review a decline",
        TaskKind.CHASE: "Ask after a step that is late",
        TaskKind.EXPIRED: "See what ran out today",
        TaskKind.NOMINATE: "Nominate somebody",
        TaskKind.LOOK_AGAIN: "Look at their record after a decline",
        TaskKind.PARKED: "Look at a parked application again",
        TaskKind.ANSWER: "Answer a nomination",
        TaskKind.ARRANGE_VIEWING: "Arrange a viewing",
        TaskKind.RECORD_ANSWER: "Record what came of the viewing",
        TaskKind.SET_MOVE_IN: "Set the day they move in",
        TaskKind.SIGN: "Record the signed letting",
        TaskKind.FINISH_DRAFT: "Finish a draft vacancy",
        TaskKind.NOT_OPEN: "See why a vacancy is not open yet",
        TaskKind.AGREE_SUPPORT: "Agree to give support",
        TaskKind.NOT_SENT: "See why an e-mail did not go",
    }
)
TASKS_OF: Mapping[Role, tuple[TaskKind, ...]] = MappingProxyType(
    {
        Role.OFFICER: (
            TaskKind.REVIEW_DECLINE, TaskKind.CHASE, TaskKind.EXPIRED, TaskKind.NOMINATE,
            TaskKind.LOOK_AGAIN, TaskKind.PARKED,
        ),
        Role.LANDLORD: (
            TaskKind.ANSWER, TaskKind.ARRANGE_VIEWING, TaskKind.RECORD_ANSWER,
            TaskKind.SET_MOVE_IN, TaskKind.SIGN, TaskKind.FINISH_DRAFT, TaskKind.NOT_OPEN,
        ),
        Role.SUPPORT_PROVIDER: (TaskKind.AGREE_SUPPORT,),
        Role.ADMINISTRATOR: (TaskKind.NOT_SENT,),
    }
)  # fmt: skip
"""Role -> the tasks that it may have."""
