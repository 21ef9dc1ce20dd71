"""Named policies side by side: what each costs against the first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from matching import POLICIES, Compared, Policy, Problem, compare
from service.actions.apart import Report, Tell, apart, go_on
from service.actions.problems import read_problem
from service.errors import RuleBroken

Comparison = Sequence[Mapping[str, Any]]
"""What each policy comes to, the one that the others are held against first."""


async def compare_policies(
    database_url: str, names: Sequence[str], *, on: date, seed: int, report: Report = go_on
) -> Comparison:
    """Solve the problem of a day under each of some policies.

    Raises:
        RuleBroken: There is no policy of a name, or a name stands twice.
        SolvingError: The solving process failed.
    """
    policies = [_policy(name) for name in names]
    if len(set(names)) < len(names):
        raise RuleBroken(f"A policy is named twice in {', '.join(names)}; name each once.")
    translated, _ = await read_problem(database_url, on)
    return await apart(_compare, translated.problem, policies, seed, report=report)


def describe(compared: Sequence[Compared]) -> list[dict[str, Any]]:
    """The figures of a comparison, as they are kept with a run and printed as JSON."""
    return [
        {
            "policy": one.policy_name,
            "placed": one.placed,
            "placed_by_tier": list(one.placed_by_tier),
            "fit": one.fit,
            "mean_days_waited": one.mean_days_waited,
            "envious": one.envious,
            "moved": one.moved,
        }
        for one in compared
    ]


def _policy(name: str) -> Policy:
    if name not in POLICIES:
        raise RuleBroken(f"There is no policy {name!r}; choose from {', '.join(POLICIES)}.")
    return POLICIES[name]


def _compare(
    problem: Problem, policies: Sequence[Policy], seed: int, tell: Tell
) -> list[dict[str, Any]]:
    """What the child process does."""
    tell("comparing", 0.0)
    return describe(compare(problem, policies, seed))
