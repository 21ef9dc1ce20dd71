"""The pair loops, compiled: the hard rules and the worth as ``eligibility`` and ``score`` say them.

The cache of compiled code notices a change in the file of the function it is asked for, and in no
other: after a change here, `make` drops it. The loop over homes has no branches and reads
contiguous 32-bit columns, so that the machine takes sixteen homes at a step.
"""

from __future__ import annotations

import numpy as np

from matching.columns import Int32, Int64
from matching.jit import compiled
from matching.packing import (
    AGE,
    AGE_MAX,
    AGE_MIN,
    ASKED,
    AVAILABLE,
    BARRED,
    BEDROOM_RULE,
    BOUGHT_UNDER,
    CATEGORY,
    CLUSTER,
    CONNECTIONS,
    FRAMEWORKS,
    GROUPS,
    KINDS,
    KINDS_TAKEN,
    LACKING,
    LEVEL,
    LINKS,
    MEANT_FOR,
    MINUTES_LIMIT,
    NEEDED_BY,
    NEEDS,
    NO_LIMIT,
    NO_PETS,
    NOMINATORS,
    ORIGIN,
    PETS,
    PREVIOUS,
    REACHES,
    READY,
    REGISTERS,
    RENT,
    RENT_LIMIT,
    ROOMS,
    ROW,
    SEXES,
    SHUT,
    SHUT_OUT,
    SIZE,
    SIZE_MAX,
    SUPPORT_NEEDED,
    SUPPORT_UNMET,
    SURPLUS,
    WAITED,
    Homes,
    People,
    Terms,
)
from matching.policy import MOST_SHORTFALL_POUNDS, MOST_SPARE_BEDROOMS
from matching.rules import RULES

(
    BIT_BEDROOMS, BIT_SUPPORT, BIT_GROUP, BIT_WANTED, BIT_EXCLUDED, BIT_AGE, BIT_SEX,
    BIT_ACCESSIBILITY, BIT_RENT, BIT_DATES, BIT_SIZE, BIT_FRAMEWORK, BIT_TRAVEL, BIT_PETS,
    _, BIT_CONNECTION, BIT_NOMINATION, _, _, _, BIT_LOCKED, _,
    BIT_KIND,
) = map(int, RULES)  # fmt: skip


@compiled
def add_failed(
    person: Int32, unmet: int, homes: Int32, first: int, stop: int, terms: Terms, masks: Int32
) -> None:
    """Add to the masks of a run of homes every rule that fails but those of areas and marks.

    Args:
        person: int32[25], a row of People.columns.
        unmet: the level of support that the homes must give, 0 where hours are at hand.
        homes: int32[21, n_homes], Homes.columns.
        first: the first home of the run.
        stop: the home after the last.
        terms: the policy.
        masks: int32[n_homes], the run's are added to: rules that shut the home to the person.
    """
    rooms, surplus = homes[ROOMS, first:stop], homes[SURPLUS, first:stop]
    rule, level = homes[BEDROOM_RULE, first:stop], homes[LEVEL, first:stop]
    meant_for, bought = homes[MEANT_FOR, first:stop], homes[BOUGHT_UNDER, first:stop]
    asked, nominators = homes[ASKED, first:stop], homes[NOMINATORS, first:stop]
    youngest, oldest = homes[AGE_MIN, first:stop], homes[AGE_MAX, first:stop]
    barred, lacking = homes[BARRED, first:stop], homes[LACKING, first:stop]
    reaches, most = homes[REACHES, first:stop], homes[SIZE_MAX, first:stop]
    no_pets, rent = homes[NO_PETS, first:stop], homes[RENT, first:stop]
    available, shut = homes[AVAILABLE, first:stop], homes[SHUT, first:stop]
    taken = homes[KINDS_TAKEN, first:stop]
    mask = masks[first:stop]
    need_0, need_1, need_2 = person[0], person[1], person[2]
    groups, frameworks, age, sexes = person[GROUPS], person[FRAMEWORKS], person[AGE], person[SEXES]
    connections, registers = person[CONNECTIONS], person[REGISTERS]
    needs, category, size, pets = person[NEEDS], person[CATEGORY], person[SIZE], person[PETS]
    limit, ready, last = person[RENT_LIMIT], person[READY], person[NEEDED_BY]
    shut_out, kinds = person[SHUT_OUT], person[KINDS]
    for j in range(mask.size):
        need = need_0 if rule[j] == 0 else (need_1 if rule[j] == 1 else need_2)
        spare = rooms[j] - need
        failed = BIT_BEDROOMS if (spare < 0) | (spare > surplus[j]) else 0
        failed |= BIT_SUPPORT if level[j] < unmet else 0
        failed |= BIT_GROUP if (meant_for[j] != 0) & (meant_for[j] & groups == 0) else 0
        failed |= BIT_AGE if (age < youngest[j]) | (age > oldest[j]) else 0
        failed |= BIT_SEX if sexes & barred[j] != 0 else 0
        failed |= BIT_ACCESSIBILITY if (needs & lacking[j] != 0) | (category > reaches[j]) else 0
        failed |= BIT_RENT if rent[j] > limit else 0
        too_late = (available[j] > last) | (ready - available[j] > terms.max_void_days)
        failed |= BIT_DATES if too_late else 0
        failed |= BIT_SIZE if size > most[j] else 0
        failed |= BIT_KIND if (taken[j] != 0) & (taken[j] & kinds == 0) else 0
        failed |= BIT_FRAMEWORK if (bought[j] != 0) & (bought[j] & frameworks == 0) else 0
        failed |= BIT_PETS if pets & no_pets[j] != 0 else 0
        failed |= BIT_CONNECTION if (asked[j] != 0) & (asked[j] & connections == 0) else 0
        failed |= BIT_NOMINATION if (nominators[j] != 0) & (nominators[j] & registers == 0) else 0
        mask[j] |= np.int32((failed & terms.rules) | shut[j] | shut_out)


