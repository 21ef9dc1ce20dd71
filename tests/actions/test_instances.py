"""Instance and result files: solved, verified, and found out when somebody altered them."""

import asyncio
import json
from copy import deepcopy

import numpy as np
import pytest

from matching import STRICT, instance_to_json
from service.actions.instances import solve_file, verify_files
from service.errors import NotFound, RuleBroken
from tests.matching.builder import draw_problem


@pytest.fixture
def files(tmp_path):
    """An instance of 90 applicants and 40 vacancies, and its result."""
    instance, result = tmp_path / "run.json", tmp_path / "run.result.json"
    problem = draw_problem(np.random.default_rng(3), 90, 40)
    instance.write_text(json.dumps(instance_to_json(problem, STRICT, 5)))
    asyncio.run(solve_file(instance, result, go_on))
    return instance, result


def faults_when(files, alter):
    instance, result = files
    document = deepcopy(json.loads(result.read_bytes()))
    alter(document)
    result.write_text(json.dumps(document))
    return verify_files(instance, result)


def test_a_result_that_nobody_altered_has_no_faults(files):
    assert verify_files(*files) == []


def test_reasons_that_somebody_altered_are_found(files):
    def flip(document):
        unplaced = document["explanations"]["unplaced"]
        unplaced["reason"] = [1 - reason for reason in unplaced["reason"]]

    [fault] = faults_when(files, flip)
    assert fault.startswith("explanations.unplaced.reason row 0 is ")


@pytest.mark.parametrize("value", ["x", None, [1], True])
def test_a_value_that_is_no_number_far_down_is_refused_in_a_sentence(files, value):
    with pytest.raises(RuleBroken, match=r"result\.json: \$\.vacancy_of\[80\] is "):
        faults_when(files, lambda document: document["vacancy_of"].__setitem__(80, value))


@pytest.mark.parametrize("value", [None, [], {"placed": 1}, "x"])
def test_reasons_of_another_form_are_refused_in_a_sentence(files, value):
    with pytest.raises(RuleBroken, match=r"result\.json: \$\.explanations"):
        faults_when(files, lambda document: document.update(explanations=value))


@pytest.mark.parametrize(
    "content", [b"", b"{", b'["\xff"]', b"[" * 5_000 + b"]" * 5_000, b"[" * 900 + b"]" * 900]
)
def test_a_file_that_cannot_be_read_as_json_is_refused_in_a_sentence(files, content):
    instance, result = files
    result.write_bytes(content)
    with pytest.raises(RuleBroken, match=r"run\.result\.json"):
        verify_files(instance, result)


def test_a_file_that_is_not_there_is_not_found(files, tmp_path):
    with pytest.raises(NotFound, match="cannot be read"):
        verify_files(files[0], tmp_path / "none.json")


async def go_on(_stage, _done):
    return True


def test_a_target_that_cannot_be_written_is_refused_before_any_work(tmp_path):
    instance = tmp_path / "instance.json"
    instance.write_text("not looked at")
    for target, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "none" / "r.json", "No such file or directory"),
        (instance, "is the instance itself"),
    ):
        with pytest.raises(RuleBroken, match=words):
            asyncio.run(solve_file(instance, target, go_on))
    assert instance.read_text() == "not looked at"


def test_a_file_of_an_earlier_homeward_says_which_is_read_and_what_to_do(files):
    instance, result = files
    for path, kind in ((result, "result"), (instance, "instance")):
        document = json.loads(path.read_bytes())
        path.write_text(json.dumps({**document, "format": f"homeward-{kind}/1"}))
        with pytest.raises(RuleBroken, match=f"homeward-{kind}/1, which an earlier Homeward wrote"):
            verify_files(instance, result)
