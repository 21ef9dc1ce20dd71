"""The eligible pairs of a drawn county as a plain Python loop would find them.

Only the rules that a drawn county can fail are asked: it has no services, journeys, marks, pets,
connections, registers nor homes lived in. The quickest and most selective go first.
"""

from __future__ import annotations

from collections.abc import Iterator

from matching import STRICT, Problem


def open_homes(problem: Problem, people: list[int]) -> Iterator[tuple[int, int]]:
    """The pairs of some applicants that no rule shuts: rows of applicants and of vacancies."""
    a, v = problem.applicants, problem.vacancies
    homes = [
        (j, *row)
        for j, row in enumerate(
            zip(
                v.area.tolist(),
                v.bedrooms.clip(1).tolist(),
                v.bedroom_rule.tolist(),
                v.bedroom_surplus.tolist(),
                v.support_level.tolist(),
                v.client_groups.tolist(),
                v.age_min.tolist(),
                v.age_max.tolist(),
                v.sexes.tolist(),
                v.features.tolist(),
                v.rent_pence.tolist(),
                (v.available_day + v.turnaround_days).tolist(),
                v.capacity.tolist(),
                strict=True,
            )
        )
    ]
    for i in people:
        ranks, needs = a.area_rank[i].tolist(), a.bedrooms_needed[i].tolist()
        level, floating = int(a.support_needed[i]), int(a.floating_level[i])
        groups, age, sexes = int(a.client_groups[i]), int(a.age[i]), int(a.sexes[i])
        needed, limit = int(a.accessibility_needs[i]), int(a.rent_limit_pence[i])
        ready, last = int(a.ready_day[i]), int(a.needed_by_day[i])
        for home in homes:
            j, area, rooms, rule, surplus, given, meant, low, high, taken, has, rent, day, n = home
            if (
                ranks[area] > 0
                and 0 <= rooms - needs[rule] <= surplus
                and (meant == 0 or meant & groups)
                and low <= age <= high
                and (rent < 0 or limit < 0 or rent <= limit)
                and max(given, floating) >= level
                and not sexes & ~taken
                and not needed & ~has
                and day <= last
                and ready - day <= STRICT.max_void_days
                and n > 0
            ):
                yield i, j
