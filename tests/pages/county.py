"""A small county for the tests of pages and API: landlords, vacancies, applicants and runs."""

import asyncio
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache

import psycopg
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from matching import STRICT
from service.actions.instances import pack
from service.actions.problems import read_problem
from service.actions.solving import solve_here
from service.store.instances import add_instance
from tests.database import within

PASSWORD = "correct horse battery"
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
"""Hashes with little work; that Homeward's take much is a test of its own."""
MATCH_ON = date(2026, 5, 3)
CSRF = "the session's own token"

PEOPLE = {
    "officer": ("officer", None, None, None),
    "named_officer": ("officer", None, None, None),
    "district_officer": ("officer", None, None, "E07000143"),
    "landlord": ("landlord", 1, None, None),
    "other_landlord": ("landlord", 2, None, None),
    "support_provider": ("support_provider", None, 1, None),
    "planner": ("planner", None, None, None),
    "reviewer": ("reviewer", None, None, None),
    "administrator": ("administrator", None, None, None),
    "auditor": ("auditor", None, None, None),
}
"""Who has an account and a session: role, landlord, support provider, district."""

_POLICY = json.dumps(STRICT.to_dict())
_PARTS = '{"base": 1000, "choice": 300, "bedrooms": 200, "support": 200, "rent": 55, "dates": 50}'
_SETS = '[{"rules": ["bedrooms"], "opens": 6}, {"rules": ["age", "rent"], "opens": 2}]'
_RULES = '{"bedrooms": 31, "support_level": 12, "rent": 4}'

_HOMES = """
INSERT INTO landlords (name, kind) VALUES
    ('Broadland Homes', 'registered_provider'), ('Orbit <b>Housing</b>', 'charity');
INSERT INTO schemes (landlord_id, reference, name, kind, support_level, client_groups, age_min,
                     age_max, sexes, intended_stay, postcode, place_id, district_code, source)
SELECT l.id, 'S-' || l.id || '-' || k, 'Willow Court ' || l.id || k,
       (ARRAY['supported_living', 'refuge'])[k], 4 - k - l.id, '{mental_health,autism}', 18,
       CASE k WHEN 1 THEN 64 END, (ARRAY['any', 'women'])[k], 'medium',
       CASE k WHEN 1 THEN (SELECT min(postcode) FROM postcodes
                           WHERE district_code = p.district_code) END,
       p.id, p.district_code, 'a test'
FROM landlords AS l, generate_series(1, 2) AS k,
     LATERAL (SELECT * FROM places ORDER BY id OFFSET l.id * 2 + k LIMIT 1) AS p
ORDER BY l.id, k;
INSERT INTO units (scheme_id, reference, bedrooms, shared, floor, features, rent_pence)
SELECT (SELECT id FROM schemes ORDER BY id OFFSET i % 4 LIMIT 1), 'U-' || lpad(i::text, 4, '0'),
       i % 4, i % 4 = 0, i % 2, '{step_free,wheelchair}', 9540 + i
FROM generate_series(1, 42) AS i ORDER BY i;
INSERT INTO voids (unit_id, void_from, reason)
SELECT id, DATE '2026-04-01', 'move_on' FROM units ORDER BY id;
INSERT INTO vacancies (reference, void_id, unit_id, state, registered_on, available_on,
                       bedroom_rule, bedroom_surplus)
SELECT 'V-' || lpad(v.id::text, 4, '0'), v.id, v.unit_id,
       CASE WHEN v.id > 40 THEN 'let' ELSE 'open' END, '2026-04-02',
       DATE '2026-05-01' + (v.id % 9)::int, 'bedroom_standard', v.id % 2
FROM voids AS v ORDER BY v.id;
"""

