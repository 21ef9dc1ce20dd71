"""Every write of the API can be sent twice and loses no change, or it is named here with why not.

What there is to write is read from the API's own description, so a new route is looked at too.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.walk import PLANTED, ROWS
from tests.pages.site import Site

Json = dict[str, Any]
NO_VERSION = {
    "run_id": "A run is never edited: it is asked for, stopped and accepted from.",
    "upload_id": "An upload is confirmed once, and is refused where its file does not match.",
    "pair_id": "A pair is decided once; who comes second is told so (409).",
    "merge_id": "A merge is undone once; who comes second is told so (409).",
}
"""Parameter of an address -> why what it names counts no versions."""
_PARTS = {"circumstance_id"}
"""Parameters that name a part of the row named before them."""
ANYBODYS = ("officer", "landlord", "support_provider", "administrator")


def _writes(site: Site) -> Iterator[tuple[str, str, Json]]:
    document = site.get("/api/openapi.json", None).json()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in ("post", "put", "patch", "delete"):
                yield method.upper(), path, operation


def _headers(operation: Json) -> set[str]:
    return {one["name"] for one in operation.get("parameters", ()) if one["in"] == "header"}


def test_every_post_takes_an_idempotency_key(reading_site: Site) -> None:
    posts = [one for one in _writes(reading_site) if one[0] == "POST"]
    assert len(posts) > 30
    assert [path for _, path, it in posts if "Idempotency-Key" not in _headers(it)] == []


def _of_rows(site: Site) -> Iterator[tuple[str, str, str, Json]]:
    for method, path, operation in _writes(site):
        named = [name for name in re.findall(r"\{(\w+)\}", path) if name not in _PARTS]
        if named and named[-1] not in NO_VERSION:
            yield method, path, named[-1], operation


def test_every_change_of_a_row_takes_its_etag(reading_site: Site) -> None:
    changes = list(_of_rows(reading_site))
    assert len(changes) > 20
    for method, path, _, operation in changes:
        assert "If-Match" in _headers(operation), (method, path)
        assert "412" in operation["responses"], (method, path)


@pytest.fixture
def planted(site: Site) -> Site:
    site.change(PLANTED)
    return site


def test_every_row_that_is_changed_comes_with_its_etag_and_refuses_another(planted: Site) -> None:
    for name in {one[2] for one in _of_rows(planted)}:
        role = next(one for one in ANYBODYS if one in ROWS[name] and ROWS[name][one][0])
        row = f"/api/{name.removesuffix('_id')}s/{ROWS[name][role][0]}".replace("ancys", "ancies")
        assert planted.get(row, role).headers["etag"].startswith('"'), row
    for path, role in (
        ("/api/applicants/7/unpark", "officer"),
        ("/api/contacts/1", "landlord"),
        ("/api/units/4", "landlord"),
        ("/api/vacancies/4/register", "landlord"),
        ("/api/nominations/1/undo", "officer"),
    ):
        method = "DELETE" if "contacts" in path else "PATCH" if "units" in path else "POST"
        body = None if method == "DELETE" else {"version": 1}
        answer = planted.send_json(method, path, body, role, If_Match='"77"')
        assert answer.status_code == 412, (path, answer.text)


def test_a_change_of_a_household_alone_counts_as_one(site: Site) -> None:
    seen = site.get("/api/applicants/7").headers["etag"]
    record = {"excluded": ["Diss"], "from_on": "2026-01-01", "why": "A threat lives there"}
    assert site.patch_json("/api/applicants/7", record).status_code == 200
    late = site.patch_json("/api/applicants/7", record, If_Match=seen)
    assert late.status_code == 412, late.text
