"""Solving in a child process that may be stopped, fail or be killed."""

import asyncio
import multiprocessing
from dataclasses import replace

import numpy as np
import pytest

from matching import STRICT
from service.actions import solving
from service.actions.apart import SolvingError, StoppedError
from service.actions.problems import translate
from service.actions.solving import Allowance, solve_apart, solve_here
from tests.actions.test_problems import applicant, columns_of, vacancy

PROBLEM = translate(columns_of([applicant(n) for n in (1, 2)], [vacancy(1)])).problem


async def go_on(_stage, _done):
    return True


def test_a_child_gives_the_answer_that_this_process_would():
    apart = asyncio.run(solve_apart(PROBLEM, STRICT, 3, go_on))
    here = solve_here(PROBLEM, STRICT, 3)
    assert apart.allocation.vacancy_of.tolist() == here.allocation.vacancy_of.tolist()
    assert apart.faults == here.faults == []
    assert {"pairs", "fit", "checking", "explaining"} <= apart.seconds.keys()


def test_a_report_that_says_stop_ends_the_child():
    async def stop(_stage, _done):
        return False

    with pytest.raises(StoppedError):
        asyncio.run(solve_apart(PROBLEM, STRICT, 3, stop))
    assert multiprocessing.active_children() == []


def test_a_killed_child_is_told_as_such():
    async def kill(_stage, _done):
        for child in multiprocessing.active_children():
            child.kill()
        return True

    with pytest.raises(SolvingError, match=r"died \(code -9\)"):
        asyncio.run(solve_apart(PROBLEM, STRICT, 3, kill))


def test_an_error_in_the_child_comes_back_in_its_own_words():
    with pytest.raises(SolvingError, match="seed"):
        asyncio.run(solve_apart(PROBLEM, STRICT, -1, go_on))


def test_time_that_is_up_is_told_to_the_matcher():
    times = iter((100.0, 104.9, 105.0))
    effort = Allowance(seconds=5).effort(lambda: next(times))
    assert (effort.is_spent(), effort.is_spent()) == (False, True)
    assert not Allowance().effort().is_spent()


def test_pairs_that_do_not_fit_the_memory_are_refused_with_what_to_do():
    people = [applicant(n) for n in range(1, 4_001)]
    homes = [vacancy(n) for n in range(1, 21)]
    drawn = translate(columns_of(people, homes)).problem
    many = replace(
        drawn,
        applicants=replace(drawn.applicants, accessibility_needs=np.zeros(4_000)),
        vacancies=replace(drawn.vacancies, sexes=np.full(20, 3)),
    )
    with pytest.raises(SolvingError, match="more than the 1 allowed; allow more"):
        asyncio.run(solve_apart(many, STRICT, 1, go_on, Allowance(memory_mb=1)))


@pytest.mark.parametrize(("is_compiled", "first"), [(True, "pairs"), (False, "compiling")])
def test_the_first_run_on_a_machine_says_that_it_waits_for_compiling(
    monkeypatch, is_compiled, first
):
    told = []
    monkeypatch.setattr(solving, "_loops_are_compiled", lambda: is_compiled)
    solve_here(PROBLEM, STRICT, 3, tell=lambda stage, _done: told.append(stage))
    assert told[0] == first
    assert "pairs" in told
