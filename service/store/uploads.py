"""Uploads, their files and their faults in the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

from psycopg.types.json import Jsonb

from service.domain.uploads import UploadState
from service.errors import NotFound
from service.store.bulk import copy_rows
from service.store.parts import Part, Window, find_part
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row, one_value

SQL = queries("uploads")

_FAULT_TYPES = {
    "upload_id": "int8", "position": "int4", "row_number": "int4", "cell": "text", "field": "text",
    "value": "text", "message": "text", "category": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """One file and what came of it; counts are None until it is checked."""

    id: int
    kind: str
    file_name: str
    file_format: str
    n_bytes: int
    uploaded_by: str
    uploaded_at: datetime
    same_as: int | None
    """The upload by which the same file was put in before."""
    state: str
    stage: str
    progress: int
    """Per cent."""
    checked_at: datetime | None
    confirmed_by: str | None
    confirmed_at: datetime | None
    finished_at: datetime | None
    n_rows: int | None
    n_good: int | None
    n_to_confirm: int | None
    """Good rows with something unusual."""
    added: int | None
    changed: int | None
    same: int | None
    outcome: Mapping[str, Any]
    """``critical``, ``soft`` and ``setup``: counts of faults; ``notes`` on how it was read."""
    error: str | None
    has_file: bool
    """False once the file was kept as long as the rules say."""
    has_rejected: bool

    @property
    def is_running(self) -> bool:
        """Whether the worker has it, or is about to."""
        return UploadState(self.state).is_running

    @property
    def is_over(self) -> bool:
        """Whether nothing is under way: it waits for a person, or has ended."""
        return not self.is_running

    @property
    def n_rejected(self) -> int:
        """Rows to correct."""
        return (self.n_rows or 0) - (self.n_good or 0)


@dataclass(frozen=True)
class NewUpload:
    """What comes with a file."""

    kind: str
    file_name: str
    file_format: str
    sha256: bytes
    n_bytes: int
    account_id: int
    uploaded_by: str
    landlord_id: int | None
    same_as: int | None


@dataclass(frozen=True)
class Work:
    """What a worker needs of an upload."""

    id: int
    kind: str
    file_format: str
    account_id: int
    landlord_id: int | None
    state: str
    content: bytes


@dataclass(frozen=True)
class Came:
    """What checking a file, or putting it in, came to."""

    state: UploadState
    stage: str
    n_rows: int
    n_good: int
    n_to_confirm: int
    added: int
    changed: int
    same: int
    outcome: Mapping[str, Any]
    error: str | None = None


@dataclass(frozen=True)
class UploadFault:
    """One thing to put right, or to confirm."""

    row_number: int
    cell: str
    field: str
    value: str
    message: str
    category: str
    position: int
    """In the order of rows and cells."""


@dataclass(frozen=True)
class Same:
    """An upload of the same file."""

    id: int
    is_done: bool


async def find_same(connection: Connection, *, sha256: bytes, kind: str) -> Same | None:
    """The newest upload of the same file that whoever asks may see and that came to something.

    Others who send this file in the same moment wait until this transaction ends.
    """
    await connection.execute(SQL["take_turn"], {"key": f"{kind} {sha256.hex()}"})
    return await one_row(connection, Same, SQL["find_same"], {"sha256": sha256, "kind": kind})


async def count_running(connection: Connection, account_id: int) -> int:
    """How many uploads of an account wait for the worker or are in its hands."""
    return int(await one_value(connection, SQL["count_running"], {"account_id": account_id}))


async def add_upload(connection: Connection, new: NewUpload, content: bytes) -> int:
    """Keep a file; the new upload's id."""
    return int(await one_value(connection, SQL["add_upload"], {**vars(new), "content": content}))


async def get_upload(connection: Connection, upload_id: int) -> Upload:
    """One upload.

    Raises:
        NotFound: There is none of that number that whoever asks may see.
    """
    found = await one_row(connection, Upload, SQL["get_upload"], {"upload_id": upload_id})
    if found is None:
        raise NotFound(f"There is no upload {upload_id} of yours.")
    return found


