"""The problem: who is waiting, what there is to let, and what joins them, checked on construction.

Nothing here has a name, an address or an identity: a row number is all the matcher knows, and a
caller-given ``key`` keeps its results independent of the order of the rows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from matching.applicants import Applicants
from matching.columns import Int16, Int32, Int64, ProblemError, settle
from matching.conditions import Company, Limited, Limits, Mark, Marks, Services
from matching.tables import check_rows, columns, take_rows
from matching.vacancies import Vacancies

_NOTHING: Final[Any] = np.zeros(0, dtype=np.int8)
NO_LIMITS: Final = Limits(classes=_NOTHING, most=_NOTHING)
NO_LIMITED: Final = Limited(limit=_NOTHING, vacancy=_NOTHING)
NO_MARKS: Final = Marks(applicant=_NOTHING, vacancy=_NOTHING, mark=_NOTHING)
NO_COMPANY: Final = Company(one=_NOTHING, other=_NOTHING, together=_NOTHING)


def _no_services(n_areas: int = 0) -> Services:
    covers = np.zeros((0, n_areas), dtype=np.int8)
    return Services(half_hours=_NOTHING, level=_NOTHING, covers=covers)


@dataclass(frozen=True, eq=False)
class Problem:
    """Applicants and vacancies that belong together, and everything said of both.

    Attributes:
        applicants: who is waiting, with those who would move.
        vacancies: what there is to let, with the homes that people who would move live in.
        services: floating support with hours to give.
        limits: most people of some classes over some vacancies.
        limited: the vacancies of each limit.
        marks: pairs locked, forbidden or refused before.
        company: who must live at one site, and who must not.
        minutes: int16[n_origins, n_areas], journeys from where people travel from; −1 not known.
        day: the day of the match, days since 1970-01-01, from which waiting is counted.

    Raises:
        ProblemError: if a row is named that is not there, if what is said cannot all be so, or if
            the areas do not agree.
    """

    applicants: Applicants
    vacancies: Vacancies
    services: Services = field(default_factory=_no_services)
    limits: Limits = NO_LIMITS
    limited: Limited = NO_LIMITED
    marks: Marks = NO_MARKS
    company: Company = NO_COMPANY
    minutes: Int16 = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int16))
    day: int = 0

    def __post_init__(self) -> None:
        if not len(self.services):
            object.__setattr__(self, "services", _no_services(self.n_areas))
        minutes = settle("minutes", self.minutes, np.int16, dimensions=2, low=-1)
        object.__setattr__(self, "minutes", minutes)
        self._check_areas()
        self._check_rows()
        self._check_homes()
        self._check_marks()

    @property
    def n_applicants(self) -> int:
        """Rows of applicants."""
        return len(self.applicants)

    @property
    def n_vacancies(self) -> int:
        """Rows of vacancies; one row may have several places."""
        return len(self.vacancies)

    @property
    def n_areas(self) -> int:
        """Areas that applicants rank and vacancies lie in."""
        return int(self.applicants.area_rank.shape[1])

    @property
    def movers(self) -> Int64:
        """int64[k], rows of the applicants who free a home by moving."""
        return np.flatnonzero(self.applicants.home >= 0)

    @property
    def locks(self) -> Int32:
        """int32[n_applicants], the vacancy that an officer has locked each to; −1 for none."""
        locked = self.marks.mark == Mark.LOCKED
        lock_of = np.full(self.n_applicants, -1, dtype=np.int32)
        lock_of[self.marks.applicant[locked]] = self.marks.vacancy[locked]
        return lock_of

    @property
    def n_living(self) -> Int64:
        """int64[n_vacancies], the people who would move that live at each."""
        return np.bincount(self.applicants.home[self.movers], minlength=self.n_vacancies)

    def take(self, applicant_rows: Int64, vacancy_rows: Int64) -> Problem:
        """The same problem with the rows named, in the order named.

        What is said of a row that is left out is left out too.

        Args:
            applicant_rows: int64[k], row numbers of applicants, each once.
            vacancy_rows: int64[l], row numbers of vacancies, each once.
        """
        person = _new_rows(applicant_rows, self.n_applicants)
        home = _new_rows(vacancy_rows, self.n_vacancies)
        applicants = take_rows(self.applicants, applicant_rows)
        return replace(
            self,
            applicants=replace(
                applicants, home=home[applicants.home], previous=home[applicants.previous]
            ),
            vacancies=take_rows(self.vacancies, vacancy_rows),
            limited=_renumbered(self.limited, vacancy=home),
            marks=_renumbered(self.marks, applicant=person, vacancy=home),
            company=_renumbered(self.company, one=person, other=person),
        )

    def to_bytes(self) -> bytes:
        """Canonical bytes: rows by key, columns by name, little-endian; the same for any order."""
        canonical = self.take(np.argsort(self.applicants.key), np.argsort(self.vacancies.key))
        chunks = [f"homeward-problem/2 day {self.day}\n".encode()]
        for table_name in ("applicants", "vacancies", "services", "limits"):
            chunks += _table_bytes(table_name, columns(getattr(canonical, table_name)))
        for table_name in ("limited", "marks", "company"):
            table = columns(getattr(canonical, table_name))
            order = np.lexsort([column for _, column in reversed(table)])
            chunks += _table_bytes(table_name, [(name, column[order]) for name, column in table])
        chunks += _table_bytes("travel", [("minutes", canonical.minutes)])
        return b"".join(chunks)

    def digest(self) -> str:
        """The sha256 of the canonical bytes, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def _check_areas(self) -> None:
        check_rows("vacancies.area", self.vacancies.area, self.n_areas)
        for where, matrix in (("services.covers", self.services.covers), ("minutes", self.minutes)):
            if len(matrix) and matrix.shape[1] != self.n_areas:
                raise ProblemError(
                    f"{where} has {matrix.shape[1]} areas; it must have {self.n_areas}, "
                    "as applicants.area_rank has"
                )

    def _check_rows(self) -> None:
        n, m = self.n_applicants, self.n_vacancies
        check_rows("applicants.home", self.applicants.home, m, none=-1)
        check_rows("applicants.previous", self.applicants.previous, m, none=-1)
        check_rows("applicants.origin", self.applicants.origin, len(self.minutes), none=-1)
        check_rows("limited.limit", self.limited.limit, len(self.limits))
        check_rows("limited.vacancy", self.limited.vacancy, m)
        check_rows("marks.applicant", self.marks.applicant, n)
        check_rows("marks.vacancy", self.marks.vacancy, m)
        check_rows("company.one", self.company.one, n)
        check_rows("company.other", self.company.other, n)
        alone = np.flatnonzero(self.company.one == self.company.other)
        if alone.size:
            raise ProblemError(
                f"company row {alone[0]} names applicant {self.company.one[alone[0]]} twice; "
                "it must name two"
            )

    def _check_homes(self) -> None:
        crowded = np.flatnonzero(self.n_living > self.vacancies.capacity)
        if crowded.size:
            row = int(crowded[0])
            raise ProblemError(
                f"vacancies.capacity row {row} is {self.vacancies.capacity[row]}; it must be at "
                f"least {self.n_living[row]}, the people in applicants.home who live there"
            )

    def _check_marks(self) -> None:
        """Refuse locks that cannot be kept, whatever the policy."""
        marks = self.marks
        locked = np.flatnonzero(marks.mark == Mark.LOCKED)
        person, home = marks.applicant[locked], marks.vacancy[locked]
        excluded = self.applicants.area_rank[person, self.vacancies.area[home]] < 0
        self._refuse_locks(locked[excluded], "lies in an area where they must not live")
        own = self.applicants.home[person] == home
        self._refuse_locks(locked[own], "is where they live already")
        again = np.ones(len(locked), dtype=np.bool_)
        again[np.unique(person, return_index=True)[1]] = False
        self._refuse_locks(locked[again], "is not the only one that they are locked to")
        ruled_out = marks.mark == Mark.FORBIDDEN
        both = np.isin(
            person * np.int64(self.n_vacancies) + home,
            marks.applicant[ruled_out] * np.int64(self.n_vacancies) + marks.vacancy[ruled_out],
        )
        self._refuse_locks(locked[both], "is forbidden to them")
        self._refuse_locks(locked[self._lacks_place(person, home)], "has no place left for them")

    def _lacks_place(self, person: Int32, home: Int32) -> Any:
        """Whether more people are locked to a vacancy than those who live there leave room for."""
        stays = self.applicants.home.copy()
        stays[person] = -1
        living = np.bincount(stays[stays >= 0], minlength=self.n_vacancies)
        wanted = np.bincount(home, minlength=self.n_vacancies)
        return (wanted + living > self.vacancies.capacity)[home]

    def _refuse_locks(self, rows: Int64, why: str) -> None:
        if rows.size:
            row = int(rows[0])
            raise ProblemError(
                f"marks row {row} locks applicant {self.marks.applicant[row]} to vacancy "
                f"{self.marks.vacancy[row]}, which {why}"
            )


def _new_rows(rows: Int64, n_rows: int) -> Int32:
    """Where each old row goes: int32[n_rows + 1], −1 for a row left out and for −1 itself."""
    new = np.full(n_rows + 1, -1, dtype=np.int32)
    new[rows] = np.arange(len(rows), dtype=np.int32)
    return new


def _renumbered(table: Any, **new_rows: Int32) -> Any:
    """A table that names rows, after these have moved; rows that name one left out go too."""
    moved = replace(
        table, **{name: np.maximum(new[getattr(table, name)], 0) for name, new in new_rows.items()}
    )
    kept = np.ones(len(table), dtype=np.bool_)
    for name, new in new_rows.items():
        kept &= new[getattr(table, name)] >= 0
    return take_rows(moved, np.flatnonzero(kept))


def _table_bytes(table_name: str, table: list[tuple[str, Any]]) -> list[bytes]:
    chunks = []
    for name, column in table:
        little = column.astype(column.dtype.newbyteorder("<"), copy=False)
        chunks.append(f"{table_name}.{name} {little.dtype.str} {little.shape}\n".encode())
        chunks.append(little.tobytes())
    return chunks
