"""Accepting what a match run proposes: one, some or all, each as a nomination of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from service.actions.nominations import nominate
from service.actions.standing import Standing, read_standing
from service.domain.accounts import Actor, Role
from service.domain.lettings import Ground
from service.errors import HomewardError, NotAllowed, RuleBroken
from service.store.accepting import Accepted, find_accepted, hold_both, plan_once
from service.store.context import elevated
from service.store.match_runs import get_run
from service.store.pool import Connection


@dataclass(frozen=True)
class Nominated:
    """A proposal that was accepted."""

    pair: Accepted
    nomination_id: int


@dataclass(frozen=True)
class Missed:
    """A proposal that holds no longer, and why."""

    pair: Accepted
    why: str


@dataclass(frozen=True)
class Acceptance:
    """What came of accepting some proposals."""

    nominated: Sequence[Nominated]
    missed: Sequence[Missed]


async def proposals_to_accept(
    connection: Connection, *, run_id: int, applicant_ids: Sequence[int] | None
) -> list[Accepted]:
    """The proposals for the applicants asked for, or all that whoever asks may see.

    Raises:
        NotFound: There is no such run.
        RuleBroken: The run has no result, or none of the proposals asked for is to be had.
    """
    run = await get_run(connection, run_id)
    if run.state != "done":
        raise RuleBroken(f"Match run {run_id} is {run.state} and proposes nobody.")
    pairs = await find_accepted(connection, run_id, applicant_ids)
    if not pairs:
        raise RuleBroken(
            f"None of these proposals of run {run_id} is left to accept. Choose others on the page "
            "of who is proposed."
        )
    return pairs


async def accept_proposals(
    connection: Connection,
    *,
    actor: Actor,
    run_id: int,
    applicant_ids: Sequence[int] | None,
    ground: Ground,
    on: date,
    reason: str = "",
) -> Acceptance:
    """Nominate those whom a run proposes; those that no longer hold are left out, and said why.

    Args:
        connection: The officer's own.
        actor: The officer.
        run_id: A finished run.
        applicant_ids: Whose proposals; None: all that the officer may see.
        ground: Why it is lawful to tell of them, of each the same.
        on: Today.
        reason: Why them, kept with each nomination; that the run proposes them, where it is empty.

    Raises:
        NotFound: There is no such run.
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: The run proposes none of them, or the day of consent is missing.
    """
    if actor.role is not Role.OFFICER:
        raise NotAllowed("Only a housing officer nominates.")
    ground.check(on)
    pairs = await proposals_to_accept(connection, run_id=run_id, applicant_ids=applicant_ids)
    async with elevated(connection):
        await hold_both(connection, pairs)
    vacancy_ids = [pair.vacancy_id for pair in pairs]
    standing = await read_standing(connection, vacancy_ids=vacancy_ids, on=on)
    await plan_once(connection)
    nominated, missed = [], []
    for pair in _first_in_line(pairs, standing):
        try:
            async with connection.transaction():
                nomination_id = await nominate(
                    connection,
                    actor=actor,
                    vacancy_id=pair.vacancy_id,
                    applicant_id=pair.applicant_id,
                    ground=ground,
                    on=on,
                    reason=reason.strip() or f"Match run {run_id} proposes them for this home.",
                    standing=standing,
                )
        except HomewardError as refused:
            missed.append(Missed(pair, str(refused)))
        else:
            standing.taken.add(pair.applicant_id)
            nominated.append(Nominated(pair, nomination_id))
    return Acceptance(_by_vacancy(nominated), _by_vacancy(missed))


def _first_in_line(pairs: Sequence[Accepted], standing: Standing) -> list[Accepted]:
    """The pairs by who stands first in line, so that nobody housed with them seems passed over."""
    ids = standing.translated.applicant_ids
    place = {int(ids[row]): k for k, row in enumerate(standing.order)}
    return sorted(pairs, key=lambda pair: place.get(pair.applicant_id, len(place)))


_Outcome = TypeVar("_Outcome", Nominated, Missed)


def _by_vacancy(outcomes: Sequence[_Outcome]) -> list[_Outcome]:
    return sorted(outcomes, key=lambda one: one.pair.vacancy_id)
