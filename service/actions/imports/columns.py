"""The columns of the three files, as data: the guide lists them, imports read, exports write."""

from datetime import date
from enum import StrEnum
from typing import Any

from service.actions.imports import forms, ties
from service.actions.imports.column import Column
from service.actions.imports.forms import Form
from service.actions.imports.home_terms import TERMS
from service.domain.bedrooms import BedroomRule
from service.domain.homes import (
    Feature,
    IntendedStay,
    LandlordKind,
    SchemeKind,
    SexesAccepted,
    VacancyState,
    VoidReason,
    Works,
)
from service.domain.pauses import ParkReason
from service.domain.people import ApplicantState, Relation, Sex
from service.domain.restrictions import RestrictionKind
from service.domain.support import ClientGroup
from service.domain.vacancies import MOST_NOMINEES, MOST_TURNAROUND

CORRECTION = "what to correct"
"""The last column of a file of rejected rows; ignored when that file comes back."""

MOST_PERSONS = 20
PERSON_FIELDS = ("relation", "date of birth", "sex", "needs own room")

PLAUSIBLE_RENT_PENCE = (3_811, 96_279)
"""Lowest and highest soft limit of weekly rent for Norfolk in MHCLG's CORE rent ranges, 2026."""

_LONG_WAIT_DAYS = 20 * 365 + 5


LATER_FIELDS = {
    "access category": "access_category",
    "pets": "has_pets",
    "claims housing costs": "claims_housing_costs",
    "care leaver": "is_care_leaver",
    "hostel three months": "hostel_three_months",
    "care benefit": "has_care_benefit",
    "mappa": "is_mappa_managed",
    "fled abuse": "fled_abuse",
    "modern slavery": "fled_slavery",
    "armed forces": "has_served",
    "local connections": "connections",
}
"""Column that may be left out of a file of applicants -> the applicant's field."""


class ImportKind(StrEnum):
    """What a file holds."""

    HOMES = "homes"
    VACANCIES = "vacancies"
    APPLICANTS = "applicants"


def _odd_rent(pence: int, _today: date) -> str | None:
    low, high = PLAUSIBLE_RENT_PENCE
    if low <= pence <= high:
        return None
    return (
        f"£{pence / 100:,.2f} a week is outside the usual £{low / 100:,.2f} to £{high / 100:,.2f}."
    )


def _many_bedrooms(bedrooms: int, _today: date) -> str | None:
    return f"{bedrooms} bedrooms is unusual." if bedrooms >= 7 else None


def _long_wait(day: date, today: date) -> str | None:
    if day > today:
        return "This is after today."
    return "This is more than 20 years ago." if (today - day).days > _LONG_WAIT_DAYS else None


def _over(day: date, today: date) -> str | None:
    if day > today:
        return None
    return "This day has come: they would be back in the queue in the coming night."


def _old_date(day: date, today: date) -> str | None:
    return "This is more than 20 years ago." if (today - day).days > _LONG_WAIT_DAYS else None


def _odd_birth(day: date, today: date) -> str | None:
    if day > today:
        return "This is after today: a child who is expected?"
    return "This is more than 105 years ago." if today.year - day.year > 105 else None


def _optional(
    name: str, form: Form, meaning: str, example: str, empty: str, default: Any = None
) -> Column:
    return Column(name, form, meaning, example, required=False, default=default, empty=empty)


def _as_it_is(name: str, form: Form, meaning: str, example: str) -> Column:
    """A column that may be left out; an empty cell changes nothing."""
    return Column(name, form, f"{meaning} The column may be left out.", example, required=False,
                  empty="as it is here", may_be_missing=True)  # fmt: skip


def _later(name: str, form: Form, meaning: str, example: str) -> Column:
    """A fact that files may do without; an empty cell is not taken for no."""
    meaning = f"{meaning} The column may be left out; then it is as it was."
    return Column(name, form, meaning, example, False, None, "not known", may_be_missing=True)


_RELATION = forms.one_of([relation for relation in Relation if relation is not Relation.LEAD])
_NOBODY_IN_PARTICULAR: frozenset[Any] = frozenset()

