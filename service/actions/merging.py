"""Makes two records of one person one, and undoes that."""

from typing import Any

from service.domain.accounts import Actor, Role
from service.domain.auditing import checked_reason
from service.domain.people import ApplicantState
from service.errors import NotAllowed, RuleBroken, Stale
from service.store import duplicates
from service.store.applicants import lock_applicant
from service.store.context import elevated, set_reason
from service.store.duplicates import Pair, Record, get_merge, get_pair
from service.store.pool import Connection

SHORTEST = 10
"""Characters of the reason for which two records are made one."""
_WAITING = (ApplicantState.LIVE, ApplicantState.PARKED)


async def keep_apart(connection: Connection, *, actor: Actor, pair_id: int) -> None:
    """Keep that two records are of different people; they are not shown as alike again.

    Raises:
        NotFound: There is no such pair for this officer.
        NotAllowed: Somebody else than an officer asks.
        Stale: Somebody decided meanwhile.
    """
    _check_officer(actor)
    pair = await get_pair(connection, pair_id)
    async with elevated(connection):
        await _decide(connection, pair, decided="different", by=actor.name)


async def merge(
    connection: Connection, *, actor: Actor, pair_id: int, kept_id: int, reason: str
) -> int:
    """Make the two records of a pair one; the id of the merge, by which it can be undone.

    The record kept takes the earlier day of registration, the more urgent tier, and what the other
    has besides: groups, needs, wanted and excluded areas, and the rent limit where it has none. Its
    household stays its own. The other is withdrawn.

    Raises:
        NotFound: There is no such pair for this officer.
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: One of the two is nominated or no longer waits, they are not restricted alike,
            or no reason is given.
        Stale: Somebody decided meanwhile.
    """
    _check_officer(actor)
    words = f"Say how you know that they are one person, in {SHORTEST} characters or more"
    reason = checked_reason(reason, words, least=SHORTEST)
    pair = await get_pair(connection, pair_id)
    if kept_id not in (pair.first_id, pair.second_id):
        raise RuleBroken("Choose which of the two records to keep", field="kept")
    merged_id = pair.second_id if kept_id == pair.first_id else pair.first_id
    await set_reason(connection, reason)
    async with elevated(connection):
        states = await _hold(connection, kept_id, merged_id)
        await _check_mergeable(connection, pair, states)
        await _decide(connection, pair, decided="merged", by=actor.name)
        before = await duplicates.read_record(connection, kept_id)
        joined = _joined(before, await duplicates.read_record(connection, merged_id))
        await duplicates.leave_unit(connection, merged_id)
        await duplicates.set_state(connection, merged_id, ApplicantState.WITHDRAWN)
        await duplicates.write_record(connection, kept_id, joined)
        return await duplicates.add_merge(
            connection,
            kept_id=kept_id,
            merged_id=merged_id,
            reason=reason,
            before=before,
            after=await duplicates.read_record(connection, kept_id),
            state=states[merged_id],
            by=actor.name,
        )


async def undo_merge(connection: Connection, *, actor: Actor, merge_id: int) -> None:
    """Make two records of one again, as they were.

    Raises:
        NotFound: There is no such merge for this officer.
        NotAllowed: Somebody else than an officer asks.
        RuleBroken: It is undone already, or the record kept was changed since.
    """
    _check_officer(actor)
    done = await get_merge(connection, merge_id)
    async with elevated(connection):
        states = await _hold(connection, done.kept_id, done.merged_id)
        if not await duplicates.undo_merge(connection, merge_id, by=actor.name):
            raise RuleBroken("This merge is undone already.")
        now = await duplicates.read_record(connection, done.kept_id)
        if now != done.after or states[done.merged_id] != ApplicantState.WITHDRAWN:
            raise RuleBroken(
                f"{done.kept_reference} or {done.merged_reference} was changed after they were "
                "merged, so that nobody can tell what belongs to whom. Correct the records by hand."
            )
        await duplicates.write_record(connection, done.kept_id, done.before)
        await duplicates.set_state(connection, done.merged_id, done.state)
        if now["current_unit_id"] != done.before["current_unit_id"]:
            other = await duplicates.read_record(connection, done.merged_id)
            unit = {**other, "current_unit_id": now["current_unit_id"]}
            await duplicates.write_record(connection, done.merged_id, unit)
        await duplicates.undecide_pair(connection, done.kept_id, done.merged_id)


def _check_officer(actor: Actor) -> None:
    if actor.role is not Role.OFFICER:
        raise NotAllowed("Only a housing officer decides whether two records are one person's.")


async def _hold(connection: Connection, one: int, other: int) -> dict[int, str]:
    """Hold two applicants, always in one order; their states."""
    return {id: (await lock_applicant(connection, id)).state for id in sorted((one, other))}


async def _check_mergeable(connection: Connection, pair: Pair, states: dict[int, str]) -> None:
    references = {pair.first_id: pair.first_reference, pair.second_id: pair.second_reference}
    kinds = []
    for id, state in states.items():
        if state not in _WAITING:
            raise RuleBroken(f"{references[id]} is {state}; only those who wait are merged.")
        nomination_id = await duplicates.find_live_nomination(connection, id)
        if nomination_id is not None:
            raise RuleBroken(
                f"{references[id]} is in nomination {nomination_id}. Withdraw it first, or wait "
                "until it is over."
            )
        kinds.append(await duplicates.find_restrictions(connection, id))
    if kinds[0] != kinds[1]:
        raise RuleBroken(
            "The two records are not restricted alike. Restrict both for the same reasons first."
        )


async def _decide(connection: Connection, pair: Pair, *, decided: str, by: str) -> None:
    if not await duplicates.decide_pair(connection, pair.id, decided=decided, by=by):
        raise Stale("Somebody has decided on these two meanwhile. Load the page again.")


def _joined(kept: Record, merged: Record) -> dict[str, Any]:
    """The record kept with what the other has besides."""
    both = {name: [*kept[name], *(x for x in merged[name] if x not in kept[name])]
            for name in ("client_groups", "accessibility_needs", "wanted", "excluded")}  # fmt: skip
    wanted = both["wanted"] if kept["wanted"] and merged["wanted"] else []
    return {
        **both,
        "wanted": wanted[:20],
        "client_groups": sorted(both["client_groups"]),
        "accessibility_needs": sorted(both["accessibility_needs"]),
        "registered_on": min(kept["registered_on"], merged["registered_on"]),
        "tier": min(kept["tier"], merged["tier"]),
        "rent_limit_pence": _first(kept["rent_limit_pence"], merged["rent_limit_pence"]),
        "current_unit_id": _first(kept["current_unit_id"], merged["current_unit_id"]),
    }


def _first(value: Any, otherwise: Any) -> Any:
    return otherwise if value is None else value
