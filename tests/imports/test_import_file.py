import asyncio

import psycopg
import pytest

from service.actions.imports import ImportKind, import_file
from service.actions.imports.faults import Category
from service.actions.imports.files import read_table
from service.actions.imports.writing import write_table
from service.errors import RuleBroken
from service.store.applicants import find_applicants_for_export
from service.store.bulk import Changed
from service.store.homes import find_homes_for_export
from service.store.pool import connect
from tests.database import within
from tests.imports.givens import TODAY
from tests.imports.taking import (
    APPLICANTS,
    HOMES,
    SAMPLES,
    VACANCIES,
    given_rows,
    look,
    said,
    take,
)

# The samples


def test_the_samples_go_in_and_then_change_nothing(take_in):
    for kind in ImportKind:
        first = take_in(kind, sample=f"{kind.value}.csv")
        again = take_in(kind, sample=f"{kind.value}.csv")
        as_workbook = take_in(kind, sample=f"{kind.value}.xlsx")

        assert first.n_rejected == 0
        assert first.changed.added == first.changed.total > 0
        assert again.changed == as_workbook.changed == Changed(same=first.changed.total)


def test_the_sample_of_homes_is_read_as_meant(take_in, database_url):
    take_in(HOMES, sample="homes.csv")

    homes = {home.unit.reference: home for home in within(database_url, find_homes_for_export)}

    assert homes["HH-BIT-03"].scheme.place == homes["HH-BIT-03"].scheme.district == "Norwich"
    assert homes["HH-BIT-01"].unit.rent_pence == 17_150
    assert homes["HH-BIT-03"].unit.bedrooms == 0
    assert homes["LT-A-1"].scheme.postcode is None
    assert homes["LT-A-1"].scheme.place == "Great Yarmouth"
    assert homes["HH-REE-1"].scheme.client_groups == frozenset()


def test_the_sample_of_applicants_is_read_as_meant(take_in, database_url):
    for kind in ImportKind:
        take_in(kind, sample=f"{kind.value}.csv")

    people = {a.reference: a for a in within(database_url, find_applicants_for_export)}

    fenwick = people["B-10023"]
    assert [area.name for area in fenwick.wanted] == ["Dereham", "Swaffham", "Breckland district"]
    assert [member.relation for member in fenwick.household] == ["lead", "child", "child"]
    assert people["G-00977"].current_unit == "LT-A-2"
    assert people["G-00977"].wanted == ()
    assert people["K-31002"].household[1].needs_own_room


def test_every_planted_error_is_found_and_the_good_rows_go_in(take_in):
    result = take_in(HOMES, sample="homes-with-errors.csv")

    assert [(cell, field) for cell, field, _ in said(result)] == [
        ("N3", "district"),
        ("Q3", "bedrooms"),
        ("T3", "features"),
        ("U3", "rent"),
        ("L4", "postcode"),
        ("C5", "scheme reference"),
        ("J6", "sexes"),
        ("Q8", "bedrooms"),
    ]
    assert [cell for cell, _, _ in said(result, Category.SOFT)] == ["Q7", "U7"]
    assert (result.n_rows, result.n_good, result.n_rejected) == (7, 2, 5)


# The file as a whole


def test_nothing_in_a_file_can_steer_the_terminal(database_url, tmp_path):
    path = given_rows(tmp_path, HOMES, [{}])
    path.write_text(path.read_text().replace("scheme name", "scheme\u009b2Jname"))

    assert all(line.isprintable() for line in take(database_url, HOMES, path, tmp_path).summary())


def test_a_dry_run_says_what_would_happen_and_writes_nothing(take_in, database_url, tmp_path):
    result = take_in(HOMES, sample="homes-with-errors.csv", dry_run=True)

    assert result.changed.added == 5
    assert result.rejected_file is None
    assert not (tmp_path / "exports").exists()
    assert look(database_url, "SELECT * FROM landlords") == []
    assert look(database_url, "SELECT * FROM audit") == []


