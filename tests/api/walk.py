"""Every route asked by every person, about rows of theirs, rows of others and rows that are not."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import psycopg
from httpx import Response
from litestar.routes import HTTPRoute
from psycopg import sql

from tests.pages.county import PEOPLE
from tests.pages.site import Site

Person = str | None
"""One of PEOPLE, or None: nobody signed in."""
EVERYBODY: tuple[Person, ...] = (*PEOPLE, None)

NO_PAGE = {"/{path:path}", "/static/{file_path:path}", "/api/openapi.json/{path:str}"}
"""Addresses below which there is a page or there is none."""

PLANTED = """
INSERT INTO restrictions (applicant_id, kind, made_by)
VALUES (12, 'high_risk', 'Olive Officer'), (34, 'staff_relative', 'Olive Officer');
INSERT INTO named_readers (applicant_id, account_id, named_by)
SELECT 34, id, 'Olive Officer' FROM accounts WHERE email = 'named_officer@homeward.example';
INSERT INTO openings (applicant_id, applicant_reference, account_id, opened_by, reason, opened_at,
                      open_until)
SELECT a.id, a.reference, 1, 'Olive Officer', 'They rang us in the night.',
       now() - interval '3 hours', now() - interval '2 hours'
FROM applicants AS a WHERE a.id = 34;
INSERT INTO api_tokens (landlord_id, name, token_sha256, scopes, made_by, expires_at)
SELECT c.landlord_id, 'A token', sha256(convert_to(c.email, 'UTF8')), '{read_vacancies}', c.id,
       now() + interval '1 day'
FROM accounts AS c WHERE c.landlord_id IS NOT NULL ORDER BY c.landlord_id;
INSERT INTO links (token_sha256, account_id, kind, made_by, expires_at)
VALUES (sha256('a link'), 2, 'new_password', 'Olive Administrator', now() + interval '1 day');
INSERT INTO duplicate_pairs (first_id, second_id, score) VALUES (10, 13, 95), (34, 59, 95);
INSERT INTO merges (kept_id, merged_id, reason, before, after, state, merged_by)
VALUES (13, 14, 'The same person', '{}', '{}', 'live', 'Olive'),
    (34, 59, 'The same person', '{}', '{}', 'live', 'Olive');
INSERT INTO applicant_drafts (account_id, applicant_id)
SELECT c.id, CASE c.name WHEN 'Olive Named Officer' THEN 34 END
FROM accounts AS c WHERE c.role = 'officer' ORDER BY c.id;
INSERT INTO circumstances (applicant_id, from_on, changes, why, made_by)
SELECT id, '2035-05-04', '{}', 'A change of person ' || id, 'Olive'
FROM unnest(ARRAY[7, 34, 12]) AS id;
INSERT INTO uploads (kind, file_name, file_format, sha256, n_bytes, account_id, uploaded_by,
                     landlord_id, state, checked_at, n_rows, n_good, n_to_confirm, added, changed,
                     same, outcome)
SELECT CASE role WHEN 'officer' THEN 'applicants' ELSE 'vacancies' END, 'rows.csv', 'csv',
       sha256('rows'), 4, id, name, landlord_id, 'to_confirm', now(), 3, 2, 0, 2, 0, 0,
       '{"critical": 1, "soft": 0, "setup": 0, "restricted": 0, "notes": []}'
FROM accounts AS c
WHERE email ~ '^(officer|named_officer|district_officer|landlord|other_landlord)@' ORDER BY c.id;
INSERT INTO upload_files (upload_id, content, rejected)
SELECT id, 'rows', 'row' FROM uploads ORDER BY id;
INSERT INTO upload_faults (upload_id, position, row_number, cell, field, value, message, category)
SELECT id, 1, 2, 'A2', 'state', 'opne', 'It is not in the list.', 'critical'
FROM uploads ORDER BY id;
INSERT INTO contacts (landlord_id, provider_id, district_code, name, email, about, how) VALUES
    (1, NULL, NULL, 'Ann', 'ann@landlord.example', '{}', 'each'),
    (2, NULL, NULL, 'Bob', 'bob@landlord.example', '{}', 'each'),
    (NULL, 1, NULL, 'Cat', 'cat@provider.example', '{}', 'each');
INSERT INTO messages (key, kind, to_name, to_email, subject, body)
VALUES ('a key', 'reminder', 'Ann', 'ann@landlord.example', 'A subject', 'A body');
INSERT INTO nominations (vacancy_id, applicant_id, state, nominated_by)
VALUES (41, 7, 'let', 'Olive Officer');
INSERT INTO lettings (nomination_id, vacancy_id, unit_id, applicant_id, signed_on, starts_on,
                      tenure, rent_pence, made_by)
SELECT id, 41, 41, 7, '2026-05-16', '2026-05-18', 'licence', 9581, 'Olive Officer'
FROM nominations WHERE vacancy_id = 41;
INSERT INTO unit_loans (unit_id, kind, support_level, client_groups, starts_on, due_back_on,
                        lent_by)
VALUES (4, 'step_down', 3, '{}', '2026-05-01', '2099-12-01', 'Olive Officer'),
       (2, 'step_down', 3, '{}', '2026-05-01', '2099-12-01', 'Olive Officer');
