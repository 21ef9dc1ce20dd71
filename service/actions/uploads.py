"""Uploads: a file of homes, vacancies or applicants is received, and its good rows confirmed.

The worker checks it and puts it in; see ``service.actions.upload_work``.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from service.actions.imports.columns import ImportKind
from service.actions.imports.files import check_file
from service.domain.accounts import Actor, Role
from service.domain.uploads import UploadState, shown_name
from service.errors import NotAllowed, RuleBroken
from service.store import jobs
from service.store import uploads as store
from service.store.audit import add_audit
from service.store.context import elevated
from service.store.pool import Connection

MOST_RUNNING = 5
"""Uploads of one account that the worker has before it at once."""

_KINDS: Mapping[Role | None, tuple[ImportKind, ...]] = MappingProxyType(
    {
        Role.OFFICER: tuple(ImportKind),
        Role.LANDLORD: (ImportKind.HOMES, ImportKind.VACANCIES),
    }
)
_HEAD = 8


def kinds_of(actor: Actor) -> tuple[ImportKind, ...]:
    """What a person may put in."""
    return _KINDS.get(actor.role, ())


@dataclass(frozen=True)
class Received:
    """The upload of a file."""

    upload_id: int
    is_new: bool
    """False: the same file is under way already, and this is its upload."""


async def receive(
    connection: Connection, *, actor: Actor, kind: ImportKind, name: str, content: bytes
) -> Received:
    """Keep a file to be checked by the worker; nothing of it goes in yet.

    A file that is under way already is not taken twice. One that was put in before is checked
    again, since the rows that were given back may go in by now.

    Raises:
        NotAllowed: They may not put in files of this kind.
        RuleBroken: It is no file that can be read, or they have too many under way.
    """
    if kind not in kinds_of(actor) or actor.account_id is None:
        raise NotAllowed(f"Files of {kind} are not open to you.")
    shown = shown_name(name, f"{kind}.csv")
    try:
        check_file(shown, content[:_HEAD], len(content))
    except RuleBroken as refused:
        raise RuleBroken(str(refused), field="file") from refused
    digest = hashlib.sha256(content).digest()
    same = await store.find_same(connection, sha256=digest, kind=kind.value)
    if same is not None and not same.is_done:
        return Received(same.id, is_new=False)
    if await store.count_running(connection, actor.account_id) >= MOST_RUNNING:
        words = f"You have {MOST_RUNNING} files under way. Wait until one is checked or put in."
        raise RuleBroken(words, field="file")
    new = store.NewUpload(
        kind=kind.value,
        file_name=shown,
        file_format="xlsx" if PurePath(shown).suffix.lower() == ".xlsx" else "csv",
        sha256=digest,
        n_bytes=len(content),
        account_id=actor.account_id,
        uploaded_by=actor.name,
        landlord_id=actor.landlord_id,
        same_as=None if same is None else same.id,
    )
    return Received(await _add(connection, new, content), is_new=True)


async def _add(connection: Connection, new: store.NewUpload, content: bytes) -> int:
    async with elevated(connection):
        upload_id = await store.add_upload(connection, new, content)
        await jobs.add_upload(connection, upload_id)
    await add_audit(
        connection,
        action="upload file",
        subject=f"upload {upload_id}",
        details={"kind": new.kind, "bytes": new.n_bytes, "sha256": new.sha256.hex()},
    )
    return upload_id


async def confirm(
    connection: Connection, *, actor: Actor, upload_id: int, soft_confirmed: bool
) -> None:
    """Say that the good rows go in; the worker puts them in, and gives the others back.

    Args:
        connection: Of that person.
        actor: Who says so.
        upload_id: Of which file.
        soft_confirmed: Whether they have checked what is unusual.

    Raises:
        NotFound: There is no such upload of theirs.
        RuleBroken: It does not wait for that, or what is unusual is not checked.
    """
    upload = await store.get_upload(connection, upload_id)
    if upload.state != UploadState.TO_CONFIRM:
        raise RuleBroken(_why_not(upload))
    if upload.n_to_confirm and not soft_confirmed:
        raise RuleBroken(
            "Look at the cells to confirm, and tick that you have checked them.", field="checked"
        )
    async with elevated(connection):
        if not await store.confirm(connection, upload_id, name=actor.name):
            raise RuleBroken("Somebody has confirmed this upload already.")
        await jobs.add_upload(connection, upload_id)
    await add_audit(
        connection,
        action="confirm upload",
        subject=f"upload {upload_id}",
        details={"rows": upload.n_good or 0, "unusual": upload.n_to_confirm or 0},
    )


def _why_not(upload: store.Upload) -> str:
    words = {
        UploadState.RECEIVED: "is not checked yet. Wait until it is",
        UploadState.CHECKING: "is not checked yet. Wait until it is",
        UploadState.PUTTING_IN: "is confirmed already",
        UploadState.DONE: "is done already",
        UploadState.REFUSED: "has no row that can go in. Correct the file and upload it again",
        UploadState.FAILED: "failed. Upload the file again",
    }
    return f"Upload {upload.id} {words[UploadState(upload.state)]}."
