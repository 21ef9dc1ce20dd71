"""Integer prices of vacancies: what makes an allocation certain to be the best.

For the applicants who are housed, any prices p ≥ 0 bound the total worth of every allocation that
houses them all: Σ_i max_j (w_ij − p_j) + Σ_j c_j p_j. An allocation whose worth equals the bound
cannot be improved on (README, "Fit").
"""

from __future__ import annotations

import numpy as np

from matching.columns import Bools, Int32, Int64, starts
from matching.edges import Pairs
from matching.heap import drop_first, push
from matching.jit import compiled


class NotOptimalError(ArithmeticError):
    """A solver's answer that is not the best one: some rearrangement is worth more."""


def least_prices(pairs: Pairs, place: Int32, n_vacancies: int, above: Int64 | None = None) -> Int64:
    """The least prices at which what every applicant has is the best for them.

    The price of a vacancy is exactly what one more place there would add to the total worth of
    the applicants given, by the chain of moves that it would set off.

    Args:
        pairs: eligible pairs; worth in points.
        place: int32[n_applicants], the vacancy of each; −1 for one who goes without, to whom that
            is worth 0.
        n_vacancies: rows of vacancies.
        above: int64[n_vacancies], points, prices that are thought to prove it; from them, one look
            at each pair is enough.

    Returns:
        int64[n_vacancies], points, at least 0.

    Raises:
        NotOptimalError: if a round of moves would raise the total worth.
    """
    worth = pairs.worth.astype(np.int64, copy=False)
    own = _worth_at(pairs.start, pairs.vacancy, worth, place)
    prices = _offers(pairs.start, pairs.vacancy, worth, place, n_vacancies)
    n_without = int(np.count_nonzero(place < 0))
    holder = np.argsort(place, kind="stable")[n_without:]
    holder_start = starts(np.bincount(place[holder], minlength=n_vacancies))
    if above is not None:
        right = _satisfies(pairs.start, pairs.vacancy, worth, place, own, prices, above)
        if right:
            fall = above - prices
            _lower(pairs.start, pairs.vacancy, worth, own, holder_start, holder, above, fall)
            prices = above - fall
    else:
        right = _raise(pairs.start, pairs.vacancy, worth, own, holder_start, holder, prices)
    if not right:
        raise NotOptimalError("a round of moves among the people housed would be worth more")
    return prices


def worth_at(pairs: Pairs, place: Int32) -> Int64:
    """What each applicant's place is worth to them; the best, if a pair is given more than once.

    Args:
        pairs: eligible pairs.
        place: int32[n_applicants], the vacancy of each, −1 for none.

    Returns:
        int64[n_applicants], points; 0 for an applicant without a place.
    """
    return _worth_at(pairs.start, pairs.vacancy, pairs.worth, place)


@compiled
def _worth_at(start: Int64, vacancy: Int32, worth: Int32 | Int64, place: Int32) -> Int64:
    own = np.zeros(place.size, dtype=np.int64)
    for i in range(place.size):
        found = False
        for e in range(start[i], start[i + 1]):
            if vacancy[e] == place[i] and (not found or worth[e] > own[i]):
                own[i], found = worth[e], True
    return own


@compiled
def _offers(start: Int64, vacancy: Int32, worth: Int64, place: Int32, n_vacancies: int) -> Int64:
    """The most that anyone who goes without would give for each vacancy; at least 0."""
    offers = np.zeros(n_vacancies, dtype=np.int64)
    for i in range(place.size):
        if place[i] < 0:
            for e in range(start[i], start[i + 1]):
                offers[vacancy[e]] = max(offers[vacancy[e]], worth[e])
    return offers


@compiled
def _satisfies(
    start: Int64,
    vacancy: Int32,
    worth: Int64,
    place: Int32,
    own: Int64,
    offers: Int64,
    prices: Int64,
) -> bool:
    """Whether at these prices nobody would rather be elsewhere, nor in instead of out."""
    for i in range(place.size):
        if place[i] >= 0:
            net = own[i] - prices[place[i]]
            for e in range(start[i], start[i + 1]):
                if worth[e] - prices[vacancy[e]] > net:
                    return False
    return bool((prices >= offers).all())


