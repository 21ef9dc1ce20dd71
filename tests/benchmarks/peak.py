"""Weigh the most memory that drawing a county and a whole exact run of it take.

    python -m tests.benchmarks.peak --sizes 5000x800,50000x8000

Each county has a process of its own. Said apart, because drawing may take more: what finding the
pairs takes at its peak on top of what is there before, what it hands over included. Linux only.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from matching import STRICT, explain, faults, solve
from matching.edges import eligible_pairs
from tests.benchmarks.county import draw_county
from tests.benchmarks.timing import LARGE, SIZES, options, say


class Peak(NamedTuple):
    """What a process that does nothing else takes.

    Attributes:
        whole: resident memory at the peak of drawing, solving, checking and explaining, its code
            included; MiB.
        finding: what finding the pairs takes on top of the drawn county, at its peak; MiB.
        pairs: how many there are.
    """

    whole: int
    finding: int
    pairs: int


def main() -> None:
    chosen = options(__doc__, f"{SIZES},{LARGE}").parse_args()
    weigh(50, 20, chosen.seed)  # compiling, once for this machine, takes memory of its own
    for n_applicants, n_vacancies in chosen.sizes:
        peak = weigh(n_applicants, n_vacancies, chosen.seed)
        say(
            f"{n_applicants:,} × {n_vacancies:,}, {peak.pairs:,} pairs: {peak.whole:,} MiB to "
            f"draw, solve, check and explain; finding the pairs {peak.finding:,} MiB"
        )


def weigh(n_applicants: int, n_vacancies: int, seed: int) -> Peak:
    """The peak of such a process, started for this."""
    call = f"peak.weigh_itself({n_applicants}, {n_vacancies}, {seed})"
    command = [sys.executable, "-c", f"from tests.benchmarks import peak; {call}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Peak(*map(int, told.split()))


def weigh_itself(n_applicants: int, n_vacancies: int, seed: int) -> None:
    """Print what this process takes, the fields of `Peak` in turn."""
    eligible_pairs(draw_county(50, 20, seed=1), STRICT)
    problem = draw_county(n_applicants, n_vacancies, seed=seed)
    drawing, before = _mib("VmHWM"), _mib("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here anew
    n_pairs = len(eligible_pairs(problem, STRICT))
    finding = _mib("VmHWM") - before
    allocation = solve(problem, STRICT, seed=1)
    assert faults(problem, STRICT, allocation) == []
    explain(problem, STRICT, allocation)
    say(f"{max(drawing, _mib('VmHWM'))} {finding} {n_pairs}")


def _mib(field: str) -> int:
    """Not ru_maxrss, for a child starts with what its parent had."""
    return int(Path("/proc/self/status").read_text().split(f"{field}:")[1].split()[0]) >> 10


if __name__ == "__main__":
    main()
