"""A database to store benchmark runs in: rows without meaning, as many as the problem has."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psycopg

from matching import STRICT, Problem
from service.actions.instances import pack
from service.actions.outcomes import empty_rows, proposal_rows, unplaced_rows
from service.actions.problems import Translated
from service.actions.solving import Solved
from service.store import instances, outcomes
from service.store.migrate import migrate
from service.store.places import load_places
from service.store.pool import connect, connect_as_owner
from tests.database import server

_ROWS = """
    TRUNCATE applicants, landlords, match_runs CASCADE;
    INSERT INTO landlords (name, kind) VALUES ('Bench Homes', 'charity');
    INSERT INTO schemes (landlord_id, reference, name, kind, support_level, client_groups, sexes,
                         intended_stay, place_id, district_code, source)
    SELECT l.id, 'S', 'Bench', 'general_needs', 0, '{{}}', 'any', 'permanent', p.id,
           p.district_code, 'drawn'
    FROM landlords AS l, places AS p LIMIT 1;
    INSERT INTO units (scheme_id, reference, bedrooms, features, rent_pence)
    SELECT s.id, 'U' || n, 1, '{{}}', 0 FROM schemes AS s, generate_series(1, {vacancies}) AS n;
    INSERT INTO voids (unit_id, void_from, reason) SELECT id, now(), 'other' FROM units;
    INSERT INTO vacancies (reference, void_id, unit_id, state, registered_on, available_on,
                           bedroom_rule)
    SELECT 'V' || id, id, unit_id, 'open', now(), now(), 'lha_uc' FROM voids;
    INSERT INTO applicants (reference, name, state, tier, registered_on, district_code,
                            support_level, client_groups, accessibility_needs, ready_on)
    SELECT 'A' || n, 'N', 'live', 1, now(), d.code, 0, '{{}}', '{{}}', now()
    FROM generate_series(1, {applicants}) AS n, (SELECT code FROM districts LIMIT 1) AS d;
    ANALYZE;
    INSERT INTO match_runs (asked_by, match_on, policy, seed) VALUES ('bench', now(), '{{}}', 1);
"""


@contextmanager
def database() -> Iterator[str]:
    """A server with Homeward's tables, for as long as the benchmarks run."""
    with tempfile.TemporaryDirectory(prefix="hw-bench-") as folder:
        Path(folder).chmod(0o755)
        with server(Path(folder) / "cluster") as url:
            asyncio.run(_set_up(url))
            yield url


def make_rows(url: str, problem: Problem) -> Translated:
    """As many applicants and vacancies as the problem has, and one run to store; with their ids."""
    with psycopg.connect(url, autocommit=True) as connection:
        script = _ROWS.format(applicants=problem.n_applicants, vacancies=problem.n_vacancies)
        connection.execute(script)
        ids = [
            np.array(connection.execute(query).fetchall(), dtype=np.int64).ravel()
            for query in (
                "SELECT id FROM applicants ORDER BY id",
                "SELECT id FROM vacancies ORDER BY id",
            )
        ]
    return Translated(problem, *ids)


def store(url: str, translated: Translated, solved: Solved) -> None:
    """Store an answer with its reasons as a run does, and undo it."""
    asyncio.run(_store(url, translated, solved))


async def _store(url: str, translated: Translated, solved: Solved) -> None:
    instance, result = pack(translated.problem, STRICT, 1, solved)
    async with connect(url) as connection:
        row = await (await connection.execute("SELECT max(id) FROM match_runs")).fetchone()
        run_id = row[0]
        await outcomes.copy_proposals(connection, proposal_rows(run_id, translated, solved))
        await outcomes.copy_unplaced(connection, unplaced_rows(run_id, translated, solved))
        await outcomes.copy_empty_vacancies(connection, empty_rows(run_id, translated, solved))
        await instances.add_instance(connection, run_id, instance=instance, result=result)
        await connection.rollback()


async def _set_up(url: str) -> None:
    async with connect_as_owner(url) as connection:
        await migrate(connection)
        await load_places(connection)
        # Drawn vacancies have several places; ours, so far, have one.
        await connection.execute("DROP INDEX proposals_one_a_vacancy")
        await connection.execute("CREATE INDEX ON proposals (run_id, vacancy_id)")
