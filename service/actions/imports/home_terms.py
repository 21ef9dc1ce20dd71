"""The columns of a file of homes that may be left out: what they hold, and where it is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geodata.gazetteer import UnknownName, districts, find_district
from service.actions.imports import forms, parsers
from service.actions.imports.column import Column
from service.actions.imports.forms import Form
from service.actions.imports.parsers import Cell, Misread
from service.domain.homes import SexesAccepted
from service.domain.quality import Grade, RatingScheme
from service.domain.support import ClientGroup, SupportLevel
from service.domain.terms import ChargePeriod, Facility, HouseholdKind, PartM, Staffing

Json = Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Term:
    """One column, and the column of the database that keeps it."""

    column: Column
    kept: str
    of_unit: bool
    """Whether it is of the home; else of its scheme."""
    to_json: Json = _same
    """From the value of a cell, unless it is empty."""
    from_json: Json = _same
    """From what is kept, unless it is NULL."""


def _names(cell: Cell) -> frozenset[str]:
    """Codes of districts that are named."""
    try:
        return frozenset(find_district(entry).code for entry in parsers.read_list(cell))
    except UnknownName as error:
        raise Misread(str(error)) from None


def _named(codes: Iterable[str]) -> str:
    return "; ".join(sorted(one.name for one in districts() if one.code in set(codes)))


def _or_anyone(form: Form) -> Form:
    """Groups, with a word for none in particular, as empty means something else."""

    def read(cell: Cell) -> Any:
        is_anyone = parsers.as_text(cell).strip().casefold() == "anyone"
        return frozenset() if is_anyone else form.read(cell)

    words = f"{form.words}, or anyone"
    return Form(words, read, lambda groups: form.show(groups) or "anyone", form.choices)


_DISTRICTS = Form("districts, with semicolons between", _names, _named)
_NONE: frozenset[Any] = frozenset()
_AS_SCHEME = "as the scheme has it"
_AMOUNT = forms.money(1_000_000)


def _column(
    name: str, form: Form, meaning: str, example: str, empty: str, default: Any = None
) -> Column:
    return Column(name, form, meaning, example, required=False, default=default, empty=empty,
                  may_be_missing=True)  # fmt: skip


def _of_scheme(kept: str, column: Column, to_json: Json = _same, from_json: Json = _same) -> Term:
    return Term(column, kept, False, to_json, from_json)


def _of_unit(kept: str, column: Column, to_json: Json = _same, from_json: Json = _same) -> Term:
    return Term(column, kept, True, to_json, from_json)


def _groups(values: Sequence[str]) -> frozenset[ClientGroup]:
    return frozenset(map(ClientGroup, values))


def _facilities(values: Sequence[str]) -> frozenset[Facility]:
    return frozenset(map(Facility, values))


MANAGER = "manager"
SUPPORT_PROVIDER = "support_provider"
"""Both kept by the organisation's name until the database is asked for its number."""

