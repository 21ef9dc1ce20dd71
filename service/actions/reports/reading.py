"""Reports, read: each person's own part, by row-level security, and counts for planners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.actions.reading import record_read
from service.actions.reports.facts import fact_of
from service.domain.accounts import Actor, Role
from service.domain.report_list import REPORTS
from service.domain.reports import (
    Fact,
    Report,
    Table,
    count_table,
    list_table,
    middle,
    most,
    sorted_table,
)
from service.errors import NotAllowed, NotFound, RuleBroken
from service.store.context import elevated
from service.store.pool import Connection
from service.store.reports import ReportFilter, find_facts

EVERYTHING = ReportFilter()


@dataclass(frozen=True)
class Asked:
    """How somebody asks for a report."""

    part: ReportFilter = EVERYTHING
    by: str | None = None
    """What to count by; None: as usual for the report."""
    sort: str | None = None
    """The column to sort by, "-" before it for the largest first."""
    personal: bool = False
    year: int | None = None
    """For planners: the calendar year; None: this one."""


@dataclass(frozen=True)
class Found:
    """A report as somebody may see it."""

    report: Report
    table: Table
    personal: bool
    summary: Sequence[tuple[str, int | float | None]]
    """Words -> figures of everything in it; empty for planners: counts could be taken apart."""


def reports_for(actor: Actor) -> list[Report]:
    """The reports that a person may see, in order."""
    return [report for report in REPORTS.values() if actor.role in report.may]


def get_report(actor: Actor, name: str) -> Report:
    """A report that a person may see.

    Raises:
        NotFound: There is none of that name for them.
    """
    report = REPORTS.get(name)
    if report is None or actor.role not in report.may:
        raise NotFound(f"There is no report “{name}” among those you may see.")
    return report


async def read_report(
    connection: Connection, *, actor: Actor, name: str, asked: Asked, on: date
) -> Found:
    """A report of what a person may see; whom it shows is still to be recorded.

    Raises:
        NotFound: There is no such report for them.
        NotAllowed: They ask for personal data and are no officer.
        RuleBroken: They ask for a part that there is not, or that could tell of a person.
    """
    report = get_report(actor, name)
    if actor.role is Role.PLANNER:
        return await _for_planner(connection, actor, report, asked, on)
    if asked.personal:
        _check_personal(actor, report)
    part = asked.part
    if part.since and part.until and part.since > part.until:
        raise RuleBroken("The last day is before the first. Change one of the two.", field="until")
    facts = await _facts(connection, actor, report, part, on)
    table = _table(report, facts, asked)
    return Found(report, sorted_table(table, asked.sort), asked.personal, _summary(report, facts))


def _check_personal(actor: Actor, report: Report) -> None:
    if actor.role is not Role.OFFICER:
        raise NotAllowed("Only officers may have a report with personal data.")
    if not report.names_people:
        raise RuleBroken("This report holds no personal data; ask for it without.")


async def _facts(
    connection: Connection, actor: Actor, report: Report, part: ReportFilter, on: date
) -> list[Fact]:
    rows = await find_facts(connection, report.name, part, today=on)
    return [fact_of(report.name, row, role=actor.role, today=on) for row in rows]


def _table(report: Report, facts: Sequence[Fact], asked: Asked) -> Table:
    """Personal data stands in a list only; else counts by what is chosen, or as usual."""
    if asked.personal:
        return list_table(report, facts, personal=True)
    keys = {column.key for column in report.dimensions}
    if asked.by is not None and asked.by not in keys:
        raise RuleBroken(f"Count it by one of {', '.join(sorted(keys))}.", field="by")
    by = (asked.by,) if asked.by else report.usual
    if by:
        return count_table(report, facts, by)
    return list_table(report, facts, personal=False)


def _summary(report: Report, facts: Sequence[Fact]) -> list[tuple[str, int | float | None]]:
    figures: list[tuple[str, int | float | None]] = [(report.noun[1], len(facts))]
    if report.measure is not None and facts and report.name != "times":
        key, words = report.measure.key, report.measure.words
        figures += [
            (f"{words}, all together", sum(fact[key] for fact in facts)),
            (f"{words}, middle", middle(facts, key)),
            (f"{words}, 9 in 10 within", most(facts, key)),
        ]
    return figures


async def _for_planner(
    connection: Connection, actor: Actor, report: Report, asked: Asked, on: date
) -> Found:
    """Counts over everybody by one fixed division, of whole years: no two can be subtracted."""
    if asked.personal:
        raise NotAllowed("Only officers may have a report with personal data.")
    if asked.part != EVERYTHING or asked.by is not None:
        raise RuleBroken("You are told whole years of the whole county. Choose a year only.")
    part = EVERYTHING
    if report.name not in TODAY:
        year = asked.year or on.year
        part = ReportFilter(since=date(year, 1, 1), until=date(year, 12, 31))
    async with elevated(connection):
        facts = await _facts(connection, actor, report, part, on)
    hide = report.counts_people
    table = count_table(report, facts, report.for_planners, hide_small=hide)
    return Found(report, sorted_table(table, asked.sort), personal=False, summary=())


TODAY = frozenset({"vacancies", "overdue"})
"""Reports that tell how things stand today, of which planners choose no year."""


async def record_shown(connection: Connection, found: Found, rows: Sequence[Fact]) -> None:
    """Write down whom rows of a report show; nobody where it is without personal data."""
    if found.personal:
        ids = [row["applicant_id"] for row in rows if row["applicant_id"] is not None]
        subject = f"report {found.report.name} with personal data"
        await record_read(connection, subject=subject, applicant_ids=ids)
