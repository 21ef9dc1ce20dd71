"""``homeward export core``: the national return as a file, and beside it what its lettings lack."""

import csv
from pathlib import Path

from tests.cli.test_cli import homeward
from tests.pages.reports import plant


def test_the_return_of_a_period_is_written_with_what_it_lacks(
    county_url: str, tmp_path: Path
) -> None:
    plant(county_url)
    town = {"DATABASE_URL": county_url, "HOMEWARD_HOME": str(tmp_path / "home")}
    file = tmp_path / "core.csv"
    done = homeward("export", "core", str(file), "--from", "01/06/2026", **town)
    assert done.returncode == 0, done.stderr
    assert f"Lettings written to {file}: 1." in done.stdout
    lines = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert [line[14] for line in lines[2:]] == ["U-0042"]
    missing = file.with_name("core-missing.csv").read_text("utf-8-sig")
    assert "ethnic group of lead tenant" in missing
    refused = homeward("export", "homes", str(file), "--to", "01/06/2026", **town)
    assert refused.returncode == 1
    assert "with core only" in refused.stderr
