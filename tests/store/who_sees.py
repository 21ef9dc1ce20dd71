"""Which rows of every table each kind of person is to see and to write.

Each is written as a condition that the owner of the tables evaluates, so that the policies are held
against the rows and not against themselves. A table that is in no list here fails.
"""

from collections.abc import Iterable

from tests.pages.county import PEOPLE

NOT_OURS = {
    "spatial_ref_sys": "belongs to PostGIS and holds coordinate systems",
    "procrastinate_jobs": "belongs to the job queue; a job holds the number of a run and no person",
    "procrastinate_events": "belongs to the job queue",
    "procrastinate_periodic_defers": "belongs to the job queue",
    "procrastinate_workers": "belongs to the job queue",
}
"""Tables without row-level security, and why."""

NOT_AUDITED = {
    "districts": "loaded by the owner from the gazetteer",
    "places": "loaded by the owner from the gazetteer",
    "place_aliases": "loaded by the owner from the gazetteer",
    "localities": "loaded by the owner from the gazetteer",
    "locality_districts": "loaded by the owner from the gazetteer",
    "postcodes": "loaded by the owner from the directory",
    "migrations": "written by the owner; the files say what they did",
    "match_runs": "asking for and stopping a run write audit rows of their own",
    "proposals": "written by the worker for a run, which is audited",
    "unplaced": "written by the worker for a run, which is audited",
    "vacancy_revisions": "written by the database for each change of a vacancy, which is audited",
    "empty_vacancies": "written by the worker for a run, which is audited",
    "worth_of_one_more": "written by the worker for a run, which is audited",
    "match_instances": "written by the worker for a run, which is audited",
    "sessions": "each request writes when it was seen; signing in and out are audited",
    "api_token_uses": "each request with a token writes when it was used; tokens are audited",
    "attempts": "counted per try; lock-outs are audited",
    "messages": "written by Homeward for steps that are audited, and for nobody's eyes but theirs",
    "applicant_drafts": "one officer's unfinished typing; what comes of it is audited",
    "idempotency_keys": "what was done once is audited; asking again does nothing",
    "uploads": "each step is an audit row of its own, and so is every record that one writes",
    "upload_files": "written with its upload, which is audited",
    "upload_faults": "written with its upload, which is audited",
    "sign_in_flows": "one minute's secrets; signing in is audited",
    "audit": "is the audit",
    "audit_changes": "is the audit",
    "audit_chain": "is the audit",
}
"""Tables without the audit's statement triggers, and why."""

