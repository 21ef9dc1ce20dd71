import pytest

from service.actions.imports.columns import CORRECTION
from service.actions.imports.files import read_table
from service.actions.imports.writing import write_table
from service.store.homes import find_homes_for_export
from tests.database import within
from tests.imports.taking import HOMES, SAMPLES, take


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_rejected_rows_corrected_in_their_file_go_in(database_url, tmp_path, suffix):
    errors = read_table(SAMPLES / "homes-with-errors.csv", "homes")
    given = tmp_path / f"homes.{suffix}"
    write_table(given, "homes", errors.rows[0].cells, [row.cells for row in errors.rows[1:]])
    rejected = take(database_url, HOMES, given, tmp_path).rejected_file
    table = read_table(rejected, "homes")
    right = {"two": "2", "wheelchairs": "wheelchair", "£1O5": "£105", "NR1 9ZZ": "NR1 3DY",
             "women": "any", "=1+1": 2}  # fmt: skip
    right |= {"Norwich": ""}
    corrected = [[right.get(cell, cell) for cell in row.cells] for row in table.rows[1:]]
    write_table(rejected, "homes", table.rows[0].cells, corrected)

    result = take(database_url, HOMES, rejected, tmp_path)

    assert table.rows[0].cells[-1] == CORRECTION
    assert rejected.suffix == given.suffix
    assert (result.n_rows, result.n_rejected) == (5, 0)
    assert len(within(database_url, find_homes_for_export)) == 7


def test_rejected_rows_keep_their_cells_and_say_what_to_correct(take_in):
    result = take_in(HOMES, {"rent": "free", "source": "=HYPERLINK(1)"})

    header, row = read_table(result.rejected_file, "homes").rows
    cells = dict(zip(header.cells, row.cells, strict=True))
    assert cells["rent"] == "free"
    assert cells["source"] == "=HYPERLINK(1)"
    assert cells[CORRECTION] == (
        "source: This starts as a formula does. Write the value itself. "
        "rent: 'free' is not an amount. Write pounds and pence a week, as 95.40."
    )
    assert "'=HYPERLINK(1)" in result.rejected_file.read_text("utf-8-sig")


def test_rejected_again_the_note_is_written_afresh(take_in, database_url, tmp_path):
    once = take_in(HOMES, {"rent": "free"}).rejected_file

    twice = take(database_url, HOMES, once, tmp_path / "again").rejected_file

    assert [list(row.cells) for row in read_table(once, "homes").rows] == [
        list(row.cells) for row in read_table(twice, "homes").rows
    ]


def test_a_row_of_notes_alone_is_no_row(database_url, tmp_path, take_in):
    rejected = take_in(HOMES, {"rent": "free"}).rejected_file
    table = read_table(rejected, "homes")
    blank = [["" for _ in row.cells[:-1]] + [row.cells[-1]] for row in table.rows[1:]]
    good = [cell if cell != "free" else "99" for cell in table.rows[1].cells]
    write_table(rejected, "homes", table.rows[0].cells, [*blank, good])

    result = take(database_url, HOMES, rejected, tmp_path)

    assert (result.n_rows, result.n_rejected) == (1, 0)