_SCHEME = (
    _of_scheme(MANAGER, _column(
        "manager", forms.TEXT, "Who manages the scheme for the landlord; a landlord's name.",
        "Heron Homes", "the landlord")),
    _of_scheme(SUPPORT_PROVIDER, _column(
        "support provider", forms.TEXT, "Who gives the support; a support provider's name.",
        "Wren Support", "nobody")),
    _of_scheme("staffing", _column(
        "staffing", forms.one_of(Staffing), "When staff are there.", "daytime", "not known"),
        from_json=Staffing),
    _of_scheme("rating_scheme", _column(
        "rated by", forms.one_of(RatingScheme), "Who rated its quality.", "cqc", "nobody"),
        from_json=RatingScheme),
    _of_scheme("rating", _column(
        "rating", forms.one_of(Grade), "The rating on their scale.", "good", "not rated"),
        from_json=Grade),
    _of_scheme("rated_on", _column(
        "rated on", forms.DATE, "The day of the rating.", "02/02/2026", "not known"),
        date.isoformat, date.fromisoformat),
    _of_scheme("gate_holds", _column(
        "rating gate", forms.YES_NO, "Whether a rating that is too low shuts it to new people.",
        "yes", "yes", True)),
    _of_scheme("household_kind", _column(
        "household kind", forms.one_of(HouseholdKind),
        "Households it takes; couples is single people or couples, families have a child under 18.",
        "any", "any",
        HouseholdKind.ANY), from_json=HouseholdKind),
    _of_scheme("household_max", _column(
        "most people", forms.whole(1, 50), "The most people in a home.", "4", "no limit")),
    _of_scheme("pets_allowed", _column(
        "pets", forms.YES_NO, "Whether pets are allowed.", "yes", "not known")),
    _of_scheme("connection_districts", _column(
        "local connection", _DISTRICTS, "A local connection with one of them is asked.",
        "Norwich; Broadland", "none is asked", _NONE), sorted, frozenset),
    _of_scheme("nominating_districts", _column(
        "nominating districts", _DISTRICTS, "Only their registers may nominate, up to the quota.",
        "Norwich",
        "every register may", _NONE), sorted, frozenset),
    _of_scheme("nomination_quota", _column(
        "nomination quota", forms.whole(0, 100), "Their share of lettings, per cent; beyond it "
        "every register may nominate.", "75", "all are theirs")),
)  # fmt: skip
_UNIT = (
    _of_unit("lift", _column(
        "lift", forms.YES_NO, "Whether a lift reaches its floor.", "yes", "not known")),
    _of_unit("part_m", _column(
        "part m", forms.one_of(PartM),
        "Category of Part M: m4 3 2 a is wheelchair adaptable, m4 3 2 b accessible.", "m4 2",
        "none, or not known"), from_json=PartM),
    _of_unit("facilities", _column(
        "shared facilities", forms.some_of(Facility), "What it shares with other homes.",
        "kitchen; lounge", "none", _NONE), sorted, _facilities),
    _of_unit("charge_period", _column(
        "charge period", forms.one_of(ChargePeriod), "What the four amounts after it are for.",
        "weekly", "they are not known"), from_json=ChargePeriod),
    _of_unit("basic_rent_pence", _column(
        "basic rent", _AMOUNT, "Rent without charges.", "100.00", "not known")),
    _of_unit("eligible_charge_pence", _column(
        "eligible charges", _AMOUNT, "Service charges that Housing Benefit can meet.", "25.00",
        "not known")),
    _of_unit("ineligible_charge_pence", _column(
        "ineligible charges", _AMOUNT, "Service charges that it cannot meet.", "4.00",
        "not known")),
    _of_unit("personal_charge_pence", _column(
        "personal charges", _AMOUNT, "For what is used in the home, as heating.", "2.50",
        "not known")),
    _of_unit("support_level", _column(
        "home support level", forms.SUPPORT_LEVEL, "Support of this home.", "high", _AS_SCHEME),
        int, SupportLevel),
    _of_unit("client_groups", _column(
        "home client groups", _or_anyone(forms.some_of(ClientGroup)), "Whom this home is for.",
        "mental health", _AS_SCHEME), sorted, _groups),
    _of_unit("age_min", _column(
        "home age from", forms.whole(0, 120), "The youngest age in this home.", "21", _AS_SCHEME)),
    _of_unit("age_max", _column(
        "home age to", forms.whole(0, 120), "The oldest age in this home.", "60", _AS_SCHEME)),
    _of_unit("sexes", _column(
        "home sexes", forms.one_of(SexesAccepted), "Which adults this home is for.", "women",
        _AS_SCHEME), from_json=SexesAccepted),
    _of_unit("household_kind", _column(
        "home household kind", forms.one_of(HouseholdKind), "Households this home takes.",
        "single people", _AS_SCHEME), from_json=HouseholdKind),
    _of_unit("household_max", _column(
        "home most people", forms.whole(1, 50), "The most people in this home.", "1",
        _AS_SCHEME)),
    _of_unit("pets_allowed", _column(
        "home pets", forms.YES_NO, "Whether this home allows pets.", "no", _AS_SCHEME)),
)  # fmt: skip
TERMS = (*_SCHEME, *_UNIT)
CHARGES = tuple(term.column.name for term in _UNIT if term.kept.endswith("_charge_pence")
                or term.kept == "basic_rent_pence")  # fmt: skip


def terms_in(values: Mapping[str, Any], *, of_unit: bool) -> dict[str, Any]:
    """What a row says of its scheme or of its home, as JSON, by where it is kept."""
    said = ((term, values[term.column.name]) for term in TERMS
            if term.of_unit is of_unit and term.column.name in values)  # fmt: skip
    return {term.kept: None if value is None else term.to_json(value) for term, value in said}


def values_in(terms: Mapping[str, Any], *, of_unit: bool) -> dict[str, Any]:
    """What is kept of a scheme or a home, by column of the file."""
    kept = ((term, terms.get(term.kept)) for term in TERMS if term.of_unit is of_unit)
    return {
        term.column.name: None if value is None else term.from_json(value) for term, value in kept
    }
