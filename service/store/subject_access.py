"""Everything that is held about one applicant, table by table."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.rows import dict_row

from service.store.pool import Connection
from service.store.queries import queries

SQL = queries("subject_access")

SHOWN = (
    "applicants", "household_members", "bedroom_needs", "wanted_areas", "excluded_areas",
    "connections", "circumstances", "pauses", "applicant_drafts",
    "restrictions", "named_readers", "openings", "nominations", "nomination_steps",
    "considered", "lettings", "duplicate_pairs", "merges", "disclosures", "proposals",
    "unplaced", "audit", "audit_changes",
    "considered", "lettings", "disclosures", "pair_marks", "proposals", "unplaced", "audit",
    "audit_changes",
)  # fmt: skip
"""The tables that a person's bundle shows, in its order."""
NOT_SHOWN = frozenset({"erasures"})
"""Tables that hold nothing of anybody whose record is still here."""

Rows = Sequence[Mapping[str, Any]]


async def get_everything(connection: Connection, applicant_id: int) -> dict[str, Rows]:
    """Table -> its rows about one applicant, as column -> value; numbers of rows are made names.

    Args:
        connection: Elevated: who asks has been found to see the record.
        applicant_id: Whose.
    """
    found: dict[str, Rows] = {}
    async with connection.cursor(row_factory=dict_row) as cursor:
        for table in SHOWN:
            await cursor.execute(SQL[f"get_{table}"], {"applicant_id": applicant_id})
            found[table] = await cursor.fetchall()
    return found
