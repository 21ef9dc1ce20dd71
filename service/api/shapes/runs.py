"""Match runs as the JSON API takes and shows them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from service.api.shapes.common import Page, Parts, Rules, Tier


class RunAsked(Struct, forbid_unknown_fields=True):
    """What to match."""

    match_on: Annotated[
        date | None, Meta(description="Ages and dates are as of this day; today if left out.")
    ] = None
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1, examples=[1])] = 1
    policy: Annotated[str, Meta(examples=["strict"])] = "strict"


class Run(Struct):
    """A match run; the figures are null until it is done."""

    id: int
    asked_by: str
    asked_at: datetime
    match_on: date
    policy: Mapping[str, Any]
    seed: int
    state: Annotated[str, Meta(examples=["running"])]
    is_over: bool
    stage: Annotated[str, Meta(examples=["solving"])]
    progress: Annotated[int, Meta(description="Per cent.", examples=[40])]
    finished_at: datetime | None
    households: int | None
    applicants: int | None
    vacancies: int | None
    pairs: int | None
    placed: int | None
    unplaced: int | None
    value: int | None
    bound: int | None
    proved: bool | None
    faults: list[str] | None
    seconds: Mapping[str, float] | None
    problem_sha256: str | None
    error: str | None


class Proposal(Struct):
    """One applicant put beside one vacancy."""

    applicant_id: int
    applicant_reference: str
    applicant_name: str
    tier: Tier
    registered_on: date
    vacancy_id: int
    vacancy_reference: str
    scheme: str
    scheme_kind: str
    place: str
    bedrooms: int
    landlord: str
    worth: int
    parts: Parts
    alternatives: Annotated[int, Meta(description="Other vacancies that were open to them.")]


class Proposals(Page[Proposal]):
    """A part of the list of a run's proposals."""


class Unplaced(Struct):
    """An applicant whom the run could not place, and why."""

    applicant_id: int
    applicant_reference: str
    applicant_name: str
    tier: Tier
    registered_on: date
    reason: Annotated[str, Meta(examples=["higher_priority"])]
    eligible: Annotated[int, Meta(description="Vacancies open to them.")]
    rule: str | None
    opens: Annotated[int, Meta(description="Vacancies that relaxing rule alone would open.")]
    rules: Rules
    near_misses: list[Mapping[str, Any]]
    last_tier: int | None
    last_registered_on: date | None


class UnplacedList(Page[Unplaced]):
    """A part of the list of whom a run could not place."""


class EmptyVacancy(Struct):
    """A vacancy that nobody is proposed for, and why."""

    vacancy_id: int
    vacancy_reference: str
    scheme: str
    scheme_kind: str
    place: str
    bedrooms: int
    landlord: str
    eligible: Annotated[int, Meta(description="Applicants it was open to.")]
    rule: str | None
    rules: Rules


class EmptyVacancies(Page[EmptyVacancy]):
    """A part of the list of vacancies that a run left empty."""
