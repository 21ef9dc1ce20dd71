"""Records that may be of one person: looked at side by side, kept apart or merged."""

from dataclasses import dataclass
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from service import auth
from service.actions.duplicates import look_for_duplicates
from service.actions.merging import keep_apart, merge, undo_merge
from service.actions.reading import record_read
from service.domain.accounts import Actor
from service.domain.days import today
from service.pages.done import redirect_done
from service.pages.forms import id_in, query_of, refusable, shown_again
from service.pages.paging import paging
from service.store.applicant_pages import find_household, get_applicant
from service.store.duplicates import count_pairs, find_merges, find_pairs, get_merge, get_pair
from service.store.pool import Connection

_ONE = "duplicates/one.html"


@dataclass(frozen=True)
class MergeForm:
    """Which record to keep, and how one knows that they are one person's."""

    kept: str = ""
    reason: str = ""


@get("/duplicates", may=auth.OFFICERS)
async def show_duplicates(
    request: auth.WebRequest, connection: NamedDependency[Connection]
) -> Template:
    """Pairs that nobody has decided on, the most alike first, and what was merged."""
    page = paging("/duplicates", query_of(request), await count_pairs(connection))
    pairs = await find_pairs(connection, limit=page.limit, offset=page.offset)
    merges = await find_merges(connection)
    shown = [id for pair in pairs for id in (pair.first_id, pair.second_id)]
    shown += [id for one in merges for id in (one.kept_id, one.merged_id)]
    await record_read(connection, subject="records that may be of one person", applicant_ids=shown)
    context = {"pairs": pairs, "merges": merges, "paging": page}
    return Template("duplicates/list.html", context=context)


@post("/duplicates/look", may=auth.OFFICERS)
async def look(connection: NamedDependency[Connection]) -> Redirect:
    """Compare everybody now, rather than in the night."""
    await look_for_duplicates(connection)
    return redirect_done("/duplicates", "looked-for-duplicates")


@get("/duplicates/{pair_id:int}", may=auth.OFFICERS)
async def show_pair(connection: NamedDependency[Connection], pair_id: FromPath[int]) -> Template:
    """Two records side by side, and the forms to decide."""
    return Template(_ONE, context=await _one(connection, pair_id, MergeForm()))


async def _one(connection: Connection, pair_id: int, form: MergeForm) -> dict[str, Any]:
    pair = await get_pair(connection, pair_id)
    records = [await get_applicant(connection, id) for id in (pair.first_id, pair.second_id)]
    households = [await find_household(connection, record) for record in records]
    await record_read(
        connection,
        subject="two records that may be of one person",
        applicant_ids=[pair.first_id, pair.second_id],
    )
    return {
        "pair": pair,
        "records": records,
        "households": households,
        "form": form,
        "problems": {},
        "today": today(),
    }


@post("/duplicates/{pair_id:int}/different", may=auth.OFFICERS)
async def decide_different(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    pair_id: FromPath[int],
) -> Redirect:
    """They are different people."""
    await keep_apart(connection, actor=actor, pair_id=pair_id)
    return redirect_done("/duplicates", "kept-apart")


@post("/duplicates/{pair_id:int}/merge", may=auth.OFFICERS)
async def merge_pair(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    pair_id: FromPath[int],
    data: URLEncodedBody[MergeForm],
) -> Redirect:
    """Make the two records one, and show the one that was kept."""
    context = await _one(connection, pair_id, data)
    kept_id = id_in(data.kept) or 0
    async with refusable(connection), shown_again(_ONE, context, usual="kept"):
        await merge(connection, actor=actor, pair_id=pair_id, kept_id=kept_id, reason=data.reason)
    return redirect_done("/duplicates", "merged")


@post("/merges/{merge_id:int}/undo", may=auth.OFFICERS)
async def undo(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    merge_id: FromPath[int],
) -> Redirect:
    """Make two of the record again."""
    done = await get_merge(connection, merge_id)
    await record_read(
        connection, subject="undoing a merge", applicant_ids=[done.kept_id, done.merged_id]
    )
    async with refusable(connection):
        await undo_merge(connection, actor=actor, merge_id=merge_id)
    return redirect_done("/duplicates", "merge-undone")
