"""Everything that is held about a person, as a bundle that they can be given.

UK GDPR, article 15: a copy of the data, what it is for, how long it is kept, and who was told.
"""

import asyncio
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from service.actions.data_register import Table, read_register
from service.domain.bedrooms import BedroomRule
from service.domain.days import UK, uk_date, uk_time
from service.domain.homes import Feature
from service.domain.reasons import PARTS, RULES
from service.domain.restrictions import RestrictionKind
from service.domain.support import ClientGroup, SupportLevel
from service.errors import RuleBroken
from service.store.applicant_pages import find_applicant_id, get_applicant
from service.store.audit import add_audit
from service.store.context import elevated
from service.store.pool import Connection
from service.store.subject_access import Rows, get_everything

_WORDS: Mapping[str, str] = {
    **{rule.value: rule.words for rule in BedroomRule},
    **{group.value: group.words for group in ClientGroup},
    **{feature.value: feature.words for feature in Feature},
}
"""Stored values -> their words, where spaces alone do not make them plain."""
_WORDS_IN: Mapping[str, Mapping[str, str]] = {
    "kind": {kind.value: kind.words for kind in RestrictionKind},
    "rule": RULES,
}
"""The same, for the columns where they mean something else."""
_STORED_WORD = re.compile(r"[a-z]+(_[a-z]+)+")


@dataclass(frozen=True)
class LeftOut:
    """Something that is held and not in the bundle."""

    what: str
    why: str


LEFT_OUT = (
    LeftOut(
        "Who was housed before them in a match run",
        "The tier and the day of registration of that person are data of somebody else.",
    ),
    LeftOut(
        "Details of acts, and the reasons of acts on several records at once",
        "They can speak of the other people whose records were read or changed in the same act.",
    ),
    LeftOut(
        "Network addresses from which staff worked",
        "They are data of the staff, and say nothing of the applicant.",
    ),
    LeftOut(
        "The pseudonymous copies of match runs",
        "They repeat needs and dates of everybody in a run under numbers; those of this person are "
        "in the record.",
    ),
    LeftOut(
        "Values in the audit that were erased",
        "Only their hashes are left, from which nothing can be read.",
    ),
    LeftOut(
        "Files outside Homeward's database, as imported lists, exports, backups and letters",
        "Homeward does not know of them. The council has to look there itself.",
    ),
)
"""What a bundle does not hold, and why."""


@dataclass(frozen=True)
class Bundle:
    """A bundle, as it is written down."""

    reference: str
    content: bytes
    """A ZIP archive: index.html to read and print, data.json for programs."""


async def make_bundle(connection: Connection, *, applicant_id: int) -> Bundle:
    """Everything held about a person; the reading is in the audit, and in the bundle.

    Args:
        connection: Of whoever asks, who must see the record.
        applicant_id: Whose.

    Raises:
        NotFound: There is no such applicant that whoever asks may see.
    """
    applicant = await get_applicant(connection, applicant_id)
    await add_audit(
        connection,
        action="export",
        subject="everything held, for the person",
        applicant_ids=[applicant_id],
    )
    async with elevated(connection):
        held = await get_everything(connection, applicant_id)
        register = {table.name: table for table in await read_register(connection)}
    content = await asyncio.to_thread(_pack, applicant.reference, held, register)
    return Bundle(applicant.reference, content)


async def export_person(connection: Connection, *, reference: str, path: Path) -> None:
    """Write a person's bundle to a file that only this account may read.

    Raises:
        NotFound: There is no applicant with that reference.
        RuleBroken: The file is no .zip, or it cannot be written.
    """
    if path.suffix.lower() != ".zip":
        raise RuleBroken(f"{path.name} is no .zip. Name it as one.")
    applicant_id = await find_applicant_id(connection, reference)
    bundle = await make_bundle(connection, applicant_id=applicant_id)
    await asyncio.to_thread(_write, path, bundle.content)


def _write(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.touch(mode=0o600)
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        raise RuleBroken(f"{path} cannot be written: {error.strerror}.") from error


def _pack(reference: str, held: Mapping[str, Rows], register: Mapping[str, Table]) -> bytes:
    made_at = datetime.now(UTC)
    data = {
        "reference": reference,
        "made_at": made_at,
        "held": held,
        "purposes": {
            name: {field.name: field.purpose for field in register[name].fields} for name in held
        },
        "kept": {
            field.rule.name: field.rule.words for name in held for field in register[name].fields
        },
        "left_out": [asdict(one) for one in LEFT_OUT],
    }
    page = _environment().get_template("subject_access.html")
    words = page.render(
        reference=reference,
        made_at=made_at,
        sections=[
            (register[name], rows, _reads_together(rows) if name == "audit" else rows)
            for name, rows in held.items()
        ],
        left_out=LEFT_OUT,
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", words)
        archive.writestr("data.json", msgspec.json.format(msgspec.json.encode(data), indent=2))
    return packed.getvalue()


def _reads_together(rows: Rows) -> list[Mapping[str, Any]]:
    """The acts of the audit, with the reads by one person on one day as one row with a count."""
    together: dict[Any, dict[str, Any]] = {}
    subjects: dict[Any, list[str]] = {}
    for position, row in enumerate(rows):
        is_plain_read = row["action"] == "read" and not row["reason"]
        of_day = uk_date(row["at"].astimezone(UK).date())
        key = (of_day, row["actor"], row["role"]) if is_plain_read else position
        subjects.setdefault(key, []).append(row["subject"])
        together.setdefault(key, dict(row))
    for key, said in subjects.items():
        if len(said) > 1:
            together[key]["at"] = f"{key[0]}, {len(said)} times"
            together[key]["subject"] = ", ".join(dict.fromkeys(said))
    return list(together.values())


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("service.actions"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(shown=_shown, label=_label)
    return environment


def _label(column: str) -> str:
    """A column's name as words; what it is for says the rest."""
    words = re.sub("_(id|code|pence)$", "", column).replace("_", " ")
    return words[:1].upper() + words[1:]


def _shown(value: Any, column: str = "") -> str:
    """A stored value as somebody reads it."""
    if value is None or value in ([], {}):
        return "–"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int):
        return _shown_number(value, column)
    if isinstance(value, datetime):
        return uk_time(value)
    if isinstance(value, date):
        return uk_date(value)
    return _shown_inside(value, column)


def _shown_inner(value: Any, name: str) -> str:
    """A value of a JSON object, where a rule's name can stand for a count."""
    return _shown(value, name if name.endswith("_pence") or isinstance(value, str) else "")


def _shown_number(value: int, column: str) -> str:
    if column in ("support_level", "floating_level"):
        return SupportLevel(value).words
    return f"£{value // 100:,}.{value % 100:02}" if column.endswith("_pence") else str(value)


def _shown_inside(value: Any, column: str) -> str:
    if column == "parts":
        return "; ".join(f"{PARTS.get(part, _label(part))}: {n}" for part, n in value.items() if n)
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, dict):
        return "; ".join(
            f"{_label(name)}: {_shown_inner(inner, name)}" for name, inner in value.items()
        )
    text = str(value)
    words = {**_WORDS, **_WORDS_IN.get(column, {})}
    if text in words:
        return words[text]
    return text.replace("_", " ") if _STORED_WORD.fullmatch(text) else text
