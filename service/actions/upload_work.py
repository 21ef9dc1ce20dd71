"""The worker's part of an upload: to check it, and to put its good rows in once.

Both are done as the person whose file it is sees the database. What is put in, what came back and
that it is done are one transaction: a worker that dies in it has done nothing, and the next one
takes the upload up where it stood.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from service.actions.imports import applicants
from service.actions.imports.columns import ImportKind
from service.actions.imports.faults import Category
from service.actions.imports.imports import check_rows, put_rows
from service.actions.imports.limits import limit_places, limit_to
from service.actions.imports.rejected import rejected_bytes
from service.actions.imports.sheets import Report, Sheet, read_sheet
from service.actions.uploads import kinds_of
from service.domain.days import today
from service.domain.retention import UPLOADS
from service.domain.uploads import UploadState
from service.errors import RuleBroken, Stale
from service.store import uploads as store
from service.store.accounts import Account, find_open_account
from service.store.audit import add_audit
from service.store.bulk import Changed, take_turn
from service.store.context import elevated, set_context
from service.store.pool import Connection, connect

_BEAT_SECONDS = 1
_READ, _CHECKED, _WRITTEN = 40, 60, 95
"""Per cent done when the file is read, when it is checked and when its rows are written."""
_NOBODY = (
    "The account that uploaded this file may not put it in any more. Nothing was changed: upload "
    "it as somebody who may."
)
_MOVED = (
    "What stands here changed while the file was put in, and nothing of it was. Upload the file "
    "again to see what would happen now."
)
_CRASHED = "Something went wrong on our side, and nothing went in. Upload the file again."


@dataclass
class _Progress:
    """How far the work is, for the beat to say."""

    stage: str = "reading the file"
    percent: int = 0

    def at(self, stage: str, percent: int) -> None:
        """Say the stage and the per cent done."""
        self.stage, self.percent = stage, percent


async def work_on_upload(database_url: str, upload_id: int) -> bool:
    """Check an upload, or put it in, as far as it is; False when it is over or in other hands.

    What a person can put right is told in its row. A worker that is told to stop gives it back.
    """
    async with connect(database_url) as connection:
        work = await store.start_work(connection, upload_id)
    if work is None:
        return False
    try:
        async with _beating(database_url, upload_id) as progress:
            await _work(database_url, work, progress)
    except asyncio.CancelledError:
        async with connect(database_url) as connection:
            await store.release(connection, upload_id)
        raise
    except (RuleBroken, Stale) as refused:
        await _fail(database_url, upload_id, str(refused))
    except Exception:
        await _fail(database_url, upload_id, _CRASHED)
        raise
    return True


async def forget_old_uploads(connection: Connection) -> None:
    """Let go of files, and of what was wrong in them, as the rules say."""
    await store.delete_old_uploads(connection, keep=UPLOADS.keep)


async def _fail(database_url: str, upload_id: int, error: str) -> None:
    async with connect(database_url) as connection:
        await store.fail(connection, upload_id, error)


@asynccontextmanager
async def _beating(database_url: str, upload_id: int) -> AsyncIterator[_Progress]:
    """Say every second that somebody works on it, and how far they are."""
    progress = _Progress()
    beat = asyncio.create_task(_beat(database_url, upload_id, progress))
    try:
        yield progress
    finally:
        beat.cancel()
        await asyncio.gather(beat, return_exceptions=True)


async def _beat(database_url: str, upload_id: int, progress: _Progress) -> None:
    async with connect(database_url) as connection:
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            stage, percent = progress.stage, progress.percent
            await store.set_progress(connection, upload_id, stage=stage, percent=percent)
            await connection.commit()


async def _work(database_url: str, work: store.Work, progress: _Progress) -> None:
    async with connect(database_url) as connection:
        account = await find_open_account(connection, work.account_id)
    if account is None or not _may_still(account, work):
        raise RuleBroken(_NOBODY)

    def report(done: float) -> None:
        progress.percent = round(_READ * done)

    try:
        sheet = await asyncio.to_thread(_read, work, report)
    except RuleBroken as refused:
        await _refuse(database_url, work, str(refused))
        return
    take = _put if work.state == UploadState.PUTTING_IN else _check
    await take(database_url, work, account, sheet, progress)


def _may_still(account: Account, work: store.Work) -> bool:
    actor = account.actor
    return ImportKind(work.kind) in kinds_of(actor) and actor.landlord_id == work.landlord_id


def _read(work: store.Work, report: Report) -> Sheet:
    """Read the file from a path of our own: its name was somebody else's choice."""
    with tempfile.TemporaryDirectory(prefix="homeward-upload-") as folder:
        path = Path(folder) / f"upload.{work.file_format}"
        path.write_bytes(work.content)
        return read_sheet(ImportKind(work.kind), path, today(), report)


