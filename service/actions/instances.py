"""Instance and result files: a run without names, that anybody can solve and verify again.

For appeals, auditors and benchmarks. The schemas are ``matching.INSTANCE_SCHEMA`` and
``matching.RESULT_SCHEMA``, written out in docs/.
"""

import gzip
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from matching import (
    INSTANCE_FORMAT,
    RESULT_FORMAT,
    Policy,
    Problem,
    ProblemError,
    instance_from_json,
    instance_to_json,
    result_faults,
    result_to_json,
)
from service.actions.apart import Report
from service.actions.solving import WHATEVER_IT_TAKES, Allowance, Solved, solve_apart
from service.errors import NotFound, RuleBroken
from service.store import instances
from service.store.audit import add_audit
from service.store.match_runs import find_latest_done
from service.store.pool import Connection


@dataclass(frozen=True)
class Result:
    """The figures of a solved instance."""

    applicants: int
    vacancies: int
    placed: int
    value: int
    bound: int
    proved: bool
    proof: str
    settled: str


def pack(problem: Problem, policy: Policy, seed: int, solved: Solved) -> tuple[bytes, bytes]:
    """A run's instance and result as compressed JSON, as they are kept with the run."""
    instance = instance_to_json(problem, policy, seed)
    result = result_to_json(solved.allocation, solved.explanations)
    return _squeeze(instance), _squeeze(result)


def check_target(path: Path, *, source: Path | None = None) -> None:
    """Refuse, before any work is done, a file that could not be written.

    Raises:
        RuleBroken: It is a folder, or the file that is read, or lies in a folder that is not there
            or may not be written in.
    """
    if source is not None and path.resolve() == source.resolve():
        raise RuleBroken(f"{path} is the instance itself. Name another file for the result.")
    if path.is_dir():
        raise RuleBroken(f"{path} is a folder. Name a file.")
    try:
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise RuleBroken(f"{path} cannot be written: {error.strerror}.") from error


async def export_instance(connection: Connection, *, run_id: int | None, path: Path) -> Path:
    """Write a run's instance to ``path`` and its result beside it; the result's path.

    Raises:
        NotFound: The run (None: the newest) has no instance: it is not done.
        RuleBroken: A file cannot be written.
    """
    check_target(path)
    run_id = await find_latest_done(connection) if run_id is None else run_id
    if run_id is None:
        raise NotFound("No match run is done yet. Run 'homeward match'.")
    instance, result = await instances.get_instance(connection, run_id)
    beside = path.with_name(f"{path.stem}.result{path.suffix or '.json'}")
    _write(path, gzip.decompress(instance))
    _write(beside, gzip.decompress(result))
    await add_audit(connection, action="export instance", subject=f"match run {run_id}")
    return beside


async def solve_file(
    instance: Path, out: Path, report: Report, allowance: Allowance = WHATEVER_IT_TAKES
) -> Result:
    """Solve an instance file and write its result file, whole or not at all.

    Raises:
        NotFound: There is no such file.
        RuleBroken: It is not an instance, or the result cannot be written.
        SolvingError: The solving process failed, or its pairs take more memory than allowed.
    """
    check_target(out, source=instance)
    problem, policy, seed = _read_instance(instance)
    solved = await solve_apart(problem, policy, seed, report, allowance)
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
        allocation.proved,
        allocation.proof,
        allocation.settled,
    )


def verify_files(instance: Path, result: Path) -> list[str]:
    """What is wrong with a result file as an answer to an instance file; nothing is good.

    Raises:
        NotFound: A file is not there.
        RuleBroken: A file is not what it should be.
    """
    problem, policy, seed = _read_instance(instance)
    document = _read(result)
    _refuse_older(result, document, RESULT_FORMAT)
    try:
        return result_faults(problem, policy, seed, document)
    except ProblemError as error:
        raise RuleBroken(f"{result}: {error}") from error


def _read_instance(path: Path) -> tuple[Problem, Policy, int]:
    document = _read(path)
    _refuse_older(path, document, INSTANCE_FORMAT)
    try:
        return instance_from_json(document)
    except ProblemError as error:
        raise RuleBroken(f"{path}: {error}") from error


def _refuse_older(path: Path, document: Any, expected: str) -> None:
    """Say what to do with a file that an earlier Homeward wrote.

    Raises:
        RuleBroken: It is of an earlier format.
    """
    found = document.get("format") if isinstance(document, dict) else None
    kind, _, number = expected.rpartition("/")
    if isinstance(found, str) and found in [f"{kind}/{n}" for n in range(1, int(number))]:
        raise RuleBroken(
            f"{path} is a {found}, which an earlier Homeward wrote; this one reads {expected}. "
            "Match again with 'homeward match --export', or use the version that wrote it."
        )


def _read(path: Path) -> Any:
    try:
        return msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:  # bad JSON, bad UTF-8, or nested without end
        raise RuleBroken(f"{path} is not JSON that can be read: {error}.") from error


def _write(path: Path, content: bytes) -> None:
    """Write a file whole, for its owner only: beside its place first, then into it."""
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.touch(mode=0o600)
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise RuleBroken(f"{path} cannot be written: {error.strerror}.") from error


def _encode(document: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=0) + b"\n"


def _squeeze(document: Any) -> bytes:
    return gzip.compress(_encode(document), compresslevel=6, mtime=0)
