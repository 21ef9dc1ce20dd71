"""Every stored field says what it is for and how long it is kept."""

import psycopg
import pytest

from service.actions.data_register import find_faults, read_register
from tests.database import within


def test_every_column_has_a_purpose_a_category_and_a_known_rule(database_url: str) -> None:
    assert within(database_url, find_faults) == []
    tables = within(database_url, read_register)
    with psycopg.connect(database_url) as connection:
        counted = connection.execute(
            "SELECT count(*) FROM information_schema.columns AS c"
            " JOIN information_schema.tables AS t USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND table_name <> 'spatial_ref_sys' AND table_name NOT LIKE 'procrastinate%%'"
        ).fetchone()
    assert counted == (sum(len(table.fields) for table in tables),)


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "What they like to eat.",
        "What they like to eat. Category: personal. Kept: for_ever.",
        "What they like to eat. Category: a secret. Kept: application.",
        " Category: personal. Kept: application.",
    ],
)
def test_a_new_column_without_all_of_them_is_faulted(
    database_url: str, comment: str | None
) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("ALTER TABLE applicants ADD COLUMN diet text")
        if comment is not None:
            connection.execute(
                psycopg.sql.SQL("COMMENT ON COLUMN applicants.diet IS {}").format(comment)
            )
    [fault] = within(database_url, find_faults)
    assert fault.startswith("applicants.diet says")


def test_a_new_table_without_a_purpose_is_faulted(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE diets (name text)")
    assert "The table diets has no purpose." in within(database_url, find_faults)
