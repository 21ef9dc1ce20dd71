"""Heads of the audit's chain, kept outside the database: they show a chain written anew."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.domain.auditing import Head
from service.errors import NotReady

FILE = "audit-heads.jsonl"
"""In the folder for data; one line a head. Copy it to where the database's keepers cannot write."""


@dataclass(frozen=True)
class KeptHeads:
    """What the file holds."""

    heads: Sequence[Head]
    """In the order in which they were written."""
    unread: Sequence[int]
    """The numbers of lines that are no heads, from 1."""


def read_heads(home: Path) -> KeptHeads:
    """The heads that were written so far; none where there is no file.

    Raises:
        NotReady: The file is there and cannot be read.
    """
    try:
        lines = (home / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return KeptHeads((), ())
    except OSError as error:
        raise NotReady(f"{home / FILE} cannot be read: {error.strerror}.") from error
    found = [(number, _head(line)) for number, line in enumerate(lines, 1)]
    heads = [head for _, head in found if head is not None]
    return KeptHeads(heads, [number for number, head in found if head is None])


def write_head(home: Path, head: Head) -> Path:
    """Add a head to the file, which only its owner may read and write; the file.

    Raises:
        NotReady: The file cannot be written.
    """
    said = {"at": head.at.isoformat(), "position": head.position, "sha256": head.sha256}
    path = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise NotReady(f"{path} cannot be written: {error.strerror}.") from error
    return path


def _head(line: str) -> Head | None:
    try:
        said = json.loads(line)
        head = Head(
            datetime.fromisoformat(said["at"]),
            said["position"],
            bytes.fromhex(said["sha256"]).hex(),
        )
    except (ValueError, TypeError, KeyError):
        return None
    is_whole = isinstance(head.position, int) and head.at.tzinfo is not None
    return head if is_whole else None
