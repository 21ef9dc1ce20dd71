"""The command line as its users call it, on a database of its own."""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import main
from service.errors import NotReady
from service.settings import read_settings


def homeward(*arguments, **environment):
    """Run a command as a person would: what it printed, its complaints, its exit code."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "service", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def town(database_url, tmp_path):
    """The environment of a Homeward with a database and a folder of its own."""
    return {"DATABASE_URL": database_url, "HOMEWARD_HOME": str(tmp_path / "home")}


def test_a_command_that_is_not_one_is_refused_with_the_list(capsys):
    with pytest.raises(SystemExit) as left:
        main(["allocate"])
    assert left.value.code == 2
    assert "choose from" in capsys.readouterr().err


def test_the_sample_files_can_be_imported_matched_solved_and_verified(town, tmp_path):
    samples = Path("docs/samples")
    for kind in ("homes", "vacancies", "applicants"):
        done = homeward("import", kind, str(samples / f"{kind}.csv"), **town)
        assert done.returncode == 0, done.stdout + done.stderr
    instance, result = tmp_path / "run.json", tmp_path / "again.json"
    done = homeward("match", "--seed", "3", "--export", str(instance), **town)
    assert done.returncode == 0, done.stderr
    assert "Proved best" in done.stdout

    solved = homeward("solve", str(instance), "--out", str(result), **town)
    assert solved.returncode == 0, solved.stderr
    assert result.read_bytes() == (tmp_path / "run.result.json").read_bytes()
    verified = homeward("verify", str(instance), str(result), **town)
    assert (verified.returncode, verified.stdout[:9]) == (0, "No faults")

    limited = homeward(
        "solve", str(instance), "--out", str(result), "--seconds", "60", "--memory", "500"
    )
    assert "Proved best by prices, which anyone can check." in limited.stdout, limited.stderr

    answer = json.loads(result.read_bytes())
    answer["value"] += 1
    result.write_text(json.dumps(answer))
    verified = homeward("verify", str(instance), str(result), **town)
    assert verified.returncode == 1
    assert "fault: the value is given as" in verified.stdout


def test_questions_are_answered_as_tables_and_as_json(town):
    none_yet = homeward("worth", **town)
    assert (none_yet.returncode, "No match run is done yet" in none_yet.stderr) == (1, True)
    for kind in ("homes", "vacancies", "applicants"):
        homeward("import", kind, f"docs/samples/{kind}.csv", **town)
    done = homeward("match", "--policy", "fair", "--seconds", "60", **town)
    assert "Policies side by side" in done.stdout, done.stderr
    homeward("match", **town)

    compared = homeward("compare", "--policies", "strict,fair", "--json", **town)
    assert [one["policy"] for one in json.loads(compared.stdout)] == ["strict", "fair"]
    assert "People housed" in homeward("compare", "--policies", "fair,strict", **town).stdout
    kinds = json.loads(homeward("worth", "--json", **town).stdout)["kinds"]
    assert all({"place", "bedrooms", "tier", "housed", "gain"} <= kind.keys() for kind in kinds)
    assert "One more houses" in homeward("worth", **town).stdout
    with Path("docs/samples/applicants.csv").open(encoding="utf-8-sig") as file:
        reference = next(csv.DictReader(file))["applicant reference"]
    found = json.loads(homeward("what-if", reference, "--json", **town).stdout)
    assert found["run_id"] == 2
    assert f"What would change it for {reference}" in homeward("what-if", reference, **town).stdout
    nobody = homeward("what-if", "NOBODY", **town)
    assert "There is no applicant NOBODY." in nobody.stderr


def test_a_file_that_is_no_instance_is_refused_in_a_sentence(tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    done = homeward("solve", str(wrong), "--out", str(tmp_path / "out.json"))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"homeward solve: {wrong}: $")
    assert not (tmp_path / "out.json").exists()
    missing = homeward("verify", str(tmp_path / "none.json"), str(wrong))
    assert "cannot be read" in missing.stderr


def test_check_says_line_by_line_what_is_in_order(town):
    done = homeward("check", **town)
    names = [line[4:15].strip() for line in done.stdout.splitlines()]
    assert names == [
        "settings",
        "role",
        "e-mail",
        "assets",
        "disk",
        "database",
        "PostGIS",
        "migrations",
        "worker",
    ]
    assert "run 'homeward serve'" in done.stdout
    assert done.returncode == 1


def test_check_says_what_to_do_when_the_database_does_not_answer(tmp_path):
    address = f"postgresql://nobody@/nothing?host={tmp_path}"
    done = homeward("check", DATABASE_URL=address, HOMEWARD_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "Check DATABASE_URL" in done.stdout


def test_serving_on_a_taken_port_is_refused_in_a_sentence(town, live_port):
    done = homeward("serve", **town, HOMEWARD_PORT=str(live_port))
    assert done.returncode == 1
    assert "set HOMEWARD_PORT to another port" in done.stderr


def test_the_marginals_stand_side_by_side_and_hold():
    done = homeward("demo", "--marginals")
    assert done.returncode == 0
    assert "10,343" in done.stdout


def test_a_reader_who_hears_only_the_beginning_gets_no_traceback():
    command = f"{sys.executable} -m service demo --marginals | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_port_that_is_no_number_is_refused(monkeypatch):
    monkeypatch.setenv("HOMEWARD_PORT", "http")
    with pytest.raises(NotReady, match="HOMEWARD_PORT is 'http'"):
        read_settings()


@pytest.fixture
def live_port():
    """A port that somebody else listens on."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_an_account_is_opened_and_its_link_printed(town):
    homeward("import", "homes", "docs/samples/homes.csv", **town)
    address = {**town, "HOMEWARD_PUBLIC_URL": "https://homes.example.org"}
    admin = homeward("add-account", "ada@homes.example", "Ada Admin", "administrator", **address)
    assert admin.returncode == 0, admin.stderr
    assert "once, for 72 hours" in admin.stdout
    assert re.search(r"^https://homes\.example\.org/link/[\w-]{43}$", admin.stdout, re.MULTILINE)

    person = ("add-account", "lee@homes.example", "Lee Landlord", "landlord")
    unknown = homeward(*person, "--landlord", "No Such Homes", **town)
    assert unknown.returncode == 1
    named = re.search(r"Known are: ([^;]+)[;.]", unknown.stderr)
    assert named is not None, unknown.stderr
    done = homeward(*person, "--landlord", named.group(1).upper(), **town)
    assert (done.returncode, "http://127.0.0.1:8000/link/" in done.stdout) == (0, True), done.stderr
    again = homeward(*person, **town)
    assert (again.returncode, "Choose their landlord" in again.stderr) == (1, True)
