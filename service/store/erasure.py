"""Taking people out of the database for good."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("erasure")

ERASED = frozenset(
    {
        "applicants", "household_members", "bedroom_needs", "wanted_areas", "excluded_areas",
        "restrictions", "named_readers", "openings", "proposals", "unplaced", "match_instances",
        "duplicate_pairs", "merges",
        "connections", "circumstances", "pauses", "applicant_drafts",
        "pair_marks",
    }
)  # fmt: skip
"""Tables whose rows go with a person."""
EMPTIED = frozenset(
    {
        "nominations", "nomination_steps", "considered", "lettings", "disclosures",
        "audit_changes",
    }
)  # fmt: skip
"""Tables whose rows stay, without the person."""
KEPT = frozenset({"audit", "erasures"})
"""Tables that keep the number of the record that is gone, which leads to nobody; reasons go."""

_STEPS = (
    "keep_outcomes", "take_back_disclosures", "unname_steps", "unname_nominations",
    "unname_lettings", "unname_considered", "delete_instances", "delete_proposals",
    "delete_unplaced", "delete_applicants", "add_erasures", "erase_audit_values",
    "erase_audit_reasons",
)  # fmt: skip
"""In this order: each needs what the later ones take away."""


@dataclass(frozen=True)
class Record:
    """What is told of a record that may be erased, to somebody who must not read it."""

    state: str
    district: str
    registered_on: date
    household_size: int


async def get_record(connection: Connection, applicant_id: int) -> Record:
    """What is told of the record of an applicant who is held."""
    record = await one_row(connection, Record, SQL["get_record"], {"applicant_id": applicant_id})
    assert record is not None  # whoever calls holds it
    return record


async def is_nominated(connection: Connection, applicant_id: int) -> bool:
    """Whether a nomination of an applicant who is held is live."""
    return bool(await one_value(connection, SQL["is_nominated"], {"applicant_id": applicant_id}))


async def count_held(connection: Connection, applicant_ids: Sequence[int]) -> Mapping[str, int]:
    """Table -> how many rows an erasure would take away or empty."""
    cursor = await connection.execute(SQL["count_held"], {"ids": list(applicant_ids)})
    return dict(await cursor.fetchall())


async def erase_applicants(
    connection: Connection, applicant_ids: Sequence[int], *, rule: str
) -> None:
    """Erase people and all that hangs on them; their outcomes are kept under no name or number.

    Args:
        connection: Elevated; the audit then notes that rows went, and no values of them.
        applicant_ids: Whose records.
        rule: By which limit, or a request.
    """
    given = {"ids": list(applicant_ids), "rule": rule}
    await connection.execute(SQL["begin_erasing"])
    for step in _STEPS:
        await connection.execute(SQL[step], given)
    await connection.execute(SQL["end_erasing"])
