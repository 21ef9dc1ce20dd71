"""stub"""

from __future__ import annotations

from typing import NamedTuple

from matching.columns import Int32


class Mixture(NamedTuple):
    service: Int32
    proved: bool
    is_search: bool
    value: int
    bound: int


def mixes(ranked, policy):
    return False


def settle_mixed(ranked, policy, seed, effort, tell, relaxed):
    raise NotImplementedError


def side_faults(ranked, policy, place, service):
    return iter(())


def turn_faults(ranked, policy, place):
    return iter(())