PLANTED = """
UPDATE schemes SET district_code = 'E07000143' WHERE id = 2;
UPDATE schemes SET manager_id = 2 WHERE id = 1;
INSERT INTO unit_loans (unit_id, kind, support_level, client_groups, starts_on, due_back_on,
                        lent_by)
SELECT id, 'step_down', 3, '{}', '2026-11-01', '2027-03-31', 'Olive' FROM units ORDER BY id;
INSERT INTO openings (applicant_id, applicant_reference, account_id, opened_by, reason, opened_at,
                      open_until)
SELECT 59, 'A-00059', c.id, c.name, 'They rang us in the night.', now() - interval '3 hours',
       now() - interval '2 hours'
FROM accounts AS c WHERE c.role = 'officer' ORDER BY c.id;
INSERT INTO second_factors (account_id, secret)
SELECT id, 'SECRET' FROM accounts AS c ORDER BY c.id;
INSERT INTO recovery_codes (account_id, code_sha256)
SELECT id, sha256('a code') FROM accounts AS c ORDER BY c.id;
INSERT INTO links (token_sha256, account_id, kind, made_by, expires_at)
SELECT sha256(convert_to(email, 'UTF8')), id, 'new_password', 'Olive', now() + interval '1 day'
FROM accounts AS c ORDER BY c.id;
INSERT INTO attempts (kind, key_sha256) VALUES ('source', sha256('127.0.0.1'));
INSERT INTO identities (issuer, subject, account_id)
SELECT 'https://issuer.example', id::text, id FROM accounts AS c ORDER BY c.id;
INSERT INTO sign_in_flows (state_sha256, browser_sha256, nonce, code_verifier, next_path)
VALUES (sha256('a state'), sha256('a browser'), 'a nonce', 'a verifier', '/');
INSERT INTO api_tokens (landlord_id, name, token_sha256, scopes, made_by, expires_at)
SELECT c.landlord_id, 'A token', sha256(convert_to(c.email, 'UTF8')), '{read_vacancies}', c.id,
       now() + interval '1 day'
FROM accounts AS c WHERE c.landlord_id IS NOT NULL ORDER BY c.landlord_id;
INSERT INTO api_token_uses (token_id) SELECT id FROM api_tokens ORDER BY id;
INSERT INTO past_applications (district_code, tier, bedrooms, support_level, outcome,
                               registered_year, erased_year)
VALUES ('E07000143', 1, 1, 1, 'housed', 2015, 2026);
INSERT INTO erasures (applicant_id, rule, erased_by) VALUES (999, 'housed', 'Homeward');
INSERT INTO nomination_steps (nomination_id, applicant_id, step, to_state, taken_by, taken_role)
SELECT id, applicant_id, 'nominate', 'nominated', 'Olive', 'officer' FROM nominations ORDER BY id;
INSERT INTO considered (nomination_id, position, applicant_id, tier, registered_on, worth, outcome)
SELECT n.id, a.id, a.id, a.tier, a.registered_on, 1, 'after'
FROM nominations AS n CROSS JOIN applicants AS a ORDER BY n.id, a.id;
INSERT INTO lettings (nomination_id, vacancy_id, unit_id, applicant_id, signed_on, starts_on,
                      tenure, rent_pence, made_by)
SELECT n.id, n.vacancy_id, v.unit_id, n.applicant_id, '2026-05-04', '2026-05-04', 'licence', 1,
       'Olive'
FROM nominations AS n JOIN vacancies AS v ON v.id = n.vacancy_id ORDER BY n.id;
INSERT INTO duplicate_pairs (first_id, second_id, score)
SELECT a.id, a.id + 1, 90 FROM applicants AS a WHERE a.id < 60 ORDER BY a.id;
INSERT INTO merges (kept_id, merged_id, reason, before, after, state, merged_by)
SELECT a.id, a.id + 1, 'The same', '{}', '{}', 'live', 'Olive' FROM applicants AS a WHERE a.id < 60
ORDER BY a.id;
INSERT INTO contacts (landlord_id, provider_id, district_code, name, email, about, how) VALUES
    (1, NULL, NULL, 'Ann', 'ann@landlord.example', '{}', 'each'),
    (2, NULL, NULL, 'Bob', 'bob@landlord.example', '{}', 'each'),
    (NULL, 1, NULL, 'Cat', 'cat@provider.example', '{}', 'each'),
    (NULL, NULL, 'E07000143', 'Dan', 'dan@council.example', '{}', 'each');
INSERT INTO messages (key, kind, to_name, to_email, subject, body)
VALUES ('a key', 'reminder', 'Ann', 'ann@landlord.example', 'A subject', 'A body');
INSERT INTO connections (applicant_id, position, district_code, ground)
SELECT id, 1, 'E07000143', 'family' FROM applicants ORDER BY id;
INSERT INTO circumstances (applicant_id, from_on, changes, why, made_by)
SELECT id, '2026-05-04', '{}', 'A reason', 'Olive' FROM applicants ORDER BY id;
INSERT INTO pauses (applicant_id, kind, reason, made_by)
SELECT id, 'parked', 'other', 'Olive' FROM applicants ORDER BY id;
INSERT INTO applicant_drafts (account_id, applicant_id)
SELECT c.id, a.id FROM accounts AS c CROSS JOIN applicants AS a ORDER BY c.id, a.id;
INSERT INTO applicant_drafts (account_id) SELECT id FROM accounts AS c ORDER BY c.id;
INSERT INTO pair_marks (applicant_id, vacancy_id, mark, reason, made_by)
SELECT id, 1, 'forbidden', 'Somebody there knows them.', 'Olive' FROM applicants ORDER BY id;
INSERT INTO idempotency_keys (account_id, key, request_sha256, status, headers, body)
SELECT id, 'a key', sha256('asked'), 200, '{}', 'answered' FROM accounts AS c ORDER BY c.id;
INSERT INTO uploads (kind, file_name, file_format, sha256, n_bytes, account_id, uploaded_by,
                     landlord_id)
SELECT 'vacancies', 'vacancies.csv', 'csv', sha256('rows'), 4, id, name, landlord_id
FROM accounts AS c WHERE role IN ('officer', 'landlord') ORDER BY c.id;
INSERT INTO upload_files (upload_id, content) SELECT id, 'rows' FROM uploads ORDER BY id;
INSERT INTO upload_faults (upload_id, position, row_number, cell, field, value, message, category)
SELECT id, 1, 2, 'A2', 'state', 'opne', 'It is not in the list.', 'critical'
FROM uploads ORDER BY id;
"""
"""A row for each table that the county leaves empty: an empty table would prove nothing."""

