"""What will follow of changes whose day is still to come, as things stand."""

from collections.abc import Iterable

from service.actions.effects import effects, with_change
from service.actions.records import read_applicant
from service.domain.people import Applicant
from service.errors import RuleBroken
from service.store.circumstances import Circumstance, find_circumstances
from service.store.pool import Connection

_NOTHING = "Bedrooms, what benefits meet and local connection stay as they are"


async def find_foreseen(connection: Connection, applicant_id: int) -> dict[int, list[str]]:
    """Change that waits -> what will follow of it, in sentences.

    Raises:
        NotFound: There is no such applicant among those that may be seen.
    """
    applicant = await read_applicant(connection, applicant_id)
    return foresee(applicant, await find_circumstances(connection, applicant_id))


def foresee(applicant: Applicant, changes: Iterable[Circumstance]) -> dict[int, list[str]]:
    """Change that waits -> what will follow of it, each on top of those before it.

    Bedrooms, benefits and local connection are worked out for the day of the change, before it and
    after it, so that a birthday until then is not taken for its doing.
    """
    found: dict[int, list[str]] = {}
    before = applicant
    for change in sorted(changes, key=lambda one: (one.from_on, one.id)):
        if not change.waits:
            continue
        try:
            after = with_change(before, change.changes, change.from_on)
        except RuleBroken as broken:
            found[change.id] = [f"It cannot be made as things stand: {broken}"]
            continue
        found[change.id] = effects(before, after, change.from_on) or [_NOTHING]
        before = after
    return found