HOMES = (
    Column("landlord", forms.TEXT, "Who owns the scheme.", "Heron Homes"),
    Column("landlord kind", forms.one_of(LandlordKind), "What kind of body the landlord is.",
           "registered provider"),
    Column("scheme reference", forms.REFERENCE, "The landlord's reference of the scheme.",
           "HH-BIT"),
    Column("scheme name", forms.TEXT, "The scheme's name, the same on each of its rows.",
           "Bittern Court"),
    Column("scheme kind", forms.one_of(SchemeKind), "What kind of scheme it is.",
           "supported living"),
    Column("support level", forms.SUPPORT_LEVEL,
           "Support given there: low is weekly or less, medium daily, high 24 hours.", "high"),
    _optional("client groups", forms.some_of(ClientGroup), "Whom the scheme is for.",
              "mental health; autism", "anyone", _NOBODY_IN_PARTICULAR),
    _optional("age from", forms.whole(0, 120), "The youngest age it takes.", "18", "no limit"),
    _optional("age to", forms.whole(0, 120), "The oldest age it takes.", "65", "no limit"),
    _optional("sexes", forms.one_of(SexesAccepted), "Which adults it houses.", "any", "any",
              SexesAccepted.ANY),
    Column("intended stay", forms.one_of(IntendedStay),
           "How long people stay: very short is up to a month, short up to a year, medium longer.",
           "medium"),
    _optional("postcode", forms.POSTCODE,
              "The scheme's postcode, which gives its district and nearest town.", "NR1 3DY",
              "not told, as for a refuge; then give town and district"),
    _optional("town", forms.PLACE, "The town the scheme counts as being in.", "Norwich",
              "the town nearest to the postcode"),
    _optional("district", forms.DISTRICT, "The council area.", "Norwich",
              "the district of the postcode"),
    Column("source", forms.TEXT, "Who told us, or which document.", "landlord's list, March 2026"),
    Column("unit reference", forms.REFERENCE, "The landlord's reference of the home or room.",
           "HH-BIT-01"),
    Column("bedrooms", forms.whole(0, 10, {"bedsit": 0, "studio": 0}),
           "Bedrooms of the home; 0 is a bedsit or studio.", "1", doubt=_many_bedrooms),
    _optional("shared", forms.YES_NO, "Whether it is a room let by itself in a shared home.", "no",
              "no", False),
    _optional("floor", forms.whole(-2, 50, {"ground": 0, "basement": -1}),
              "The floor its front door is on; 0 is the ground floor.", "0", "0", 0),
    _optional("features", forms.some_of(Feature), "What the home has.",
              "step free; level access shower", "none", _NOBODY_IN_PARTICULAR),
    Column("rent", forms.money(1_000_000),
           "Rent a week with service charges, of at most £10,000.", "131.50", doubt=_odd_rent),
    *(term.column for term in TERMS),
)  # fmt: skip

VACANCIES = (
    Column("vacancy reference", forms.REFERENCE, "Your reference of the vacancy.", "V-2026-014"),
    Column("unit reference", forms.REFERENCE, "The home, as the homes file names it.",
           "HH-BIT-01"),
    Column("state", forms.one_of(VacancyState), "Where the vacancy stands.", "open"),
    Column("void from", forms.DATE, "The first day the home stood empty.", "02/03/2026",
           doubt=_old_date),
    Column("void reason", forms.one_of(VoidReason), "Why it came to stand empty.", "move on"),
    Column("registered on", forms.DATE, "The day the vacancy was told to the council.",
           "03/03/2026", doubt=_long_wait),
    Column("available on", forms.DATE, "The first day somebody can move in.", "16/03/2026",
           doubt=_old_date),
    Column("bedroom rule", forms.one_of(BedroomRule),
           "The rule set the landlord lets by: lha uc for private rent, hb social for social rent.",
           "hb social"),
    _optional("bedroom surplus", forms.whole(0, 3),
              "Bedrooms more than needed that the landlord allows.", "0", "0", 0),
    _as_it_is("notice on", forms.DATE, "The day the landlord had notice.", "16/02/2026"),
    _as_it_is("works", forms.some_of(Works), "What is done before it is let.",
              "cleaning; decorating"),
    _as_it_is("works until", forms.DATE, "The last day of the works.", "09/03/2026"),
    _as_it_is("turnaround", forms.whole(0, MOST_TURNAROUND),
              "Working days that making it ready takes after the works; the day it is available "
              "counts them in.", "5"),
    _as_it_is("why available then", forms.TEXT,
              "Why it is available on another day than works and turnaround make.",
              "keys come late"),
    _as_it_is("opens on", forms.DATE,
              "The day a registered vacancy opens by itself; not told, 28 days before it is "
              "available.", "05/03/2026"),
    _as_it_is("nominees", forms.whole(1, MOST_NOMINEES), "How many people to nominate at once.",
              "1"),
)  # fmt: skip

