"""The commands for data protection."""

import csv
import json
import zipfile

import psycopg
import pytest

from service.cli import main


@pytest.fixture
def run(database_url, monkeypatch, tmp_path, capsys):
    """Run a command in this process: its exit code and what it printed."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("HOMEWARD_HOME", str(tmp_path / "home"))

    def go(*arguments):
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments)])
        said = capsys.readouterr()
        return left.value.code, said.out + said.err

    return go


def test_a_person_is_exported_and_erased_by_reference(run, database_url, tmp_path):
    for kind in ("homes", "vacancies", "applicants"):
        assert run("import", kind, f"docs/samples/{kind}.csv")[0] == 0
    with psycopg.connect(database_url) as connection:
        [reference] = connection.execute("SELECT min(reference) FROM applicants").fetchone()
    assert run("export", "person", tmp_path / "one.zip")[0] == 1
    assert run("export", "homes", "A", tmp_path / "homes.csv")[0] == 1
    code, said = run("export", "person", reference, tmp_path / "one.zip")
    assert code == 0, said
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        held = json.loads(archive.read("data.json"))["held"]
    assert held["applicants"][0]["reference"] == reference
    assert (tmp_path / "one.zip").stat().st_mode & 0o077 == 0

    asked = ("erase", reference, "--reason", "case 1207")
    dry = run(*asked)
    assert (dry[0], "Nothing was changed" in dry[1], "1  applicants" in dry[1]) == (0, True, True)
    assert f"{reference} was erased" in run(*asked, "--apply")[1]
    assert run(*asked) == (
        1,
        f"homeward erase: There is no applicant {reference}.\n",
    )


def test_retention_is_told_first_and_applied_when_asked(run, database_url):
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "WITH run AS ("
            "  INSERT INTO match_runs (asked_by, match_on, policy, seed, state, finished_at)"
            "  VALUES ('X', current_date, '{}', 1, 'stopped', now() - interval '91 days')"
            "  RETURNING id)"
            " INSERT INTO match_instances (run_id, instance, result) SELECT id, '', '' FROM run"
        )
    code, said = run("retention")
    assert code == 0
    assert "1  pseudonymous copies of match runs, kept 90 days after the run finished" in said
    assert "failed sign-ins" not in said
    assert "Nothing was changed" in said
    assert "1 rows were let go" in run("retention", "--apply")[1]
    assert "0  pseudonymous copies" in run("retention")[1]


def test_the_data_register_is_written_as_a_table(run, tmp_path):
    code, said = run("data-register", tmp_path / "register.csv")
    assert code == 0, said
    with (tmp_path / "register.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    [born] = [r for r in rows if (r["table"], r["field"]) == ("household_members", "born_on")]
    assert (born["category"], born["kept by rule"]) == ("personal", "application")
