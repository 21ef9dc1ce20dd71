"""The documents that are written from code, and a command to write them: ``make docs``."""

import json
from pathlib import Path

from matching import INSTANCE_SCHEMA, RESULT_SCHEMA
from service.actions.imports.guide import guide
from tests.lettings_guide import lettings_guide

DOCS = Path(__file__).parents[1] / "docs"


def documents() -> dict[Path, str]:
    """Each document's path and what it must say."""
    return {
        DOCS / "import.md": guide(),
        DOCS / "lettings.md": lettings_guide(),
        DOCS / "instance.schema.json": json.dumps(INSTANCE_SCHEMA, indent=2) + "\n",
        DOCS / "result.schema.json": json.dumps(RESULT_SCHEMA, indent=2) + "\n",
    }


if __name__ == "__main__":
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
