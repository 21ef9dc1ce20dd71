"""Puts scripts, template code and SQL into every text of a county's database."""

import psycopg
from psycopg import sql

MARK = (
    "\"'><script>planted('{0}')</script><img src=https://evil.example/{0} onerror=planted('{0}')>"
    "{{{{7919*13}}}}${{7919*13}}'; DROP TABLE applicants; --"
)
"""What is planted, with the column that it was planted in."""

LEFT = {"sessions", "migrations", "spatial_ref_sys", "postcodes"}
"""Tables that the tests themselves need as they are."""

CODES = {
    "schemes.client_groups": "names of groups, read back as such",
    "applicants.client_groups": "names of groups, read back as such",
    "unplaced.rule": "the name of a rule, written by the matcher",
    "empty_vacancies.rule": "the name of a rule, written by the matcher",
    "match_runs.settled": "a stage, written by the matcher",
    "second_factors.secret": "a key in base32",
}
"""Columns whose values the code makes itself and reads back, and what they are."""

_COLUMNS = """
SELECT c.relname, a.attname
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'text'::regtype
  AND c.relname NOT LIKE 'procrastinate%%' AND c.relname <> ALL (%s)
ORDER BY c.relname, a.attname
"""
_TOLD = """
UPDATE disclosures SET told = jsonb_set(
    jsonb_set(told, '{name}', to_jsonb(told ->> 'name' || %(mark)s::text)),
    '{reference}', to_jsonb(told ->> 'reference' || %(mark)s::text))
"""
_REFUSALS = (
    psycopg.errors.IntegrityError,
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.RaiseException,
)


def plant(url: str) -> set[str]:
    """The columns, as table.column, that took the mark behind what they held."""
    planted = set()
    with psycopg.connect(url) as connection:
        for table, column in connection.execute(_COLUMNS, [sorted(LEFT)]).fetchall():
            where = f"{table}.{column}"
            if where not in CODES and _take(connection, table, column, MARK.format(where)):
                planted.add(where)
        connection.execute(_TOLD, {"mark": MARK.format("disclosures.told")})
    return planted | {"disclosures.told"}


def _take(connection: psycopg.Connection, table: str, column: str, mark: str) -> bool:
    """Whether a column takes the mark: codes and references to other rows do not."""
    names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
    update = sql.SQL("UPDATE {table} SET {column} = {column} || %s WHERE {column} IS NOT NULL")
    try:
        with connection.transaction():
            return connection.execute(update.format(**names), [mark]).rowcount > 0
    except _REFUSALS:
        return False
