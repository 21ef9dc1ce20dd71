"""JSON Schema of instances and results, built from the columns that ``problem`` checks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import numpy as np

from matching.applicants import APPLICANT_COLUMNS
from matching.conditions import (
    COMPANY_COLUMNS,
    LIMIT_COLUMNS,
    LIMITED_COLUMNS,
    MARK_COLUMNS,
    SERVICE_COLUMNS,
)
from matching.packing import N_MISSES, N_SETS
from matching.policy import FLOORS, MAX_WORTH, ORDERS, TIE_BREAKS, TIERS
from matching.rules import RULES, Rule
from matching.score import Part
from matching.tables import DAY, ColumnSpec
from matching.vacancies import VACANCY_COLUMNS

INSTANCE_FORMAT: Final = "homeward-instance/2"
RESULT_FORMAT: Final = "homeward-result/2"

Schema = dict[str, Any]


def _integers(about: str, low: int | None = None, high: int | None = None) -> Schema:
    return {"description": about, "type": "array", "items": _integer("A number a row.", low, high)}


def _integer(about: str, low: int | None = None, high: int | None = None) -> Schema:
    limits = {"minimum": low, "maximum": high}
    given = {name: limit for name, limit in limits.items() if limit is not None}
    return {"description": about, "type": "integer", **given}


def _object(about: str, properties: Schema, optional: Collection[str] = ()) -> Schema:
    return {
        "description": about,
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _column(spec: ColumnSpec) -> Schema:
    limits = np.iinfo(spec.dtype)
    low = int(limits.min if spec.low is None else spec.low)
    high = int(limits.max if spec.high is None else spec.high)
    about = spec.about if spec.unsaid is None else f"{spec.about} If left out: {spec.unsaid}."
    if spec.width is None:
        return _integers(about, low, high)
    row = _integers("A number a column.", low, high)
    if spec.width:
        row |= {"minItems": spec.width, "maxItems": spec.width}
    return {"description": about, "type": "array", "items": row}


def _table(about: str, specs: dict[str, ColumnSpec]) -> Schema:
    optional = [name for name, spec in specs.items() if spec.unsaid is not None]
    return _object(about, {name: _column(spec) for name, spec in specs.items()}, optional)


_POINTS: Final = {
    "max_void_days": "Days a home may stand empty until the applicant is ready.",
    "quality_gate": "Lowest quality rating that a rated home may have.",
    "base": "Points of every pair.",
    "minutes": "Points of a journey of no minutes, less in proportion.",
    "far_minutes": "Minutes of a journey that earns no points.",
    "bedrooms": "Points when no bedroom is spare.",
    "spare_bedroom": "Points lost a spare bedroom.",
    "support": "Points when just the support needed is given.",
    "over_support": "Points lost a level of support above the need.",
    "under_support": "Points lost a level of support below the need.",
    "feature_met": "Points a feature that is needed and there.",
    "feature_spare": "Points lost a feature that is there and not needed.",
    "rent": "Points when rent takes nothing of the limit, less in proportion.",
    "rent_shortfall": "Points lost a pound a week that the rent is above the limit.",
    "dates": "Points when the home need not stand empty, less in proportion.",
    "link": "Points for a home in the cluster of the enablement scheme they move on from.",
    "waiting": "Points a whole year waited.",
    "previous": "Points for the home that an earlier allocation gave them.",
}
_POLICY: Final = _object(
    "The rules switched on, the points of the soft parts, and how priority counts.",
    {
        "name": {"description": "What people call the policy.", "type": "string"},
        "version": _integer("A new number for every change.", 0),
        "rules": {
            "description": "Hard rules switched on; some are on even if left out.",
            "type": "array",
            "items": {"description": "A rule.", "enum": list(Rule.__members__)},
        },
        "order": {"description": "Whether priority or points settle who.", "enum": list(ORDERS)},
        "tier_order": _integers("The tiers, the first to be housed first.", 1, 5),
        "floors": {"description": "Groups that have a floor.", "enum": list(FLOORS)},
        "floor_percent": _integer("The floor, per cent of a share in proportion.", 0),
        "tie_break": {"description": "What settles ties first.", "enum": list(TIE_BREAKS)},
        "longest_chain": _integer("Most moves that hang on one another; 0 for any number.", 0),
        "choice": _integers("Points of an area by rank; the last for all later ranks.", 0),
        **{name: _integer(about, 0) for name, about in _POINTS.items()},
    },
)
_MINUTES: Final = {
    "description": "A row a place travelled from: minutes to each area; -1 not known.",
    "type": "array",
    "items": _integers("Minutes, a number an area.", -1, 32_767),
}
INSTANCE_TABLES: Final = {
    "applicants": ("A row an applicant.", APPLICANT_COLUMNS),
    "vacancies": ("A row a vacancy.", VACANCY_COLUMNS),
    "services": ("A row a floating support service.", SERVICE_COLUMNS),
    "limits": ("A row a limit on people of some classes.", LIMIT_COLUMNS),
    "limited": ("A row a limit and a vacancy that it is over.", LIMITED_COLUMNS),
    "marks": ("A row a pair of which something has been said.", MARK_COLUMNS),
    "company": ("A row two applicants.", COMPANY_COLUMNS),
}
"""Each table of an instance: what it is, and its columns."""

OPTIONAL_TABLES: Final = ("services", "limits", "limited", "marks", "company", "minutes")
"""What an instance may leave out: nothing is said there."""

INSTANCE_SCHEMA: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Homeward instance",
    **_object(
        "A problem with its policy and seed: all that is needed to solve it again.",
        {
            "format": {"description": "The version of this format.", "const": INSTANCE_FORMAT},
            "seed": _integer("Settles ties.", 0, 2**63 - 1),
            "n_areas": _integer("Areas that applicants rank and vacancies lie in.", 0),
            "day": _integer("The day of the match, days since 1970-01-01.", *DAY),
            "policy": _POLICY,
            **{name: _table(about, specs) for name, (about, specs) in INSTANCE_TABLES.items()},
            "minutes": _MINUTES,
        },
        OPTIONAL_TABLES,
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
        "service": _integers("Row of the service whose hours each takes; -1 none.", -1),
        "follows": _integers("Row of the applicant whose home each takes; -1 none.", -1),
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
        "reason": _integers(
            "0 no home is open to them, 1 all are held by higher priority, 2 hours of support are "
            "short, 3 a limit, company or the length of chains holds them back.",
            0,
            3,
        ),
        "n_open": _integers("Vacancies open to each.", 0),
        "shut": _lists(f"Vacancies that each rule shuts: {_RULE_ORDER}.", len(RULES)),
        "rule": _integers(f"The rule that matters most, 0 for none. {_MASK}", 0),
        "opens": _integers("Vacancies that relaxing that rule alone would open.", 0),
        "sets": _lists(f"Smallest sets of rules to relax; 0 for none. {_MASK}", N_SETS),
        "set_opens": _lists("Vacancies that relaxing each set would open.", N_SETS),
        "misses": _lists("Vacancies nearest to being open; -1 for none.", N_MISSES),
        "missed": _lists(f"The rules that shut those. {_MASK}", N_MISSES),
        "rank": _integers("Their own place in the order of priority, 1 the first.", 1),
        "last_rank": _integers("Place of the person to stand before; 0 for nobody.", 0),
        "last_tier": _integers("Tier of that person; 0 for nobody.", 0, 5),
        "last_registered_day": _integers("When that person registered; 0 for nobody."),
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
_WORTH: Final = _object(
    "What one more place would bring, at every vacancy with a place; no rows if it is not known.",
    {
        "vacancies": _integers("Rows of vacancies.", 0),
        "tiers": _integers("Tier of the first whom it would house besides; 0 for nobody.", 0, 5),
        "ranks": _integers(
            "Place of that person in the order of priority; 0 for nobody, or if points choose.", 0
        ),
        "housed": _lists("How many more of each tier, 1 to 5, it would house.", len(TIERS)),
        "gains": _integers("Points that the total fit would gain."),
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
            "proof": {
                "description": "flow: the prices prove it; search: side constraints bind.",
                "enum": ["flow", "search"],
            },
            "settled": {
                "description": "The last stage that is wholly settled.",
                "enum": ["priority", "fit", "ties"],
            },
            "vacancy_of": _integers("Row of the vacancy of each applicant; -1 unplaced.", -1),
            "worth_of": _integers("Worth of each placement, points; 0 unplaced.", 0, MAX_WORTH),
            "service_of": _integers("Row of the service whose hours each takes; -1 none.", -1),
            "prices": _integers("Price of each vacancy, points: the proof of the bound.", 0),
            "tier_prices": _integers("Price of leaving out a person of each tier, points.", 0)
            | {"minItems": 5, "maxItems": 5},
            "explanations": _object(
                "Why, for everyone.",
                {"placed": _PLACED, "unplaced": _UNPLACED, "empty": _EMPTY, "worth": _WORTH},
            ),
        },
    ),
}
