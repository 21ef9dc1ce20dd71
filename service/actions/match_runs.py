"""Match runs: asked for, carried out by a worker, stored whole or not at all."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from platform import python_version

from matching import POLICIES, STRICT, Policy
from service.actions.apart import StoppedError
from service.actions.comparing import describe
from service.actions.instances import pack
from service.actions.outcomes import empty_rows, proposal_rows, unplaced_rows, worth_rows
from service.actions.problems import Translated, read_problem
from service.actions.solving import WHATEVER_IT_TAKES, Allowance, Solved, solve_apart
from service.domain.accounts import Actor
from service.domain.scopes import LONGEST_TITLE, WHOLE, Scope
from service.errors import RuleBroken
from service.store import instances, jobs, match_runs, outcomes, scopes, worth
from service.store.audit import add_audit
from service.store.pool import Connection, connect

PUBLISHED_SEED = 1
"""Settles ties unless a run is asked for with another; the same seed keeps the same answers."""

Watch = Callable[[str, int], None]
"""Told the stage and the per cent done."""

_FURTHEST = timedelta(days=5 * 365)
_READ, _SOLVED = 5, 90
"""Per cent done when the county is read, and when it is solved, checked and explained."""
_STAGES = {
    "compiling": "compiling the loops, once on a machine",
    "pairs": "finding who fits where",
    "priority": "settling who is housed",
    "fit": "settling where",
    "ties": "settling ties",
    "certificate": "proving that none is better",
    "checking": "checking it independently",
    "explaining": "finding the reasons",
    "comparing": "comparing with the strict policy",
}
"""The stages of solving, as people are told them."""
_CHOSEN = {
    "districts": "district",
    "places": "town",
    "kinds": "kind of scheme",
    "landlords": "landlord",
    "vacancies": "vacancy",
    "registers": "district",
}
"""Part of a scope -> what one of it is."""
_LIBRARIES = ("homeward", "ortools", "numpy", "numba", "psycopg")


async def ask_for_run(
    connection: Connection,
    *,
    actor: Actor,
    match_on: date,
    seed: int = PUBLISHED_SEED,
    policy: str = STRICT.name,
    allowance: Allowance = WHATEVER_IT_TAKES,
    scope: Scope = WHOLE,
) -> int:
    """Ask for a match run; a worker carries it out. The run's id.

    A run with the same words that is not over yet is that run.

    Raises:
        RuleBroken: There is no policy of that name, or the seed, the day or the allowance is out of
            range, or the scope names something that is not there.
    """
    _check_wish(match_on, seed, policy, allowance)
    await check_scope(connection, scope)
    asked = match_runs.Asked(
        match_on,
        POLICIES[policy].to_dict(),
        seed,
        seconds_allowed=allowance.seconds,
        memory_mb_allowed=allowance.memory_mb,
        scope=scope.to_dict(),
    )
    unfinished = await match_runs.find_unfinished(connection, asked)
    if unfinished is not None:
        return unfinished
    run_id = await match_runs.add_run(connection, asked, asked_by=actor.name)
    await jobs.add_match_run(connection, run_id)
    await add_audit(
        connection,
        actor=actor.name,
        action="ask for match run",
        subject=f"match run {run_id}",
        details={"policy": policy, "seed": seed, "match_on": match_on.isoformat()}
        | ({"scope": scope.to_dict()} if scope.is_partial else {}),
    )
    return run_id


def _check_wish(match_on: date, seed: int, policy: str, allowance: Allowance) -> None:
    if policy not in POLICIES:
        raise RuleBroken(f"There is no policy {policy!r}; choose one of {', '.join(POLICIES)}.")
    if not 0 <= seed < 2**63:
        raise RuleBroken("The seed must be a whole number from 0 to 9223372036854775807.")
    if abs(match_on - datetime.now(UTC).date()) > _FURTHEST:
        raise RuleBroken(f"{match_on} is too far from today; choose a day within five years.")
    if not all(given is None or 0 < given < 2**31 for given in vars(allowance).values()):
        raise RuleBroken("Time and memory allowed must be above 0, in whole seconds and MiB.")


async def check_scope(connection: Connection, scope: Scope) -> None:
    """Refuse a scope that names what is not there, or is not to be seen by whoever asks.

    Raises:
        RuleBroken: It does, or its title is too long; the field is the part of the scope.
    """
    if len(scope.title) > LONGEST_TITLE:
        raise RuleBroken(f"Use no more than {LONGEST_TITLE} characters", field="title")
    for field, missing in (await scopes.find_missing(connection, scope)).items():
        said = ", ".join(missing[:5])
        raise RuleBroken(f"There is no {_CHOSEN[field]} {said}. Choose another", field=field)


async def stop_run(connection: Connection, *, actor: Actor, run_id: int) -> None:
    """Stop a run that is not over; the worker drops it within a second.

    Raises:
        NotFound: There is no such run.
        RuleBroken: The run is over.
    """
    run = await match_runs.get_run(connection, run_id)
    if not await match_runs.stop_run(connection, run_id):
        raise RuleBroken(f"Match run {run_id} is {run.state} already.")
    await add_audit(
        connection, actor=actor.name, action="stop match run", subject=f"match run {run_id}"
    )


async def carry_out(
    database_url: str, run_id: int, watch: Watch = lambda _stage, _percent: None
) -> bool:
    """Carry out a run that was asked for; False when it is over or in other hands.

    The answer is stored in one transaction with its reasons. A run that was stopped meanwhile
    stores nothing; one that fails says why in its row. One whose worker is told to stop waits for
    another worker.
    """
    async with connect(database_url) as connection:
        asked = await match_runs.start_run(connection, run_id)
    if asked is None:
        return False
    try:
        await _carry_out(database_url, run_id, asked, watch)
    except StoppedError:
        return True
    except asyncio.CancelledError:
        async with connect(database_url) as connection:
            await match_runs.release_run(connection, run_id)
        raise
    except Exception as error:
        async with connect(database_url) as connection:
            await match_runs.fail_run(connection, run_id, f"{type(error).__name__}: {error}")
        raise
    return True


@dataclass(frozen=True)
class _Outcome:
    """Everything that a run came to, ready to be stored."""

    translated: Translated
    n_households: int
    solved: Solved
    instance: bytes
    result: bytes


async def _carry_out(database_url: str, run_id: int, asked: match_runs.Asked, watch: Watch) -> None:
    started = time.perf_counter()
    tell = _teller(database_url, run_id, watch)
    await tell("reading the county", 0)
    translated, n_households = await read_problem(
        database_url, asked.match_on, Scope.from_dict(asked.scope)
    )
    reading = time.perf_counter() - started
    policy = Policy.from_dict(asked.policy)

    async def report(stage: str, done: float) -> bool:
        return await tell(_STAGES.get(stage, stage), _READ + round((_SOLVED - _READ) * done))

    allowance = Allowance(asked.seconds_allowed, asked.memory_mb_allowed)
    solved = await solve_apart(translated.problem, policy, asked.seed, report, allowance)
    if solved.faults:
        raise RuntimeError("the answer has faults: " + "; ".join(solved.faults))
    await tell("storing", _SOLVED)
    packed = await asyncio.to_thread(pack, translated.problem, policy, asked.seed, solved)
    outcome = _Outcome(translated, n_households, solved, *packed)
    await _store(database_url, run_id, outcome, started, {"reading": round(reading, 4)})
    watch("done", 100)


def _teller(database_url: str, run_id: int, watch: Watch) -> Callable[[str, int], Awaitable[bool]]:
    async def tell(stage: str, percent: int) -> bool:
        watch(stage, percent)
        async with connect(database_url) as connection:
            return await match_runs.set_progress(connection, run_id, stage=stage, percent=percent)

    return tell


async def _store(
    database_url: str, run_id: int, outcome: _Outcome, started: float, seconds: dict[str, float]
) -> None:
    """Write the answer and its reasons, and close the run, in one transaction."""
    storing = time.perf_counter()
    translated, solved = outcome.translated, outcome.solved
    async with connect(database_url) as connection:
        await outcomes.copy_proposals(connection, proposal_rows(run_id, translated, solved))
        await outcomes.copy_unplaced(connection, unplaced_rows(run_id, translated, solved))
        await outcomes.copy_empty_vacancies(connection, empty_rows(run_id, translated, solved))
        await worth.copy_worth(connection, worth_rows(run_id, translated, solved))
        await instances.add_instance(
            connection, run_id, instance=outcome.instance, result=outcome.result
        )
        now = time.perf_counter()
        spent = {"storing": round(now - storing, 4), "total": round(now - started, 4)}
        finished = _figures(outcome, seconds | dict(solved.seconds) | spent)
        if not await match_runs.finish_run(connection, run_id, finished):
            raise StoppedError


def _figures(outcome: _Outcome, seconds: dict[str, float]) -> match_runs.Finished:
    allocation, problem = outcome.solved.allocation, outcome.translated.problem
    return match_runs.Finished(
        households=outcome.n_households,
        applicants=problem.n_applicants,
        vacancies=problem.n_vacancies,
        pairs=allocation.n_pairs,
        placed=len(allocation.placed),
        unplaced=len(allocation.unplaced),
        value=allocation.value,
        bound=allocation.bound,
        proved=allocation.proved,
        proof=allocation.proof,
        settled=allocation.settled,
        comparison=describe(outcome.solved.comparison),
        faults=outcome.solved.faults,
        seconds=seconds,
        problem_sha256=problem.digest(),
        versions={"python": python_version()} | {name: version(name) for name in _LIBRARIES},
    )
