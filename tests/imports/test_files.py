import io
import struct
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from service.actions.imports.files import MOST_BYTES, read_table
from service.actions.imports.writing import write_table
from service.errors import NotFound, RuleBroken

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def read(path: Path):
    table = read_table(path, "homes")
    return [list(row.cells) for row in table.rows]


def given_file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def given_workbook(folder: Path, **parts: bytes | None) -> Path:
    """A workbook of one small sheet, with some parts of the archive replaced or taken out."""
    path = folder / "homes.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["a", "b"])
    workbook.active.append(["x", 1])
    held = io.BytesIO()
    workbook.save(held)
    names = {"sheet": SHEET, "shared": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}
    changed = {names[key]: data for key, data in parts.items()}
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        held_parts = {name: old.read(name) for name in old.namelist()}
        for name, data in (held_parts | changed).items():
            if data is not None:
                new.writestr(name, data)
    return path


def sheet_of(rows: bytes) -> bytes:
    return b"<worksheet " + NAMESPACE + b"><sheetData>" + rows + b"</sheetData></worksheet>"


# CSV


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("name\ncafé\n".encode(), None),
        ("name\ncafé\n".encode("utf-8-sig"), None),
        ("name\ncafé\n".encode("utf-16"), "UTF-16"),
        ("name\r\ncafé\r\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_csv_is_read_in_the_usual_encodings_and_says_which(tmp_path, data, note):
    table = read_table(given_file(tmp_path, "homes.csv", data), "homes")

    assert [list(row.cells) for row in table.rows] == [["name"], ["café"]]
    assert [note in said for said in table.notes] == ([True] if note else [])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_of_a_csv_file_is_found(tmp_path, separator):
    text = f"a{separator}b{separator}c\n1{separator}2{separator}3\n"

    assert read(given_file(tmp_path, "homes.csv", text.encode()))[1] == ["1", "2", "3"]


def test_rows_keep_the_numbers_of_the_spreadsheet(tmp_path):
    data = b'a,b\n\n"x\ny",1\n,,\n2,3\n'

    table = read_table(given_file(tmp_path, "homes.csv", data), "homes")

    assert [row.number for row in table.rows] == [1, 3, 5]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("homes.csv", b"", "homes.csv is empty"),
        ("homes.csv", bytes(range(256)) * 40, "not text"),
        ("homes.csv", b"a,b\nx,y\0\n", "not text"),
        ("homes.csv", "a,b\nx,y\n".encode("utf-16-le"), "not text"),
        ("homes.csv", b'a,b\n"x,y\n', "Row 2 has a quotation mark that does not close"),
        ("homes.csv", b"PK\x03\x04rest", "holds a workbook. Name it .xlsx"),
        ("homes.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls workbook"),
        ("homes.xls", b"anything", "old .xls workbook"),
        ("homes.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "with a password"),
        ("homes.xlsx", b"a,b\n1,2\n", "not a whole .xlsx workbook"),
        ("homes.pdf", b"%PDF", "neither .csv nor .xlsx"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path, name, data, words):
    with pytest.raises(RuleBroken, match=words):
        read_table(given_file(tmp_path, name, data), "homes")


def test_a_file_that_is_too_big_is_refused_unread(tmp_path):
    path = given_file(tmp_path, "homes.csv", b"a\n")
    with path.open("r+b") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(RuleBroken, match="20 MB is the most"):
        read_table(path, "homes")


def test_a_file_with_too_many_rows_is_refused(tmp_path):
    with pytest.raises(RuleBroken, match="more than 50,000 rows"):
        read_table(given_file(tmp_path, "homes.csv", b"1\n" * 50_001), "homes")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(NotFound, match="There is no file"):
        read_table(tmp_path / "homes.csv", "homes")
    with pytest.raises(RuleBroken, match="is not a file"):
        read_table(tmp_path, "homes")


def test_a_formula_in_csv_is_refused_by_its_cell(tmp_path):
    table = read_table(given_file(tmp_path, "homes.csv", b"a,b,c\n=1+1,-2,'=x\n"), "homes")

    assert list(table.rows[1].refused) == [0]
    assert table.rows[1].cells[2] == "=x"


# XLSX


def test_cells_of_a_workbook_are_read_as_what_they_are(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["a title across"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(["text", 3.0, 1.5, date(2026, 3, 31), datetime(2026, 3, 31, 9, 0), True])  # noqa: DTZ001
    workbook.save(tmp_path / "homes.xlsx")

    table = read_table(tmp_path / "homes.xlsx", "homes")

    assert [row.number for row in table.rows] == [3]
    day = date(2026, 3, 31)
    assert list(table.rows[0].cells) == ["text", 3, 1.5, day, day, True]


def test_formulas_and_errors_of_a_workbook_are_refused_by_their_cells(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["a", "=1+1", "#REF!"])
    workbook.active.append([None, None, None, "=A1"])
    workbook.save(tmp_path / "homes.xlsx")

    rows = read_table(tmp_path / "homes.xlsx", "homes").rows

    assert {row.number: sorted(row.refused) for row in rows} == {1: [1, 2], 2: [3]}
    assert rows[0].refused[1] == "This holds a formula. Paste its value instead."


def test_the_sheet_of_our_name_is_read_before_the_first(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.title = "Notes"
    workbook.active.append(["notes"])
    workbook.create_sheet("Homes").append(["ours"])
    workbook.save(tmp_path / "homes.xlsx")

    table = read_table(tmp_path / "homes.xlsx", "homes")
    others = read_table(tmp_path / "homes.xlsx", "vacancies")

    assert table.rows[0].cells == ["ours"]
    assert table.notes == ["The workbook has 2 sheets; read 'Homes' and not 'Notes'."]
    assert others.rows[0].cells == ["notes"]


def test_a_workbook_that_expands_too_far_is_refused(tmp_path):
    bomb = given_workbook(tmp_path, sheet=b" " * 120_000_000)

    with pytest.raises(RuleBroken, match="expands to more than 100 MB"):
        read_table(bomb, "homes")


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    size, claimed = 120_000_000, 1_000
    data = bytearray(given_workbook(tmp_path, sheet=b" " * size).read_bytes())
    for mark, sizes_at, sum_at in ((b"PK\x01\x02", 24, 16), (b"PK\x03\x04", 22, 14)):
        at = -1
        while (at := data.find(mark, at + 1)) != -1:
            if struct.unpack_from("<I", data, at + sizes_at)[0] == size:
                struct.pack_into("<I", data, at + sizes_at, claimed)
                struct.pack_into("<I", data, at + sum_at, zlib.crc32(b" " * claimed))
    liar = given_file(tmp_path, "liar.xlsx", bytes(data))

    with pytest.raises(RuleBroken, match="expands to more than 100 MB"):
        read_table(liar, "homes")


def test_a_cell_in_the_far_corner_is_refused(tmp_path):
    corner = sheet_of(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')

    with pytest.raises(RuleBroken, match="more than 50,000 rows"):
        read_table(given_workbook(tmp_path, sheet=corner), "homes")


def test_one_long_text_repeated_many_times_is_refused(tmp_path):
    text = b"<sst " + NAMESPACE + b"><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>"
    cells = b'<row><c t="s"><v>0</v></c></row>' * 300

    with pytest.raises(RuleBroken, match="The sheet holds too much"):
        read_table(given_workbook(tmp_path, shared=text, sheet=sheet_of(cells)), "homes")


@pytest.mark.parametrize(
    "parts",
    [
        {"sheet": None},
        {"book": None},
        {"sheet": b"<worksheet><unclosed>"},
        {"sheet": b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_of(b"")},
        {"sheet": sheet_of(b'<row><c r="nonsense"><v>1</v></c></row>')},
        {"sheet": sheet_of(b'<row r="-x"/>')},
    ],
)
def test_a_damaged_workbook_is_refused(tmp_path, parts):
    with pytest.raises(RuleBroken, match=r"not a whole \.xlsx workbook"):
        read_table(given_workbook(tmp_path, **parts), "homes")


def test_a_workbook_cut_short_is_refused(tmp_path):
    data = given_workbook(tmp_path).read_bytes()

    with pytest.raises(RuleBroken, match=r"not a whole \.xlsx workbook"):
        read_table(given_file(tmp_path, "cut.xlsx", data[: len(data) // 2]), "homes")


# Writing


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_text_that_looks_like_a_formula_is_written_as_text(tmp_path, suffix):
    path = tmp_path / f"homes.{suffix}"

    write_table(path, "homes", ["name", "floor"], [["=1+1", -1], ["@x", 2], ["'=y", 3]])

    assert [row[0] for row in read(path)] == ["name", "=1+1", "@x", "'=y"]
    assert all(not row.refused for row in read_table(path, "homes").rows)


def test_a_csv_for_spreadsheets_guards_text_and_leaves_numbers(tmp_path):
    write_table(tmp_path / "homes.csv", "homes", ["name", "floor"], [["=1+1", -1]])

    assert (tmp_path / "homes.csv").read_text("utf-8-sig") == "name,floor\n'=1+1,-1\n"


def test_a_written_file_is_for_its_owner_only(tmp_path):
    write_table(tmp_path / "homes.csv", "homes", ["name"], [])

    assert (tmp_path / "homes.csv").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["homes.csv"]


def test_a_folder_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(RuleBroken, match="No such file or directory"):
        write_table(tmp_path / "typo" / "homes.csv", "homes", ["name"], [])
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_kind_is_not_written(tmp_path):
    with pytest.raises(RuleBroken, match=r"neither \.csv nor \.xlsx"):
        write_table(tmp_path / "homes.ods", "homes", ["name"], [])


def test_a_file_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "taken").write_text("a file")

    with pytest.raises(RuleBroken, match="cannot be written"):
        write_table(tmp_path / "taken" / "homes.csv", "homes", ["name"], [])
