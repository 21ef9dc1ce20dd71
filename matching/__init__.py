"""Match applicants to vacancies: exact, explained and checked.

Columns in, allocation out: no file, socket, clock or database. The model is written out in
README.md, and the code follows it name by name.
"""

from matching.allocation import Allocation
from matching.applicants import EVERYWHERE, FEMALE, MALE, NO_DAY, Applicants
from matching.candidates import HomesOpen, Shortlist, homes_open, shortlist
from matching.check import faults
from matching.columns import ProblemError
from matching.compare import Compared, compare
from matching.conditions import Company, Limited, Limits, Mark, Marks, Services
from matching.effort import Effort, TooLargeError
from matching.envy import Envy, justified_envy
from matching.explain import Empty, Explanations, Placed, Reason, Unplaced, explain
from matching.flow import Assignment, best_assignment
from matching.instance import (
    instance_from_json,
    instance_to_json,
    result_from_json,
    result_to_json,
)
from matching.levels import STAGES
from matching.live import Change, Live
from matching.mix import Mixed, NoAllocationError, best_with_resources
from matching.order import priority_order
from matching.policy import FAIR, POLICIES, STRICT, WEIGHTED, Policy
from matching.prices import NotOptimalError
from matching.problem import Problem
from matching.rules import N_RULES, RULES, Rule, rules_in
from matching.schema import INSTANCE_FORMAT, INSTANCE_SCHEMA, RESULT_FORMAT, RESULT_SCHEMA
from matching.score import Part, score_parts
from matching.solver import Report, solve
from matching.vacancies import Vacancies
from matching.verification import draw_faults, explanation_faults, result_faults

__all__ = [
    "EVERYWHERE",
    "FAIR",
    "FEMALE",
    "INSTANCE_FORMAT",
    "INSTANCE_SCHEMA",
    "MALE",
    "NO_DAY",
    "N_RULES",
    "POLICIES",
    "RESULT_FORMAT",
    "RESULT_SCHEMA",
    "RULES",
    "STAGES",
    "STRICT",
    "WEIGHTED",
    "Allocation",
    "Applicants",
    "Assignment",
    "Change",
    "Company",
    "Compared",
    "Effort",
    "Empty",
    "Envy",
    "Explanations",
    "HomesOpen",
    "Limited",
    "Limits",
    "Live",
    "Mark",
    "Marks",
    "Mixed",
    "NoAllocationError",
    "NotOptimalError",
    "Part",
    "Placed",
    "Policy",
    "Problem",
    "ProblemError",
    "Reason",
    "Report",
    "Rule",
    "Services",
    "Shortlist",
    "TooLargeError",
    "Unplaced",
    "Vacancies",
    "best_assignment",
    "best_with_resources",
    "compare",
    "draw_faults",
    "explain",
    "explanation_faults",
    "faults",
    "homes_open",
    "instance_from_json",
    "instance_to_json",
    "justified_envy",
    "priority_order",
    "result_faults",
    "result_from_json",
    "result_to_json",
    "rules_in",
    "score_parts",
    "shortlist",
    "solve",
]
