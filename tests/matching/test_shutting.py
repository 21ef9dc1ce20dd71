from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from matching import N_RULES, STRICT, Policy, Rule
from matching.edges import rows_with_place
from matching.homebits import N_DIGITS, add_up, count_bits, list_homes, mask_of, select
from matching.packing import pack_homes, pack_people, pack_terms
from matching.score import failed
from matching.shutting import ask_rules, n_words, put_together
from tests.matching.builder import draw_whole_problem, given_problem, whole_problems

NO_RENT = Policy(name="no rent", version=1, rules=~Rule.RENT)


def assert_bits_are_the_masks(problem, policy=STRICT):
    people, terms = pack_people(problem, policy), pack_terms(policy)
    homes = pack_homes(problem, policy, rows_with_place(problem))
    rows = np.arange(problem.n_applicants)[::-1]
    said = ask_rules(problem, policy, homes, rows)
    shut = np.zeros((N_RULES, n_words(homes)), dtype=np.int64)
    vacancies = homes.vacancy.astype(np.int64)
    for row, i in enumerate(rows):
        put_together(people, i, homes, terms, said, row, shut)
        masks = [mask_of(shut, home) for home in range(len(vacancies))]
        assert masks == failed(problem, policy, np.full(len(vacancies), i), vacancies).tolist()


@settings(deadline=None, max_examples=60)
@given(whole_problems())
def test_the_bits_of_a_home_are_the_rules_that_the_plain_form_says_shut_it(problem):
    assert_bits_are_the_masks(problem)
    assert_bits_are_the_masks(problem, NO_RENT)


def test_the_bits_are_right_where_homes_take_more_than_one_word():
    assert_bits_are_the_masks(draw_whole_problem(np.random.default_rng(3), 30, 200))


def test_kinds_asked_about_a_few_at_a_time_say_the_same(monkeypatch):
    monkeypatch.setattr("matching.alike._PAIRS_AT_ONCE", 7)
    assert_bits_are_the_masks(draw_whole_problem(np.random.default_rng(4), 20, 70))


def test_people_who_are_alike_are_of_one_kind():
    problem = given_problem([{"age": 30}, {"age": 40}, {"age": 30}], [{}])
    homes = pack_homes(problem, STRICT, np.arange(1))
    said = ask_rules(problem, STRICT, homes, np.arange(3))
    assert (said.of[0] == said.of[2]).all()
    assert (said.of[0] != said.of[1]).sum() == 1


@pytest.mark.parametrize(
    ("first", "stop"), [(0, 0), (0, 1), (5, 64), (60, 70), (64, 128), (3, 190)]
)
def test_the_homes_of_a_run_are_those_whose_bits_are_set(first, stop):
    words = np.random.default_rng(1).integers(-(2**63), 2**63 - 1, 3)
    bits = np.unpackbits(words.view(np.uint8), bitorder="little")
    listed = np.empty(193, dtype=np.int32)
    n = list_homes(words, first, stop, listed)
    assert listed[:n].tolist() == (first + np.flatnonzero(bits[first:stop])).tolist()
    assert count_bits(words) == bits.sum()


def test_homes_are_selected_by_how_many_rules_shut_them():
    words = np.random.default_rng(2).integers(-(2**63), 2**63 - 1, (N_RULES, 2))
    n_shut, digits = np.zeros(N_RULES, dtype=np.int32), np.zeros((N_DIGITS, 2), dtype=np.int64)
    add_up(words, n_shut, digits)
    bits = np.unpackbits(words.view(np.uint8), axis=1, bitorder="little")
    assert n_shut.tolist() == bits.sum(axis=1).tolist()
    selected, listed = np.zeros(2, dtype=np.int64), np.empty(129, dtype=np.int32)
    for number in range(N_RULES + 1):
        select(digits, number, np.full(2, -1), selected)
        n = list_homes(selected, 0, 128, listed)
        assert listed[:n].tolist() == np.flatnonzero(bits.sum(axis=0) == number).tolist()
