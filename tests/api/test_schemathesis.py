"""Whatever is sent to the API, right or wrong, by whoever: an answer that its description names."""

import re
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.walk import ROWS, Person
from tests.database import fresh_database
from tests.pages.county import CSRF, freshen, token_of
from tests.pages.secrets import Secrets
from tests.pages.site import Site, open_site

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 8
SAYS_EXAMPLES = "/api/uploads/templates"
"""Where names stand that are invented, and are like some of the county's."""
PRETENDERS: tuple[Person, ...] = ("officer", "district_officer", "landlord", "support_provider",
                                  "planner", "administrator", "auditor", None)  # fmt: skip
"""One of each role but the reviewer, who may nothing here that the others may not."""


@pytest.fixture(scope="module")
def told_site(
    server_url: str, county_template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A county that is written to as it comes."""
    with fresh_database(server_url, county_template, worker_id) as url:
        freshen(url)
        with open_site(url, tmp_path_factory.mktemp("home")) as site:
            yield site


def test_every_operation_answers_as_described_to_everybody(told_site: Site) -> None:
    document = told_site.get("/api/openapi.json", None).json()
    schema = schemathesis.openapi.from_dict(document)
    secrets = Secrets(told_site.url)
    n_asked = 0

    def ask(case: Case) -> None:
        nonlocal n_asked
        sent = case.as_transport_kwargs(base_url="http://testserver.local")
        sent["content"] = sent.pop("data", None)
        for person in PRETENDERS:
            cookie = {} if person is None else {"Cookie": f"homeward_session={token_of(person)}"}
            drawn = {name: value for name, value in (sent.get("headers") or {}).items()
                     if name.lower() != "authorization"}  # fmt: skip
            headers = {**drawn, **cookie, "X-CSRF-Token": CSRF}  # the session asks, and no token
            answer = told_site.client.request(**{**sent, "headers": headers, "cookies": None})
            case.validate_response(answer, checks=CHECKS)
            if not case.path.startswith(SAYS_EXAMPLES):
                told = secrets.told_in(answer.text, person, f"{sent}")
                assert told == [], (person, case.method, case.path, told)
            n_asked += 1

    for found in schema.get_all_operations():
        operation = found.ok()
        known = {
            name: next(own for own, _ in ROWS[name].values() if own)
            for name in re.findall(r"\{(\w+)\}", operation.path)
        }
        cases = st.one_of(
            operation.as_strategy(GenerationMode.POSITIVE, path_parameters=known or None),
            operation.as_strategy(GenerationMode.NEGATIVE),
        )
        run = settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )(given(cases)(ask))
        run()
    assert n_asked >= len(document["paths"]) * EXAMPLES
