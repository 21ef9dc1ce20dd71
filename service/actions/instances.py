"""Instance and result files: a run without names, that anybody can solve and verify again.

For appeals, auditors and benchmarks. The schemas are ``matching.INSTANCE_SCHEMA`` and
``matching.RESULT_SCHEMA``, written out in docs/.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from matching import (
    Policy,
    Problem,
    ProblemError,
    faults,
    instance_from_json,
    instance_to_json,
    result_from_json,
    result_to_json,
)
from service.actions.solving import Solved, solve_here
from service.errors import NotFound, RuleBroken
from service.store import instances
from service.store.pool import connect


@dataclass(frozen=True)
class Result:
    """The figures of a solved instance."""

    applicants: int
    vacancies: int
    placed: int
    value: int
    bound: int


def pack(problem: Problem, policy: Policy, seed: int, solved: Solved) -> tuple[bytes, bytes]:
    """A run's instance and result as compressed JSON, as they are kept with the run."""
    instance = instance_to_json(problem, policy, seed)
    result = result_to_json(solved.allocation, solved.explanations)
    return _squeeze(instance), _squeeze(result)


async def export_instance(database_url: str, *, run_id: int, path: Path) -> Path:
    """Write a run's instance to ``path`` and its result beside it; the result's path.

    Raises:
        NotFound: The run has no instance: it is not done.
        RuleBroken: A file cannot be written.
    """
    async with connect(database_url) as connection:
        instance, result = await instances.get_instance(connection, run_id)
    beside = path.with_name(f"{path.stem}.result{path.suffix or '.json'}")
    _write(path, gzip.decompress(instance))
    _write(beside, gzip.decompress(result))
    return beside


def solve_file(instance: Path, out: Path, report: Callable[[str, float], None]) -> Result:
    """Solve an instance file and write its result file, whole or not at all.

    Raises:
        NotFound: There is no such file.
        RuleBroken: It is not an instance, or the result cannot be written.
    """
    problem, policy, seed = _read_instance(instance)
    solved = solve_here(problem, policy, seed, report)
    if solved.faults:
        raise RuleBroken("The answer has faults: " + "; ".join(solved.faults))
    allocation = solved.allocation
    _write(out, _encode(result_to_json(allocation, solved.explanations)))
    return Result(
        problem.n_applicants,
        problem.n_vacancies,
        len(allocation.placed),
        allocation.value,
        allocation.bound,
    )


def verify_files(instance: Path, result: Path) -> list[str]:
    """What is wrong with a result file as an answer to an instance file; nothing is good.

    Raises:
        NotFound: A file is not there.
        RuleBroken: A file is not what it should be.
    """
    problem, policy, seed = _read_instance(instance)
    try:
        allocation = result_from_json(_read(result), problem)
    except ProblemError as error:
        raise RuleBroken(f"{result}: {error}") from error
    wrong_seed = [f"it was drawn with seed {allocation.seed}; the instance says {seed}"]
    return (wrong_seed if allocation.seed != seed else []) + faults(problem, policy, allocation)


def _read_instance(path: Path) -> tuple[Problem, Policy, int]:
    try:
        return instance_from_json(_read(path))
    except ProblemError as error:
        raise RuleBroken(f"{path}: {error}") from error


def _read(path: Path) -> Any:
    try:
        return msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}.") from error
    except msgspec.DecodeError as error:
        raise RuleBroken(f"{path} is not JSON: {error}.") from error


def _write(path: Path, content: bytes) -> None:
    """Write a file whole: beside its place first, then into it."""
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise RuleBroken(f"{path} cannot be written: {error.strerror}.") from error


def _encode(document: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=0) + b"\n"


def _squeeze(document: Any) -> bytes:
    return gzip.compress(_encode(document), compresslevel=6, mtime=0)
