"""Openings of restricted records over JSON."""

from http import HTTPStatus

from litestar import get
from litestar.di import NamedDependency

from service import auth
from service.actions.reading import record_read
from service.api.cursors import PageAsked
from service.api.params import all_shaped
from service.api.problems import refusals
from service.api.shapes import openings as shapes
from service.store.openings import count_openings, find_openings
from service.store.pool import Connection


@get(
    "/openings",
    may=auth.REVIEWERS | auth.AUDITORS,
    tags=["Openings"],
    summary="List openings of restricted records",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_openings(
    connection: NamedDependency[Connection], page: NamedDependency[PageAsked]
) -> shapes.Openings:
    """Those that wait for a review first, then the newest; for reviewers and auditors."""
    counted = await count_openings(connection)
    rows = await find_openings(connection, **page.window)
    ids = [row.applicant_id for row in rows]
    await record_read(connection, subject="list of openings", applicant_ids=ids)
    items = all_shaped(rows, shapes.Opening)
    return page.shown(shapes.Openings, rows, items, total=counted.n)
