"""The API's description is whole, and true of what the API answers."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.pages.site import Site

Json = dict[str, Any]
TWO_RUNS = "/api/runs/compare"
"""Asks for two finished runs, which the county lacks; tests.pages.test_asking asks it."""
CONTACT = """
INSERT INTO contacts (landlord_id, name, email, about, how)
VALUES (1, 'Ann', 'ann@landlord.example', '{let}', 'daily')
"""


@pytest.fixture
def document(reading_site: Site) -> Json:
    answer = reading_site.get("/api/openapi.json", None)
    assert answer.status_code == 200
    found: Json = answer.json()
    return found


def _operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def test_it_says_what_it_is(document: Json) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Homeward"
    assert "X-CSRF-Token" in document["info"]["description"]


def test_every_operation_has_a_summary_a_description_a_tag_and_an_id(document: Json) -> None:
    ids = []
    for path, method, operation in _operations(document):
        for field in ("summary", "description", "tags", "operationId", "responses"):
            assert operation.get(field), (path, method, field)
        ids.append(operation["operationId"])
    assert len(set(ids)) == len(ids)


def test_it_names_the_json_api_and_no_page(document: Json) -> None:
    paths = set(document["paths"])
    assert all(path.startswith("/api/") or path == "/health" for path in paths)


def test_every_schema_is_a_schema_and_every_reference_leads_somewhere(document: Json) -> None:
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for reference in _references(document):
        assert reference.removeprefix("#/components/schemas/") in document["components"]["schemas"]


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield str(node["$ref"])
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)


def test_what_the_api_answers_is_as_described(site: Site, document: Json) -> None:
    some = str(site.ask_database("SELECT min(postcode) FROM postcodes"))
    ids = {"vacancy_id": "4", "applicant_id": "32", "run_id": "1", "postcode": some}
    site.change(
        "INSERT INTO unit_loans (unit_id, kind, support_level, client_groups, starts_on,"
        " due_back_on, lent_by) VALUES (3, 'step_down', 3, '{}', '2026-05-01', '2099-12-01', 'O')"
    )
    ids |= {"loan_id": str(site.ask_database("SELECT max(id) FROM unit_loans"))}
    ids |= {"nomination_id": "1", "scheme_id": "1", "unit_id": "1", "report": "times"}
    ids["upload_id"] = str(site.post_json("/api/uploads?kind=homes", [1]).json()["id"])
    asked_by = {
        "/api/audit": "auditor",
        "/api/openings": "reviewer",
        "/api/contacts": "landlord",
        "/api/contacts/{contact_id}": "landlord",
    }
    site.change(CONTACT)
    ids["contact_id"] = str(site.ask_database("SELECT max(id) FROM contacts"))
    for path, method, operation in _operations(document):
        found = operation["responses"].get("200", {}).get("content", {})
        if method == "get" and path != TWO_RUNS and "application/json" in found:
            asks = "?vacancy_id=4" if path.endswith("/affordability") else ""
            answer = site.get(path.format(**ids) + asks, asked_by.get(path, "officer"))
            assert answer.status_code == 200, path
            shape = found["application/json"]["schema"]
            whole = {**shape, "components": document["components"]}
            Draft202012Validator(whole, format_checker=FormatChecker()).validate(answer.json())
