"""Tables of reports: small counts are hidden so that no subtraction gives them away."""

import pytest

from service.domain.report_list import LETTINGS, TIMES, VACANCIES
from service.domain.reports import HIDDEN, count_table, middle, most, sorted_table


def _lettings(*counts: int) -> list[dict[str, object]]:
    """So many lettings in each of some districts, each to somebody else."""
    return [
        {"district": f"District {k}", "days_void": n, "applicant_id": 100 * k + n}
        for k, count in enumerate(counts)
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((28,), [28]),
        ((5, 23), [5, 23]),
        ((4, 24), [HIDDEN, HIDDEN]),  # the total less the one shown would give the other away
        ((2, 6, 20), [HIDDEN, HIDDEN, 20]),
        ((1, 1, 6, 20), [HIDDEN, HIDDEN, HIDDEN, 20]),
        ((3, 3, 22), [HIDDEN, HIDDEN, 22]),
    ],
)
def test_a_count_of_people_under_5_is_shown_nowhere(
    counts: tuple[int, ...], shown: list[int | str]
) -> None:
    table = count_table(LETTINGS, _lettings(*counts), ["district"], hide_small=True)
    assert [row["n"] for row in table.rows] == shown
    hidden = [row for row in table.rows if row["n"] == HIDDEN]
    assert all(row["median"] == row["p90"] == HIDDEN for row in hidden)


def test_one_person_counted_five_times_is_still_one_person() -> None:
    facts = [
        {"span": "Step 1", "district": "Norwich", "days": n, "applicant_id": 7} for n in range(5)
    ]
    table = count_table(TIMES, facts, ["span", "district"], hide_small=True)
    assert [row["n"] for row in table.rows] == [HIDDEN]


def test_the_middle_and_9_in_10_are_those_of_the_database() -> None:
    facts = [{"days": n} for n in (1, 2, 3, 4, 10)]
    # percentile_cont(0.5) and percentile_cont(0.9) of the same numbers
    assert (middle(facts, "days"), most(facts, "days")) == (3, 7.6)
    assert middle([], "days") is None
    assert most([{"days": 4}], "days") == 4


def test_what_is_hidden_comes_last_whichever_way_a_table_is_sorted() -> None:
    table = count_table(LETTINGS, _lettings(2, 20, 9, 3), ["district"], hide_small=True)
    up, down = sorted_table(table, "n"), sorted_table(table, "-n")
    assert [row["n"] for row in up.rows] == [9, 20, HIDDEN, HIDDEN]
    assert [row["n"] for row in down.rows] == [20, 9, HIDDEN, HIDDEN]
    assert sorted_table(table, "no such column") == table


def test_homes_are_no_people() -> None:
    assert not VACANCIES.counts_people
