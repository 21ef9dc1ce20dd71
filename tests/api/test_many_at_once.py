"""Two hundred requests at once by fifty officers and landlords over forty vacancies."""

import hashlib
import random
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import psycopg

from tests.pages.county import CSRF
from tests.pages.site import Site

N_REQUESTS, N_PEOPLE, SEED = 200, 50, 2026
_EXPECTED = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.CONFLICT, HTTPStatus.NOT_FOUND}
_NOMINATE = {"lawful_basis": "public_task", "reason": "A busy day", "passed_over": "more_urgent"}
_STEPS = (
    ("offer", {}, "any"),
    ("accept", {}, "any"),
    ("decline", {"party": "landlord", "reason": "health_and_safety"}, "any"),
    ("withdraw", {"because": "A busy day"}, "officer"),
    ("review", {"verdict": "confirm"}, "officer"),
    ("undo", {}, "any"),
    ("agree-support", {}, "officer"),
)


def _given_people(url: str) -> dict[str, list[str]]:
    """Fifty more accounts: role -> cookies."""
    cookies: dict[str, list[str]] = {"officer": [], "landlord": []}
    with psycopg.connect(url) as connection:
        for k in range(N_PEOPLE):
            role, landlord_id = ("officer", None) if k % 2 else ("landlord", 1 + k // 2 % 2)
            added = connection.execute(
                "INSERT INTO accounts (email, name, role, landlord_id) VALUES (%s, %s, %s, %s)"
                " RETURNING id",
                [f"p{k}@homeward.example", f"Person at work {k}", role, landlord_id],
            ).fetchone()
            assert added is not None
            connection.execute(
                "INSERT INTO sessions (token_sha256, account_id, csrf_token) VALUES (%s, %s, %s)",
                [hashlib.sha256(f"busy-{k}".encode()).digest(), added[0], CSRF],
            )
            cookies[role].append(f"homeward_session=busy-{k}")
    return cookies


def _make_room(site: Site) -> None:
    """Let anybody into any of the forty homes, up to three at a time."""
    site.change("UPDATE schemes SET client_groups = '{}', sexes = 'any', support_level = 3")
    site.change("UPDATE schemes SET age_min = NULL, age_max = NULL")
    site.change("UPDATE units SET bedrooms = 2, features = '{step_free,wheelchair,hoist}'")
    site.change("UPDATE vacancies SET bedroom_surplus = 3, nominees = 1 + id % 3")
    site.change("UPDATE vacancies SET state = 'reserved' WHERE id IN (2, 8)")  # as nominated
    site.change("DELETE FROM wanted_areas")
    site.change("DELETE FROM excluded_areas")


def _requests(cookies: dict[str, list[str]]) -> list[tuple[str, dict[str, object], str]]:
    """What is asked, in what order: a seeded mix on few homes and few people."""
    draw = random.Random(SEED)
    asked: list[tuple[str, dict[str, object], str]] = []
    for k in range(N_REQUESTS):
        if k < N_REQUESTS // 3 or draw.random() < 0.25:
            vacancy_id, applicant_id = draw.randint(1, 40), draw.randint(1, 45)
            path = f"/api/vacancies/{vacancy_id}/nominations"
            body = {**_NOMINATE, "applicant_id": applicant_id}
            asked.append((path, body, draw.choice(cookies["officer"])))
        else:
            step, said, who = draw.choice(_STEPS)
            path = f"/api/nominations/{draw.randint(1, 45)}/{step}"
            roles = ["officer"] if who == "officer" else ["officer", "landlord"]
            asked.append((path, dict(said), draw.choice(cookies[draw.choice(roles)])))
    return asked


def test_two_hundred_requests_at_once_leave_no_home_and_no_person_twice(site: Site) -> None:
    _make_room(site)
    cookies = _given_people(site.url)
    before = site.ask_database("SELECT max(id) FROM audit")

    def ask(one: tuple[str, dict[str, object], str]) -> tuple[int, str, str]:
        path, body, cookie = one
        headers = {"Cookie": cookie, "X-CSRF-Token": CSRF}
        answer = site.client.post(path, headers=headers, json=body)
        return answer.status_code, path, answer.text

    with ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(ask, _requests(cookies)))

    assert {status for status, _, _ in answers} <= _EXPECTED, [
        one for one in answers if one[0] not in _EXPECTED
    ][:3]
    done = [one for one in answers if one[0] in (HTTPStatus.OK, HTTPStatus.CREATED)]
    assert len(done) > N_REQUESTS // 5
    assert {path.rsplit("/", 1)[1] for _, path, _ in done} >= {"nominations", "offer", "withdraw"}
    n_new = site.ask_database("SELECT count(*) FROM nomination_steps WHERE step <> 'supersede'")
    assert n_new == len(done), "every answer that says done is one step"
    _check_totals(site)
    _check_audit(site, before)