CREATE TABLE kept_sessions AS SELECT * FROM sessions;
"""
"""What the walk needs besides the county: restricted people whom the run places and does not."""

_MISSING = {"int": "99999999", "str": "no-such-thing"}
ROWS: dict[str, dict[str, tuple[str | None, str | None]]] = {
    "run_id": {"anybody": ("1", None)},
    "postcode": {"anybody": ("NR1 1AA", None)},
    "vacancy_id": {
        "officer": ("4", None),
        "landlord": ("4", "2"),
        "other_landlord": ("2", "4"),
        "support_provider": ("4", "2"),
    },
    "applicant_id": {
        "officer": ("7", "34"),
        "named_officer": ("34", "12"),
        "district_officer": ("7", "8"),
    },
    "draft_id": {
        "officer": ("1", "2"),
        "named_officer": ("2", "1"),
        "district_officer": ("3", "1"),
    },
    "step": {"anybody": ("priority", None)},
    "circumstance_id": {
        "officer": ("1", "2"),
        "named_officer": ("2", "3"),
        "district_officer": ("1", "3"),
    },
    "nomination_id": {
        "officer": ("1", None),
        "district_officer": (None, "1"),
        "landlord": ("1", "2"),
        "other_landlord": ("2", "1"),
        "support_provider": ("1", "2"),
    },
    "pair_id": {
        "officer": ("1", "2"),
        "named_officer": ("2", None),
        "district_officer": (None, "2"),
    },
    "merge_id": {
        "officer": ("1", "2"),
        "named_officer": ("2", None),
        "district_officer": (None, "2"),
    },
    "opening_id": {"reviewer": ("1", None), "auditor": ("1", None)},
    "account_id": {"administrator": ("2", None)},
    "token_id": {
        "administrator": ("1", None),
        "landlord": ("1", "2"),
        "other_landlord": ("2", "1"),
    },
    "audit_id": {"auditor": ("1", None)},
    "report": {"anybody": ("vacancies", None)},
    "letting_id": {"officer": ("1", None)},
    "scheme_id": {
        "officer": ("2", None),
        "district_officer": (None, None),
        "landlord": ("2", "4"),
        "other_landlord": ("4", "2"),
        "support_provider": (None, "2"),
    },
    "unit_id": {
        "officer": ("4", None),
        "district_officer": (None, None),
        "landlord": ("4", "2"),
        "other_landlord": ("2", "4"),
        "support_provider": ("4", "2"),
    },
    "loan_id": {
        "officer": ("1", None),
        "district_officer": (None, None),
        "landlord": ("1", "2"),
        "other_landlord": ("2", "1"),
        "support_provider": ("1", "2"),
    },
    "landlord_id": {"officer": ("1", None), "administrator": ("1", None)},
    "upload_id": {
        "officer": ("1", "2"),
        "named_officer": ("2", "1"),
        "district_officer": ("3", "1"),
        "landlord": ("4", "5"),
        "other_landlord": ("5", "4"),
    },
    "kind": {"officer": ("applicants", None), "landlord": ("homes", "applicants")},
    "name": {"officer": ("applicants.csv", None), "landlord": ("homes.xlsx", None)},
    "contact_id": {
        "landlord": ("1", "2"),
        "other_landlord": ("2", "1"),
        "support_provider": ("3", "1"),
        "administrator": ("1", None),
    },
    "message_id": {"administrator": ("1", None)},
    "restriction_id": {"anybody": (None, "1")},
    "session_id": {"anybody": (None, "1")},
    "token": {"anybody": (None, None)},
    "issuer": {"anybody": (None, None)},
}
"""Parameter of an address -> person or role -> a row of theirs, and one that is not."""

_TABLES = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
  AND relname <> ALL (%s) AND relname NOT LIKE 'audit%%'
ORDER BY relname
"""
_DIGEST = "SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {} AS t"


@dataclass(frozen=True)
class Route:
    """One route and method of the application."""

    path: str
    method: str
    may: frozenset[str | None]
    """Roles, and None for nobody signed in."""
    says_who: bool
    """Whether the route says anything at all of who may."""

    def is_for(self, person: Person) -> bool:
        """Whether the route is open to a person's role."""
        return (None if person is None else PEOPLE[person][0]) in self.may


@dataclass(frozen=True)
class Asked:
    """One request of the walk and its answer."""

    route: Route
    person: Person
    which: str
    """Whose row was asked for: ``own``, ``foreign`` or ``missing``."""
    address: str
    answer: Response

    @property
    def outcome(self) -> str:
        """How it ended."""
        return outcome_of(self.answer)

    @property
    def said(self) -> str:
        """Everything that the answer says: its body, and its headers."""
        return f"{self.answer.text}\n{json.dumps(dict(self.answer.headers))}"

    def says_the_same_as(self, other: "Asked") -> bool:
        """Whether two answers differ in nothing but the rows' numbers, which were asked for."""
        numbers = "|".join(
            sorted({part for one in (self, other) for part in one.address.split("/")
                    if part.isdecimal()})
        )  # fmt: skip
        said = [
            re.sub(rf"\b(?:{numbers})\b", "ROW", re.sub(r'nonce="[^"]*"', "", one.answer.text))
            for one in (self, other)
        ]
        return self.answer.status_code == other.answer.status_code and said[0] == said[1]

    def __str__(self) -> str:
        """As a failing test names it."""
        status = self.answer.status_code
        return f"{self.person} {self.route.method} {self.address} ({self.which}): {status}"