_APPLICANT_HEAD = (
    Column("applicant reference", forms.REFERENCE, "Your reference of the household.",
           "B-10023"),
    Column("name", forms.TEXT, "The lead applicant's name.", "Robin Fenwick"),
    _optional("state", forms.one_of(ApplicantState), "Whether they are in the queue.", "live",
              "live", ApplicantState.LIVE),
    Column("tier", forms.whole(1, 5), "Priority, from 1 (most urgent) to 5.", "2"),
    Column("registered on", forms.DATE, "The day they joined the register.", "01/06/2025",
           doubt=_long_wait),
    Column("district", forms.DISTRICT, "The district whose register they wait on.", "Breckland"),
    Column("support level", forms.SUPPORT_LEVEL, "The support they need in the home.", "low"),
    _optional("floating support", forms.SUPPORT_LEVEL,
              "The level that floating support they already have would meet in any home.", "none",
              "none", forms.SUPPORT_LEVEL.read("none")),
    _optional("client groups", forms.some_of(ClientGroup), "Groups the household belongs to.",
              "homeless; mental health", "none in particular", _NOBODY_IN_PARTICULAR),
    _optional("accessibility needs", forms.some_of(Feature), "Features the home must have.",
              "step free", "none", _NOBODY_IN_PARTICULAR),
    _optional("rent limit", forms.money(100_000_000), "The most they can meet a week.", "150.00",
              "not known"),
    Column("ready on", forms.DATE, "The first day they could move.", "01/04/2026",
           doubt=_old_date),
    _optional("needed by", forms.DATE, "The last day they can wait for.", "30/06/2026",
              "no last day"),
    _optional("overnight carer", forms.YES_NO,
              "Whether a carer who lives elsewhere stays at night.", "no", "not known"),
    _optional("wanted areas", forms.WANTED, "Where they want to live, the first choice first.",
              "Dereham; Swaffham; Breckland district", "anywhere", ()),
    _optional("excluded areas", forms.EXCLUDED,
              "Where they must not live, whatever is free there.", "Thetford", "none",
              _NOBODY_IN_PARTICULAR),
    _optional("current unit", forms.REFERENCE,
              "The home they live in, where it is one of the homes file.", "HH-BIT-03",
              "none of ours"),
    Column("restrictions", forms.some_of(RestrictionKind),
           "Why only named officers may see the record. A file adds these and lifts none; the "
           "column may be left out.", "high risk", required=False, default=_NOBODY_IN_PARTICULAR,
           empty="as it is here", may_be_missing=True),
    _later("access category", ties.ACCESS_CATEGORY,
           "What the home must reach under Part M of the Building Regulations.", "M4(2)"),
    _later("pets", forms.YES_NO, "Whether they would bring a pet.", "no"),
    _later("claims housing costs", forms.YES_NO,
           "Whether they claim Universal Credit or Housing Benefit for rent.", "yes"),
    _later("care leaver", forms.YES_NO, "Whether they left care.", "no"),
    _later("hostel three months", forms.YES_NO,
           "Whether they stayed in homeless hostels for 3 months or more, with support.", "no"),
    _later("care benefit", forms.YES_NO,
           "Whether they get the care or daily living part of a disability benefit.", "no"),
    _later("mappa", forms.YES_NO, "Whether they are managed under MAPPA.", "no"),
    _later("fled abuse", forms.YES_NO, "Whether they flee or fled domestic abuse.", "no"),
    _later("modern slavery", forms.YES_NO, "Whether they are a victim of modern slavery.", "no"),
    _later("armed forces", forms.YES_NO, "Whether they serve or served in the armed forces.", "no"),
    _later("local connections", ties.CONNECTIONS, "What ties them to districts.",
           "Breckland: residence from 01/02/2020"),
    _as_it_is("why parked", forms.one_of(ParkReason),
              "Why somebody parked is not looked for a home now.", "hospital"),
    Column("parked until", forms.DATE,
           "The day on which somebody parked is back in the queue by themselves; not told with "
           "another reason than before, nobody knows yet. It needs a reason. The column may be "
           "left out.", "01/09/2026", required=False, empty="as it is here",
           doubt=_over, may_be_missing=True),
    Column("date of birth", forms.DATE, "The lead applicant's.", "01/05/1990", doubt=_odd_birth),
    Column("sex", forms.one_of(Sex), "The lead applicant's.", "female"),
    _optional("needs own room", forms.YES_NO,
              "Whether a disability keeps the lead applicant from sharing a bedroom.", "no",
              "not known"),
)  # fmt: skip


def person_columns(number: int) -> tuple[Column, ...]:
    """The columns of the second person of a household, the third and so on.

    All are empty when there is no such person.
    """
    who = f"person {number}"
    return (
        _optional(f"{who} relation", _RELATION, "What they are to the lead applicant.",
                  "child", "no such person"),
        Column(f"{who} date of birth", forms.DATE, "Theirs; a coming birth may be in the future.",
               "15/06/2016", required=False, empty="no such person", doubt=_odd_birth),
        _optional(f"{who} sex", forms.one_of(Sex), "Theirs.", "male", "no such person"),
        _optional(f"{who} needs own room", forms.YES_NO,
                  "Whether a disability keeps them from sharing a bedroom.", "no", "not known"),
    )  # fmt: skip


def columns_of(kind: ImportKind, n_persons: int = 1) -> tuple[Column, ...]:
    """The documented columns of a file, for households of up to so many persons."""
    if kind is ImportKind.HOMES:
        return HOMES
    if kind is ImportKind.VACANCIES:
        return VACANCIES
    persons = (person_columns(number) for number in range(2, n_persons + 1))
    return _APPLICANT_HEAD + tuple(column for columns in persons for column in columns)