ALL = "true"
SYSTEM = {"system": ALL}
SIGNED_IN = (*PEOPLE, "system")
CONTEXTS = (*SIGNED_IN, "nobody signed in", "no context")
OFFICERS = ("officer", "named_officer", "district_officer")
DISTRICT = "E07000143"
RESTRICTED = 59

_PLACES = (
    "districts", "places", "place_aliases", "localities", "locality_districts", "postcodes",
    "migrations",
)  # fmt: skip
_HOMEWARDS_OWN = (
    "second_factors", "recovery_codes", "links", "attempts", "identities", "sign_in_flows",
    "sessions", "match_instances", "past_applications", "idempotency_keys",
)  # fmt: skip
_OF_APPLICANTS = (
    "household_members", "bedroom_needs", "wanted_areas", "excluded_areas", "restrictions",
    "nominations", "disclosures", "proposals", "unplaced", "considered", "connections",
    "circumstances", "pauses",
    "nominations", "disclosures", "proposals", "unplaced", "considered", "pair_marks",
)  # fmt: skip
_SCHEMES_OF = {
    "landlord": "1 IN (s.landlord_id, s.manager_id)",
    "other_landlord": "2 IN (s.landlord_id, s.manager_id)",
    "support_provider": "s.support_provider_id = 1",
}
_TOLD_TO = {
    "landlord": "d.landlord_id = 1",
    "other_landlord": "d.landlord_id = 2",
    "support_provider": "d.provider_id = 1",
}
_PEOPLE_OF = {
    "officer": f"a.id <> {RESTRICTED}",
    "named_officer": ALL,
    "district_officer": f"a.district_code = '{DISTRICT}' AND a.id <> {RESTRICTED}",
}


def _each(names: Iterable[str], condition: str) -> dict[str, str]:
    return dict.fromkeys(names, condition)


def _homes(via: str) -> dict[str, str]:
    """Officers all; landlords and support providers what is of their schemes."""
    own = {person: via.format(condition) for person, condition in _SCHEMES_OF.items()}
    return SYSTEM | _each(OFFICERS, ALL) | own


def _own(column: str, people: Iterable[str]) -> dict[str, str]:
    """What is of one's own account."""
    account = "t.{} = (SELECT c.id FROM accounts AS c WHERE c.email = '{}@homeward.example')"
    return {person: account.format(column, person) for person in people}


