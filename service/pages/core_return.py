"""The national return of lettings (CORE): a period, one letting, and the files to upload."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions.reports.core_return import (
    CoreReturn,
    core_file,
    read_core,
    read_core_letting,
)
from service.domain.core_fields import FIELDS, YEAR, YEAR_BEGINS, YEAR_ENDS
from service.errors import RuleBroken
from service.pages.forms import day_in, query_of
from service.pages.paging import SIZE, paging
from service.pages.reports import download, period_problems
from service.store.pool import Connection


@get("/reports/core", may=auth.OFFICERS)
async def show_core(request: auth.WebRequest, connection: NamedDependency[Connection]) -> Template:
    """New lettings as rows of the return, with how many fields each lacks."""
    query = query_of(request)
    problems = period_problems(query)
    core = await _core(connection, {} if problems else query)
    page = paging("/reports/core", query, len(core.lettings))
    period = f"since={core.since}&until={core.until}"
    return Template(
        "reports/core.html",
        context={
            "core": core,
            "lettings": core.lettings[page.offset : page.offset + SIZE],
            "paging": page,
            "query": query,
            "problems": problems,
            "period": period,
            "year": YEAR,
            "first": YEAR_BEGINS,
            "last": YEAR_ENDS,
            "n_fields": len(FIELDS),
        },
    )


@get("/reports/core/{letting_id:int}", may=auth.OFFICERS)
async def show_core_letting(
    connection: NamedDependency[Connection], letting_id: FromPath[int]
) -> Template:
    """One letting: each field of the return that is held, and what is missing."""
    letting, row = await read_core_letting(connection, letting_id=letting_id)
    context = {"letting": letting, "row": row, "fields": FIELDS, "year": YEAR}
    return Template("reports/core_letting.html", context=context)


@get("/reports/core.csv", may=auth.OFFICERS)
async def download_core(
    request: auth.WebRequest, connection: NamedDependency[Connection]
) -> Response[bytes]:
    """The return of a period as CORE takes it."""
    core = await _checked(request, connection)
    return download(await core_file(connection, core))


@get("/reports/core-missing.csv", may=auth.OFFICERS)
async def download_missing(
    request: auth.WebRequest, connection: NamedDependency[Connection]
) -> Response[bytes]:
    """What the lettings of a period lack, field by field."""
    core = await _checked(request, connection)
    return download(await core_file(connection, core, missing=True))


async def _checked(request: auth.WebRequest, connection: Connection) -> CoreReturn:
    query = query_of(request)
    if problems := period_problems(query):
        raise RuleBroken(". ".join(problems.values()) + ".")
    return await _core(connection, query)


async def _core(connection: Connection, query: dict[str, str]) -> CoreReturn:
    since, until = day_in(query.get("since")), day_in(query.get("until"))
    return await read_core(connection, since=since, until=until)
