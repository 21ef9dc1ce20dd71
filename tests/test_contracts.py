"""The import contracts that name one exception cover every other module, today's and tomorrow's.

A contract whose sources are whole packages covers whatever is in them; ``ignore_imports`` names who
is excepted.
"""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["name"]: contract for contract in LINTER["contracts"]}


def test_every_package_of_ours_is_looked_at():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert set(LINTER["root_packages"]) == packages


@pytest.mark.parametrize(
    ("name", "excepted"),
    [
        (
            "only the flow and the search use the optimisers",
            {"matching.flow", "matching.side.search"},
        ),
        ("only the store speaks to the database", {"service.store.**"}),
    ],
)
def test_a_contract_with_an_exception_covers_every_other_module(name, excepted):
    contract = CONTRACTS[name]
    assert set(contract["source_modules"]) == set(LINTER["root_packages"])
    assert {ignored.split(" -> ")[0] for ignored in contract["ignore_imports"]} == excepted
