"""Reports and the national lettings return over JSON."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from service import auth
from service.actions.reports.core_return import read_core
from service.actions.reports.reading import Asked, Found, read_report, record_shown
from service.api.params import all_shaped
from service.api.problems import refusals
from service.api.shapes import reports as shapes
from service.auth.limits import MOST_ID
from service.domain.accounts import Actor
from service.domain.core_fields import YEAR
from service.domain.days import today
from service.domain.homes import SchemeKind
from service.store.pool import Connection
from service.store.reports import ReportFilter

_TAGS = ["Reports"]
_WORD = r"^[-\w]+$"
_Since = Annotated[date | None, QueryParameter(description="The first day of the period.")]
_Until = Annotated[date | None, QueryParameter(description="The last day of the period.")]
_District = Annotated[
    str | None,
    QueryParameter(name="district", max_length=9, pattern=_WORD, description="Its code."),
]
_Landlord = Annotated[int | None, QueryParameter(name="landlord", ge=1, le=MOST_ID)]
_Kind = Annotated[SchemeKind | None, QueryParameter(name="kind", description="Of the scheme.")]
_By = Annotated[
    str | None,
    QueryParameter(max_length=40, pattern=_WORD, description="What to count it by: a column."),
]
_Sort = Annotated[
    str | None,
    QueryParameter(
        max_length=40, pattern=_WORD, description="A column; “-” before: largest first."
    ),
]
_Personal = Annotated[
    bool, QueryParameter(description="For officers: with personal data. It is written down.")
]
_Year = Annotated[
    int | None, QueryParameter(ge=2000, le=2199, description="For planners: a calendar year.")
]


@get(
    "/reports/{report:str}",
    may=auth.REPORTING,
    tags=_TAGS,
    summary="Read a report",
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
async def show_report(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    report: FromPath[str],
    since: _Since = None,
    until: _Until = None,
    district_code: _District = None,
    landlord_id: _Landlord = None,
    scheme_kind: _Kind = None,
    by: _By = None,
    sort: _Sort = None,
    personal: _Personal = False,
    year: _Year = None,
) -> shapes.Report:
    """One of vacancies, times, declines, overdue, passed-over and lettings.

    Landlords are told of their own homes, planners counts of whole years with small ones hidden.
    """
    part = ReportFilter(since, until, district_code, landlord_id, scheme_kind)
    asked = Asked(part, by=by, sort=sort, personal=personal, year=year)
    found = await read_report(connection, actor=actor, name=report, asked=asked, on=today())
    await record_shown(connection, found, found.table.rows)
    return _shaped(found)


def _shaped(found: Found) -> shapes.Report:
    table = found.table
    keys = [column.key for column in table.columns]
    return shapes.Report(
        name=found.report.name,
        title=found.report.title,
        definition=found.report.words,
        personal=found.personal,
        columns=all_shaped(table.columns, shapes.ReportColumn),
        rows=[{key: row[key] for key in keys} for row in table.rows],
    )


@get(
    "/reports/core",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Read the national lettings return",
    responses=refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT),
)
async def show_core(
    connection: NamedDependency[Connection], since: _Since = None, until: _Until = None
) -> shapes.CoreReturn:
    """New lettings as rows of the CORE bulk upload, and what they lack; personal data."""
    core = await read_core(connection, since=since, until=until)
    return shapes.CoreReturn(
        year=YEAR,
        since=core.since,
        until=core.until,
        n_outside=core.n_outside,
        lettings=[
            shapes.CoreLetting(
                one.id, one.vacancy, {str(field): v for field, v in row.values.items()}, row.missing
            )
            for one, row in core.lettings
        ],
        missing=[shapes.MissingField(*lacking) for lacking in core.lacking],
    )