def test_an_import_leaves_an_audit_row(take_in, database_url):
    take_in(HOMES, sample="homes-with-errors.csv")

    ((actor, action, subject, details),) = look(
        database_url,
        "SELECT actor, action, subject, details FROM audit WHERE action = 'import'",
    )
    assert (actor, action, subject) == ("Homeward", "import", "homes")
    assert details == {
        "file": "homes-with-errors.csv", "rows": 7, "rejected": 5, "added": 5, "changed": 0,
        "same": 0,
    }  # fmt: skip


def test_columns_may_stand_in_any_order_and_be_written_loosely(take_in, database_url, tmp_path):
    table = read_table(SAMPLES / "homes.csv", "homes")
    rows = [[*reversed(row.cells)] for row in table.rows]
    header = [str(cell).upper().replace(" ", "_") for cell in rows[0]]
    path = tmp_path / "turned.csv"
    write_table(path, "homes", header, rows[1:])

    result = take(database_url, HOMES, path, tmp_path)

    assert (result.n_good, result.faults) == (7, [])


def test_a_fault_of_the_columns_blocks_the_file(database_url, tmp_path):
    path = given_rows(tmp_path, HOMES, [{}])
    text = path.read_text().replace("scheme name", "schem name").replace("postcode", "rent", 1)
    path.write_text(text)

    result = take(database_url, HOMES, path, tmp_path)

    assert result.is_blocked
    assert result.n_good == 0
    assert [fault.message for fault in result.faults] == [
        "'schem name' is not a known column. Did you mean 'scheme name'?",
        "'rent' stands twice, in columns L and U. Keep one.",
        "The column 'scheme name' is missing. Add it.",
        "The column 'postcode' is missing. Add it, even if its cells stay empty.",
    ]
    assert look(database_url, "SELECT * FROM landlords") == []


