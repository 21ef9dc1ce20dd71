"""Vacancies as the JSON API shows them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from service.actions.marks import MarkKind
from service.api.shapes.common import (
    Id,
    Next,
    Page,
    Parts,
    Pence,
    RuleCount,
    RuleName,
    RuleSets,
    Support,
    Tier,
)


class Proposed(Struct):
    """Whom the latest run proposes for a vacancy: what a letting needs, and no name."""

    reference: Annotated[str, Meta(examples=["A-00412"])]
    household_size: int
    bedrooms: Annotated[int, Meta(description="What the vacancy's bedroom rule gives them.")]
    support_level: Support


class Vacancy(Struct):
    """A vacancy in a list."""

    id: int
    reference: Annotated[str, Meta(examples=["V-0042"])]
    state: Annotated[str, Meta(examples=["open"])]
    available_on: date
    scheme: str
    scheme_kind: Annotated[str, Meta(examples=["supported_living"])]
    place: Annotated[str, Meta(examples=["Dereham"])]
    district: Annotated[str, Meta(examples=["Breckland"])]
    bedrooms: int
    shared: bool
    support_level: Support
    rent_pence: Pence
    landlord: str
    proposed_reference: Annotated[
        str | None, Meta(description="To officers: the applicant whom the latest run proposes.")
    ]
    nomination_id: Annotated[int | None, Meta(description="Of whom a person nominated for it.")]
    is_left_empty: Annotated[bool, Meta(description="The latest run proposes nobody.")]
    empty_rule: Annotated[
        str | None, Meta(description="The rule that shut most people out, if left empty.")
    ]


class Vacancies(Page[Vacancy]):
    """A part of the list of vacancies."""


class WorthOfOneMore(Struct):
    """What one more home like a vacancy would bring."""

    tier: Annotated[int, Meta(description="Of the first it would house besides; 0: nobody.")]
    housed: Annotated[list[int], Meta(description="More of each tier, 1 to 5; below 0: fewer.")]
    gain: Annotated[int, Meta(description="Points of fit, theirs included.")]


class VacancyDetail(Struct):
    """Every fact of a vacancy and its home, and what the latest run says."""

    id: int
    reference: str
    state: str
    registered_on: date
    available_on: date
    bedroom_rule: Annotated[str, Meta(examples=["bedroom_standard"])]
    bedroom_surplus: int
    void_from: date
    void_reason: str
    unit: str
    bedrooms: int
    shared: bool
    floor: int
    features: list[str]
    rent_pence: Pence
    scheme: str
    scheme_kind: str
    support_level: Support
    client_groups: list[str]
    age_min: int | None
    age_max: int | None
    sexes: str
    intended_stay: str
    postcode: str | None
    place: str
    district: str
    landlord: str
    opens_on: Annotated[date, Meta(description="It opens to nominations by itself that day.")]
    works: Annotated[list[str], Meta(examples=[["decorating"]])]
    works_from: date | None
    works_until: date | None
    turnaround_days: Annotated[
        int | None,
        Meta(description="Working days after the works, which available_on counts in."),
    ]
    nominees: Annotated[int, Meta(description="People to nominate at once.")]
    version: Annotated[int, Meta(description="To name in a change, so that none is lost.")]
    nomination_id: Annotated[int | None, Meta(description="Of whom a person nominated for it.")] = (
        None
    )
    proposed: Annotated[
        Proposed | None, Meta(description="To officers: whom the latest run proposes.")
    ] = None
    empty_rule: Annotated[
        str | None, Meta(description="If left empty: the rule that shut most people out.")
    ] = None
    shut_out: Annotated[
        Mapping[str, int] | None,
        Meta(description="If left empty, to officers: rule -> applicants it shut out of it."),
    ] = None
    one_more: Annotated[
        WorthOfOneMore | None,
        Meta(description="To officers: what the latest run says one more home would bring."),
    ] = None


class Candidate(Struct):
    """An applicant who could live in a vacancy."""

    applicant_id: int
    reference: str
    name: str
    tier: Tier
    registered_on: date
    worth: int
    parts: Parts


class NearlyOpen(Struct):
    """An applicant to whom a vacancy would be open but for a rule or two."""

    applicant_id: int
    reference: str
    name: str
    tier: Tier
    registered_on: date
    rules: list[RuleName]


class Shortlist(Struct):
    """Who could live in a vacancy today, in the order of priority, and who is shut out."""

    vacancy_id: int
    total: Annotated[int, Meta(description="Candidates in the whole shortlist.")]
    next: Next
    order: Annotated[list[str], Meta(description="What the order goes by, one after the other.")]
    candidates: list[Candidate]
    near_misses: Annotated[
        list[NearlyOpen], Meta(description="Shut out by one or two rules; the nearest of n_near.")
    ]
    n_near: int
    sets: RuleSets
    shut_out: list[RuleCount]


class MarkAsked(Struct, forbid_unknown_fields=True):
    """A home to hold for a person, or to rule out for them."""

    applicant_id: Id
    mark: Annotated[MarkKind, Meta(description="locked: held for them; forbidden: ruled out.")]
    reason: Annotated[
        str,
        Meta(
            min_length=10, max_length=1000, description="At least 10 characters; kept in the audit."
        ),
    ]


class LiftAsked(Struct, forbid_unknown_fields=True):
    """Why a mark is lifted."""

    reason: Annotated[
        str,
        Meta(
            min_length=10, max_length=1000, description="At least 10 characters; kept in the audit."
        ),
    ]


class PairMark(Struct):
    """What was said of a vacancy and an applicant; it holds while lifted_at is null."""

    id: int
    vacancy_id: int
    vacancy_reference: str
    applicant_id: int
    applicant_reference: str
    mark: Annotated[str, Meta(examples=["locked"])]
    reason: str
    made_by: str
    made_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None
    lifted_because: str | None
