"""What no request may send: too much, or what is no text; refused before anything is done."""

from http import HTTPStatus
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import UploadFile
from litestar.exceptions import HTTPException, NotFoundException, ValidationException
from litestar.status_codes import (
    HTTP_413_REQUEST_ENTITY_TOO_LARGE,
    HTTP_414_REQUEST_URI_TOO_LONG,
    HTTP_415_UNSUPPORTED_MEDIA_TYPE,
    HTTP_431_REQUEST_HEADER_FIELDS_TOO_LARGE,
)

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MOST_BYTES = 1_000_000
"""Of any request's body."""
MOST_FORM_BYTES = 64_000
"""Of a form; Litestar keeps the last thousand forms that it parsed."""
MOST_FIELDS = 200
MOST_CHARACTERS = 10_000
"""Of one field."""
MOST_HEADER_BYTES = 16_000
MOST_HEADERS = 100
MOST_QUERY_BYTES = 4_000
MOST_ID = 2**63 - 1
"""The largest number that a row can have."""

TOO_LONG = (
    f"What was sent is too long. A form takes {MOST_FIELDS} fields of {MOST_CHARACTERS:,}"
    f" characters, and {MOST_FORM_BYTES:,} bytes in all; other requests {MOST_BYTES:,} bytes."
    " Nothing was changed: go back and shorten it."
)
_LONG_ADDRESS = "The address is too long. Leave out some of what you search for."
_LONG_HEADERS = (
    "The browser sent more in its headers than Homeward takes. Delete this site's cookies and try "
    "again."
)
_NO_TEXT = (
    "What was sent holds a character that is no text (NUL). Type it anew; nothing was changed."
)
MOST_FILE_BYTES = 25_000_000
"""Of the body of a request that brings a file; how large the file may be its own action says."""
FILE_TOO_LARGE = (
    f"The file has more than {MOST_FILE_BYTES // 1_000_000} MB, and 20 MB is the most. Nothing was "
    "changed: split it into smaller files, and upload each."
)
_NO_FILES = "This form takes no files. Send it without one; nothing was changed."

_NUL = "\0"


def check_address(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Refuse an address that can lead nowhere: with a NUL, or a number that no row can have.

    Raises:
        NotFoundException: There is nothing at such an address.
    """
    numbers = [value for value in connection.path_params.values() if isinstance(value, int)]
    if _NUL in connection.scope["path"] or any(abs(number) > MOST_ID for number in numbers):
        raise NotFoundException(HTTPStatus.NOT_FOUND.phrase)


def check_headers(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Refuse an address or headers that no browser of ours sends.

    Raises:
        HTTPException: They are too long, or too many.
    """
    if len(connection.scope.get("query_string", b"")) > MOST_QUERY_BYTES:
        raise HTTPException(_LONG_ADDRESS, status_code=HTTP_414_REQUEST_URI_TOO_LONG)
    headers = list(connection.scope["headers"])
    n_bytes = sum(len(name) + len(value) for name, value in headers)
    if len(headers) > MOST_HEADERS or n_bytes > MOST_HEADER_BYTES:
        raise HTTPException(_LONG_HEADERS, status_code=HTTP_431_REQUEST_HEADER_FIELDS_TOO_LARGE)


async def check_body(
    connection: ASGIConnection[Any, Any, Any, Any], *, takes_file: bool = False
) -> None:
    """Refuse a form that is too long, has too many fields, or brings a file; and any NUL.

    Args:
        connection: The request.
        takes_file: Whether the route takes one file, beside the fields of a form or as the body.

    Raises:
        HTTPException: It is or does; nothing has been done with it.
    """
    if not isinstance(connection, Request):
        return
    body = await connection.body()
    if connection.content_type[0] not in FORMS:
        _refuse_nul(not takes_file and b"\\u0000" in body)
        return
    if not takes_file and len(body) > MOST_FORM_BYTES:
        raise HTTPException(TOO_LONG, status_code=HTTP_413_REQUEST_ENTITY_TOO_LARGE)
    form = await connection.form()
    fields = list(form.multi_items())
    files = [value for _, value in fields if isinstance(value, UploadFile)]
    if len(files) > takes_file:
        await form.close()
        raise HTTPException(_NO_FILES, status_code=HTTP_415_UNSUPPORTED_MEDIA_TYPE)
    _check_fields(
        [(name, "" if isinstance(value, UploadFile) else value) for name, value in fields]
    )


def _check_fields(fields: list[tuple[str, str]]) -> None:
    """Refuse fields that are too many, too long or no text."""
    _refuse_nul(any(_NUL in name or _NUL in value for name, value in fields))
    longest = max((len(name) + len(value) for name, value in fields), default=0)
    if len(fields) > MOST_FIELDS or longest > MOST_CHARACTERS:
        raise HTTPException(TOO_LONG, status_code=HTTP_413_REQUEST_ENTITY_TOO_LARGE)


def _refuse_nul(holds_one: bool) -> None:
    """PostgreSQL's text takes every character but this one."""
    if holds_one:
        raise ValidationException(_NO_TEXT)
