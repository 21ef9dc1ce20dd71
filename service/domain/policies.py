"""The words for the policies that a match run may go by."""

from collections.abc import Mapping, Sequence
from typing import Any

STRICT = "strict"
"""The policy that the others are held against, and that the answer of the day goes by."""

POLICIES: Mapping[str, str] = {
    STRICT: (
        "Priority decides who is housed; among them, homes are shared out for the best fit overall."
    ),
    "weighted": (
        "As many people of each tier are housed, but within a tier a better fit may outweigh some "
        "years of waiting."
    ),
    "fair": "Priority decides, once each client group has four fifths of its share of the homes.",
}
"""Policy -> what it goes by."""


def policy_words(name: str) -> str:
    """What a policy goes by; of one without words, nothing."""
    return POLICIES.get(name, "")


def comparison_lines(comparison: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[int]]]:
    """The figures of policies side by side: what each figure is, and a number for each policy.

    Args:
        comparison: A mapping a policy, as a run keeps it; the first is held against the others.
    """
    first = str(comparison[0]["policy"])
    figures = {
        "Mean days waited by those housed": "mean_days_waited",
        f"Total fit, in points of the {first} policy": "fit",
        "People passed over for somebody who stands after them": "envious",
        f"People whom it treats otherwise than {first}": "moved",
    }
    by_tier = zip(*(one["placed_by_tier"] for one in comparison), strict=True)
    return [
        ("People housed", [one["placed"] for one in comparison]),
        *((f"… of tier {tier}", list(housed)) for tier, housed in enumerate(by_tier, start=1)),
        *((words, [one[name] for one in comparison]) for words, name in figures.items()),
    ]
