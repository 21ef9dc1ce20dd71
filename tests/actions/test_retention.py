"""What was kept as long as its rule says goes when somebody decides so, and nothing else."""

import re
from datetime import datetime, timedelta

import pytest

from service.actions.retention import Plan, apply, plan
from service.domain.retention import LIMITS, RULES
from service.errors import Stale
from tests.database import within
from tests.pages.site import Site

_AGE = """
UPDATE applicants SET state = 'withdrawn' WHERE id IN (31, 32, 33);
UPDATE applicants SET state_since = current_date - 800 WHERE id IN (31, 32);
UPDATE applicants SET state_since = current_date - 700 WHERE id = 33;
UPDATE applicants SET state = 'housed' WHERE id IN (8, 34);
UPDATE applicants SET state_since = current_date - 2000 WHERE id = 34;
UPDATE applicants SET state_since = current_date - 2300 WHERE id = 8;
UPDATE match_runs SET finished_at = now() - interval '91 days' WHERE id = 1;
INSERT INTO api_tokens
    (landlord_id, name, token_sha256, scopes, made_by, made_at, expires_at) VALUES
    (1, 'A', 'a', '{read_vacancies}', 1, now() - interval '400 days', now() - interval '367 days'),
    (1, 'B', 'b', '{read_vacancies}', 1, now() - interval '400 days', now() - interval '364 days');
"""
_DUE = {
    "withdrawn_application": 2,
    "housed_application": 1,
    "instance": 1,
    "token": 1,
}


def _plan(site: Site, as_of: datetime | None = None) -> Plan:
    return within(site.url, lambda c: plan(c, as_of=as_of))


def _apply(site: Site, shown: Plan) -> Plan:
    return within(site.url, lambda c: apply(c, as_of=shown.as_of, digest=shown.digest))


def test_what_is_due_is_what_was_kept_long_enough_and_goes(site: Site) -> None:
    site.change(_AGE)
    shown = _plan(site)
    assert {due.limit.name: due.n for due in shown.due if due.n} == _DUE
    assert site.ask_database("SELECT count(*) FROM applicants") == 60

    _apply(site, shown)

    assert _plan(site).n == 0
    assert site.ask_database("SELECT count(*) FROM applicants") == 57
    assert site.ask_database("SELECT array_agg(rule ORDER BY applicant_id) FROM erasures") == [
        "housed_application",
        "withdrawn_application",
        "withdrawn_application",
    ]
    assert site.ask_database("SELECT count(*) FROM past_applications") == 3
    assert site.ask_database("SELECT string_agg(name, '') FROM api_tokens") == "B"
    assert site.ask_database(
        "SELECT reason FROM audit WHERE subject = 'api_tokens' AND action = 'delete'"
    ) == ("kept 1 year after that")


def test_what_was_not_shown_does_not_go(site: Site) -> None:
    site.change(_AGE)
    shown = _plan(site)
    site.change("UPDATE applicants SET state_since = current_date WHERE id = 31")
    site.change("UPDATE applicants SET state_since = current_date - 800 WHERE id = 33")
    with pytest.raises(Stale, match="Look at it again"):
        _apply(site, shown)
    with pytest.raises(Stale):
        _apply(site, _plan(site, shown.as_of + timedelta(days=2)))
    assert site.ask_database("SELECT count(*) FROM applicants") == 60


def test_a_nominated_persons_record_is_not_due(site: Site) -> None:
    site.change("UPDATE applicants SET state = 'withdrawn' WHERE id = 8")
    site.change("UPDATE applicants SET state_since = current_date - 800 WHERE id = 8")
    due = {one.limit.name: one.n for one in _plan(site).due}
    assert due["withdrawn_application"] == 0


def test_old_values_leave_the_audit_and_the_rows_stay(site: Site) -> None:
    site.change("UPDATE applicants SET name = 'Somebody' WHERE id = 5")
    in_eight_years = datetime.fromisoformat("2034-12-31T00:00:00+00:00")
    due = {one.limit.name: one.n for one in _plan(site, in_eight_years).due}
    kept = site.ask_database("SELECT count(*) FROM audit_changes WHERE salt IS NOT NULL")
    assert due["audit_values"] == kept


def test_each_rules_words_say_the_figures_that_are_applied() -> None:
    assert len({limit.name for limit in LIMITS}) == len(LIMITS)
    for rule in RULES.values():
        for limit in rule.limits:
            number, unit = limit.keep.split()
            assert re.search(rf"\b{number} {unit}", rule.words), limit.name
