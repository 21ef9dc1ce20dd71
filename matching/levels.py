"""Level by level where nothing but places is short: who, then where, then ties, each proved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from matching.chains import capacity_left, house_with_movers
from matching.columns import Int32, Int64, starts
from matching.edges import Pairs
from matching.effort import Effort
from matching.flow import best_fit
from matching.lottery import draw
from matching.order import Ranked
from matching.policy import TIERS, Policy
from matching.prices import least_prices, tight
from matching.priority import house_in_order
from matching.problem import Problem
from matching.ties import settle_in_turn

Tell = Callable[[str, float], None]

STAGES = {"pairs": 0.0, "priority": 0.2, "fit": 0.3, "ties": 0.8, "certificate": 0.9}
"""The stages of a run, each with the share of the whole run that is done when it starts."""

LOT_BITS = 24
N_TIERS = len(TIERS)


class Level(NamedTuple):
    """Where the people of one question go, and what proves it.

    Attributes:
        place: int32[n_applicants], the vacancy of each, −1 unplaced.
        prices: int64[n_vacancies], points.
        tier_prices: int64[5], points, the price of leaving out a person of each tier.
        settled: the last stage that is wholly settled: ``priority``, ``fit`` or ``ties``.
    """

    place: Int32
    prices: Int64
    tier_prices: Int64
    settled: str


def who_is_housed(ranked: Problem, pairs: Pairs) -> Int32:
    """The set that is best in order: int32[n_applicants], a vacancy for each for now; −1 none."""
    if not len(ranked.movers):
        return house_in_order(pairs, ranked.vacancies.capacity)
    return house_with_movers(pairs, ranked.vacancies.capacity, ranked.applicants.home)


def places_left(ranked: Problem, place: Int32) -> Int32:
    """Places, but for those of people who stay where they live: int32[n_vacancies]."""
    if not len(ranked.movers):
        return ranked.vacancies.capacity
    return capacity_left(ranked.vacancies.capacity, ranked.applicants.home, place)


def settle_strict(ranked: Ranked, policy: Policy, seed: int, effort: Effort, tell: Tell) -> Level:
    """Everyone in the priority-best set where they fit best, ties settled.

    Args:
        ranked: the problem, with its pairs.
        policy: how ties are settled.
        seed: draws the lots.
        effort: what it may take.
        tell: told the stage and the share of the run done.
    """
    tell("priority", STAGES["priority"])
    place = who_is_housed(ranked.problem, ranked.pairs)
    capacity = places_left(ranked.problem, place)
    housed = np.flatnonzero(place >= 0)
    theirs = ranked.pairs.of(housed)
    question = _Question(ranked.problem, theirs, housed, capacity)
    answer = _settle_fit(question, place[housed], policy, seed, effort, tell)
    place[housed] = answer.place
    return answer._replace(place=place)


def settle_weighted(ranked: Ranked, policy: Policy, seed: int, effort: Effort, tell: Tell) -> Level:
    """As many of each tier as the priority-best set has, chosen and placed for the greatest worth.

    Staying unplaced is one more vacancy a tier, worth 0, which takes all of the tier but that many.
    Everybody is then placed, so that the fit of all is the same question as under strict priority.

    Args:
        ranked: the problem, with its pairs; nobody in it would move.
        policy: how ties are settled.
        seed: draws the lots.
        effort: what it may take.
        tell: told the stage and the share of the run done.
    """
    tell("priority", STAGES["priority"])
    place = who_is_housed(ranked.problem, ranked.pairs)
    pairs, capacity = with_staying_out(ranked.problem, ranked.pairs, place)
    n_vacancies = ranked.problem.n_vacancies
    out = n_vacancies + ranked.problem.applicants.tier.astype(np.int64) - 1
    everyone = np.arange(ranked.problem.n_applicants)
    question = _Question(ranked.problem, pairs, everyone, capacity)
    start = np.where(place < 0, out, place).astype(np.int32)
    answer = _settle_fit(question, start, policy, seed, effort, tell)
    return Level(
        np.where(answer.place >= n_vacancies, -1, answer.place).astype(np.int32),
        answer.prices[:n_vacancies],
        answer.prices[n_vacancies:],
        answer.settled,
    )


def with_staying_out(ranked: Problem, pairs: Pairs, place: Int32) -> tuple[Pairs, Int32]:
    """The pairs with one more for all but the locked, to stay unplaced, worth 0; and all places.

    Args:
        ranked: the problem.
        pairs: its eligible pairs.
        place: int32[n_applicants], who is housed: beside locks, how many of each tier is all that
            counts.

    Returns:
        The pairs, in which vacancy n_vacancies + tier − 1 is staying out; and
        int32[n_vacancies + 5], places.
    """
    tier = ranked.applicants.tier.astype(np.int64)
    n_out = np.bincount(tier[place < 0] - 1, minlength=N_TIERS)
    may_stay = (ranked.locks < 0) | (place < 0)
    last = pairs.start[1:][may_stay]
    out = (ranked.n_vacancies + tier[may_stay] - 1).astype(np.int32)
    vacancy, worth = np.insert(pairs.vacancy, last, out), np.insert(pairs.worth, last, 0)
    joined = Pairs(starts(pairs.n_of_each + may_stay), vacancy, worth.astype(np.int64))
    return joined, np.append(ranked.vacancies.capacity, n_out).astype(np.int32)


class _Question(NamedTuple):
    """Where to place people who must all be placed.

    Attributes:
        ranked: the problem.
        pairs: their pairs, they being rows 0, 1, 2 and on.
        rows: int64[k], the row of each in the problem.
        capacity: int32, places.
    """

    ranked: Problem
    pairs: Pairs
    rows: Int64
    capacity: Int32


def _settle_fit(
    question: _Question, start: Int32, policy: Policy, seed: int, effort: Effort, tell: Tell
) -> Level:
    """The best fit of everyone asked about, ties settled; ``start`` if there is no time for it."""
    tell("fit", STAGES["fit"])
    no_tiers, n_places = np.zeros(N_TIERS, dtype=np.int64), len(question.capacity)
    if effort.is_spent():
        return Level(start, np.zeros(n_places, dtype=np.int64), no_tiers, "priority")
    place = best_fit(question.pairs, question.capacity, known=start)
    prices = least_prices(question.pairs, place, n_places)
    tell("ties", STAGES["ties"])
    if effort.is_spent():
        return Level(place, prices, no_tiers, "fit")
    place = _settle_ties(question, place, prices, policy, seed)
    tell("certificate", STAGES["certificate"])
    return Level(place, prices, no_tiers, "ties")


def _settle_ties(
    question: _Question, place: Int32, prices: Int64, policy: Policy, seed: int
) -> Int32:
    """One of the allocations that are as good: by date of registration if so said, then by lot."""
    face = question.pairs.where(tight(question.pairs, place, prices))
    must_fill = prices > 0
    if policy.tie_break == "registered":
        turns = registration_order(question.ranked, question.rows, seed)
        place, allowed = settle_in_turn(face, place, question.capacity, must_fill, turns)
        face = face.where(allowed)
    lots = draw_lots(question.ranked, question.rows[face.applicant], face.vacancy, seed)
    drawn = replace(face, worth=-lots)
    return best_fit(drawn, question.capacity, must_fill=must_fill, known=place)


def registration_order(ranked: Problem, rows: Int64, seed: int) -> Int64:
    """Applicants by date of registration, whatever their tier, then by the seed's lot.

    Args:
        ranked: the problem.
        rows: int64[k], rows of applicants.
        seed: draws the lots.

    Returns:
        int64[k], indexes into ``rows``.
    """
    a = ranked.applicants
    key = a.key[rows]
    return np.lexsort((key, draw(seed, key), a.registered_day[rows]))


def draw_lots(ranked: Problem, applicant: Int64, vacancy: Int32, seed: int) -> Int64:
    """The draw between allocations of equal worth: int64[n_pairs], the lower sum goes first.

    A vacancy after the last stands for staying out, and draws under a number of its own.
    """
    n_out = int(vacancy.max(initial=0)) - ranked.n_vacancies + 1
    keys = np.append(ranked.vacancies.key, -1 - np.arange(max(n_out, 0), dtype=np.int64))
    lots = draw(seed, ranked.applicants.key[applicant], keys[vacancy])
    return (lots >> np.uint64(64 - LOT_BITS)).astype(np.int64)
