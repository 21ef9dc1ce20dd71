"""Fixtures of the import tests."""

import pytest

from tests.imports.taking import SAMPLES, given_rows, take


@pytest.fixture
def take_in(database_url, tmp_path):
    """Import a sample, or rows given as changes of the columns' examples."""

    def go(kind, *rows, sample=None, **options):
        path = SAMPLES / sample if sample else given_rows(tmp_path, kind, rows)
        return take(database_url, kind, path, tmp_path / "exports", **options)

    return go
