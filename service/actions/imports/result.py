"""What came of an import, in numbers and in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from service.actions.imports.columns import ImportKind
from service.actions.imports.faults import Category, Fault
from service.store.bulk import Changed

_MOST_SHOWN = 20


@dataclass(frozen=True)
class ImportResult:
    """The outcome of one import; nothing went in when ``is_blocked``."""

    kind: ImportKind
    file: str
    dry_run: bool
    n_rows: int
    """Rows below the header that hold anything."""
    n_rejected: int
    changed: Changed = field(default_factory=Changed)
    """Records written; for homes of landlords, schemes and homes together."""
    faults: Sequence[Fault] = ()
    """Setup faults, or else critical and soft ones in the order of rows."""
    notes: Sequence[str] = ()
    rejected_file: Path | None = None
    """The rejected rows, to correct and import; None: there are none, or it was a dry run."""

    @property
    def is_blocked(self) -> bool:
        """Whether the file as a whole was refused."""
        return any(fault.category is Category.SETUP for fault in self.faults)

    @property
    def n_good(self) -> int:
        """Rows that went in, or would have."""
        return 0 if self.is_blocked else self.n_rows - self.n_rejected

    def summary(self) -> list[str]:
        """The outcome as lines for a terminal: the whole first, then faults, then what to do."""
        return [_printable(line) for line in self._lines()]

    def _lines(self) -> Iterator[str]:
        if self.is_blocked:
            yield f"{self.file}: nothing was imported. Correct its columns:"
            yield from _shown(self.faults, "more faults of the columns")
            return
        yield from self._counts()
        yield from self.notes
        yield from self._faults()
        yield from self._ending()

    def _counts(self) -> Iterator[str]:
        done = "would go in" if self.dry_run else "went in"
        yield (
            f"{self.file}: {_number(self.n_rows, 'row')} read, {self.n_good:,} {done}, "
            f"{self.n_rejected:,} to correct."
        )
        noun = "homes, schemes and landlords" if self.kind is ImportKind.HOMES else self.kind.value
        c = self.changed
        yield f"Of the {noun}: {c.added:,} new, {c.changed:,} changed, {c.same:,} as they were."

    def _faults(self) -> Iterator[str]:
        critical = [f for f in self.faults if f.category is Category.CRITICAL]
        soft = [f for f in self.faults if f.category is Category.SOFT]
        if critical:
            yield f"{_number(len(critical), 'fault')} to correct:"
            ending = "more" if self.dry_run else "more; the rejected rows name them all"
            yield from _shown(critical, ending, most=None if self.dry_run else _MOST_SHOWN)
        if soft:
            goes = "would go in" if self.dry_run else "went in"
            yield f"{_number(len(soft), 'cell')} to look at again (the rows {goes}):"
            yield from _shown(soft, "more")

    def _ending(self) -> Iterator[str]:
        if self.rejected_file is not None:
            yield f"Correct the rejected rows in {self.rejected_file} and import that file."
        if self.dry_run:
            yield "This was a dry run: nothing was written."


def _printable(line: str) -> str:
    """A line without what would steer the terminal; a file may hold anything."""
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in line
    )


def _number(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _shown(faults: Sequence[Fault], ending: str, *, most: int | None = _MOST_SHOWN) -> list[str]:
    """A line a fault, at most so many; None: all."""
    lines = [f"  {fault.words}" for fault in faults[:most]]
    left = len(faults) - len(lines)
    return [*lines, f"  … and {left:,} {ending}."] if left > 0 else lines
