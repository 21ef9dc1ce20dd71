"""The data register: every stored field with its purpose, its category and how long it is kept.

It is read from the database itself, where each column has a comment of one form:
``Purpose. Category: CATEGORY. Kept: RULE.``
"""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from service.actions.imports.writing import write_table
from service.domain.retention import RULES, Rule
from service.store import data_register
from service.store.audit import add_audit
from service.store.data_register import StoredField
from service.store.pool import Connection

CATEGORIES = (
    "personal",
    "special category",
    "criminal offence",
    "special category and criminal offence",
    "staff",
    "not personal",
)
"""What kind of data a field is; UK GDPR, articles 4(1), 9 and 10."""

_COMMENT = re.compile(r"(?P<purpose>.+\.) Category: (?P<category>[a-z ]+)\. Kept: (?P<rule>\w+)\.")
_HEADER = ("table", "field", "purpose", "category", "kept by rule", "how long")


@dataclass(frozen=True)
class Field:
    """A stored field."""

    name: str
    purpose: str
    category: str
    rule: Rule


@dataclass(frozen=True)
class Table:
    """A table and its fields."""

    name: str
    purpose: str
    fields: tuple[Field, ...]

    @property
    def title(self) -> str:
        """The name as a page says it."""
        words = self.name.replace("_", " ")
        return (words[:1].upper() + words[1:]).replace("Api ", "API ")


async def read_register(connection: Connection) -> list[Table]:
    """Every table with its fields; a field that ``find_faults`` faults is left out."""
    tables: dict[str, list[Field]] = {}
    purposes: dict[str, str] = {}
    for stored in await data_register.find_stored_fields(connection):
        purposes[stored.table_name] = stored.table_comment or ""
        field = _field(stored)
        tables.setdefault(stored.table_name, []).extend([field] if field else [])
    return [Table(name, purposes[name], tuple(fields)) for name, fields in tables.items()]


async def find_faults(connection: Connection) -> list[str]:
    """What the register lacks, in sentences; nothing is good."""
    stored = await data_register.find_stored_fields(connection)
    silent = sorted({one.table_name for one in stored if not one.table_comment})
    return [f"The table {name} has no purpose." for name in silent] + [
        f"{one.table_name}.{one.column_name} says {one.column_comment!r}, which is not a purpose, "
        "a known category and a known rule."
        for one in stored
        if _field(one) is None
    ]


async def write_register(connection: Connection, *, actor: str, path: Path) -> int:
    """Write the register as a CSV or XLSX file; how many fields it lists.

    Raises:
        RuleBroken: The file cannot be written.
    """
    rows = [
        (table.name, field.name, field.purpose, field.category, field.rule.name, field.rule.words)
        for table in await read_register(connection)
        for field in table.fields
    ]
    await asyncio.to_thread(write_table, path, "data register", _HEADER, rows)
    await add_audit(connection, actor=actor, action="export", subject="data register")
    return len(rows)


def _field(stored: StoredField) -> Field | None:
    said = _COMMENT.fullmatch(stored.column_comment or "")
    if said is None or said["category"] not in CATEGORIES or said["rule"] not in RULES:
        return None
    return Field(stored.column_name, said["purpose"], said["category"], RULES[said["rule"]])
