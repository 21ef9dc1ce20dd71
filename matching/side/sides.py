"""Side rows: what one place cannot see by itself, written as rows of integers over the pairs.

Each function says one kind of rule and returns its rows; ``join_rows`` puts them together. Where
people live somewhere already (``home_of``), a mover who is not placed stays there and counts there.
A rule that homes break as they are asks only that it is broken no further: staying is always open.
"""

from __future__ import annotations

import numpy as np

from matching.chains import check_homes, living_at
from matching.columns import Int32, Int64, ProblemError, settle, starts
from matching.edges import Pairs
from matching.side.rows import NO_ROWS, Rows


def join_rows(*rows: Rows) -> Rows:
    """All of some rows over the same pairs, those of the first given first."""
    every = (NO_ROWS, *rows)
    first = np.cumsum([0] + [some.n_rows for some in every[:-1]])
    return Rows(
        np.concatenate([some.pair for some in every]),
        np.concatenate([some.row + at for some, at in zip(every, first, strict=True)]).astype(
            np.int32
        ),
        np.concatenate([some.amount for some in every]),
        np.concatenate([some.most for some in every]),
    )


def hours_rows(
    pair_service: Int32, pair_amount: Int64, available: Int64, people: Int64 | None = None
) -> Rows:
    """No service gives more hours, or sees more people, than it can.

    Args:
        pair_service: int32[n_pairs], the service that gives the support; −1 none is needed.
        pair_amount: int64[n_pairs], half-hours a week that it gives.
        available: int64[n_services], half-hours a week that each has to give.
        people: int64[n_services], how many people each can take on; None for as many as it likes.
    """
    service = settle("pair_service", pair_service, np.int32, low=-1, high=len(available) - 1)
    amount = settle("pair_amount", pair_amount, np.int64, low=0)
    pair = np.flatnonzero(service >= 0)
    hours = settle_rows(service[pair], pair, amount[pair], available)
    if people is None:
        return hours
    return join_rows(hours, settle_rows(service[pair], pair, np.ones_like(pair), people))


def limit_rows(
    pairs: Pairs,
    applicant_mask: Int64,
    limit_mask: Int64,
    limit_most: Int64,
    limit_start: Int64,
    limit_vacancy: Int32,
    home_of: Int32 | None = None,
) -> Rows:
    """At most so many people of a class at some vacancies together, such as those of one scheme.

    Args:
        pairs: the pairs.
        applicant_mask: int64[n_applicants], a bit for each class they are of.
        limit_mask: int64[n_limits], the classes that count; any one bit is enough.
        limit_most: int64[n_limits], people; those who live there and do not ask are taken off.
        limit_start: int64[n_limits + 1], where the vacancies of each limit begin.
        limit_vacancy: int32[k], the vacancies, limit after limit.
        home_of: int32[n_applicants], the vacancy where each lives, −1 none; None for nobody.
    """
    limit = np.repeat(np.arange(len(limit_mask)), np.diff(limit_start))
    home = _homes(pairs, home_of)
    at, which = find_members(pairs.vacancy, limit_vacancy)
    counted = (applicant_mask[pairs.applicant[at]] & limit_mask[limit[which]]) != 0
    mover, there = find_members(home, limit_vacancy)
    lives = (applicant_mask[mover] & limit_mask[limit[there]]) != 0
    leaving, of = spread(pairs.start, mover[lives])
    n_living = np.bincount(limit[there[lives]], minlength=len(limit_mask))
    return settle_rows(
        np.concatenate([limit[which[counted]], limit[there[lives]][of]]),
        np.concatenate([at[counted], leaving]),
        np.repeat([1, -1], [counted.sum(), len(leaving)]),
        np.maximum(limit_most - n_living, 0),
    )


def apart_rows(pairs: Pairs, site: Int32, a: Int64, b: Int64, home_of: Int32 | None = None) -> Rows:
    """Two people are never both at one site: a[k] and b[k], for each k.

    Args:
        pairs: the pairs.
        site: int32[n_vacancies], the site of each vacancy; −1 for a site of its own.
        a: int64[n_couples], ranks of applicants.
        b: int64[n_couples], ranks of applicants.
        home_of: int32[n_applicants], the vacancy where each lives, −1 none; None for nobody.
    """
    _check_couples(a, b)
    sites, home, width = _sites(site), _homes(pairs, home_of), 2 * len(site)
    who, couple = np.concatenate([a, b]), np.tile(np.arange(len(a)), 2)
    pair, which = spread(pairs.start, who)
    arriving = couple[which] * width + sites[pairs.vacancy[pair]]
    mover = np.flatnonzero(home[who] >= 0)
    lived = couple[mover] * width + sites[home[who[mover]]]
    leaving, of = spread(pairs.start, who[mover])
    second = np.concatenate([which >= len(a), mover >= len(a)])
    may_be_at = np.unique(np.concatenate([arriving, lived]) * 2 + second) // 2
    both = may_be_at[1:][may_be_at[1:] == may_be_at[:-1]]
    n_living = np.bincount(np.searchsorted(both, lived[np.isin(lived, both)]), minlength=len(both))
    key = np.concatenate([arriving, lived[of]])
    kept = np.isin(key, both)
    return settle_rows(
        np.searchsorted(both, key[kept]),
        np.concatenate([pair, leaving])[kept],
        np.repeat([1, -1], [len(pair), len(leaving)])[kept],
        np.maximum(1 - n_living, 0),
    )


