"""Uploads over JSON: a file is sent as the body, and followed until its good rows are in."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.exceptions import ValidationException
from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    RequestBody,
    Schema,
)
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.status_codes import HTTP_202_ACCEPTED

from service import auth
from service.actions import uploads as actions
from service.actions.imports.columns import ImportKind
from service.actions.imports.faults import Category
from service.actions.imports.templates import template
from service.api.cursors import PageAsked
from service.api.params import all_shaped, shaped
from service.api.problems import refusals
from service.api.shapes import uploads as shapes
from service.domain.accounts import Actor
from service.errors import NotFound
from service.store.pool import Connection
from service.store.uploads import (
    count_faults,
    count_uploads,
    find_faults,
    find_uploads,
    get_rejected,
    get_upload,
)

_TAGS = ["Uploads"]
_ZIP = b"PK\x03\x04"
_MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BINARY = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
_FileName = Annotated[
    str | None, QueryParameter(max_length=200, description="As people are to be shown it.")
]


@dataclass
class _TakesFile(Operation):
    """An operation whose body is a file."""

    def __post_init__(self) -> None:
        """Say so in the description."""
        body = {"application/octet-stream": OpenAPIMediaType(schema=_BINARY)}
        self.request_body = RequestBody(content=body, description="CSV or XLSX.", required=True)


@dataclass
class _SendsFile(Operation):
    """An operation whose answer is a file."""

    def __post_init__(self) -> None:
        """Say so in the description."""
        answer = (self.responses or {}).get("200")
        if isinstance(answer, OpenAPIResponse):
            answer.content = {name: OpenAPIMediaType(schema=_BINARY) for name in _MEDIA.values()}


@post(
    "/uploads",
    may=auth.PUTTING_IN,
    takes_file=True,
    request_max_body_size=auth.MOST_FILE_BYTES,
    tags=_TAGS,
    summary="Upload a file of homes, vacancies or applicants",
    operation_class=_TakesFile,
    status_code=HTTP_202_ACCEPTED,
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT),
)
async def upload_file(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    kind: FromQuery[ImportKind],
    file_name: _FileName = None,
) -> Response[shapes.Upload]:
    """A CSV or XLSX file as the body, or as the field file of a form, of at most 20 MB.

    A background job checks it; the header Location says where to follow it. Nothing goes in until
    it is confirmed. A file that is under way already is answered with its upload.
    """
    name, content = await _sent(request, kind)
    received = await actions.receive(
        connection, actor=actor, kind=kind, name=file_name or name, content=content
    )
    upload = shaped(await get_upload(connection, received.upload_id), shapes.Upload)
    location = {"Location": f"/api/uploads/{received.upload_id}"}
    return Response(upload, status_code=HTTP_202_ACCEPTED, headers=location)


async def _sent(request: auth.WebRequest, kind: ImportKind) -> tuple[str, bytes]:
    """The name and bytes of the file; a body without a name is named by what it holds.

    Raises:
        ValidationException: No file was sent.
    """
    if request.content_type[0] == "multipart/form-data":
        file = (await request.form()).get("file")
        if not isinstance(file, UploadFile):
            raise ValidationException("Send the file as the form's field file.")
        return file.filename, await file.read()
    content = await request.body()
    return f"{kind}.{'xlsx' if content.startswith(_ZIP) else 'csv'}", content


@get(
    "/uploads",
    may=auth.PUTTING_IN,
    tags=_TAGS,
    summary="List uploads",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_uploads(
    connection: NamedDependency[Connection], page: NamedDependency[PageAsked]
) -> shapes.Uploads:
    """Your own, or your landlord's; the newest first."""
    rows = await find_uploads(connection, **page.window)
    total = await count_uploads(connection)
    return page.shown(shapes.Uploads, rows, all_shaped(rows, shapes.Upload), total=total)


@get(
    "/uploads/{upload_id:int}",
    may=auth.PUTTING_IN,
    tags=_TAGS,
    summary="One upload",
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def show_upload(
    connection: NamedDependency[Connection], upload_id: FromPath[int]
) -> shapes.Upload:
    """How far it is, and its counts once it is checked."""
    return shaped(await get_upload(connection, upload_id), shapes.Upload)


@get(
    "/uploads/{upload_id:int}/faults",
    may=auth.PUTTING_IN,
    tags=_TAGS,
    summary="What is wrong in a file, cell by cell",
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST),
)
async def list_faults(
    connection: NamedDependency[Connection],
    page: NamedDependency[PageAsked],
    upload_id: FromPath[int],
    category: FromQuery[Category | None] = None,
) -> shapes.Faults:
    """In the order of rows. Setup blocks the file, critical its row; soft is to be confirmed."""
    await get_upload(connection, upload_id)
    counted = await count_faults(connection, upload_id)
    total = sum(n for name, n in counted.items() if category in (None, name))
    rows = await find_faults(connection, upload_id, category=category, **page.window)
    return page.shown(shapes.Faults, rows, all_shaped(rows, shapes.Fault), total=total)


@post(
    "/uploads/{upload_id:int}/confirm",
    may=auth.PUTTING_IN,
    tags=_TAGS,
    summary="Put the good rows in",
    status_code=HTTP_202_ACCEPTED,
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT),
)
async def confirm_upload(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    upload_id: FromPath[int],
    data: JSONBody[shapes.Confirmed],
) -> shapes.Upload:
    """The others come back as a file to correct. What is unusual must be confirmed."""
    await actions.confirm(
        connection, actor=actor, upload_id=upload_id, soft_confirmed=data.soft_confirmed
    )
    return shaped(await get_upload(connection, upload_id), shapes.Upload)


@get(
    "/uploads/{upload_id:int}/rejected",
    may=auth.PUTTING_IN,
    tags=_TAGS,
    summary="The rows to correct",
    operation_class=_SendsFile,
    responses=refusals(HTTPStatus.NOT_FOUND),
)
async def download_rejected(
    connection: NamedDependency[Connection], upload_id: FromPath[int]
) -> Response[bytes]:
    """A file in the format that they came in, whose last column says what to correct."""
    upload = await get_upload(connection, upload_id)
    content = await get_rejected(connection, upload_id)
    return _file(content, f"{upload.kind}-to-correct-{upload_id}", upload.file_format)


@get(
    "/uploads/templates/{name:str}",
    may=auth.PUTTING_IN,
    tags=_TAGS,
    summary="A file to fill in",
    operation_class=_SendsFile,
    responses=refusals(HTTPStatus.NOT_FOUND),
    sync_to_thread=True,
)
def download_template(actor: NamedDependency[Actor], name: FromPath[str]) -> Response[bytes]:
    """As vacancies.csv or vacancies.xlsx: the columns with an example row."""
    kind, _, suffix = name.partition(".")
    if kind not in actions.kinds_of(actor) or suffix not in _MEDIA:
        raise NotFound("There is no such template.")
    return _file(template(ImportKind(kind), f".{suffix}"), kind, suffix)


def _file(content: bytes, stem: str, suffix: str) -> Response[bytes]:
    """A file to save, which no browser takes for a page."""
    saved = {"Content-Disposition": f'attachment; filename="{stem}.{suffix}"'}
    return Response(content, media_type=_MEDIA[suffix], headers=saved)
