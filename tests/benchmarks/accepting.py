"""Time accepting every proposal of a run, beside nominating each of them by itself.

    python -m tests.benchmarks.accepting --sizes 2000x80

A match run on a drawn county proposes. A tenth of its proposals are nominated one by one and
undone; then all are accepted together and undone. Seconds are of the clock, the database's
included: compare the ratio.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

from service.actions.accepting import accept_proposals
from service.actions.match_runs import ask_for_run, carry_out
from service.actions.nominations import nominate
from service.domain.accounts import COMMAND_LINE, Actor, Role
from service.domain.lettings import Ground, LawfulBasis
from service.store.accepting import find_accepted
from service.store.context import set_context
from service.store.pool import Connection, connect
from tests.benchmarks import storing
from tests.benchmarks.drawn_rows import draw_rows
from tests.benchmarks.timing import options, say
from tests.database import within

_SIZES = "2000x80"
_OFFICER = Actor(1, "Bench", Role.OFFICER)
_GROUND = Ground(LawfulBasis.PUBLIC_TASK, None)
_ON = datetime.now(tz=UTC).date()


def main() -> None:
    chosen = options(__doc__, _SIZES).parse_args()
    with storing.database() as url:
        for n_applicants, n_vacancies, *_ in chosen.sizes:
            draw_rows(url, n_applicants, n_vacancies)
            run_id = within(url, _ask)
            asyncio.run(carry_out(url, run_id))
            asyncio.run(_measure(url, n_applicants, run_id))


async def _ask(connection: Connection) -> int:
    return await ask_for_run(connection, actor=COMMAND_LINE, match_on=_ON, seed=1)


async def _measure(url: str, n_applicants: int, run_id: int) -> None:
    async with connect(url) as connection:
        await set_context(connection, _OFFICER, source=None)
        pairs = await find_accepted(connection, run_id, None)
        some = pairs[:: max(1, len(pairs) // 10)]
        each_s = await _each(connection, run_id, [one.applicant_id for one in some]) / len(some)
        began = time.perf_counter()
        done = await accept_proposals(
            connection, actor=_OFFICER, run_id=run_id, applicant_ids=None, ground=_GROUND, on=_ON
        )
        all_s = (time.perf_counter() - began) / len(pairs)
        await connection.rollback()
    say(
        f"{n_applicants:,} applicants, {len(pairs):,} proposals ({len(done.nominated):,} accepted):"
        f" {all_s * len(pairs):.1f} s together, {all_s * 1e3:.0f} ms each; one by one "
        f"{each_s * 1e3:.0f} ms each; {each_s / all_s:.1f} x"
    )


async def _each(connection: Connection, run_id: int, applicant_ids: list[int]) -> float:
    """Seconds to nominate some of them, each by itself."""
    pairs = await find_accepted(connection, run_id, applicant_ids)
    began = time.perf_counter()
    for pair in pairs:
        await nominate(
            connection,
            actor=_OFFICER,
            vacancy_id=pair.vacancy_id,
            applicant_id=pair.applicant_id,
            ground=_GROUND,
            on=_ON,
            reason="The match run proposes them.",
        )
    seconds = time.perf_counter() - began
    await connection.rollback()
    await set_context(connection, _OFFICER, source=None)
    return seconds


if __name__ == "__main__":
    main()