_PEOPLE = """
INSERT INTO applicants (reference, name, state, tier, registered_on, district_code, support_level,
                        floating_level, client_groups, accessibility_needs, rent_limit_pence,
                        ready_on, needed_by, overnight_carer)
SELECT 'A-' || lpad(i::text, 5, '0'),
       'Person ' || CASE i WHEN 3 THEN '<i>Three</i>' ELSE i::text END,
       CASE WHEN i > 58 THEN 'parked' ELSE 'live' END, 1 + i % 5, DATE '2024-01-01' + i,
       (SELECT code FROM districts ORDER BY code OFFSET i % 7 LIMIT 1), i % 4, 0,
       '{mental_health}', CASE i % 3 WHEN 0 THEN '{wheelchair,hoist}' ELSE '{}' END::text[],
       CASE WHEN i % 2 = 0 THEN 12000 END, '2026-04-01',
       CASE WHEN i % 4 = 0 THEN DATE '2036-12-01' END, i % 10 = 0
FROM generate_series(1, 60) AS i ORDER BY i;
INSERT INTO household_members (applicant_id, position, relation, born_on, sex, needs_own_room)
SELECT a.id, k, (ARRAY['lead', 'partner', 'child', 'child'])[k],
       (ARRAY[DATE '1988-02-01', '1990-03-01', '2017-05-01', '2019-06-01'])[k],
       (ARRAY['female', 'male'])[1 + k % 2], k = 4 AND a.id % 2 = 0
FROM applicants AS a, generate_series(1, 4) AS k WHERE k <= 1 + a.id % 4 ORDER BY a.id, k;
INSERT INTO bedroom_needs (applicant_id, rule, bedrooms, worked_out_on)
SELECT a.id, r, 1 + a.id % 3, '2026-05-03' FROM applicants AS a,
       unnest(ARRAY['lha_uc', 'hb_social', 'bedroom_standard']) AS r;
INSERT INTO wanted_areas (applicant_id, rank, place_id)
SELECT a.id, k, (SELECT id FROM places ORDER BY id OFFSET (a.id + k) % 20 LIMIT 1)
FROM applicants AS a, generate_series(1, 2) AS k WHERE a.id % 2 = 0;
INSERT INTO excluded_areas (applicant_id, district_code)
SELECT id, (SELECT code FROM districts ORDER BY code LIMIT 1) FROM applicants WHERE id % 5 = 0;
"""

_LETTING = """
INSERT INTO support_providers (name) VALUES ('Anchor Support'), ('Another Support');
UPDATE schemes SET support_provider_id = 1 WHERE id = 1;
UPDATE schemes SET support_provider_id = 2 WHERE id = 3;
INSERT INTO protected_addresses (scheme_id, address, postcode, kept_by)
SELECT 2, 'Seeded House, 7 Hidden Lane', (SELECT max(postcode) FROM postcodes), 'Olive Officer';
INSERT INTO nominations (vacancy_id, applicant_id, state, nominated_by, run_id)
VALUES (8, 8, 'nominated', 'Olive Officer', 1), (2, 2, 'nominated', 'Olive Officer', 1);
INSERT INTO disclosures (nomination_id, applicant_id, landlord_id, provider_id, told, lawful_basis,
                         told_by)
SELECT n.id, n.applicant_id, r.landlord_id, r.provider_id,
       jsonb_build_object(
           'name', a.name, 'reference', a.reference, 'household_size', 1 + a.id % 4,
           'bedrooms', 1 + a.id % 3, 'support_level', a.support_level,
           'accessibility_needs', a.accessibility_needs, 'ready_on', a.ready_on,
           'overnight_carer', a.overnight_carer),
       'public_task', 'Olive Officer'
FROM nominations AS n
JOIN applicants AS a ON a.id = n.applicant_id
JOIN (VALUES (1, 1, NULL), (1, NULL, 1), (2, 2, NULL), (2, NULL, 2))
    AS r (nomination_id, landlord_id, provider_id) ON r.nomination_id = n.id
ORDER BY n.id, r.landlord_id;
"""

_RESTRICTED = """
INSERT INTO restrictions (applicant_id, kind, made_by)
VALUES (59, 'domestic_abuse', 'Olive Officer');
INSERT INTO named_readers (applicant_id, account_id, named_by)
SELECT 59, id, 'Olive Officer' FROM accounts WHERE email = 'named_officer@homeward.example';
"""