def _check_audit(site: Site, before: object) -> None:
    """Every row that was added or changed since stands in the audit, under whoever did it."""
    for table in ("nominations", "nomination_steps", "disclosures", "considered"):
        added = site.ask_database(
            "SELECT sum((details ->> 'rows')::int) FROM audit"  # noqa: S608
            f" WHERE id > {before} AND action = 'add' AND subject = '{table}'"
        )
        given = {"nominations": 2, "disclosures": 4}.get(table, 0)  # of the county itself
        assert added == site.ask_database(f"SELECT count(*) - {given} FROM {table}"), table  # noqa: S608
    assert _wrong(site, "people whose steps are not all in the audit", _NOT_OWN.format(before))
    assert _wrong(site, "changes that are not in the audit", _UNSEEN.format(before))


def _check_totals(site: Site) -> None:
    """Nobody and no home twice, and what each row says agrees with the others."""
    assert _wrong(site, "live nominations of one person", _TWICE.format("applicant_id", "is_live"))
    assert _wrong(site, "offers of one home", _TWICE.format("vacancy_id", "is_offer"))
    assert _wrong(site, "vacancies with more nominees than room", _OVERFULL)
    assert _wrong(site, "vacancies whose state is not their nominations'", _STATE)
    assert _wrong(site, "facts still told in nominations that ended", _STILL_TOLD)
    assert _wrong(site, "lettings without a let vacancy", _LET)


def _wrong(site: Site, what: str, query: str) -> bool:
    n = site.ask_database(query)
    assert n == 0, f"{n} {what}"
    return True


_NOT_OWN = (
    "SELECT count(*) FROM (SELECT taken_by, count(*) AS n FROM nomination_steps"
    " WHERE taken_by <> 'Homeward' GROUP BY 1) AS t WHERE t.n > (SELECT count(*) FROM audit AS a"
    " WHERE a.id > {0} AND a.subject = 'nomination_steps' AND a.actor = t.taken_by)"
)
_UNSEEN = (
    "SELECT count(DISTINCT t.nomination_id) FROM nomination_steps AS t"
    " WHERE t.step <> 'nominate' AND NOT EXISTS (SELECT FROM audit AS a"
    " JOIN audit_changes AS c ON c.audit_id = a.id WHERE a.id > {0}"
    " AND a.subject = 'nominations' AND (c.row_key ->> 'id')::bigint = t.nomination_id)"
)
_TWICE = (
    "SELECT count(*) FROM (SELECT {0} FROM nominations WHERE {1}"
    " GROUP BY 1 HAVING count(*) > 1) AS t"
)
_OVERFULL = (
    "SELECT count(*) FROM vacancies AS v WHERE v.nominees <"
    " (SELECT count(*) FROM nominations AS n WHERE n.vacancy_id = v.id AND n.is_live)"
)
_STATE = """
SELECT count(*) FROM vacancies AS v
CROSS JOIN LATERAL (SELECT CASE WHEN bool_or(is_offer) THEN 'offered'
                                WHEN count(*) > 0 THEN 'reserved' ELSE 'open' END AS state
                    FROM nominations WHERE vacancy_id = v.id AND is_live) AS s
WHERE v.state <> 'let' AND v.state <> s.state
  AND EXISTS (SELECT FROM nomination_steps AS t JOIN nominations AS n ON n.id = t.nomination_id
              WHERE n.vacancy_id = v.id)
"""
_STILL_TOLD = (
    "SELECT count(*) FROM disclosures AS d JOIN nominations AS n ON n.id = d.nomination_id"
    " WHERE (d.told IS NOT NULL) <> (n.is_live OR n.state = 'let')"
)
_LET = (
    "SELECT count(*) FROM lettings AS l FULL JOIN"
    " (SELECT * FROM nominations WHERE state = 'let') AS n ON n.id = l.nomination_id"
    " LEFT JOIN vacancies AS v ON v.id = l.vacancy_id"
    " WHERE l.id IS NULL OR n.id IS NULL OR v.state <> 'let'"
)
