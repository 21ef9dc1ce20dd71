"""A county of any size as rows in the database: homes, people and an officer's session."""

import asyncio

import psycopg

from service.store.places import load_postcodes
from service.store.pool import connect_as_owner
from tests.pages.county import token_of

OFFICER = "officer"
"""Whose session the rows hold; its cookie is ``tests.pages.county.token_of(OFFICER)``."""

_ROWS = """
    SELECT setseed(0.5);
    TRUNCATE applicants, landlords, match_runs, accounts CASCADE;
    INSERT INTO landlords (name, kind)
    SELECT 'Landlord ' || n, 'registered_provider' FROM generate_series(1, 50) AS n;
    INSERT INTO schemes (landlord_id, reference, name, kind, support_level, client_groups, age_min,
                         sexes, intended_stay, place_id, district_code, source)
    SELECT l.id, 'S' || n, 'Scheme ' || n, 'supported_living', n % 4,
           CASE WHEN n % 3 = 0 THEN '{{mental_health}}' ELSE '{{}}' END::text[],
           CASE WHEN n % 10 = 0 THEN 55 END, CASE WHEN n % 12 = 0 THEN 'women' ELSE 'any' END,
           'medium', p.id, p.district_code, 'drawn'
    FROM generate_series(1, greatest(1, {vacancies} / 10)) AS n
    JOIN LATERAL (SELECT id FROM landlords ORDER BY id OFFSET n % 50 LIMIT 1) AS l ON true
    JOIN LATERAL (SELECT id, district_code FROM places ORDER BY id OFFSET n % 24 LIMIT 1) AS p
      ON true;
    INSERT INTO units (scheme_id, reference, bedrooms, features, rent_pence)
    SELECT s.id, 'U' || n, 1 + (random() * random() * 3)::integer,
           CASE WHEN n % 4 = 0 THEN '{{step_free,wheelchair}}' ELSE '{{}}' END::text[],
           8000 + (random() * 6000)::integer
    FROM generate_series(1, {vacancies}) AS n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS k, count(*) OVER () AS total
          FROM schemes) AS s
      ON s.k = 1 + n % s.total;
    INSERT INTO voids (unit_id, void_from, reason)
    SELECT id, current_date - 20, 'move_on' FROM units ORDER BY id;
    INSERT INTO vacancies (reference, void_id, unit_id, state, registered_on, available_on,
                           bedroom_rule)
    SELECT 'V' || id, id, unit_id, 'open', current_date - 10, current_date + (id % 30)::integer,
           'bedroom_standard'
    FROM voids;
    INSERT INTO applicants (reference, name, state, tier, registered_on, district_code,
                            support_level, client_groups, accessibility_needs, rent_limit_pence,
                            ready_on)
    SELECT 'A' || n, 'Person ' || n, 'live', 1 + n % 5, current_date - (random() * 2000)::integer,
           d.code, n % 4, CASE WHEN n % 2 = 0 THEN '{{mental_health}}' ELSE '{{}}' END::text[],
           CASE WHEN n % 8 = 0 THEN '{{step_free}}' ELSE '{{}}' END::text[],
           CASE WHEN n % 2 = 0 THEN 9000 + (random() * 5000)::integer END, current_date - 5
    FROM generate_series(1, {applicants}) AS n
    JOIN (SELECT code, row_number() OVER (ORDER BY code) AS k FROM districts) AS d
      ON d.k = 1 + n % 7;
    INSERT INTO household_members (applicant_id, position, relation, born_on, sex)
    SELECT a.id, k, CASE k WHEN 1 THEN 'lead' ELSE 'child' END,
           current_date - CASE k WHEN 1 THEN 7000 + (random() * 16000)::integer
                                 ELSE (random() * 5000)::integer END,
           CASE WHEN random() < 0.5 THEN 'female' ELSE 'male' END
    FROM applicants AS a, generate_series(1, 3) AS k
    WHERE k = 1 OR (a.id % 5 = 0 AND k = 2) OR a.id % 17 = 0;
    INSERT INTO bedroom_needs (applicant_id, rule, bedrooms, worked_out_on)
    SELECT m.applicant_id, r, count(*), current_date
    FROM household_members AS m, unnest(ARRAY['lha_uc', 'hb_social', 'bedroom_standard']) AS r
    GROUP BY m.applicant_id, r;
    INSERT INTO wanted_areas (applicant_id, rank, place_id)
    SELECT a.id, k, p.id
    FROM applicants AS a
    CROSS JOIN generate_series(1, 3) AS k
    JOIN LATERAL (SELECT id FROM places ORDER BY id OFFSET (a.id * 7 + k) % 24 LIMIT 1) AS p ON true
    WHERE a.id % 2 = 0;
    INSERT INTO accounts (email, name, role, password_hash)
    VALUES ('{officer}@homeward.example', 'Olive Officer', 'officer', 'x');
    INSERT INTO sessions (token_sha256, account_id, csrf_token)
    SELECT sha256(convert_to('{token}', 'UTF8')), id, 'a token' FROM accounts;
    ANALYZE;
"""


def draw_rows(url: str, n_applicants: int, n_vacancies: int) -> None:
    """Fill a database with a county; what was in it goes. The same for the same sizes."""
    asyncio.run(_load_postcodes(url))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            _ROWS.format(
                applicants=n_applicants,
                vacancies=n_vacancies,
                officer=OFFICER,
                token=token_of(OFFICER),
            )
        )


async def _load_postcodes(url: str) -> None:
    async with connect_as_owner(url) as connection:
        await load_postcodes(connection)
