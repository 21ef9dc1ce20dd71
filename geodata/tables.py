"""The files of typed-in facts that ship with the package."""

import csv
from importlib.resources import files


def read_text(name: str) -> str:
    """The text of a file of facts."""
    return (files("geodata") / "data" / name).read_text(encoding="utf-8")


def read_rows(noun: str) -> list[dict[str, str]]:
    """The rows of ``NOUN.csv``, each by the names in its header."""
    return list(csv.DictReader(read_text(f"{noun}.csv").splitlines()))
