"""Where schemes are when no document says: towns take turns."""

from collections.abc import Iterator, Mapping

from service.demo.figures.places import DISTRICTS, TOWNS, towns_of
from service.demo.figures.waiting import WAITING


def towns_by_residents() -> Iterator[str]:
    """Towns in turn, for ever, as often as they have residents (the rule of Sainte-Laguë)."""
    return _in_turn({town.name: float(town.residents) for town in TOWNS})


def towns_by_waiting() -> Iterator[str]:
    """Districts in turn as often as they have households waiting; in each, towns by residents."""
    within = {
        district: _in_turn({town.name: float(town.residents) for town in towns_of(district)})
        for district in DISTRICTS
    }
    for district in _in_turn({name: float(sum(sizes)) for name, sizes in WAITING.items()}):
        yield next(within[district])


def _in_turn(weights: Mapping[str, float]) -> Iterator[str]:
    """Names for ever, each next to the one with the largest weight / (2 × turns had + 1)."""
    turns = dict.fromkeys(weights, 0)
    while True:
        name = max(weights, key=lambda name: weights[name] / (2 * turns[name] + 1))
        turns[name] += 1
        yield name
