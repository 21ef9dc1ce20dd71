"""Districts as bits, so that the matcher compares what is asked with what somebody has."""

from collections.abc import Sequence

MOST_DISTRICTS = 32
"""The matcher's masks have so many bits."""


def district_bits(codes: Sequence[str]) -> dict[str, int]:
    """District code -> its bit, in the order of the codes.

    Args:
        codes: Of every district in the database, each once.

    Raises:
        ValueError: There are more districts than bits.
    """
    if len(codes) > MOST_DISTRICTS:
        raise ValueError(f"{len(codes)} districts; the matcher takes {MOST_DISTRICTS} at most.")
    return {code: 1 << bit for bit, code in enumerate(sorted(codes))}
