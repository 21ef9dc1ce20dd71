"""The most memory that a process takes which only draws a county and does a whole exact run.

python -m tests.benchmarks.peak 200000x30000
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from matching import STRICT, explain, faults, solve
from tests.benchmarks.county import draw_county


def peak_mib(n_applicants: int, n_vacancies: int, seed: int) -> int:
    """The peak of such a process, started for this: MiB of resident memory, code included."""
    size = f"{n_applicants}x{n_vacancies}"
    command = [sys.executable, "-m", "tests.benchmarks.peak", size, str(seed)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main(size: str, seed: str = "1") -> None:
    problem = draw_county(*map(int, size.split("x")), seed=int(seed))
    allocation = solve(problem, STRICT, seed=1)
    assert faults(problem, STRICT, allocation) == []
    explain(problem, STRICT, allocation)
    # Not ru_maxrss: a child starts with what its parent had.
    peak_kib = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    print(int(peak_kib) >> 10)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
