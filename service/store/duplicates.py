"""Records that may be of one person, and records that were made one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Unpack

from psycopg.types.json import Jsonb

from service.errors import NotFound
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value

SQL = queries("duplicates")

Record = Mapping[str, Any]
"""What merging changes of a record: column -> value, and ``wanted`` and ``excluded`` areas."""


@dataclass(frozen=True)
class Known:
    """A person by name and birth."""

    id: int
    name: str
    born_on: date
    sex: str


@dataclass(frozen=True)
class Near(Known):
    """The same, with what tells whoever may see them which record it is."""

    reference: str
    state: str


@dataclass(frozen=True)
class Pair:
    """Two records that may be of one person."""

    id: int
    score: int
    """0 to 100, where nothing differs."""
    found_at: datetime
    decided: str | None
    """``different`` or ``merged``; None: nobody has decided."""
    decided_by: str | None
    decided_at: datetime | None
    first_id: int
    first_reference: str
    first_name: str
    first_state: str
    first_born_on: date
    second_id: int
    second_reference: str
    second_name: str
    second_state: str
    second_born_on: date


@dataclass(frozen=True)
class Merge:
    """One record that went into another."""

    id: int
    kept_id: int
    kept_reference: str
    merged_id: int
    merged_reference: str
    merged_state: str
    """As it is now."""
    reason: str
    before: Record
    """The record kept, as it was."""
    after: Record
    """The record kept, as merging left it."""
    state: str
    """Of the record merged, as it was."""
    merged_by: str
    merged_at: datetime
    undone_by: str | None
    undone_at: datetime | None


async def find_people(connection: Connection) -> list[Known]:
    """Everybody who waits or is parked; elevated for the whole county."""
    return await all_rows(connection, Known, SQL["find_people"])


async def find_near(connection: Connection, *, name: str, born_on: date) -> list[Near]:
    """Those among whom somebody with a name and a birthday may be found again."""
    return await all_rows(connection, Near, SQL["find_near"], {"name": name, "born_on": born_on})


async def add_pair(connection: Connection, one: int, other: int, *, score: int) -> bool:
    """Keep that two records may be of one person; False where that is known."""
    given = {"one": one, "other": other, "score": score}
    return await one_value(connection, SQL["add_pair"], given) is not None


async def add_pair_apart(
    connection: Connection, one: int, other: int, *, score: int, by: str
) -> None:
    """Keep that two records are alike, and that somebody said they are different people's."""
    given = {"one": one, "other": other, "score": score, "by": by}
    await connection.execute(SQL["add_pair_apart"], given)


async def find_pairs(connection: Connection, **window: Unpack[Window]) -> Part[Pair]:
    """Pairs that nobody has decided on, the most alike first."""
    return await find_part(connection, Pair, SQL["find_pairs"], {"pair_id": None}, **window)


async def count_pairs(connection: Connection) -> int:
    """How many pairs nobody has decided on."""
    return int(await one_value(connection, SQL["count_pairs"]))


async def get_pair(connection: Connection, pair_id: int) -> Pair:
    """One pair.

    Raises:
        NotFound: There is none that whoever asks may see.
    """
    pair = await one_row(connection, Pair, SQL["find_pairs"], {"pair_id": pair_id})
    if pair is None:
        raise NotFound(f"There is no pair {pair_id} among those you may see.")
    return pair


async def decide_pair(connection: Connection, pair_id: int, *, decided: str, by: str) -> bool:
    """Keep what somebody decided; False where it was decided before."""
    given = {"pair_id": pair_id, "decided": decided, "by": by}
    return await one_value(connection, SQL["decide_pair"], given) is not None


async def undecide_pair(connection: Connection, one: int, other: int) -> None:
    """Have two records looked at again."""
    await connection.execute(SQL["undecide_pair"], {"one": one, "other": other})


async def find_live_nomination(connection: Connection, applicant_id: int) -> int | None:
    """The live nomination of an applicant."""
    asked = {"applicant_id": applicant_id}
    return await one_value(connection, SQL["find_live_nomination"], asked)  # type: ignore[no-any-return]


async def find_restrictions(connection: Connection, applicant_id: int) -> list[str]:
    """The kinds of restriction that hold for an applicant, in order."""
    found = await one_value(connection, SQL["find_restrictions"], {"applicant_id": applicant_id})
    return found or []


async def read_record(connection: Connection, applicant_id: int) -> Record:
    """What merging changes of a record, as it is now."""
    record: Record = await one_value(connection, SQL["read_record"], {"applicant_id": applicant_id})
    return record


async def write_record(connection: Connection, applicant_id: int, record: Record) -> None:
    """Make a record what ``read_record`` would give."""
    given = {"applicant_id": applicant_id, "record": Jsonb(dict(record))}
    for step in ("write_record", "clear_wanted", "clear_excluded", "write_wanted",
                 "write_excluded"):  # fmt: skip
        await connection.execute(SQL[step], given)


async def leave_unit(connection: Connection, applicant_id: int) -> None:
    """Forget which unit of ours an applicant lives in."""
    await connection.execute(SQL["leave_unit"], {"applicant_id": applicant_id})


async def set_state(connection: Connection, applicant_id: int, state: str) -> None:
    """Move an applicant to another state."""
    await connection.execute(SQL["set_state"], {"applicant_id": applicant_id, "state": state})


async def add_merge(
    connection: Connection,
    *,
    kept_id: int,
    merged_id: int,
    reason: str,
    before: Record,
    after: Record,
    state: str,
    by: str,
) -> int:
    """Keep that two records were made one, with what undoing it needs; its id."""
    given = {
        "kept_id": kept_id,
        "merged_id": merged_id,
        "reason": reason,
        "before": Jsonb(dict(before)),
        "after": Jsonb(dict(after)),
        "state": state,
        "by": by,
    }
    return int(await one_value(connection, SQL["add_merge"], given))


async def find_merges(
    connection: Connection, *, applicant_id: int | None = None, limit: int = 50, offset: int = 0
) -> list[Merge]:
    """Merges, the newest first; None: of anybody."""
    asked = {"merge_id": None, "applicant_id": applicant_id, "limit": limit, "offset": offset}
    return await all_rows(connection, Merge, SQL["find_merges"], asked)


async def get_merge(connection: Connection, merge_id: int) -> Merge:
    """One merge.

    Raises:
        NotFound: There is none that whoever asks may see.
    """
    asked = {"merge_id": merge_id, "applicant_id": None, "limit": 1, "offset": 0}
    merge = await one_row(connection, Merge, SQL["find_merges"], asked)
    if merge is None:
        raise NotFound(f"There is no merge {merge_id} among those you may see.")
    return merge


async def undo_merge(connection: Connection, merge_id: int, *, by: str) -> bool:
    """Keep that a merge was undone; False where it was before."""
    return (
        await one_value(connection, SQL["undo_merge"], {"merge_id": merge_id, "by": by}) is not None
    )
