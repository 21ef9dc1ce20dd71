"""Named SQL from ``sql/NOUN.sql``: each query is a block that starts with ``-- name: NAME``."""

import re
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import LiteralString, cast

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@cache
def queries(noun: str) -> MappingProxyType[str, LiteralString]:
    """The named queries of one noun.

    The text is ours and ships with the package, so it may stand where psycopg wants a literal.

    Raises:
        ValueError: A name stands twice in the file.
    """
    text = (files("service.store") / "sql" / f"{noun}.sql").read_text(encoding="utf-8")
    _, *blocks = _NAME.split(text)
    names, bodies = blocks[::2], blocks[1::2]
    if len(set(names)) != len(names):
        raise ValueError(f"sql/{noun}.sql names a query twice")
    blocks = [cast("LiteralString", body.strip()) for body in bodies]
    return MappingProxyType(dict(zip(names, blocks, strict=True)))