_RUNS = """
INSERT INTO match_runs (asked_by, asked_at, match_on, policy, seed, state, stage, progress,
                        started_at, finished_at, households, applicants, vacancies, pairs, placed,
                        unplaced, value, bound, proved, proof, settled, faults, seconds,
                        problem_sha256, versions)
VALUES ('Olive Officer', '2026-05-03T09:00Z', %(match_on)s, %(policy)s, 1, 'done',
        'done', 100, '2026-05-03T09:00Z', '2026-05-03T13:05:30Z', 60, 58, 40, 812, 30, 28, 54150,
        54150, true, 'flow', 'ties', '{}', '{"solve": 0.41, "store": 0.2}', repeat('ab', 32), '{}');
INSERT INTO proposals (run_id, applicant_id, vacancy_id, worth, parts, alternatives)
SELECT 1, i, i, 1805, %(parts)s, 3 FROM generate_series(1, 30) AS i;
INSERT INTO unplaced (run_id, applicant_id, reason, eligible, rule, opens, rules, near_misses,
                      last_tier, last_registered_on, rank, last_rank, sets)
SELECT 1, i, CASE WHEN i %% 2 = 0 THEN 'no_eligible_home' ELSE 'higher_priority' END,
       CASE WHEN i %% 2 = 0 THEN 0 ELSE 2 END, CASE WHEN i %% 2 = 0 THEN 'bedrooms' END,
       6 * (1 - i %% 2),
       %(rules)s, '[{"vacancy_id": 31, "rules": ["bedrooms"]}]',
       CASE WHEN i %% 2 = 1 THEN 2 END, CASE WHEN i %% 2 = 1 THEN DATE '2024-02-01' END,
       i, CASE WHEN i %% 2 = 1 THEN 21 END, CASE i %% 2 WHEN 0 THEN %(sets)s ELSE '[]' END::jsonb
FROM generate_series(31, 58) AS i;
INSERT INTO empty_vacancies (run_id, vacancy_id, eligible, rule, rules)
SELECT 1, i, 0, 'support_level', %(rules)s FROM generate_series(31, 40) AS i;
INSERT INTO worth_of_one_more (run_id, vacancy_id, tier, rank, housed, gain)
SELECT 1, i, i %% 4, CASE WHEN i %% 4 > 0 THEN 30 + i END,
       jsonb_build_array((i %% 4 = 1)::int, (i %% 4 = 2)::int, (i %% 4 = 3)::int, 0, 0),
       10 * i - 100
FROM generate_series(1, 40) AS i;
INSERT INTO match_runs (asked_by, match_on, policy, seed, state, stage, progress, started_at,
                        heartbeat_at, finished_at, error)
VALUES ('Olive Officer', %(match_on)s, %(policy)s, 2, 'running', 'finding pairs', 40,
        now(), now(), NULL, NULL),
       ('Olive Officer', %(match_on)s, %(policy)s, 3, 'failed', 'failed', 40, now(),
        now(), now(), 'The child process died.');
"""


@dataclass(frozen=True)
class Ids:
    """Rows that tests name: the done, running and failed runs; both landlords' first vacancies."""

    done: int = 1
    running: int = 2
    failed: int = 3
    own_vacancy: int = 4
    """Of the landlord who signs in."""
    other_vacancy: int = 2
    empty_vacancy: int = 40
    placed: int = 1
    unplaced: int = 32
    restricted: int = 59
    """Open to the named officer only."""
    nominated: int = 8
    """To the landlord who signs in, for vacancy 8."""


def fill(url: str) -> None:
    """Put the county, an account and a session for each kind of person, into an empty database."""
    with psycopg.connect(url) as connection:
        connection.execute(_HOMES)
        connection.execute(_PEOPLE)
        given = {"match_on": MATCH_ON, "parts": _PARTS, "rules": _RULES, "policy": _POLICY}
        given["sets"] = _SETS
        for statement in _RUNS.split(";\n"):
            if statement.strip():
                connection.execute(statement, given)
        connection.execute(_LETTING)
        for person in PEOPLE:
            _add_person(connection, person)
        connection.execute(_RESTRICTED)
    instance, result = _instance(url)
    within(url, lambda c: add_instance(c, Ids.done, instance=instance, result=result))


def freshen(url: str) -> None:
    """Make what goes by the clock as it was when the county was filled."""
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE sessions SET started_at = now(), seen_at = now()")
        connection.execute("UPDATE match_runs SET heartbeat_at = now() WHERE state = 'running'")


def token_of(person: str) -> str:
    """The session cookie of a person."""
    return f"session-of-the-{person}"


_kept: list[tuple[bytes, bytes]] = []


def _instance(url: str) -> tuple[bytes, bytes]:
    """What the county's run would be given, and the answer; the same for every county."""
    if not _kept:
        problem = asyncio.run(read_problem(url, MATCH_ON))[0].problem
        _kept.append(pack(problem, STRICT, 1, solve_here(problem, STRICT, 1)))
    return _kept[0]


@cache
def _password_hash() -> str:
    return QUICK.hash(PASSWORD)


def _add_person(connection: psycopg.Connection, person: str) -> None:
    role, landlord_id, provider_id, district_code = PEOPLE[person]
    added = connection.execute(
        "INSERT INTO accounts"
        " (email, name, role, landlord_id, provider_id, district_code, password_hash)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [
            f"{person}@homeward.example",
            f"Olive {person.replace('_', ' ').title()}",
            role,
            landlord_id,
            provider_id,
            district_code,
            _password_hash(),
        ],
    ).fetchone()
    assert added is not None
    connection.execute(
        "INSERT INTO sessions (token_sha256, account_id, csrf_token) VALUES (%s, %s, %s)",
        [hashlib.sha256(token_of(person).encode()).digest(), added[0], CSRF],
    )
