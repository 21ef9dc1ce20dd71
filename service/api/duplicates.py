"""Records that may be of one person, over JSON."""

from http import HTTPStatus

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from service import auth
from service.actions.merging import keep_apart, merge, undo_merge
from service.actions.reading import record_read
from service.api.cursors import PageAsked
from service.api.params import all_shaped, shaped
from service.api.problems import refusals
from service.api.shapes import duplicates as shapes
from service.domain.accounts import Actor
from service.store.duplicates import count_pairs, find_pairs, get_merge
from service.store.pool import Connection

_TAGS = ["Applicants"]
_REFUSALS = refusals(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


@get(
    "/duplicates",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="List records that may be of one person",
    responses=refusals(HTTPStatus.BAD_REQUEST),
)
async def list_pairs(
    connection: NamedDependency[Connection], page: NamedDependency[PageAsked]
) -> shapes.DuplicatePairs:
    """Pairs that nobody has decided on, the most alike first."""
    pairs = await find_pairs(connection, **page.window)
    shown = [id for pair in pairs for id in (pair.first_id, pair.second_id)]
    await record_read(connection, subject="records that may be of one person", applicant_ids=shown)
    total = await count_pairs(connection)
    items = all_shaped(pairs, shapes.DuplicatePair)
    return page.shown(shapes.DuplicatePairs, pairs, items, total=total)


@post(
    "/duplicates/{pair_id:int}/different",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Keep two records apart",
    status_code=HTTP_204_NO_CONTENT,
    responses=_REFUSALS,
)
async def decide_different(
    connection: NamedDependency[Connection], actor: NamedDependency[Actor], pair_id: FromPath[int]
) -> None:
    """They are of different people, and are not shown as alike again."""
    await keep_apart(connection, actor=actor, pair_id=pair_id)


@post(
    "/duplicates/{pair_id:int}/merge",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Make two records one",
    status_code=HTTP_200_OK,
    responses=_REFUSALS,
)
async def merge_pair(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    pair_id: FromPath[int],
    data: JSONBody[shapes.MergeAsked],
) -> shapes.Merged:
    """The record kept takes what the other has besides; the other is withdrawn."""
    merge_id = await merge(
        connection, actor=actor, pair_id=pair_id, kept_id=data.kept_id, reason=data.reason
    )
    return await _merged(connection, merge_id)


@post(
    "/merges/{merge_id:int}/undo",
    may=auth.OFFICERS,
    tags=_TAGS,
    summary="Make two of a record again",
    status_code=HTTP_200_OK,
    responses=_REFUSALS,
)
async def undo(
    connection: NamedDependency[Connection], actor: NamedDependency[Actor], merge_id: FromPath[int]
) -> shapes.Merged:
    """Both records are as they were; refused where one was changed since."""
    await undo_merge(connection, actor=actor, merge_id=merge_id)
    return await _merged(connection, merge_id)


async def _merged(connection: Connection, merge_id: int) -> shapes.Merged:
    done = await get_merge(connection, merge_id)
    shown = [done.kept_id, done.merged_id]
    await record_read(connection, subject="a merge", applicant_ids=shown)
    return shaped(done, shapes.Merged)
