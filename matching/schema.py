"""JSON Schema of instances and results, built from the columns that ``problem`` checks."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from matching.eligibility import RULES, Rule
from matching.packing import N_MISSES
from matching.problem import (
    APPLICANT_COLUMNS,
    MATRICES,
    N_BEDROOM_RULES,
    VACANCY_COLUMNS,
    Specification,
)
from matching.score import MAX_WORTH, Part

INSTANCE_FORMAT: Final = "homeward-instance/1"
RESULT_FORMAT: Final = "homeward-result/1"

Schema = dict[str, Any]

_ABOUT_APPLICANTS: Final = {
    "key": "A stable number for each applicant, unique; settles draws and nothing else.",
    "tier": "Priority, 1 most urgent to 5.",
    "registered_day": "Day of registration, days since 1970-01-01; the earlier goes first.",
    "bedrooms_needed": "Bedrooms needed under each of the three bedroom rule sets.",
    "support_needed": "Level of support needed: 0 none, 1 low, 2 medium, 3 high.",
    "floating_level": "Level of support that floating support already gives, 0 to 3.",
    "client_groups": "Bit mask of the client groups they belong to.",
    "area_rank": "For each area: -1 excluded, 0 not wanted, 1 first choice, 2 second, and on.",
    "age": "Age of the lead applicant, years.",
    "sexes": "Sexes of the adults: 1 female, 2 male, 3 both or not known.",
    "accessibility_needs": "Bit mask of the features that the home must have.",
    "rent_limit_pence": "Rent they can meet, pence a week; -1 not known.",
    "ready_day": "First day they could move, days since 1970-01-01.",
    "needed_by_day": "Last day they could wait for; 2147483647 when there is none.",
}
_ABOUT_VACANCIES: Final = {
    "key": "A stable number for each vacancy, unique; settles draws and nothing else.",
    "bedrooms": "Bedrooms; 0 for a bedsit, a studio or a room.",
    "bedroom_rule": "Which column of bedrooms_needed the landlord goes by, 0 to 2.",
    "bedroom_surplus": "Bedrooms above the need that are allowed.",
    "support_level": "Level of support given there: 0 none, 1 low, 2 medium, 3 high.",
    "client_groups": "Bit mask of the client groups it is for; 0 for anyone.",
    "area": "Index of its area, from 0.",
    "age_min": "Youngest lead applicant, years.",
    "age_max": "Oldest lead applicant, years; at least age_min.",
    "sexes": "Sexes allowed: 1 female, 2 male, 3 any.",
    "features": "Bit mask of the adaptations it has.",
    "rent_pence": "Rent, pence a week; -1 where the rent rule does not apply.",
    "available_day": "First day it can be let, days since 1970-01-01.",
    "capacity": "Places: 1 for a home, more for a shared scheme, 0 for nothing at present.",
}


def _integers(about: str, low: int | None = None, high: int | None = None) -> Schema:
    return {"description": about, "type": "array", "items": _integer("A number a row.", low, high)}


def _integer(about: str, low: int | None = None, high: int | None = None) -> Schema:
    limits = {"minimum": low, "maximum": high}
    given = {name: limit for name, limit in limits.items() if limit is not None}
    return {"description": about, "type": "integer", **given}


def _object(about: str, properties: Schema) -> Schema:
    return {
        "description": about,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _column(name: str, about: str, specification: Specification) -> Schema:
    dtype, low, high = specification
    limits = np.iinfo(dtype)
    low, high = limits.min if low is None else low, limits.max if high is None else high
    if name not in MATRICES:
        return _integers(about, int(low), int(high))
    row = _integers("A number a column.", int(low), int(high))
    if name == "bedrooms_needed":
        row |= {"minItems": N_BEDROOM_RULES, "maxItems": N_BEDROOM_RULES}
    return {"description": about, "type": "array", "items": row}


def _table(about: str, words: dict[str, str], specifications: dict[str, Specification]) -> Schema:
    return _object(
        about, {name: _column(name, words[name], specifications[name]) for name in specifications}
    )


_POLICY: Final = _object(
    "The rules switched on and the points of the soft parts.",
    {
        "name": {"description": "What people call the policy.", "type": "string"},
        "version": _integer("A new number for every change.", 0),
        "rules": {
            "description": "Hard rules switched on; AREA_EXCLUDED is on even if left out.",
            "type": "array",
            "items": {"description": "A rule.", "enum": list(Rule.__members__)},
        },
        "max_void_days": _integer("Days a home may stand empty until the applicant is ready.", 0),
        "base": _integer("Points of every pair.", 0),
        "choice": _integers("Points of an area by rank; the last for all later ranks.", 0),
        "bedrooms": _integer("Points when no bedroom is spare.", 0),
        "spare_bedroom": _integer("Points lost a spare bedroom.", 0),
        "support": _integer("Points when no more support is given than needed.", 0),
        "over_support": _integer("Points lost a level of support above the need.", 0),
        "feature_met": _integer("Points a feature that is needed and there.", 0),
        "feature_spare": _integer("Points lost a feature that is there and not needed.", 0),
        "rent": _integer("Points when rent takes nothing of the limit, less in proportion.", 0),
        "dates": _integer("Points when the home need not stand empty, less in proportion.", 0),
    },
)

INSTANCE_SCHEMA: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Homeward instance",
    **_object(
        "A problem with its policy and seed: all that is needed to solve it again.",
        {
            "format": {"description": "The version of this format.", "const": INSTANCE_FORMAT},
            "seed": _integer("Settles ties.", 0, 2**63 - 1),
            "n_areas": _integer("Areas that applicants rank and vacancies lie in.", 0),
            "policy": _POLICY,
            "applicants": _table("A row an applicant.", _ABOUT_APPLICANTS, APPLICANT_COLUMNS),
            "vacancies": _table("A row a vacancy.", _ABOUT_VACANCIES, VACANCY_COLUMNS),
        },
    ),
}

_RULE_ORDER: Final = ", ".join(str(rule.name) for rule in RULES)
_MASK: Final = f"Bit masks of rules, from bit 0: {_RULE_ORDER}."


def _lists(about: str, n_columns: int) -> Schema:
    row = _integers("A number a column.") | {"minItems": n_columns, "maxItems": n_columns}
    return {"description": about, "type": "array", "items": row}


_PART_LIMITS: Final = {Part.FEATURES_MET: (0, None), Part.FEATURES_SPARE: (None, 0)}
_PLACED: Final = _object(
    "Everyone who is given a home.",
    {
        "applicants": _integers("Rows of applicants.", 0),
        "vacancies": _integers("Row of the vacancy each is given.", 0),
        "alternatives": _integers("Other vacancies that were open to each.", 0),
        "parts": _object(
            "Points of each part of the worth; they add up to it.",
            {part: _integers(f"Of {part}.", *_PART_LIMITS.get(part, ())) for part in Part},
        ),
    },
)
_UNPLACED: Final = _object(
    "Everyone who is not.",
    {
        "applicants": _integers("Rows of applicants.", 0),
        "reason": _integers("0 no home is open to them, 1 all are held by higher priority.", 0, 1),
        "n_open": _integers("Vacancies open to each.", 0),
        "shut": _lists(f"Vacancies that each rule shuts: {_RULE_ORDER}.", len(RULES)),
        "rule": _integers(f"The rule that matters most, 0 for none. {_MASK}", 0),
        "opens": _integers("Vacancies that relaxing that rule alone would open.", 0),
        "misses": _lists("Vacancies nearest to being open; -1 for none.", N_MISSES),
        "missed": _lists(f"The rules that shut those. {_MASK}", N_MISSES),
        "last_tier": _integers("Tier of the person to stand before; 0 if no home is open.", 0, 5),
        "last_registered_day": _integers("When that person registered; 0 if no home is open."),
    },
)
_EMPTY: Final = _object(
    "Every vacancy with a place left over.",
    {
        "vacancies": _integers("Rows of vacancies.", 0),
        "free": _integers("Places left over.", 1),
        "n_open": _integers("Applicants to whom it is open.", 0),
        "shut": _lists(f"Applicants whom each rule shuts out: {_RULE_ORDER}.", len(RULES)),
        "rule": _integers(f"The rule that shuts most out, 0 for none. {_MASK}", 0),
    },
)

RESULT_SCHEMA: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Homeward result",
    **_object(
        "An allocation with its proof and the reasons; rows are those of the instance.",
        {
            "format": {"description": "The version of this format.", "const": RESULT_FORMAT},
            "policy": _object(
                "The policy it was made under.",
                {
                    "name": {"description": "Its name.", "type": "string"},
                    "version": _integer("Its version.", 0),
                },
            ),
            "seed": _integer("The seed that settled ties.", 0, 2**63 - 1),
            "n_pairs": _integer("Eligible pairs.", 0),
            "value": _integer("Sum of the worths, points.", 0),
            "bound": _integer("No allocation housing the same people is worth more, points.", 0),
            "proved": {"description": "Whether it was proved best.", "type": "boolean"},
            "vacancy_of": _integers("Row of the vacancy of each applicant; -1 unplaced.", -1),
            "worth_of": _integers("Worth of each placement, points; 0 unplaced.", 0, MAX_WORTH),
            "prices": _integers("Price of each vacancy, points: the proof of the bound.", 0),
            "explanations": _object(
                "Why, for everyone.", {"placed": _PLACED, "unplaced": _UNPLACED, "empty": _EMPTY}
            ),
        },
    ),
}
