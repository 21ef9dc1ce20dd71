"""What would change one applicant's outcome: each change by itself, on the newest run, exactly."""

import asyncio
import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import numpy as np

from matching import ProblemError, instance_from_json, result_from_json
from matching.whatif import Change, menu
from service.actions.outcomes import rule_names
from service.domain.reasons import change_words
from service.errors import NotFound, RuleBroken
from service.store.applicant_pages import get_applicant
from service.store.context import elevated
from service.store.instances import get_instance
from service.store.match_runs import find_latest_done, get_run
from service.store.pool import Connection
from service.store.shortlists import Whereabouts, find_whereabouts


@dataclass(frozen=True)
class Changed:
    """One change, and what it would do while everything else stays as it is."""

    area: str | None
    """The town and district that they would ask for besides."""
    rules: Sequence[str]
    """The rules that would be relaxed for them."""
    words: str
    n_open: int
    """Homes that would be open to them."""
    placed: bool
    """Whether the run would have placed them."""


@dataclass(frozen=True)
class WhatIf:
    """What each change would do for one applicant, in one run."""

    run_id: int
    match_on: date
    placed: bool
    """Whether the run places them as things are."""
    changes: Sequence[Changed]
    """Those that place them first, then those that open most homes."""


async def what_if(connection: Connection, *, applicant_id: int) -> WhatIf:
    """Work out what each change would do, from what the newest run was given and answered.

    Raises:
        NotFound: There is no such applicant among those who may be seen, there is no run, or the
            applicant was not in it.
        RuleBroken: The run is from before this could be worked out, or what it was given is gone.
    """
    await get_applicant(connection, applicant_id)
    run_id = await find_latest_done(connection)
    if run_id is None:
        raise NotFound("No match run is finished yet. Run a match first.")
    run = await get_run(connection, run_id)
    async with elevated(connection):  # it holds the whole county; only this person's part is told
        try:
            instance, result = await get_instance(connection, run_id)
        except NotFound as gone:  # an erasure deletes what runs were given
            raise RuleBroken(
                f"What run {run_id} was given is no longer kept, since a record was erased. "
                "Run a match again to ask this."
            ) from gone
    found = await asyncio.to_thread(_ask, run_id, instance, result, applicant_id)
    where = await find_whereabouts(connection, list(found.vacancy_of_area.values()))
    areas = {area: where[vacancy] for area, vacancy in found.vacancy_of_area.items()}
    best_first = sorted(found.changes, key=lambda change: (not change.placed, -change.n_open))
    changes = [_describe(change, areas) for change in best_first]
    return WhatIf(run_id, run.match_on, found.placed, changes)


@dataclass(frozen=True)
class _Found:
    """What the matcher says, with a vacancy in each area that it names."""

    placed: bool
    changes: Sequence[Change]
    vacancy_of_area: Mapping[int, int]
    """Area -> the id of a vacancy there."""


def _ask(run_id: int, instance: bytes, result: bytes, applicant_id: int) -> _Found:
    """Read the run back and ask the matcher.

    In an instance of ours, the keys of applicants and vacancies are their ids.
    """
    try:
        problem, policy, _ = instance_from_json(_unpack(instance))
        allocation = result_from_json(_unpack(result), problem)
    except ProblemError as error:
        raise RuleBroken(
            f"Match run {run_id} was made by an earlier Homeward, which kept too little to work "
            "this out. Run a match first."
        ) from error
    rows = np.flatnonzero(problem.applicants.key == applicant_id)
    if not len(rows):
        raise NotFound(
            f"The applicant was not in match run {run_id}. Live applicants are: run a match first."
        )
    changes = menu(problem, policy, allocation, int(rows[0]))
    asked = {change.area for change in changes if change.area >= 0}
    homes = zip(problem.vacancies.area.tolist(), problem.vacancies.key.tolist(), strict=True)
    vacancy_of_area = {area: vacancy for area, vacancy in homes if area in asked}
    return _Found(bool(allocation.vacancy_of[rows[0]] >= 0), changes, vacancy_of_area)


def _unpack(content: bytes) -> Any:
    return msgspec.json.decode(gzip.decompress(content))


def _describe(change: Change, areas: Mapping[int, Whereabouts]) -> Changed:
    at = areas.get(change.area)
    area = None if at is None else at.words
    rules = rule_names(int(change.rules))
    return Changed(area, rules, change_words(area, rules), change.n_open, change.placed)
