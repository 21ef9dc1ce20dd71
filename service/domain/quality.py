"""Quality ratings of three scales on the matcher's one, and the gate that each imposes.

The gate: Norfolk's Supporting People strategy of 2008 asks at least level B of the Quality
Assessment Framework (QAF); the county's market position statement of 2023 asks "good" or
"outstanding" of the Care Quality Commission (CQC), or "good" or "excellent" of the county's own
PAMMS assessment (Provider Assessment and Market Management Solution).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

UNRATED = 0
SHUT = 1
"""What every policy of the matcher shuts: inadequate."""
GATE = 3
"""The least that the gate asks, on the matcher's scale: good."""


class RatingScheme(StrEnum):
    """Who rates, each with a scale of its own."""

    CQC = "cqc"
    PAMMS = "pamms"
    QAF = "qaf"

    @property
    def words(self) -> str:
        """The short name as a page says it."""
        return self.value.upper()


class Grade(StrEnum):
    """Every rating of every scale."""

    OUTSTANDING = "outstanding"
    EXCELLENT = "excellent"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"
    POOR = "poor"
    A = "a"
    B = "b"
    C = "c"
    D = "d"


GRADES: Mapping[RatingScheme, Mapping[str, int]] = MappingProxyType(
    {
        RatingScheme.CQC: MappingProxyType(
            {"outstanding": 4, "good": 3, "requires_improvement": 2, "inadequate": 1}
        ),
        RatingScheme.PAMMS: MappingProxyType(
            {"excellent": 4, "good": 3, "requires_improvement": 2, "poor": 1}
        ),
        RatingScheme.QAF: MappingProxyType({"a": 4, "b": 3, "c": 2, "d": 1}),
    }
)
"""Grade -> the matcher's scale: 4 outstanding, 3 good, 2 requires improvement, 1 inadequate."""


def grade_words(scheme: RatingScheme, grade: str) -> str:
    """A rating as a page says it: "CQC requires improvement", "QAF level B"."""
    if scheme is RatingScheme.QAF:
        return f"QAF level {grade.upper()}"
    return f"{scheme.words} {grade.replace('_', ' ')}"


def meets_gate(scheme: RatingScheme, grade: str) -> bool:
    """Whether a rating is at least what the county asks."""
    return GRADES[scheme][grade] >= GATE


def quality_that_counts(scheme: str | None, grade: str | None, *, gate_holds: bool) -> int:
    """A scheme's quality as the matcher takes it.

    Where the gate holds, a rating below it counts as inadequate, which the matcher's policies shut;
    where it does not, the rating shuts nothing.
    """
    if scheme is None or grade is None or not gate_holds:
        return UNRATED
    rated = RatingScheme(scheme)
    return GRADES[rated][grade] if meets_gate(rated, grade) else SHUT
