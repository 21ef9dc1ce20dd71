"""Imports of homes, vacancies and applicants from CSV and XLSX files."""

from service.actions.imports.columns import ImportKind
from service.actions.imports.imports import import_file
from service.actions.imports.result import ImportResult

__all__ = ["ImportKind", "ImportResult", "import_file"]