@compiled
def add_marks(people: People, homes: Homes, terms: Terms, i: int, masks: Int32) -> None:
    """Add what has been said of applicant i and a home; a lock shuts every other home.

    A locked home is open whatever shuts it, but for an excluded area.
    """
    start, stop = people.mark_start[i], people.mark_start[i + 1]
    for at in range(start, stop):
        j = homes.home_of[people.mark_home[at]]
        if j >= 0 and people.mark[at] != BIT_LOCKED:
            masks[j] |= people.mark[at] & terms.rules
    for at in range(start, stop):
        if people.mark[at] == BIT_LOCKED:
            j = homes.home_of[people.mark_home[at]]
            own = masks[j] & BIT_EXCLUDED if j >= 0 else 0
            for other in range(masks.size):
                masks[other] |= BIT_LOCKED
            if j >= 0:
                masks[j] = own


@compiled
def minutes_to(people: People, i: int, area: int) -> int:
    """The journey of applicant i to an area, minutes; −1 not known."""
    origin = people.columns[i, ORIGIN]
    return people.minutes[origin, area] if origin >= 0 else -1


@compiled
def unmet_in(people: People, i: int, area: int) -> int:
    """The level of support that a home in an area must give applicant i: 0 with hours at hand."""
    for service in range(people.covers.shape[0]):
        if people.suited[i, service] and people.covers[service, area] != 0:
            return 0
    unmet: int = people.columns[i, SUPPORT_UNMET]
    return unmet


@compiled
def shut_area(people: People, i: int, area: int, rules: int) -> int:
    """The rules of areas that shut every home in an area to applicant i."""
    rank = people.area_rank[i, area]
    shut = BIT_WANTED if rank == 0 else (BIT_EXCLUDED if rank < 0 else 0)
    shut |= BIT_TRAVEL if minutes_to(people, i, area) > people.columns[i, MINUTES_LIMIT] else 0
    return shut & rules


@compiled
def worth(people: People, i: int, homes: Int32, j: int, area: int, terms: Terms) -> int:
    """The points of applicant i and home j in an area, eligible or not."""
    person, rank = people.columns[i], people.area_rank[i, area]
    points: int = terms.base + terms.bedrooms + terms.support + person[WAITED]
    points += terms.choice[min(max(rank, 0), terms.choice.size - 1)]
    minutes = minutes_to(people, i, area)
    points += terms.travel[min(minutes, terms.travel.size - 1)] if minutes >= 0 else 0
    spare = homes[ROOMS, j] - person[homes[BEDROOM_RULE, j]]
    points -= terms.spare_bedroom * min(max(spare, 0), MOST_SPARE_BEDROOMS)
    above = homes[LEVEL, j] - person[SUPPORT_NEEDED]
    points -= terms.over_support * max(above, 0) + terms.under_support * max(-above, 0)
    needs, lacking = person[NEEDS], homes[LACKING, j]
    points += terms.feature_met * count_ones(needs & ~lacking)
    points -= terms.feature_spare * count_ones(~needs & ~lacking)
    points += _rent_points(homes[RENT, j], person[RENT_LIMIT], terms)
    void_days = person[READY] - homes[AVAILABLE, j]
    points += terms.dates[min(max(void_days, 0), terms.dates.size - 1)]
    points += terms.link if person[LINKS] & homes[CLUSTER, j] != 0 else 0
    points += terms.previous if person[PREVIOUS] == homes[ROW, j] else 0
    return points


