"""Match runs as the JSON API takes and shows them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from service.api.shapes.common import Id, Page, Parts, Rules, RuleSets, Tier

Seconds = Annotated[int, Meta(gt=0, description="Time to solve in.", examples=[60])]
Mebibytes = Annotated[int, Meta(gt=0, description="Memory for the eligible pairs, MiB.")]


class ScopeAsked(Struct, forbid_unknown_fields=True):
    """The part of the county that a run is over; what is left out leaves nothing out."""

    districts: Annotated[
        list[str], Meta(description="Codes; homes there, or in the places.", max_length=100)
    ] = []
    places: Annotated[list[Id], Meta(description="Ids of towns.", max_length=200)] = []
    kinds: Annotated[list[str], Meta(description="Kinds of scheme.", max_length=50)] = []
    landlords: Annotated[list[Id], Meta(max_length=1000)] = []
    vacancies: Annotated[list[str], Meta(description="References.", max_length=10_000)] = []
    registers: Annotated[
        list[str], Meta(description="Codes; applicants of these districts.", max_length=100)
    ] = []


class RunAsked(Struct, forbid_unknown_fields=True):
    """What to match."""

    match_on: Annotated[
        date | None, Meta(description="Ages and dates are as of this day; today if left out.")
    ] = None
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1, examples=[1])] = 1
    policy: Annotated[str, Meta(description="strict, weighted or fair.", examples=["strict"])] = (
        "strict"
    )
    seconds: Seconds | None = None
    memory_mb: Mebibytes | None = None
    title: Annotated[str, Meta(max_length=80, description="To find it again.")] = ""
    scope: ScopeAsked = msgspec.field(default_factory=ScopeAsked)


class PolicyFigures(Struct):
    """What one policy comes to."""

    policy: Annotated[str, Meta(examples=["strict"])]
    placed: int
    placed_by_tier: Annotated[list[int], Meta(description="Of tiers 1 to 5.")]
    fit: Annotated[int, Meta(description="In points of the first policy.")]
    mean_days_waited: Annotated[int, Meta(description="By those housed.")]
    envious: Annotated[int, Meta(description="Passed over for somebody of lower priority.")]
    moved: Annotated[int, Meta(description="People whom it treats otherwise than the first.")]


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
    seconds_allowed: int | None
    memory_mb_allowed: int | None
    is_what_if: Annotated[
        bool, Meta(description="For another day, a part of the county, or not under strict.")
    ]
    scope: Annotated[
        Mapping[str, Any],
        Meta(description="Its title, and what it is over; all, where it says nothing."),
    ]
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
    proof: Annotated[str | None, Meta(description="flow or search.", examples=["flow"])]
    settled: Annotated[
        str | None, Meta(description="The last stage settled: priority, fit or ties.")
    ]
    comparison: Annotated[
        list[PolicyFigures] | None,
        Meta(description="The strict policy, then this run's; null under the strict one."),
    ]
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


class Runs(Page[Run]):
    """A part of the list of match runs."""


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
    rank: Annotated[int | None, Meta(description="Place in the order of priority, from 1.")]
    last_rank: Annotated[
        int | None, Meta(description="Of whoever they would have had to stand before.")
    ]
    sets: RuleSets


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


class WorthOfKind(Struct):
    """What one more home of one size in one town would bring, at best."""

    place: Annotated[str, Meta(examples=["Dereham"])]
    bedrooms: Annotated[int, Meta(description="0: a studio.")]
    n_vacancies: Annotated[int, Meta(description="Vacancies of this kind in the run.")]
    tier: Annotated[int, Meta(description="Of the first it would house besides; 0: nobody.")]
    housed: Annotated[list[int], Meta(description="More of each tier, 1 to 5; below 0: fewer.")]
    gain: Annotated[int, Meta(description="Points of fit, theirs included.")]
