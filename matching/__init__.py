"""Match applicants to vacancies: exact, explained and checked.

Columns in, allocation out: no file, socket, clock or database. The model is written out in
README.md, and the code follows it name by name.
"""

from matching.allocation import Allocation, faults, priority_order
from matching.candidates import HomesOpen, Shortlist, homes_open, shortlist
from matching.columns import ProblemError
from matching.eligibility import N_RULES, RULES, Rule, rules_in
from matching.explain import Empty, Explanations, Placed, Reason, Unplaced, explain
from matching.flow import Assignment, best_assignment
from matching.instance import (
    instance_from_json,
    instance_to_json,
    result_from_json,
    result_to_json,
)
from matching.prices import NotOptimalError
from matching.problem import FEMALE, MALE, NO_DAY, Applicants, Problem, Vacancies
from matching.schema import INSTANCE_FORMAT, INSTANCE_SCHEMA, RESULT_FORMAT, RESULT_SCHEMA
from matching.score import STRICT, Part, Policy, score_parts
from matching.solver import STAGES, Report, solve
from matching.verification import draw_faults, explanation_faults, result_faults

__all__ = [
    "FEMALE",
    "INSTANCE_FORMAT",
    "INSTANCE_SCHEMA",
    "MALE",
    "NO_DAY",
    "N_RULES",
    "RESULT_FORMAT",
    "RESULT_SCHEMA",
    "RULES",
    "STAGES",
    "STRICT",
    "Allocation",
    "Applicants",
    "Assignment",
    "Empty",
    "Explanations",
    "HomesOpen",
    "NotOptimalError",
    "Part",
    "Placed",
    "Policy",
    "Problem",
    "ProblemError",
    "Reason",
    "Report",
    "Rule",
    "Shortlist",
    "Unplaced",
    "Vacancies",
    "best_assignment",
    "draw_faults",
    "explain",
    "explanation_faults",
    "faults",
    "homes_open",
    "instance_from_json",
    "instance_to_json",
    "priority_order",
    "result_faults",
    "result_from_json",
    "result_to_json",
    "rules_in",
    "score_parts",
    "shortlist",
    "solve",
]
