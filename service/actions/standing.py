"""Who stands where for some vacancies, worked out once for all of them.

What one nomination asks of the county (does the home fit, who stands before) is the same for each
of many that are made together, but for those who are nominated on the way.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from matching import STRICT, priority_order
from matching.score import failed, worth
from service.actions.outcomes import rule_names
from service.actions.problems import Translated, translate
from service.errors import NotFound
from service.store.columns import Columns, read_columns
from service.store.context import elevated
from service.store.decisions import find_visible
from service.store.pool import Connection

_NO_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Listed:
    """Somebody to whom a vacancy is open, in the order of priority."""

    applicant_id: int
    tier: int
    registered_on: date
    worth: int


@dataclass(frozen=True, eq=False)
class Standing:
    """Everybody live who is nominated for no home, against some vacancies, of one moment."""

    translated: Translated
    order: npt.NDArray[np.int64]
    """Rows of applicants, the first in line first."""
    visible: frozenset[int]
    """Ids of those whom whoever asks may see."""
    taken: set[int] = field(default_factory=set)
    """Ids of those who were nominated since; nobody considers them any more."""

    def rules(self, *, vacancy_id: int, applicant_id: int) -> tuple[str, ...]:
        """The hard rules that shut a vacancy to an applicant; none: it is open to them.

        Raises:
            NotFound: One of the two was not among those read.
        """
        row = _row(self.translated.applicant_ids, applicant_id, "applicant")
        home = _row(self.translated.vacancy_ids, vacancy_id, "vacancy")
        mask = failed(self.translated.problem, STRICT, np.array([row]), np.array([home]))
        return rule_names(int(mask[0]))

    def listed(self, vacancy_id: int) -> list[Listed]:
        """To whom a vacancy is open of those who are still to be had, the first in line first."""
        home = _row(self.translated.vacancy_ids, vacancy_id, "vacancy")
        problem = self.translated.problem
        there = self.order[failed(problem, STRICT, self.order, np.array([home])) == 0]
        people = problem.applicants
        facts = (people.key[there], people.tier[there], people.registered_day[there])
        points = worth(problem, STRICT, there, np.full(len(there), home))
        return [
            Listed(id, tier, date.fromordinal(_NO_DAY + day), value)
            for id, tier, day, value in zip(*(of.tolist() for of in (*facts, points)), strict=True)
            if id not in self.taken
        ]


async def read_standing(
    connection: Connection, *, vacancy_ids: Sequence[int], on: date
) -> Standing:
    """Work out who stands where for some vacancies; of people whom the officer sees not too."""
    async with elevated(connection):
        columns = await read_columns(connection, on=on, vacancy_ids=vacancy_ids)
    visible = await find_visible(connection, columns.applicants["id"].tolist())
    return await asyncio.to_thread(_stand, columns, frozenset(visible))


def _stand(columns: Columns, visible: frozenset[int]) -> Standing:
    translated = translate(columns)
    return Standing(translated, priority_order(translated.problem, 0), visible)


def _row(ids: npt.NDArray[np.int64], wanted: int, noun: str) -> int:
    row = int(np.searchsorted(ids, wanted))
    if row == len(ids) or ids[row] != wanted:
        raise NotFound(f"There is no {noun} {wanted} to be had.")
    return row