_WITH_SCHEME = "EXISTS (SELECT FROM schemes AS s WHERE {} AND {{}})"
_WITH_UNIT = (
    "EXISTS (SELECT FROM units AS u JOIN schemes AS s ON s.id = u.scheme_id WHERE {} AND {{}})"
)
_WITH_APPLICANT = "EXISTS (SELECT FROM applicants AS a WHERE a.id = t.applicant_id AND {})"
_WITH_DISCLOSURE = "EXISTS (SELECT FROM disclosures AS d WHERE d.nomination_id = t.id AND {})"
_WITH_NOMINATION = (
    "EXISTS (SELECT FROM disclosures AS d WHERE d.nomination_id = t.nomination_id AND {})"
)
_WITH_NOMINEE = (
    "EXISTS (SELECT FROM nominations AS n JOIN applicants AS a ON a.id = n.applicant_id"
    " WHERE n.id = t.nomination_id AND {})"
)
_WITH_BOTH = "2 = (SELECT count(*) FROM applicants AS a WHERE a.id IN (t.{}, t.{}) AND {{}})"
_OWN_VACANCY = _WITH_UNIT.format(
    "u.id = (SELECT v.unit_id FROM vacancies AS v WHERE v.id = t.vacancy_id)"
)
_PEOPLES = SYSTEM | {who: _WITH_APPLICANT.format(which) for who, which in _PEOPLE_OF.items()}

_UPLOADS = SYSTEM | _own("account_id", OFFICERS) | {
    "landlord": "t.landlord_id = 1", "other_landlord": "t.landlord_id = 2",
}  # fmt: skip
_OF_UPLOADS = {
    who: f"EXISTS (SELECT FROM uploads AS t WHERE t.id = upload_id AND {which})"
    for who, which in _UPLOADS.items()
}

SEES: dict[str, dict[str, str]] = {
    "uploads": _UPLOADS,
    "upload_files": _OF_UPLOADS,
    "upload_faults": _OF_UPLOADS,
    **dict.fromkeys(_PLACES, _each(SIGNED_IN, ALL)),
    **dict.fromkeys(_HOMEWARDS_OWN, SYSTEM),
    **dict.fromkeys(_OF_APPLICANTS, _PEOPLES),
    "landlords": SYSTEM | _each((*OFFICERS, "administrator"), ALL) | {
        "landlord": ALL, "other_landlord": ALL, "support_provider": ALL,
    },
    "support_providers": SYSTEM | _each((*OFFICERS, "administrator"), ALL) | {
        "support_provider": "t.id = 1",
    },
    "schemes": _homes(_WITH_SCHEME.format("s.id = t.id")),
    "units": _homes(_WITH_SCHEME.format("s.id = t.scheme_id")),
    "unit_loans": _homes(_WITH_UNIT.format("u.id = t.unit_id")),
    "voids": _homes(_WITH_UNIT.format("u.id = t.unit_id")),
    "vacancies": _homes(_WITH_UNIT.format("u.id = t.unit_id")),
    "vacancy_revisions": {
        person: condition for person, condition in _homes(_OWN_VACANCY).items()
        if person != "support_provider"
    },
    "empty_vacancies": _homes(_OWN_VACANCY),
    "worth_of_one_more": SYSTEM | _each(OFFICERS, ALL),
    "match_runs": SYSTEM | _each((*OFFICERS, *_SCHEMES_OF, "planner"), ALL),
    "applicants": SYSTEM | {
        person: condition.replace("a.", "t.") for person, condition in _PEOPLE_OF.items()
    },
    "nominations": _PEOPLES | {
        person: _WITH_DISCLOSURE.format(told) for person, told in _TOLD_TO.items()
    },
    **dict.fromkeys(("nomination_steps", "lettings"), SYSTEM | {
        who: _WITH_NOMINEE.format(which) for who, which in _PEOPLE_OF.items()
    } | {person: _WITH_NOMINATION.format(told) for person, told in _TOLD_TO.items()}),
    "step_deadlines": SYSTEM | _each((*OFFICERS, *_SCHEMES_OF, "administrator"), ALL),
    "contacts": SYSTEM | _each((*OFFICERS, "administrator"), ALL) | {
        person: condition.replace("d.", "t.") for person, condition in _TOLD_TO.items()
    },
    "duplicate_pairs": SYSTEM | {
        who: _WITH_BOTH.format("first_id", "second_id").format(which)
        for who, which in _PEOPLE_OF.items()
    },
    "merges": SYSTEM | {
        who: _WITH_BOTH.format("kept_id", "merged_id").format(which)
        for who, which in _PEOPLE_OF.items()
    },
    "messages": SYSTEM | {"administrator": ALL},
    "disclosures": _PEOPLES | {
        person: told.replace("d.", "t.") for person, told in _TOLD_TO.items()
    },
    "named_readers": SYSTEM | _own("account_id", PEOPLE),
    "openings": SYSTEM | _own("account_id", PEOPLE) | _each(("reviewer", "auditor"), ALL),
    "protected_addresses": _each(("officer", "named_officer"), ALL) | {
        "district_officer": _WITH_SCHEME.format("s.id = t.scheme_id").format(
            f"s.district_code = '{DISTRICT}'"
        ),
    } | {
        person: _WITH_SCHEME.format("s.id = t.scheme_id").format(condition)
        for person, condition in _SCHEMES_OF.items()
    },
    "applicant_drafts": SYSTEM | {
        person: f"{mine} AND (t.applicant_id IS NULL OR {_WITH_APPLICANT.format(seen)})"
        for person, seen in _PEOPLE_OF.items()
        for mine in [_own("account_id", [person])[person]]
    },
    "accounts": SYSTEM | _own("id", PEOPLE) | {"administrator": ALL},
    "api_tokens": SYSTEM | {
        "administrator": ALL,
        "landlord": "t.landlord_id = 1",
        "other_landlord": "t.landlord_id = 2",
    },
    "api_token_uses": SYSTEM | {
        "administrator": ALL, "landlord": "t.token_id = 1", "other_landlord": "t.token_id = 2",
    },
    "erasures": SYSTEM | _each(("administrator", "auditor"), ALL),
    **dict.fromkeys(("audit", "audit_changes", "audit_chain"), SYSTEM | {"auditor": ALL}),
}  # fmt: skip
"""Table -> person -> which of its rows ``t`` they see; whoever is not named sees none."""

