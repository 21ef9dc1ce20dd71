"""The steps of nominations over JSON."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK

from service import auth
from service.actions.choices import find_choices
from service.actions.deciding import read_decision
from service.actions.reviewing import read_steps
from service.actions.steps import Said
from service.actions.taking import take_step
from service.actions.telling import read_nomination
from service.api.nominations import as_told
from service.api.params import all_shaped, by_token
from service.api.problems import refusals
from service.api.shapes import nominations
from service.api.shapes import steps as shapes
from service.domain.accounts import Actor
from service.domain.days import today
from service.domain.steps import Step
from service.store.lettings import Terms
from service.store.pool import Connection

_WRITES: Mapping[str, Any] = MappingProxyType(
    {
        "tags": ["Nominations"],
        "status_code": HTTP_200_OK,
        "responses": refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
    }
)
"""What every step says of itself."""
_READS: Mapping[str, Any] = MappingProxyType(
    {"tags": ["Nominations"], "responses": refusals(HTTPStatus.NOT_FOUND)}
)
_VERDICTS = {
    shapes.Verdict.CONFIRM: Step.CONFIRM_DECLINE,
    shapes.Verdict.OVERRIDE: Step.OVERRIDE_DECLINE,
    shapes.Verdict.RETURN: Step.RETURN_DECLINE,
}


async def _take(
    connection: Connection, actor: Actor, nomination_id: int, step: Step, said: Said
) -> nominations.Nomination:
    """Take a step; the nomination as it is then."""
    await take_step(
        connection, actor=actor, nomination_id=nomination_id, step=step, on=today(), said=said
    )
    return as_told(await read_nomination(connection, nomination_id), actor)


def _terms(data: shapes.LettingAsked) -> Terms:
    return Terms(
        data.signed_on, data.starts_on, data.tenure.value, data.rent_pence, data.reference.strip()
    )


@post(
    "/nominations/{nomination_id:int}/offer",
    may=auth.LETTING_HOMES,
    summary="Offer the home",
    **_WRITES,
)
async def offer(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.StepAsked],
) -> nominations.Nomination:
    """Nobody else can be offered the home while the offer stands."""
    said = Said(note=data.note)
    return await _take(connection, actor, nomination_id, Step.OFFER, said)


@post(
    "/nominations/{nomination_id:int}/accept",
    may=auth.LETTING_HOMES,
    summary="Record that they accept",
    **_WRITES,
)
async def accept(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.StepAsked],
) -> nominations.Nomination:
    """The others nominated for the home are free, and what was told of them is taken back."""
    said = Said(note=data.note)
    return await _take(connection, actor, nomination_id, Step.ACCEPT, said)


@post(
    "/nominations/{nomination_id:int}/agree-support",
    may=auth.SUPPORTING,
    summary="Agree to give support",
    **_WRITES,
)
async def agree_support(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.StepAsked],
) -> nominations.Nomination:
    """The landlord can offer the home then."""
    said = Said(note=data.note)
    return await _take(connection, actor, nomination_id, Step.AGREE_SUPPORT, said)


@post(
    "/nominations/{nomination_id:int}/undo",
    may=auth.LETTING,
    summary="Undo the last step",
    **_WRITES,
)
async def undo(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.StepAsked],
) -> nominations.Nomination:
    """By whoever took it, on the same day: everything is as it was before."""
    said = Said(note=data.note)
    return await _take(connection, actor, nomination_id, Step.UNDO, said)


@post(
    "/nominations/{nomination_id:int}/reopen",
    may=auth.OFFICERS,
    summary="Reopen a nomination",
    **_WRITES,
)
async def reopen(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.StepAsked],
) -> nominations.Nomination:
    """The landlord and the support provider are told again, with the facts of today."""
    said = Said(note=data.note)
    return await _take(connection, actor, nomination_id, Step.REOPEN, said)


@post(
    "/nominations/{nomination_id:int}/viewing",
    may=auth.LETTING_HOMES,
    summary="Arrange a viewing",
    **_WRITES,
)
async def arrange_viewing(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.ViewingAsked],
) -> nominations.Nomination:
    """It can be set again."""
    said = Said(note=data.note, viewing_at=data.viewing_at)
    return await _take(connection, actor, nomination_id, Step.ARRANGE_VIEWING, said)


@post(
    "/nominations/{nomination_id:int}/move-in",
    may=auth.LETTING_HOMES,
    summary="Set the day they move in",
    **_WRITES,
)
async def set_move_in(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.MoveInAsked],
) -> nominations.Nomination:
    """It can be set again."""
    said = Said(note=data.note, move_in_on=data.move_in_on)
    return await _take(connection, actor, nomination_id, Step.SET_MOVE_IN, said)


@post(
    "/nominations/{nomination_id:int}/sign",
    may=auth.LETTING_HOMES,
    summary="Record the signed letting",
    **_WRITES,
)
async def sign(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.LettingAsked],
) -> nominations.Nomination:
    """The home is let, its void ends, and the person is housed."""
    said = Said(note=data.note, terms=_terms(data))
    return await _take(connection, actor, nomination_id, Step.SIGN, said)


@post("/nominations/{nomination_id:int}/decline", may=auth.LETTING, summary="Decline", **_WRITES)
async def decline(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.DeclineAsked],
) -> nominations.Nomination:
    """An officer reviews why."""
    said = Said(note=data.note, party=data.party, reason=data.reason)
    return await _take(connection, actor, nomination_id, Step.DECLINE, said)


@post(
    "/nominations/{nomination_id:int}/review",
    may=auth.OFFICERS,
    summary="Review a decline",
    **_WRITES,
)
async def review(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
    data: JSONBody[shapes.ReviewAsked],
) -> nominations.Nomination:
    """Confirm, override or return it; by another officer than wrote it down."""
    said = Said(note=data.note)
    return await _take(connection, actor, nomination_id, _VERDICTS[data.verdict], said)


@get(
    "/nominations/{nomination_id:int}/steps",
    may=auth.LETTING,
    scope="read_nominations",
    security=by_token("read_nominations"),
    summary="Steps of a nomination",
    **_READS,
)
async def list_steps(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
) -> list[shapes.TakenStep]:
    """Everything that was done with it, the first first."""
    rows = await read_steps(connection, actor=actor, nomination_id=nomination_id)
    return all_shaped(rows, shapes.TakenStep)


@get(
    "/nominations/{nomination_id:int}/decision",
    may=auth.OFFICERS,
    summary="Who was considered",
    **_READS,
)
async def show_decision(
    connection: NamedDependency[Connection], nomination_id: FromPath[int]
) -> shapes.Decision:
    """The decision as it was made, with those whom this officer may see."""
    kept = await read_decision(connection, nomination_id)
    if kept is None:
        return shapes.Decision(None, None, [])
    rows = all_shaped(kept.rows, shapes.Considered)
    return shapes.Decision(kept.n_considered, kept.n_passed_over, rows)


@get(
    "/nominations/{nomination_id:int}/choices",
    may=auth.LETTING,
    summary="Steps that can be taken",
    **_READS,
)
async def list_choices(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    nomination_id: FromPath[int],
) -> list[shapes.Choice]:
    """The steps that this person's role takes at all, and why some cannot be taken now."""
    rows = await find_choices(connection, actor=actor, nomination_id=nomination_id, on=today())
    return all_shaped(rows, shapes.Choice)