async def count_uploads(connection: Connection) -> int:
    """How many uploads whoever asks may see."""
    return int(await one_value(connection, SQL["count_uploads"]))


async def find_uploads(connection: Connection, **window: Unpack[Window]) -> Part[Upload]:
    """The newest first."""
    return await find_part(connection, Upload, SQL["find_uploads"], {}, **window)


async def count_faults(connection: Connection, upload_id: int) -> dict[str, int]:
    """Category -> how many faults are kept of it."""
    rows = await connection.execute(SQL["count_faults"], {"upload_id": upload_id})
    return {str(category): int(n) for category, n in await rows.fetchall()}


async def find_faults(
    connection: Connection, upload_id: int, *, category: str | None, **window: Unpack[Window]
) -> Part[UploadFault]:
    """Faults in the order of rows and cells; of every category where none is named."""
    given = {"upload_id": upload_id, "category": category}
    return await find_part(connection, UploadFault, SQL["find_faults"], given, **window)


async def get_rejected(connection: Connection, upload_id: int) -> bytes:
    """The file of the rows to correct.

    Raises:
        NotFound: There are none, or the file was kept as long as the rules say.
    """
    found = await one_value(connection, SQL["get_rejected"], {"upload_id": upload_id})
    if found is None:
        raise NotFound(f"There are no rows to correct of upload {upload_id}.")
    return bytes(found)


async def confirm(connection: Connection, upload_id: int, *, name: str) -> bool:
    """Say that the good rows go in; False when it did not wait for that."""
    given = {"upload_id": upload_id, "name": name}
    return await one_value(connection, SQL["confirm"], given) is not None


async def start_work(connection: Connection, upload_id: int) -> Work | None:
    """Take an upload to work on it; None when it is over or in other hands."""
    return await one_row(connection, Work, SQL["start_work"], {"upload_id": upload_id})


async def find_stalled(connection: Connection) -> list[int]:
    """Uploads that wait or whose worker is silent for two minutes, with no job to take them up."""
    rows = await (await connection.execute(SQL["find_stalled"])).fetchall()
    return [int(row[0]) for row in rows]


async def set_progress(connection: Connection, upload_id: int, *, stage: str, percent: int) -> None:
    """Say how far the worker is, and that it is there."""
    said = {"upload_id": upload_id, "stage": stage, "progress": percent}
    await connection.execute(SQL["set_progress"], said)


async def release(connection: Connection, upload_id: int) -> None:
    """Give back what was taken and not finished, for another worker."""
    await connection.execute(SQL["release"], {"upload_id": upload_id})


async def fail(connection: Connection, upload_id: int, error: str) -> None:
    """Close an upload that came to nothing, with the reason."""
    await connection.execute(SQL["fail"], {"upload_id": upload_id, "error": error})


async def finish(connection: Connection, upload_id: int, came: Came, *, before: str) -> bool:
    """Say what came of it; False when it does not stand where the worker took it from."""
    given = {
        **vars(came),
        "upload_id": upload_id,
        "state": came.state.value,
        "outcome": Jsonb(dict(came.outcome)),
        "before": before,
    }
    return await one_value(connection, SQL["finish"], given) is not None


async def put_faults(
    connection: Connection,
    upload_id: int,
    faults: Iterable[Sequence[Any]],
    rejected: bytes | None,
) -> None:
    """Keep what is wrong instead of what was found before, and the file of the rows to correct.

    Args:
        connection: Elevated.
        upload_id: Whose they are.
        faults: The fields of an UploadFault in their order.
        rejected: None: there are no such rows.
    """
    await connection.execute(SQL["drop_faults"], {"upload_id": upload_id})
    rows = ((upload_id, position, *fault) for position, fault in enumerate(faults, start=1))
    await copy_rows(connection, "upload_faults", _FAULT_TYPES, rows)
    await connection.execute(SQL["set_rejected"], {"upload_id": upload_id, "rejected": rejected})


async def delete_old_uploads(connection: Connection, *, keep: str) -> None:
    """Forget files, their names and what was wrong in them, kept as long as the rule says."""
    await connection.execute(SQL["let_go"], {"keep": keep})
