"""The decision to nominate: who stood before the person nominated, and why they were passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.actions.reading import record_read
from service.actions.shortlists import Candidate, shortlist
from service.actions.standing import Listed, Standing
from service.domain.auditing import SHORTEST_REASON
from service.domain.passed_over import NOT_SEEN, PASSED_OVER, PROPOSED
from service.errors import RuleBroken
from service.store.applicant_pages import ApplicantPage
from service.store.context import elevated
from service.store.decisions import (
    Considered,
    NewConsidered,
    find_considered,
    find_visible,
    get_counts,
    is_proposed,
)
from service.store.nominations import get_nomination
from service.store.pool import Connection

_N_AFTER = 10
"""How many behind whoever is nominated are kept with the decision."""


@dataclass(frozen=True)
class PassedOver:
    """Why those who stood before were passed over: a code, and more words."""

    code: str = ""
    note: str = ""


@dataclass(frozen=True)
class Decision:
    """Who was considered, in the order of priority, and how many."""

    rows: Sequence[NewConsidered]
    n_considered: int
    n_passed_over: int


@dataclass(frozen=True)
class Before:
    """Who stands before somebody on a shortlist, as far as whoever asks may see."""

    n: int
    is_proposed: bool
    """Whether the match run of the day proposes the home for them: a reason by itself."""

    @property
    def needs_reason(self) -> bool:
        """Whether somebody has to say why the others are passed over."""
        return self.n > 0 and not self.is_proposed


async def who_is_before(
    connection: Connection, *, vacancy_id: int, applicant: ApplicantPage, on: date
) -> Before:
    """Who would be passed over if an applicant were nominated, of those whom the officer sees."""
    listed = await shortlist(connection, vacancy_id=vacancy_id, on=on)
    proposed = await is_proposed(connection, vacancy_id=vacancy_id, applicant_id=applicant.id)
    return Before(_place(listed.candidates, applicant), proposed)


async def decide(
    connection: Connection,
    *,
    vacancy_id: int,
    applicant: ApplicantPage,
    passed_over: PassedOver,
    on: date,
    standing: Standing | None = None,
) -> Decision:
    """The decision as it is kept, of everybody who fits: also of those whom the officer sees not.

    Args:
        connection: The officer's own.
        vacancy_id: Which home.
        applicant: Who is nominated for it.
        passed_over: Why those before them are passed over.
        on: Today.
        standing: Who stands where, where it was worked out for many; None: it is read.

    Raises:
        RuleBroken: Somebody whom the officer sees is passed over, and no reason is given.
    """
    listed = await _listed(connection, vacancy_id, standing, on)
    place = _place(listed, applicant)
    before = listed[:place]
    if standing is None:
        seen = await find_visible(connection, [one.applicant_id for one in before])
    else:
        seen = {one.applicant_id for one in before} & standing.visible
    because = await _because(connection, vacancy_id, applicant.id, passed_over, any_seen=bool(seen))
    rows = [
        _row(k, one, "passed_over", because if one.applicant_id in seen else NOT_SEEN)
        for k, one in enumerate(before, start=1)
    ]
    is_listed = place < len(listed) and listed[place].applicant_id == applicant.id
    rows.append(
        NewConsidered(
            place + 1,
            applicant.id,
            applicant.tier,
            applicant.registered_on,
            listed[place].worth if is_listed else 0,
            "nominated",
            None,
        )
    )
    behind = listed[place + is_listed :][:_N_AFTER]
    rows += [_row(k, one, "after", None) for k, one in enumerate(behind, start=place + 2)]
    return Decision(rows, len(listed), place)


async def _listed(
    connection: Connection, vacancy_id: int, standing: Standing | None, on: date
) -> Sequence[Candidate | Listed]:
    """To whom the home is open, seen by the officer or not, the first in line first."""
    if standing is not None:
        return standing.listed(vacancy_id)
    async with elevated(connection):
        return (await shortlist(connection, vacancy_id=vacancy_id, on=on)).candidates


async def _because(
    connection: Connection,
    vacancy_id: int,
    applicant_id: int,
    passed_over: PassedOver,
    *,
    any_seen: bool,
) -> str:
    """The reason for whoever was passed over, given or by itself."""
    code, note = passed_over.code, passed_over.note.strip()
    if code and code not in PASSED_OVER:
        raise RuleBroken("Choose why they were passed over", field="passed_over")
    if code == "other" and len(note) < SHORTEST_REASON:
        words = f"Say why they were passed over, in {SHORTEST_REASON} characters or more"
        raise RuleBroken(words, field="passed_over_note")
    if code or not any_seen:
        return code
    if await is_proposed(connection, vacancy_id=vacancy_id, applicant_id=applicant_id):
        return PROPOSED
    raise RuleBroken(
        "Others stand before them on the shortlist. Choose why they are passed over",
        field="passed_over",
    )


def _place(listed: Sequence[Candidate | Listed], applicant: ApplicantPage) -> int:
    """How many stand before an applicant, who need not be on the list."""
    for k, one in enumerate(listed):
        if one.applicant_id == applicant.id:
            return k
    own = (applicant.tier, applicant.registered_on)
    return sum((one.tier, one.registered_on) < own for one in listed)


def _row(
    position: int, one: Candidate | Listed, outcome: str, because: str | None
) -> NewConsidered:
    return NewConsidered(
        position, one.applicant_id, one.tier, one.registered_on, one.worth, outcome, because
    )


@dataclass(frozen=True)
class Kept:
    """A decision as it was made, as far as whoever asks may see whom it was about."""

    rows: Sequence[Considered]
    n_considered: int
    n_passed_over: int


async def read_decision(connection: Connection, nomination_id: int) -> Kept | None:
    """Who was considered for a nomination, written down as read; None: from before it was kept.

    Raises:
        NotFound: There is no such nomination for this person.
    """
    await get_nomination(connection, nomination_id)
    counts = await get_counts(connection, nomination_id)
    if counts is None:
        return None
    rows = await find_considered(connection, nomination_id)
    await record_read(
        connection,
        subject=f"decision of nomination {nomination_id}",
        applicant_ids=[row.applicant_id for row in rows],
    )
    return Kept(rows, *counts)
