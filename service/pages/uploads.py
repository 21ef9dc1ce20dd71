"""Uploads: a file is put in, what is wrong in it is shown, and its good rows are confirmed."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.actions import uploads as actions
from service.actions.imports.columns import CORRECTION, ImportKind
from service.actions.imports.files import MOST_BYTES
from service.actions.imports.table import MOST_ROWS
from service.actions.imports.templates import GUIDE, PERSONS, guide_rows, template
from service.domain.accounts import Actor
from service.errors import NotFound
from service.pages.done import redirect_done
from service.pages.forms import FormRefused, one_of, options, query_of, shown_again
from service.pages.paging import paging
from service.store.pool import Connection
from service.store.uploads import (
    Upload,
    count_faults,
    count_uploads,
    find_faults,
    find_uploads,
    get_rejected,
    get_upload,
)

FILE_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_CATEGORIES = {"critical": "To correct", "soft": "To confirm", "setup": "Of the columns"}
_LIST, _ONE = "uploads/list.html", "uploads/one.html"
_NO_TEMPLATE = "There is no such template. Choose one on the page Uploads."


@get("/uploads", may=auth.PUTTING_IN)
async def show_uploads(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """The form that takes a file, and what was uploaded before."""
    return Template(_LIST, context=await _list(connection, actor, query_of(request), None))


async def _list(
    connection: Connection, actor: Actor, query: Mapping[str, str], chosen: str | None
) -> dict[str, Any]:
    pages = paging("/uploads", {"page": query.get("page", "")}, await count_uploads(connection))
    kinds = actions.kinds_of(actor)
    return {
        "uploads": await find_uploads(connection, limit=pages.limit, offset=pages.offset),
        "paging": pages,
        "kinds": kinds,
        "choices": [
            {"value": kind.value, "text": kind.value.capitalize(), "checked": kind == chosen}
            for kind in kinds
        ],
        "most_rows": MOST_ROWS,
        "problems": {},
        "most_mb": MOST_BYTES // 1_000_000,
    }


@post("/uploads", may=auth.PUTTING_IN, takes_file=True, request_max_body_size=auth.MOST_FILE_BYTES)
async def upload_file(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Redirect:
    """Take a file to be checked, and go to its page."""
    form = await request.form()
    kind, file = str(form.get("kind", "")), form.get("file")
    is_kind = kind in actions.kinds_of(actor)
    context = await _list(connection, actor, {}, kind)
    checks = {
        "kind": (is_kind, "Choose what the file holds"),
        "file": (isinstance(file, UploadFile), "Choose a CSV or XLSX file"),
    }
    problems = {field: words for field, (is_right, words) in checks.items() if not is_right}
    if problems or not isinstance(file, UploadFile):
        raise FormRefused(_LIST, problems, context)
    async with shown_again(_LIST, context):
        received = await actions.receive(
            connection,
            actor=actor,
            kind=ImportKind(kind),
            name=file.filename,
            content=await file.read(),
        )
    address = f"/uploads/{received.upload_id}"
    if not received.is_new:
        return redirect_done(address, "uploaded-before")
    return Redirect(address, status_code=HTTP_303_SEE_OTHER)


@get("/uploads/columns/{kind:str}", may=auth.PUTTING_IN)
async def show_columns(actor: NamedDependency[Actor], kind: FromPath[str]) -> Template:
    """Which columns a file of one kind has, and how to fill them."""
    if kind not in actions.kinds_of(actor):
        raise NotFound(_NO_TEMPLATE)
    context = {"kind": kind, "guide": GUIDE, "rows": guide_rows(ImportKind(kind))}
    return Template("uploads/columns.html", context=context | {"persons": PERSONS})


@get("/uploads/templates/{name:str}", may=auth.PUTTING_IN, sync_to_thread=True)
def download_template(actor: NamedDependency[Actor], name: FromPath[str]) -> Response[bytes]:
    """A file to fill in, as ``vacancies.csv``."""
    path = PurePath(name)
    suffix = path.suffix.removeprefix(".")
    if path.stem not in actions.kinds_of(actor) or suffix not in FILE_TYPES:
        raise NotFound(_NO_TEMPLATE)
    return _file(template(ImportKind(path.stem), path.suffix), path.stem, suffix)


@get("/uploads/{upload_id:int}", may=auth.PUTTING_IN)
async def show_upload(
    request: auth.WebRequest, connection: NamedDependency[Connection], upload_id: FromPath[int]
) -> Template:
    """How far an upload is: the summary first, then the rows and cells at fault."""
    upload = await get_upload(connection, upload_id)
    return Template(_ONE, context=await _one(connection, upload, query_of(request)))


async def _one(connection: Connection, upload: Upload, query: Mapping[str, str]) -> dict[str, Any]:
    counted = await count_faults(connection, upload.id)
    choices = {name: words for name, words in _CATEGORIES.items() if counted.get(name)}
    category = one_of(query.get("category"), choices)
    n_faults = counted[category] if category else sum(counted.values())
    kept = {"category": category or "", "page": query.get("page", "")}
    pages = paging(f"/uploads/{upload.id}", kept, n_faults)
    return {
        "upload": upload,
        "faults": await find_faults(
            connection, upload.id, category=category, limit=pages.limit, offset=pages.offset
        ),
        "paging": pages,
        "categories": _CATEGORIES,
        "choices": options(choices, category, "All") if len(choices) > 1 else [],
        "counted": counted,
        "problems": {},
        "correction": CORRECTION,
    }


@post("/uploads/{upload_id:int}/confirm", may=auth.PUTTING_IN)
async def confirm_upload(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    upload_id: FromPath[int],
) -> Redirect:
    """Put the good rows in, and give the others back."""
    form = await request.form()
    context = await _one(connection, await get_upload(connection, upload_id), {})
    async with shown_again(_ONE, context):
        await actions.confirm(
            connection,
            actor=actor,
            upload_id=upload_id,
            soft_confirmed=form.get("checked") == "yes",
        )
    return Redirect(f"/uploads/{upload_id}", status_code=HTTP_303_SEE_OTHER)


@get("/uploads/{upload_id:int}/rejected", may=auth.PUTTING_IN)
async def download_rejected(
    connection: NamedDependency[Connection], upload_id: FromPath[int]
) -> Response[bytes]:
    """The rows to correct, in the format that they came in."""
    upload = await get_upload(connection, upload_id)
    content = await get_rejected(connection, upload_id)
    return _file(content, f"{upload.kind}-to-correct-{upload_id}", upload.file_format)


def _file(content: bytes, stem: str, suffix: str) -> Response[bytes]:
    """A file to save, whose name is ours."""
    return Response(
        content,
        media_type=FILE_TYPES[suffix],
        headers={"Content-Disposition": f'attachment; filename="{stem}.{suffix}"'},
    )