NOBODYS = {*_PLACES, "audit", "audit_changes", "audit_chain", "protected_addresses"}
"""Tables that Homeward's own work may not write as it likes."""

VERBS = ("insert", "update", "delete")
_KEPT_BY_ADMINISTRATORS = {("administrator", verb): ALL for verb in VERBS}
_KEEPERS = {
    person: SEES["protected_addresses"][person]
    for person in (*OFFICERS, "landlord", "other_landlord")
}

WRITES: dict[str, dict[tuple[str, str], str]] = {
    "accounts": _KEPT_BY_ADMINISTRATORS,
    "api_tokens": _KEPT_BY_ADMINISTRATORS | {
        (person, verb): SEES["api_tokens"][person]
        for person in ("landlord", "other_landlord") for verb in ("insert", "update")
    },
    "step_deadlines": {("administrator", "update"): ALL},
    "applicant_drafts": {
        (person, verb): SEES["applicant_drafts"][person] for person in OFFICERS for verb in VERBS
    },
    "contacts": _KEPT_BY_ADMINISTRATORS | {
        (person, verb): SEES["contacts"][person] for person in _SCHEMES_OF for verb in VERBS
    },
    "match_runs": {(person, verb): ALL for person in OFFICERS for verb in ("insert", "update")},
    "openings": {("reviewer", "update"): ALL},
    "protected_addresses": {
        (person, verb): condition for person, condition in _KEEPERS.items() for verb in VERBS
    } | {
        ("support_provider", "delete"): SEES["protected_addresses"]["support_provider"],
    },
    "audit": {(person, "insert"): ALL for person in SIGNED_IN},
    "audit_changes": {("system", "update"): ALL},
}  # fmt: skip
"""Table -> person and verb -> which rows they may write; Homeward's own work may write the rest."""