def together_rows(pairs: Pairs, site: Int32, a: Int64, b: Int64) -> Rows:
    """Two people are placed at one site, or neither is placed: a[k] and b[k], for each k.

    Args:
        pairs: the pairs.
        site: int32[n_vacancies], the site of each vacancy; −1 for a site of its own.
        a: int64[n_couples], ranks of applicants.
        b: int64[n_couples], ranks of applicants.
    """
    _check_couples(a, b)
    sites = _sites(site)
    (pair_a, couple_a), (pair_b, couple_b) = (spread(pairs.start, who) for who in (a, b))
    pair, couple = np.concatenate([pair_a, pair_b]), np.concatenate([couple_a, couple_b])
    keys, row = np.unique(couple * 2 * len(site) + sites[pairs.vacancy[pair]], return_inverse=True)
    sign = np.repeat([1, -1], [len(pair_a), len(pair_b)])
    no_more = settle_rows(row, pair, sign, np.zeros(len(keys), dtype=np.int64))
    return join_rows(no_more, no_more._replace(amount=-no_more.amount))


def mover_rows(pairs: Pairs, capacity: Int32, home_of: Int32) -> Rows:
    """A place that a mover lives in is free only if they move: nobody loses the home they hold.

    Args:
        pairs: the pairs; none of a mover with their own home.
        capacity: int32[n_vacancies], all places, those that are lived in included.
        home_of: int32[n_applicants], the vacancy where each lives, −1 for newcomers.

    Raises:
        ProblemError: if the homes cannot be.
    """
    check_homes(pairs, capacity, home_of)
    living, home = living_at(home_of, len(capacity)), home_of[pairs.applicant]
    lived_in = np.flatnonzero(living)
    arriving, leaving = np.flatnonzero(living[pairs.vacancy]), np.flatnonzero(home >= 0)
    return settle_rows(
        np.searchsorted(lived_in, np.concatenate([pairs.vacancy[arriving], home[leaving]])),
        np.concatenate([arriving, leaving]),
        np.repeat([1, -1], [len(arriving), len(leaving)]),
        (capacity - living)[lived_in],
    )


def settle_rows(row: Int64, pair: Int64, amount: Int64, most: Int64) -> Rows:
    """Rows in one standing order, with the amounts of one pair in one row added up.

    Args:
        row: int64[n_entries], the row of each entry; a pair may come in one row several times.
        pair: int64[n_entries], the pair of each entry.
        amount: int64[n_entries], what the pair takes of the row; negative if it gives.
        most: int64[n_rows], what each row has to give.
    """
    width = int(pair.max(initial=0)) + 1
    keys, at = np.unique(row.astype(np.int64) * width + pair, return_inverse=True)
    total = np.zeros(len(keys), dtype=np.int64)
    np.add.at(total, at, amount)
    keys, total = keys[total != 0], total[total != 0]
    return Rows(keys % width, (keys // width).astype(np.int32), total, most.astype(np.int64))


def spread(start: Int64, groups: Int64) -> tuple[Int64, Int64]:
    """Every index in some groups that lie end to end, and which of the groups given it is in."""
    sizes = np.diff(start)[groups]
    which = np.repeat(np.arange(len(groups)), sizes)
    return np.arange(len(which)) + np.repeat(start[groups] - starts(sizes)[:-1], sizes), which


def find_members(group: Int32, groups: Int64 | Int32) -> tuple[Int64, Int64]:
    """Every index whose group is one of those given, and which of those it is.

    Args:
        group: int32[n], the group of each index; −1 is none.
        groups: int64[k] or int32[k], the groups to find; one given twice is found twice.

    Returns:
        int64[n_found], indexes, those of the first group given first; and int64[n_found], which of
        the groups given each is in.
    """
    n_groups = max(int(group.max(initial=-1)), int(groups.max(initial=-1))) + 1
    order = np.argsort(group, kind="stable")
    start = np.searchsorted(group[order], np.arange(n_groups + 1))
    at, which = spread(start, groups.astype(np.int64))
    return order[at], which


def _check_couples(a: Int64, b: Int64) -> None:
    alone = np.flatnonzero(a == b)
    if alone.size:
        row = int(alone[0])
        raise ProblemError(f"couple row {row} has applicant {a[row]} twice; it takes two")


def _homes(pairs: Pairs, home_of: Int32 | None) -> Int32:
    nobody = np.full(len(pairs.start) - 1, -1, dtype=np.int32)
    return nobody if home_of is None else home_of


def _sites(site: Int32) -> Int64:
    """Sites numbered so that each vacancy without one has its own: int64, below 2 n_vacancies."""
    named = np.unique(site, return_inverse=True)[1]
    return np.where(site >= 0, named, len(site) + np.arange(len(site)))