async def _refuse(database_url: str, work: store.Work, why: str) -> None:
    """Close an upload that cannot be read at all, with words on what to do."""
    came = store.Came(UploadState.REFUSED, "refused", 0, 0, 0, 0, 0, 0, {"notes": []}, why)
    async with connect(database_url) as connection:
        await _finish(connection, work, came)


async def _finish(connection: Connection, work: store.Work, came: store.Came) -> None:
    if not await store.finish(connection, work.id, came, before=work.state):
        raise Stale(_MOVED)


async def _check(
    database_url: str, work: store.Work, account: Account, sheet: Sheet, progress: _Progress
) -> None:
    """Do all that putting it in does, undo it, and keep what was found."""
    changed = Changed()
    if not sheet.setup:
        async with connect(database_url) as connection:
            changed = await _take_in(connection, work, account, sheet, progress)
            await connection.rollback()
    came = _came(sheet, changed, _state_after_check(sheet, changed), [])
    rejected = await asyncio.to_thread(_rejected, work, sheet)
    async with connect(database_url) as connection:
        await store.put_faults(connection, work.id, _fault_rows(sheet), rejected)
        await _finish(connection, work, came)


def _state_after_check(sheet: Sheet, changed: Changed) -> UploadState:
    if not sheet.good:
        return UploadState.REFUSED
    return UploadState.TO_CONFIRM if changed.added + changed.changed else UploadState.DONE


async def _put(
    database_url: str, work: store.Work, account: Account, sheet: Sheet, progress: _Progress
) -> None:
    """Put the good rows in, whoever looks sees all of it or nothing."""
    async with connect(database_url) as connection:
        changed = await _take_in(connection, work, account, sheet, progress)
        rejected = await asyncio.to_thread(_rejected, work, sheet)
        async with elevated(connection):
            notes = await _name_reader(connection, work, account, sheet)
            await store.put_faults(connection, work.id, _fault_rows(sheet), rejected)
            came = _came(sheet, changed, UploadState.DONE, notes)
            await _finish(connection, work, came)
        counts = {"rows": came.n_rows, "rejected": came.n_rows - came.n_good, **vars(changed)}
        await add_audit(
            connection,
            action="put in upload",
            subject=f"upload {work.id}",
            details={"kind": work.kind, **counts},
        )


async def _take_in(
    connection: Connection, work: store.Work, account: Account, sheet: Sheet, progress: _Progress
) -> Changed:
    """Check the rows by the person's own eyes, and write the good ones as Homeward.

    Raises:
        Stale: A row that was good when it was checked is not any more.
    """
    kind = ImportKind(work.kind)
    await set_context(connection, account.actor, source=None)
    await take_turn(connection)
    progress.at("checking each row", _READ)
    await limit_to(connection, account.actor, kind, sheet.entries)
    await check_rows(connection, kind, sheet)
    await limit_places(connection, account.actor, kind, sheet.entries)
    progress.at("working out what changes", _CHECKED)
    try:
        async with elevated(connection):
            changed = await put_rows(connection, kind, sheet)
    except RuleBroken as moved:  # its words may tell of rows that this person must not see
        raise Stale(_MOVED) from moved
    progress.at("keeping the outcome", _WRITTEN)
    return changed


async def _name_reader(
    connection: Connection, work: store.Work, account: Account, sheet: Sheet
) -> list[str]:
    """Name whoever restricts a record to read it where nobody is named, as on the record's page."""
    if work.kind != ImportKind.APPLICANTS or not _n_restricted(sheet):
        return []
    return await applicants.name_readers(connection, sheet.entries, [account.email])


def _n_restricted(sheet: Sheet) -> int:
    return sum(bool(entry.values.get("restrictions")) for entry in sheet.good)


def _came(sheet: Sheet, changed: Changed, state: UploadState, notes: list[str]) -> store.Came:
    outcome = {category.value: sheet.count(category) for category in Category}
    return store.Came(
        state=state,
        stage=state.value.replace("_", " "),
        n_rows=sheet.n_rows,
        n_good=len(sheet.good),
        n_to_confirm=len(sheet.to_confirm),
        added=changed.added,
        changed=changed.changed,
        same=changed.same,
        outcome={
            **outcome, "restricted": _n_restricted(sheet), "notes": [*sheet.notes, *notes],
        },
    )  # fmt: skip


def _rejected(work: store.Work, sheet: Sheet) -> bytes | None:
    return rejected_bytes(sheet.header, sheet.rejected, f".{work.file_format}")


def _fault_rows(sheet: Sheet) -> list[tuple[int, str, str, str, str, str]]:
    """Everything to put right or confirm; text that PostgreSQL cannot hold is made to fit."""
    return [
        (f.row, f.cell, f.field, f.value.replace("\0", ""), f.message.replace("\0", ""),
         f.category.value)
        for f in sheet.faults
    ]  # fmt: skip
