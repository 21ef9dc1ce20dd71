"""Forms for applicants that are begun, kept between their pages, and finished."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from service.actions.duplicates import (
    FoundAgain,
    check_looked_at,
    find_again,
    keep_newcomer_apart,
)
from service.actions.reading import record_read
from service.actions.records import add_applicant, change_applicant, read_applicant
from service.domain.accounts import Actor, Role
from service.domain.records import FIELDS, record_of
from service.errors import NotAllowed, NotFound
from service.store import drafts
from service.store.drafts import Draft
from service.store.pool import Connection


@dataclass(frozen=True)
class Begun:
    """A form that is begun."""

    draft: Draft

    @property
    def is_complete(self) -> bool:
        """Whether every page has been answered once."""
        return {*FIELDS} - {"reference"} <= {*self.draft.answers}


async def begin_new(connection: Connection, *, actor: Actor) -> int:
    """Begin a form for somebody new; the draft's id."""
    return await drafts.add_draft(connection, account_id=_account(actor))


async def begin_change(connection: Connection, *, actor: Actor, applicant_id: int) -> int:
    """Begin a change of a record with what it holds; the draft's id.

    Raises:
        NotFound: There is no such applicant among those they may see.
    """
    record = record_of(await read_applicant(connection, applicant_id))
    await record_read(connection, subject="record to change", applicant_ids=[applicant_id])
    return await drafts.add_draft(
        connection, account_id=_account(actor), applicant_id=applicant_id, base=record
    )


async def get_begun(connection: Connection, *, actor: Actor, draft_id: int) -> Begun:
    """One's own form; that a record's values are shown is recorded.

    Raises:
        NotFound: There is none, it is somebody else's, or its record is not theirs to see any more.
    """
    _account(actor)
    draft = await drafts.get_draft(connection, draft_id)
    if draft.applicant_id is not None:
        await record_read(
            connection, subject="record to change", applicant_ids=[draft.applicant_id]
        )
    return Begun(draft)


async def find_alike_of(connection: Connection, draft: Draft) -> list[FoundAgain]:
    """Applicants whom the person of a new form may already be; that they are shown is recorded."""
    name, household = draft.answers.get("name"), draft.answers.get("household")
    if draft.applicant_id is not None or not name or not household:
        return []
    born_on = date.fromisoformat(household[0]["born_on"])
    found = await find_again(connection, name=name, born_on=born_on)
    if found:
        await record_read(
            connection,
            subject="records like somebody new",
            applicant_ids=[one.id for one in found],
        )
    return found


async def finish_new(
    connection: Connection,
    *,
    actor: Actor,
    draft: Draft,
    today: date,
    somebody_else_than: Collection[int] = (),
) -> int:
    """Put somebody new on the register as the form says; their id.

    Args:
        connection: The officer's own.
        actor: The officer.
        draft: The form.
        today: The day it is.
        somebody_else_than: Applicants alike whom the officer looked at: the person is none of them.

    Raises:
        RuleBroken: A field is wrong, or the person is likely on the register already; ``problems``
            or ``field`` says which and why.
    """
    await _take(connection, draft)
    alike = await find_alike_of(connection, draft)
    check_looked_at(alike, somebody_else_than)
    applicant_id = await add_applicant(connection, actor=actor, answers=draft.answers, today=today)
    await keep_newcomer_apart(connection, actor=actor, applicant_id=applicant_id, others=alike)
    return applicant_id


async def finish_change(
    connection: Connection, *, actor: Actor, draft: Draft, from_on: date, why: str, today: date
) -> None:
    """Change the record as the form says, from a day.

    Raises:
        RuleBroken: Nothing changes, or a field is wrong; ``problems`` says which and why.
    """
    assert draft.applicant_id is not None  # whoever calls has looked
    await _take(connection, draft)
    await change_applicant(
        connection,
        actor=actor,
        applicant_id=draft.applicant_id,
        answers=draft.answers,
        base=draft.base,
        from_on=from_on,
        why=why,
        today=today,
    )


async def _take(connection: Connection, draft: Draft) -> None:
    """Forget a form first of all, so that sent twice in a moment it is finished once.

    Raises:
        NotFound: It was finished or thrown away meanwhile.
    """
    if not await drafts.delete_draft(connection, draft.id):
        raise NotFound("This form was sent already. Look for the applicant on the register.")


def _account(actor: Actor) -> int:
    """The account whose drafts these are."""
    if actor.role is not Role.OFFICER or actor.account_id is None:
        raise NotAllowed("Only housing officers keep the register.")
    return actor.account_id