def outcome_of(answer: Response) -> str:
    """``sign in``, ``refused``, ``missing``, ``done``, ``words`` for another refusal, ``crash``."""
    status = answer.status_code
    has_signed_out = "Max-Age=0" in answer.headers.get("set-cookie", "")
    sent_away = answer.headers.get("location", "").startswith("/sign-in")
    if status == 401 or (sent_away and not has_signed_out):
        return "sign in"
    known = {403: "refused", 404: "missing"}
    if status in known:
        return known[status]
    return "done" if status < 400 else "words" if status < 500 or status == 503 else "crash"


def routes(site: Site) -> list[Route]:
    """Every route of the application with who may use it; a route that says nothing is nobody's."""
    return [
        Route(
            route.path,
            str(method),
            frozenset(map(_word, handler.opt.get("may") or ())),
            bool(handler.opt.get("may") or handler.opt.get("needs")),
        )
        for route in site.client.app.routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if method != "OPTIONS"
    ]


def _word(role: object) -> str | None:
    return None if role is None else str(role)


def walk(site: Site, route: Route) -> Iterator[Asked]:
    """Ask one route as everybody, about each kind of row."""
    for person in EVERYBODY:
        for which, address in addresses(route, person).items():
            yield ask(site, route, person, which, address)


def ask(site: Site, route: Route, person: Person, which: str, address: str) -> Asked:
    """Ask one address as one person; what is sent holds nothing but the session's token."""
    site.client.cookies.clear()
    if route.method == "GET":
        answer = site.get(address, person)
    elif address.startswith("/api/"):
        answer = site.send_json(route.method, address, {}, person)
    else:
        answer = site.post(address, person)
    return Asked(route, person, which, address, answer)


def addresses(route: Route, person: Person) -> dict[str, str]:
    """``own``, ``foreign`` and ``missing`` -> an address of the route, where there is one."""
    parameters = re.findall(r"\{(\w+):(\w+)\}", route.path)
    if not parameters:
        return {"own": route.path}
    rows = {name: _rows_of(name, person) for name, _ in parameters}
    if not route.is_for(person):
        return {"foreign": _filled(route.path, {name: _anybodys(name) for name, _ in parameters})}
    none = {name: _MISSING[kind] for name, kind in parameters}
    own = {name: row[0] for name, row in rows.items()}
    foreign = {name: row[1] or row[0] for name, row in rows.items()}
    found = {}
    if all(own.values()):
        found["own"] = _filled(route.path, own)
    if all(foreign.values()) and foreign != own:
        found["foreign"] = _filled(route.path, foreign)
        none = {name: none[name] if row[1] else str(row[0]) for name, row in rows.items()}
    return found | {"missing": _filled(route.path, none)}


def _rows_of(parameter: str, person: Person) -> tuple[str | None, str | None]:
    known = ROWS.get(parameter)
    assert known is not None, (
        f"The walk knows no rows for the parameter {parameter!r}. Add to ROWS in tests/api/walk.py "
        "a row of their own, and one that is not, for each person whom the route is open to."
    )
    role = None if person is None else PEOPLE[person][0]
    for name in (person, role, "anybody"):
        if name in known:
            return known[name]
    return None, None


def _anybodys(parameter: str) -> str:
    """A row that somebody may see, for those who may not use the route at all."""
    for own, foreign in ROWS.get(parameter, {}).values():
        if own or foreign:
            return str(own or foreign)
    return "1"


def _filled(path: str, values: Mapping[str, str | None]) -> str:
    return re.sub(r"\{(\w+):\w+\}", lambda found: str(values[found.group(1)]), path)


def prepare(url: str) -> None:
    """Plant what the walk needs."""
    with psycopg.connect(url) as connection:
        connection.execute(PLANTED)


def open_sessions_again(url: str) -> None:
    """Undo what ends a session or an account, before the next person asks."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO sessions OVERRIDING SYSTEM VALUE SELECT * FROM kept_sessions"
            " ON CONFLICT DO NOTHING"
        )
        connection.execute("UPDATE sessions SET needs = NULL WHERE needs IS NOT NULL")
        connection.execute("UPDATE accounts SET disabled_at = NULL WHERE disabled_at IS NOT NULL")


def everything(url: str) -> dict[str, str]:
    """Table -> a digest of its rows, but for what every request writes: sessions and the audit."""
    apart = ["sessions", "kept_sessions", "attempts", "postcodes", "spatial_ref_sys"]
    with psycopg.connect(url) as connection:
        tables = connection.execute(_TABLES, [apart]).fetchall()
        return {
            name: str(connection.execute(sql.SQL(_DIGEST).format(sql.Identifier(name))).fetchone())
            for (name,) in tables
        }