@compiled
def _rent_points(rent: int, limit: int, terms: Terms) -> int:
    """The points of a rent, pence a week, under the limit or over it."""
    if limit == NO_LIMIT:
        return terms.rent if rent < 0 else 0
    if rent < 0:
        return terms.rent
    headroom = max(limit - rent, 0) * terms.rent // max(limit, 1)
    shortfall = min(max(rent - limit, 0) // 100, MOST_SHORTFALL_POUNDS)
    return headroom - terms.rent_shortfall * shortfall


@compiled
def count_ones(mask: int) -> int:
    """How many of the lower 32 bits are set."""
    mask &= 0xFFFFFFFF
    n = 0
    while mask:
        mask &= mask - 1
        n += 1
    return n


@compiled
def fill_pairs(
    people: People,
    homes: Homes,
    terms: Terms,
    rows: tuple[int, int],
    n_found: Int64,
    vacancy: Int32,
    points: Int32,
) -> int:
    """Write the eligible pairs of some applicants one after another, area by wanted area.

    Args:
        people: the applicants.
        homes: the vacancies with a place.
        terms: the policy.
        rows: the first applicant and the one after the last.
        n_found: int64[n_applicants], written: pairs of each applicant.
        vacancy: int32[room], written: the vacancy of each pair.
        points: int32[room], written: the worth of each pair.

    Returns:
        How many pairs were written.
    """
    masks = np.zeros(homes.area.size, dtype=np.int32)
    n_pairs = 0
    for i in range(rows[0], rows[1]):
        before = n_pairs
        if people.mark_start[i] < people.mark_start[i + 1]:
            find_masks(people, homes, terms, i, masks)
            run = (i, 0, masks.size)
            n_pairs = _write_open(people, homes, terms, run, masks, n_pairs, vacancy, points)
        else:
            for area in range(homes.area_start.size - 1):
                first, stop = homes.area_start[area], homes.area_start[area + 1]
                if first == stop or shut_area(people, i, area, terms.rules) != 0:
                    continue
                masks[first:stop] = 0
                unmet = unmet_in(people, i, area)
                add_failed(people.columns[i], unmet, homes.columns, first, stop, terms, masks)
                run = (i, first, stop)
                n_pairs = _write_open(people, homes, terms, run, masks, n_pairs, vacancy, points)
        n_found[i] = n_pairs - before
    return n_pairs


@compiled
def _write_open(
    people: People,
    homes: Homes,
    terms: Terms,
    run: tuple[int, int, int],
    masks: Int32,
    n_pairs: int,
    vacancy: Int32,
    points: Int32,
) -> int:
    """Write the pairs of an applicant and the open homes of a run; how many pairs there are now."""
    i, first, stop = run
    for j in range(first, stop):
        if masks[j] == 0:
            vacancy[n_pairs] = homes.columns[ROW, j]
            points[n_pairs] = worth(people, i, homes.columns, j, homes.area[j], terms)
            n_pairs += 1
    return n_pairs


@compiled
def find_masks(people: People, homes: Homes, terms: Terms, i: int, masks: Int32) -> None:
    """Write the rules that shut each home to applicant i: int32[n_homes] into ``masks``."""
    for area in range(homes.area_start.size - 1):
        first, stop = homes.area_start[area], homes.area_start[area + 1]
        if first < stop:
            masks[first:stop] = shut_area(people, i, area, terms.rules)
            unmet = unmet_in(people, i, area)
            add_failed(people.columns[i], unmet, homes.columns, first, stop, terms, masks)
    add_marks(people, homes, terms, i, masks)