def test_a_file_of_something_else_is_blocked_with_one_sentence(database_url, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("fruit,price\napple,1\n")

    result = take(database_url, HOMES, path, tmp_path)

    (fault,) = result.faults
    assert "names no column of a homes file" in fault.message


@pytest.mark.parametrize(
    ("text", "words"), [("", "is empty"), ("\n,,\n", "The file is empty"), (None, "and no rows")]
)
def test_a_file_without_rows_is_refused(database_url, tmp_path, text, words):
    path = given_rows(tmp_path, HOMES, [])
    if text is not None:
        path.write_text(text)

    with pytest.raises(RuleBroken, match=words):
        take(database_url, HOMES, path, tmp_path)


def test_a_file_that_is_wrong_throughout_is_refused_with_its_first_fault(database_url, tmp_path):
    header = given_rows(tmp_path, HOMES, []).read_text().strip()
    path = tmp_path / "homes.csv"
    path.write_text(header + "\n" + "?,".join([""] * 21 + ["\n"]) * 6_000)

    with pytest.raises(RuleBroken, match=r"More than 50,000 cells are wrong.*B2 \(landlord kind\)"):
        take(database_url, HOMES, path, tmp_path)


def test_two_imports_at_once_wait_for_each_other(database_url, tmp_path):
    paths = [tmp_path / name for name in ("one", "other")]
    for path in paths:
        path.mkdir()
        given_rows(path, HOMES, [{"unit reference": str(n)} for n in range(50)])

    async def one(path):
        async with connect(database_url) as connection:
            return await import_file(
                connection, kind=HOMES, path=path / "homes.csv", dry_run=False,
                exports=tmp_path, today=TODAY,
            )  # fmt: skip

    async def both():
        return await asyncio.gather(*map(one, paths))

    results = asyncio.run(both())

    assert sorted(result.changed.added for result in results) == [0, 52]


def test_a_title_above_the_header_is_passed_over(database_url, tmp_path):
    path = given_rows(tmp_path, HOMES, [{}])
    path.write_text(f"Homes at March 2026,,\n\n{path.read_text()}")

    result = take(database_url, HOMES, path, tmp_path)

    assert (result.n_rows, result.n_good) == (1, 1)


def test_progress_is_told_from_nought_to_one(take_in):
    told = []

    take_in(HOMES, sample="homes.csv", report=told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0


def test_the_outcome_is_told_in_plain_words(take_in):
    lines = take_in(HOMES, sample="homes-with-errors.csv").summary()

    assert lines[0] == "homes-with-errors.csv: 7 rows read, 2 went in, 5 to correct."
    assert lines[2] == "8 faults to correct:"
    assert lines[3].startswith("  N3 (district): The postcode NR19 2AP is in Breckland")
    assert any(line.startswith("2 cells to look at again") for line in lines)
    assert lines[-1].startswith("Correct the rejected rows in ")


def test_the_restrictions_column_may_be_left_out_or_filled(take_in, database_url, tmp_path):
    path = given_rows(tmp_path, APPLICANTS, [{"restrictions": "High risk; domestic abuse"}])
    assert take(database_url, APPLICANTS, path, tmp_path).changed.added == 1
    kinds = "SELECT kind FROM restrictions WHERE lifted_at IS NULL ORDER BY kind"
    assert look(database_url, kinds) == [("domestic_abuse",), ("high_risk",)]

    take_in(APPLICANTS, sample="applicants.csv")

    assert look(database_url, kinds) == [("domestic_abuse",), ("high_risk",)]


def test_a_file_names_the_first_readers_of_what_it_restricts(database_url, tmp_path):
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "INSERT INTO accounts (email, name, role) VALUES ('a@x.example', 'Ann', 'officer'),"
            " ('b@x.example', 'Bob', 'officer'), ('c@x.example', 'Cay', 'planner')"
        )
    path = given_rows(tmp_path, APPLICANTS, [{"restrictions": "High risk"}])
    named = "SELECT a.name FROM named_readers AS r JOIN accounts AS a ON a.id = r.account_id"

    alone = take(database_url, APPLICANTS, path, tmp_path)
    assert any("no officer is named to read: 1." in line for line in alone.summary())
    with pytest.raises(RuleBroken, match=r"c@x\.example is not the address of an officer"):
        take(database_url, APPLICANTS, path, tmp_path, readers=["c@x.example"])
    first = take(database_url, APPLICANTS, path, tmp_path, readers=["a@x.example"])
    assert any("a@x.example was named to read 1 restricted" in said for said in first.summary())
    again = take(database_url, APPLICANTS, path, tmp_path, readers=["b@x.example"])
    assert any("b@x.example was named to read 0 restricted" in said for said in again.summary())

    assert look(database_url, named) == [("Ann",)]


PLANNED = """
SELECT o.noticed_on::text, v.works, v.works_from::text, v.works_until::text, v.turnaround_days,
       v.available_because, v.opens_on::text, v.nominees
FROM vacancies AS v JOIN voids AS o ON o.id = v.void_id
"""


def test_columns_of_a_plan_that_are_left_out_change_nothing(take_in, database_url, tmp_path):
    take_in(HOMES, {})
    path = given_rows(tmp_path, VACANCIES, [{"nominees": "3"}])
    assert take(database_url, VACANCIES, path, tmp_path).changed.added == 1
    planned = look(database_url, PLANNED)
    assert planned == [
        ("2026-02-16", ["cleaning", "decorating"], "2026-03-02", "2026-03-09", 5,
         "keys come late", "2026-03-05", 3)
    ]  # fmt: skip

    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("\n".join(",".join(row[:9]) for row in rows), encoding="utf-8")
    again = take(database_url, VACANCIES, path, tmp_path)

    assert again.changed.same == 1
    assert look(database_url, PLANNED) == planned


def test_works_that_end_before_the_home_is_empty_are_refused(take_in):
    take_in(HOMES, {})
    result = take_in(VACANCIES, {"works until": "01/03/2026"})
    assert [fault.field for fault in result.faults if fault.category is Category.CRITICAL] == [
        "works until"
    ]
