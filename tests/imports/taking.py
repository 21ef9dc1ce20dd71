"""Imports a file as a test asks for it."""

import csv
import io
from pathlib import Path

from service.actions.imports import ImportKind, import_file
from service.actions.imports.columns import columns_of
from service.actions.imports.faults import Category
from tests.database import within
from tests.imports.givens import TODAY, rows_of

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples"
HOMES, VACANCIES, APPLICANTS = ImportKind


def take(url, kind, path, exports, *, dry_run=False, report=None, readers=()):
    return within(
        url,
        lambda connection: import_file(
            connection,
            kind=kind,
            path=path,
            dry_run=dry_run,
            exports=exports,
            report=report,
            today=TODAY,
            readers=readers,
        ),
    )


def given_rows(folder, kind, rows, *, n_persons=2):
    """A CSV file of rows that are each the examples of the guide with some cells changed."""
    columns = columns_of(kind, n_persons)
    examples = {column.name: column.example for column in columns}
    if kind is APPLICANTS:
        examples |= dict.fromkeys(
            ("current unit", "restrictions", "why parked", "parked until"), ""
        )
    if kind is HOMES:
        examples |= {column.name: "" for column in columns if column.may_be_missing}
    path = folder / f"{kind.value}.csv"
    held = io.StringIO()
    writer = csv.DictWriter(held, [column.name for column in columns])
    writer.writeheader()
    writer.writerows(examples | row for row in rows)
    path.write_text(held.getvalue(), encoding="utf-8")
    return path


def said(result, category=Category.CRITICAL):
    return [
        (fault.cell, fault.field, fault.message)
        for fault in result.faults
        if fault.category is category
    ]


def look(url, query):
    return within(url, lambda connection: rows_of(connection, query))
