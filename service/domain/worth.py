"""The words for whom one more home would house; what pages and commands say."""

from collections.abc import Sequence


def housed_words(tier: int, housed: Sequence[int]) -> str:
    """Whom one more home would house: "a person of tier 1", "2 people: tiers 1 and 3".

    Args:
        tier: of the first in order whom it would house besides; 0: nobody.
        housed: how many more of each tier, 1 to 5; below 0: fewer.
    """
    if not tier:
        return "nobody more"
    more = [of for of, n in enumerate(housed, 1) for _ in range(n)]
    fewer = [of for of, n in enumerate(housed, 1) for _ in range(-n)]
    who = _people(more) if more else f"a person of tier {tier} before others"
    if not fewer:
        return who
    stay = "stays where they live" if len(fewer) == 1 else "stay where they live"
    return f"{who}, while {_people(fewer)} {stay}"


def _people(tiers: Sequence[int]) -> str:
    """People by their tiers, rising: "2 people of tier 3", "3 people: tiers 1, 1 and 3"."""
    if len(tiers) == 1:
        return f"a person of tier {tiers[0]}"
    if tiers[0] == tiers[-1]:
        return f"{len(tiers)} people of tier {tiers[0]}"
    return f"{len(tiers)} people: tiers {', '.join(map(str, tiers[:-1]))} and {tiers[-1]}"
