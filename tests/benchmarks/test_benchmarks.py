"""The benchmarks can be found and begun; what they time is not tested here."""

import subprocess
import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.benchmarks.__main__ import headings
from tests.benchmarks.growth import STEPS, picture, slope
from tests.benchmarks.timing import read_sizes, seconds_of

SVG = "{http://www.w3.org/2000/svg}"

PARTS = {
    "chart",
    "county",
    "drawn_rows",
    "edges_in_python",
    "page_servers",
    "peers",
    "shared",
    "storing",
    "timing",
}
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


def given_growth(exponent=1.0):
    return {
        step: [(n, n**exponent * (turn + 1) / 1e6) for n in (1_000, 20_000, 400_000)]
        for turn, step in enumerate(STEPS)
    }


def test_twice_the_pairs_in_twice_the_seconds_is_a_slope_of_one():
    assert slope(given_growth()["solve"]) == pytest.approx(1)
    assert slope(given_growth(1.5)["solve"]) == pytest.approx(1.5)


def test_the_picture_says_in_words_what_it_draws():
    root = ET.fromstring(picture(given_growth()))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == ["title", "desc"]
    assert root.find(f"{SVG}title[@id='title']").text.startswith("Seconds of each step")
    desc = root.find(f"{SVG}desc[@id='desc']").text
    assert "solve: 0.002 s at 1,000 pairs, 0.8 s at 400,000, slope 1.00." in desc


def test_the_picture_names_every_step_beside_its_line_and_no_two_names_overlap():
    root = ET.fromstring(picture({step: given_growth()["solve"] for step in STEPS}))
    heights = {text.text: float(text.attrib["y"]) for text in root.iter(f"{SVG}text")}
    names = sorted(heights[f"{step} (1.00)"] for step in STEPS)
    assert all(below - above >= 14 for above, below in pairwise(names))


def test_the_lines_of_the_picture_differ_in_dashes_and_not_only_in_colour():
    root = ET.fromstring(picture(given_growth()))
    dashes = [line.attrib.get("stroke-dasharray") for line in root.iter(f"{SVG}polyline")]
    assert len({dash for dash in dashes if dash}) == len(STEPS)


def test_sizes_are_read_with_as_many_numbers_as_are_given():
    assert read_sizes("500x60,5000x800x200") == [(500, 60), (5000, 800, 200)]


def test_work_is_done_as_often_as_asked_unless_the_time_is_spent():
    done = []
    seconds_of(lambda: done.append(1), times=3)
    assert len(done) == 3
    seconds_of(lambda: done.append(1), times=3, within_s=0)
    assert len(done) == 4
