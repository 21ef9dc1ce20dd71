"""Looks through an XLSX file before it is opened: how far it expands, and its formula cells.

An XLSX file is a zip of XML. A few kilobytes of it can expand to gigabytes, name a cell at the far
corner of the sheet, or repeat one long text a million times; each is found here by streaming.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from service.actions.imports.table import check_size
from service.errors import RuleBroken

MOST_EXPANDED = 100_000_000
"""Bytes that all parts together may expand to."""
_MOST_CELLS = 3_000_000
_MOST_TEXT = 200_000_000
"""Letters of all cells together."""
_MOST_PARTS = 5_000
_CHUNK = 1 << 16

FORMULA = "This holds a formula. Paste its value instead."
ERROR = "This holds an error of the spreadsheet. Put the value in its place."


@dataclass
class Sheet:
    """What the scan of one sheet found."""

    refused: dict[tuple[int, int], str] = field(default_factory=dict)
    """Row and column, both from 0 -> why the cell cannot be taken."""
    n_cells: int = 0
    n_letters: int = 0


def check_expansion(archive: zipfile.ZipFile) -> None:
    """Expand every part, keeping nothing, and refuse a file that grows too big.

    What a zip says of its own sizes is not believed.

    Raises:
        RuleBroken: It expands too far, is encrypted or is damaged.
    """
    if sum(part.file_size for part in archive.infolist()) > MOST_EXPANDED:
        raise _too_big()
    if len(archive.infolist()) > _MOST_PARTS:
        raise damaged()
    total = 0
    for part in archive.infolist():
        part.file_size = 2 * MOST_EXPANDED  # read on past the size that the part claims
        for chunk in _chunks(archive, part):
            total += len(chunk)
            if total > MOST_EXPANDED:
                raise _too_big()


def _too_big() -> RuleBroken:
    return RuleBroken(
        f"The workbook expands to more than {MOST_EXPANDED // 1_000_000} MB. Copy the rows to a "
        "new workbook, or save them as CSV."
    )


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo | str) -> Iterator[bytes]:
    """The expanded bytes of a part, a little at a time."""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the part of the archive that holds it."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def found_sheet(name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "sheet":
            link = next((v for k, v in attributes.items() if _local(k) == "id"), "")
            _add_once(sheets, attributes.get("name", ""), link)

    def found_target(name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "Relationship":
            _add_once(targets, attributes.get("Id", ""), attributes.get("Target", ""))

    _parse(archive, "xl/workbook.xml", found_sheet)
    _parse(archive, "xl/_rels/workbook.xml.rels", found_target)
    return {
        name: posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")
        for name, link in sheets.items()
    }


def _add_once(known: dict[str, str], name: str, value: str) -> None:
    """Refuse two of one name: another reader might take the other one."""
    if name in known:
        raise damaged()
    known[name] = value


def scan_sheet(archive: zipfile.ZipFile, part: str) -> Sheet:
    """Formula and error cells of one sheet.

    Raises:
        RuleBroken: The sheet has too many rows, columns, cells or letters.
    """
    lengths = _text_lengths(archive)
    scan = _SheetScan(lengths)
    if lengths:
        _parse(archive, part, scan.start, scan.end, scan.letters)
    else:
        _parse(archive, part, scan.start)
    return scan.sheet


def _text_lengths(archive: zipfile.ZipFile) -> list[int]:
    """Letters of each shared text, in order."""
    lengths: list[int] = []
    parts = [name for name in archive.namelist() if name.lower().endswith("sharedstrings.xml")]
    if len(parts) > 1:
        raise damaged()

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        if _local(name) == "si":
            lengths.append(0)

    def letters(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    for part in parts:
        _parse(archive, part, start, letters=letters)
    return lengths


class _SheetScan:
    """Handlers that follow one sheet's XML and remember where they are."""

    def __init__(self, lengths: list[int]) -> None:
        self.sheet = Sheet()
        self._lengths = lengths
        self._row = -1
        self._column = -1
        self._is_shared = False
        self._value: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """At the start of an element."""
        local = _local(name)
        if local == "c":
            self._start_cell(attributes)
        elif local == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif local == "f":
            self.sheet.refused[self._row, self._column] = FORMULA
        elif local in ("v", "is"):
            check_size(self._row + 1, self._column + 1)
            self._value = [] if self._is_shared else None

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip("0123456789")
            self._column = _column_of(letters)
            self._row = int(reference[len(letters) :]) - 1
        self.sheet.n_cells += 1
        kind = attributes.get("t")
        self._is_shared = kind == "s"
        if kind == "e":
            self.sheet.refused[self._row, self._column] = ERROR
        if self.sheet.n_cells > _MOST_CELLS or self.sheet.n_letters > _MOST_TEXT:
            raise RuleBroken("The sheet holds too much. Keep the documented columns and rows.")

    def letters(self, text: str) -> None:
        """Within an element."""
        if self._value is not None:
            self._value.append(text)

    def end(self, name: str) -> None:
        """At the end of an element."""
        if self._value is None or _local(name) != "v":
            return
        text = "".join(self._value).strip()
        self._value = None
        if text.isdecimal() and int(text) < len(self._lengths):
            self.sheet.n_letters += self._lengths[int(text)]


@lru_cache(1024)
def _column_of(letters: str) -> int:
    """The column, from 0, of letters as "C"."""
    if re.fullmatch("[A-Z]{1,3}", letters) is None:
        raise damaged()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


@lru_cache(1024)
def _local(name: str) -> str:
    """An element's name without its prefix."""
    return name.rpartition(":")[2]


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    letters: Callable[[str], None] | None = None,
) -> None:
    """Stream the XML of one part through handlers; a document type is refused: Excel has none."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = letters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    for chunk in _chunks(archive, part):
        parser.Parse(chunk)
    parser.Parse(b"", True)


def _refuse_doctype(*_arguments: object) -> None:
    raise damaged()


def damaged() -> RuleBroken:
    """The refusal of a file that is no workbook."""
    return RuleBroken(
        "The file is not a whole .xlsx workbook. Open it in a spreadsheet and save it again."
    )
