"""Refusals and faults as problem+json (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.openapi.datastructures import ResponseSpec

from service.api.shapes.common import Problem

MEDIA_TYPE = "application/problem+json"


def problem_json(
    request: Request[Any, Any, Any], status: HTTPStatus, detail: str, errors: list[Any]
) -> Response[Problem]:
    """The refusal with what is so, what to do, and the fields that are wrong."""
    if detail == status.phrase:
        detail = f"{detail}: {request.method} {request.url.path}. See /api/docs."
    body = Problem(
        type="about:blank",
        title=status.phrase,
        status=status.value,
        detail=detail,
        instance=request.url.path,
        errors=errors,
    )
    asks = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return Response(body, status_code=status.value, media_type=MEDIA_TYPE, headers=asks)


def refusals(*statuses: HTTPStatus) -> dict[int, ResponseSpec]:
    """What an operation's description says of how it can be refused."""
    return {
        status.value: ResponseSpec(
            Problem, description=_WHY[status], media_type=MEDIA_TYPE, generate_examples=False
        )
        for status in (*statuses, *_ALWAYS)
    }


_ALWAYS = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_URI_TOO_LONG,
    HTTPStatus.TOO_MANY_REQUESTS,
)
_WHY = {
    HTTPStatus.BAD_REQUEST: "A value is not of the right kind, or out of bounds.",
    HTTPStatus.UNAUTHORIZED: "Nobody is signed in.",
    HTTPStatus.FORBIDDEN: "The role may not, or the CSRF token is missing.",
    HTTPStatus.NOT_FOUND: "It is not there, or not to be seen by this person.",
    HTTPStatus.REQUEST_URI_TOO_LONG: "The address with its query is too long.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many wrong API tokens came from this network address.",
    HTTPStatus.PRECONDITION_FAILED: "Somebody else changed it after it was read.",
    HTTPStatus.CONFLICT: "A rule forbids it, or it changed meanwhile.",
}
