"""The benchmarks can be found and begun; what they time is not tested here."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import headings

PARTS = {"county", "edges_in_python", "peers", "shared", "storing", "timing"}
MODULES = {path.stem for path in Path(__file__).parent.glob("[!_]*.py") if "test_" not in path.stem}


def test_every_module_is_a_benchmark_or_known_to_be_a_part_of_one():
    assert set(headings()) == MODULES - PARTS


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_can_be_imported(name):
    import_module(f"tests.benchmarks.{name}")


def test_the_command_names_every_benchmark_and_says_what_it_does():
    command = [sys.executable, "-m", "tests.benchmarks", "--help"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for name, heading in headings().items():
        assert heading.endswith(".")
        assert f"{name:<12}{heading}" in told
