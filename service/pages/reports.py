"""Reports: the list of them, and each as a page, as CSV and as XLSX."""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions.reports.files import MEDIA_TYPES, File, report_file
from service.actions.reports.reading import (
    TODAY,
    Asked,
    get_report,
    read_report,
    record_shown,
    reports_for,
)
from service.domain.accounts import Actor, Role
from service.domain.days import today, uk_date
from service.domain.homes import SchemeKind
from service.domain.reports import HIDDEN, Column, Form, Report
from service.pages.forms import day_in, id_in, number_in, one_of, options, query_of
from service.pages.paging import SIZE, paging
from service.pages.words import capital, money
from service.store.landlords import find_landlords
from service.store.places import find_districts
from service.store.pool import Connection
from service.store.reports import ReportFilter

KINDS = {str(kind): capital(kind.words) for kind in SchemeKind}
_YEARS_SHOWN = 5
_WRONG_DAY = "Enter a day, like 3/5/2026"


@get("/reports", may=auth.REPORTING)
async def show_reports(actor: NamedDependency[Actor]) -> Template:
    """The reports that this person may see."""
    context = {"reports": reports_for(actor), "is_officer": actor.role is Role.OFFICER}
    return Template("reports/index.html", context=context)


@get("/reports/{report:str}", may=auth.REPORTING)
async def show_report(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    report: FromPath[str],
) -> Template | Response[bytes]:
    """A report as a page; with .csv or .xlsx after its name as a file of the same rows."""
    suffix = PurePath(report).suffix
    if suffix in MEDIA_TYPES:
        name, asked, on = report.removesuffix(suffix), _asked(query_of(request)), today()
        found = await read_report(connection, actor=actor, name=name, asked=asked, on=on)
        return download(await report_file(connection, found, suffix=suffix, on=on))
    return await _page(query_of(request), connection, actor, get_report(actor, report))


async def _page(
    query: Mapping[str, str], connection: Connection, actor: Actor, report: Report
) -> Template:
    problems = period_problems(query)
    asked = _asked({} if problems else query)
    found = await read_report(connection, actor=actor, name=report.name, asked=asked, on=today())
    page = paging(f"/reports/{report.name}", query, len(found.table.rows))
    rows = found.table.rows[page.offset : page.offset + SIZE]
    await record_shown(connection, found, rows)
    return Template(
        "reports/one.html",
        context={
            "report": report,
            "found": found,
            "rows": rows,
            "paging": page,
            "heads": [(one, *_sorting(report.name, query, one)) for one in found.table.columns],
            "files": {
                suffix[1:].upper(): _address(report.name + suffix, query) for suffix in MEDIA_TYPES
            },
            "fields": await _fields(connection, actor, report, query),
            "query": query,
            "problems": problems,
            "is_planner": actor.role is Role.PLANNER,
            "by_person": actor.role is Role.OFFICER and report.names_people,
            "said": said,
        },
    )


def download(file: File) -> Response[bytes]:
    """A file for the browser to keep."""
    disposition = f'attachment; filename="{file.name}"'
    headers = {"Content-Disposition": disposition}
    return Response(file.content, media_type=file.media_type, headers=headers)


def said(value: Any, form: Form) -> str:
    """A value of a report as a page says it."""
    if value is None:
        return "–"
    if value == HIDDEN:
        return "Hidden"
    if form == Form.DATE:
        return uk_date(value)
    if form == Form.MONEY:
        return money(value)
    return f"{value:,}" if form == Form.NUMBER else str(value)


def period_problems(query: Mapping[str, str]) -> dict[str, str]:
    """Field -> what is wrong with the days from and to."""
    days = {name: day_in(query.get(name)) for name in ("since", "until")}
    wrong = {name: _WRONG_DAY for name, day in days.items() if query.get(name) and day is None}
    since, until = days.values()
    if since and until and since > until:
        wrong["until"] = "Enter a last day that is not before the first"
    return wrong


def _asked(query: Mapping[str, str]) -> Asked:
    """What a query string asks for; what it leaves empty is not asked."""
    district, landlord = query.get("district") or None, id_in(query.get("landlord"))
    return Asked(
        part=ReportFilter(
            since=day_in(query.get("since")),
            until=day_in(query.get("until")),
            district_code=district,
            landlord_id=landlord,
            kind=one_of(query.get("kind"), KINDS),
        ),
        by=query.get("by") or None,
        sort=query.get("sort"),
        personal=query.get("personal") == "yes",
        year=number_in(query.get("year"), date.min.year, date.max.year),
    )


async def _fields(
    connection: Connection, actor: Actor, report: Report, query: Mapping[str, str]
) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Name -> label and choices of each select that narrows the report."""
    if actor.role is Role.PLANNER:
        return {} if report.name in TODAY else {"year": ("Year", _years(query))}
    districts = {one.code: one.name for one in await find_districts(connection)}
    dimensions = {column.key: f"By {column.words}" for column in report.dimensions}
    usual = "As usual" if report.usual else "A list"
    choices: dict[str, tuple[str, Mapping[str, str], str]] = {
        "district": ("District", districts, "Any district"),
        "landlord": ("Landlord", await find_landlords(connection), "Any landlord"),
        "kind": ("Scheme kind", KINDS, "Any kind"),
        "by": ("Count", dimensions, usual),
    }
    if actor.role is not Role.OFFICER:
        del choices["landlord"]  # their own
    elif report.names_people:
        choices["personal"] = ("Personal data", {"yes": "Show it"}, "Leave it out")
    return {
        name: (label, options(values, one_of(query.get(name), values), blank))
        for name, (label, values, blank) in choices.items()
    }


def _years(query: Mapping[str, str]) -> list[dict[str, Any]]:
    this = today().year
    years = {str(this - k): str(this - k) for k in range(_YEARS_SHOWN)}
    return options(years, one_of(query.get("year"), years) or str(this))


def _sorting(name: str, query: Mapping[str, str], column: Column) -> tuple[str, str]:
    """The address that sorts by a column, the other way round next time, and how it sorts now."""
    now = {column.key: "ascending", f"-{column.key}": "descending"}.get(query.get("sort", ""), "")
    turned = f"-{column.key}" if now == "ascending" else column.key
    return _address(name, {**query, "sort": turned}), now


def _address(name: str, query: Mapping[str, str]) -> str:
    kept = {key: value for key, value in query.items() if value and key != "page"}
    return f"/reports/{name}?{urlencode(kept)}" if kept else f"/reports/{name}"
