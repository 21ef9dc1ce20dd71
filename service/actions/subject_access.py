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
from service.domain.days import uk_date, uk_time
from service.domain.support import SupportLevel
from service.errors import RuleBroken
from service.store.applicant_pages import find_applicant_id, get_applicant
from service.store.audit import add_audit
from service.store.context import elevated
from service.store.pool import Connection
from service.store.subject_access import Rows, get_everything

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
        sections=[(register[name], rows) for name, rows in held.items()],
        left_out=LEFT_OUT,
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", words)
        archive.writestr("data.json", msgspec.json.format(msgspec.json.encode(data), indent=2))
    return packed.getvalue()


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
    return _shown_inside(value)


def _shown_inner(value: Any, name: str) -> str:
    """A value of a JSON object, where a rule's name can stand for a count."""
    return _shown(value, name if name.endswith("_pence") else "")


def _shown_number(value: int, column: str) -> str:
    if column in ("support_level", "floating_level"):
        return SupportLevel(value).words
    return f"£{value // 100:,}.{value % 100:02}" if column.endswith("_pence") else str(value)


def _shown_inside(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, dict):
        return "; ".join(
            f"{_label(name)}: {_shown_inner(inner, name)}" for name, inner in value.items()
        )
    text = str(value)
    return text.replace("_", " ") if _STORED_WORD.fullmatch(text) else text
