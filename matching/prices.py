"""Integer prices of vacancies: what makes an allocation certain to be the best.

For the applicants who are housed, any prices p ≥ 0 bound the total worth of every allocation that
houses them all: Σ_i max_j (w_ij − p_j) + Σ_j c_j p_j. An allocation whose worth equals the bound
cannot be improved on (README, "Fit").
"""

from __future__ import annotations

import numpy as np

from matching.columns import Bools, Int32, Int64, starts
from matching.edges import Pairs
from matching.jit import compiled


class NotOptimalError(ArithmeticError):
    """A solver's answer that is not the best one: some rearrangement is worth more."""


def least_prices(pairs: Pairs, place: Int32, n_vacancies: int) -> Int64:
    """The least prices at which every applicant's own home is the best for them.

    The price of a vacancy is exactly what one more place there would add to the total worth of
    the applicants given, by the chain of moves that it would set off.

    Args:
        pairs: eligible pairs of the applicants who are all housed; worth in points.
        place: int32[n_applicants], the vacancy of each.
        n_vacancies: rows of vacancies.

    Returns:
        int64[n_vacancies], points, at least 0.

    Raises:
        NotOptimalError: if a round of moves would raise the total worth.
    """
    holder_start = starts(np.bincount(place, minlength=n_vacancies))
    holder = np.argsort(place, kind="stable")
    prices = np.zeros(n_vacancies, dtype=np.int64)
    own, worth = worth_at(pairs, place), pairs.worth.astype(np.int64)
    if not _raise(pairs.start, pairs.vacancy, worth, own, holder_start, holder, prices):
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
    own = np.zeros(len(place), dtype=np.int64)
    chosen = np.flatnonzero(pairs.vacancy == place[pairs.applicant])
    own[pairs.applicant[chosen]] = np.iinfo(np.int64).min
    np.maximum.at(own, pairs.applicant[chosen], pairs.worth[chosen])
    return own


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


def dual_bound(pairs: Pairs, capacity: Int32, prices: Int64) -> int:
    """A total worth that no allocation housing all these applicants can pass.

    Args:
        pairs: eligible pairs of the applicants who must all be housed, at least one each.
        capacity: int32[n_vacancies], places.
        prices: int64[n_vacancies], points, at least 0.

    Returns:
        The bound, in points; exact whatever the prices.
    """
    if len(pairs) == 0:
        best = 0
    else:
        net = pairs.worth - prices[pairs.vacancy]
        best = int(np.maximum.reduceat(net, pairs.start[:-1]).sum())
    priced = np.flatnonzero(prices)
    return best + sum(int(capacity[j]) * int(prices[j]) for j in priced)


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
