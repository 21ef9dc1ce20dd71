"""The match run that pages speak of: the newest that finished."""

from collections.abc import Mapping
from typing import Any

from matching import POLICIES
from service.store.match_runs import Run, find_latest_done, get_run
from service.store.pool import Connection

TODAYS_POLICY: Mapping[str, Any] = POLICIES["strict"].to_dict()
"""The policy that shortlists and open homes are worked out by."""


async def latest_run(connection: Connection) -> Run | None:
    """The newest finished run, if there is one."""
    run_id = await find_latest_done(connection)
    return None if run_id is None else await get_run(connection, run_id)