@compiled
def _lower(
    start: Int64,
    vacancy: Int32,
    worth: Int64,
    own: Int64,
    holder_start: Int64,
    holder: Int64,
    prices: Int64,
    fall: Int64,
) -> None:
    """Find how far prices that satisfy everyone can come down and still do.

    A price can fall as far as ``fall`` says, and no further than some other's fall and what its
    holders would lose by moving. That is a shortest distance, so Dijkstra's search, which looks at
    each vacancy's holders once, finds it.
    """
    keys = np.empty(fall.size + vacancy.size, dtype=np.int64)
    rows = np.empty(fall.size + vacancy.size, dtype=np.int32)
    n_waiting = 0
    for j in range(fall.size):
        n_waiting = push(keys, rows, n_waiting, fall[j], j)
    while n_waiting > 0:
        key, j = keys[0], rows[0]
        n_waiting = drop_first(keys, rows, n_waiting)
        if key > fall[j]:
            continue
        for h in range(holder_start[j], holder_start[j + 1]):
            i = holder[h]
            net = own[i] - prices[j]
            for e in range(start[i], start[i + 1]):
                k = vacancy[e]
                if key + net - worth[e] + prices[k] < fall[k]:
                    fall[k] = key + net - worth[e] + prices[k]
                    n_waiting = push(keys, rows, n_waiting, fall[k], k)


@compiled
def _raise(
    start: Int64,
    vacancy: Int32,
    worth: Int64,
    own: Int64,
    holder_start: Int64,
    holder: Int64,
    prices: Int64,
) -> bool:
    """Raise prices until no applicant would rather be elsewhere; False if they rise for ever.

    Each turn of the queue takes a vacancy whose price has risen and looks at where its holders
    could go. No price can rise more than n_vacancies times round unless there is a round of moves
    with a gain.
    """
    n_vacancies = prices.size
    n_taken = np.zeros(n_vacancies, dtype=np.int64)
    waiting = np.ones(n_vacancies, dtype=np.bool_)
    queue = np.arange(n_vacancies)
    head, n_waiting = 0, n_vacancies
    while n_waiting > 0:
        j = queue[head]
        head = (head + 1) % n_vacancies
        n_waiting -= 1
        waiting[j] = False
        n_taken[j] += 1
        if n_taken[j] > n_vacancies + 1:
            return False
        for h in range(holder_start[j], holder_start[j + 1]):
            i = holder[h]
            gain = prices[j] - own[i]
            for e in range(start[i], start[i + 1]):
                k = vacancy[e]
                if gain + worth[e] > prices[k]:
                    prices[k] = gain + worth[e]
                    if not waiting[k]:
                        waiting[k] = True
                        queue[(head + n_waiting) % n_vacancies] = k
                        n_waiting += 1
    return True


def dual_bound(pairs: Pairs, capacity: Int32, prices: Int64, *, forced: bool = True) -> int:
    """A total worth that no allocation can pass.

    Args:
        pairs: eligible pairs; at least one for each applicant if all must be housed.
        capacity: int32[n_vacancies], places.
        prices: int64[n_vacancies], points, at least 0.
        forced: whether the bound is on allocations that house all these applicants; if not, any may
            go without, which is worth 0.

    Returns:
        The bound, in points; exact whatever the prices.
    """
    worth = pairs.worth.astype(np.int64, copy=False)
    without = int(np.iinfo(np.int64).min) if forced else 0
    best = int(_best_nets(pairs.start, pairs.vacancy, worth, prices, without).sum())
    priced = np.flatnonzero(prices)
    return best + sum(int(capacity[j]) * int(prices[j]) for j in priced)


@compiled
def _best_nets(start: Int64, vacancy: Int32, worth: Int64, prices: Int64, without: int) -> Int64:
    """The most that each applicant gains at these prices: int64[n_applicants], points."""
    best = np.full(start.size - 1, without, dtype=np.int64)
    for i in range(best.size):
        for e in range(start[i], start[i + 1]):
            best[i] = max(best[i], worth[e] - prices[vacancy[e]])
    return best


def tight(pairs: Pairs, place: Int32, prices: Int64) -> Bools:
    """The optimal face: the pairs that some best allocation could use.

    Args:
        pairs: eligible pairs of the applicants who are all housed.
        place: int32[n_applicants], a best allocation.
        prices: int64[n_vacancies], prices that prove it best.

    Returns:
        bool[n_pairs], true where the pair is as good to the applicant as the one they have.
    """
    net = pairs.worth - prices[pairs.vacancy]
    own = worth_at(pairs, place) - prices[place]
    best: Bools = net == own[pairs.applicant]
    return best
