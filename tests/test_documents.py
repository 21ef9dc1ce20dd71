"""What is written from code says what the code says."""

import pytest

from tests.documents import documents


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_a_document_written_from_code_is_current(path):
    assert path.read_text(encoding="utf-8") == documents()[path], "run 'make docs'"
