"""The audit, for auditors: the list, one act with what it changed, and whether the chain holds."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.actions.audit_check import check_within
from service.actions.audit_heads import FILE, read_heads
from service.actions.auditing import Asked, read_act, read_audit, values_of
from service.domain.auditing import action_words
from service.pages.forms import day_in, id_in, one_of, options, query_of, text_of
from service.pages.paging import SIZE, paging
from service.store.audit import add_audit, count_changes, find_actions, find_changes
from service.store.audit_chain import find_head
from service.store.pool import Connection

_CHECK_SECONDS = 5.0
_HEADS_SHOWN = 10


@get("/audit", may=auth.AUDITORS)
async def show_audit(request: auth.WebRequest, connection: NamedDependency[Connection]) -> Template:
    """Who did what, the newest first, by person, act, applicant, subject and day."""
    query = query_of(request)
    actions = {action: action_words(action) for action in await find_actions(connection)}
    before = id_in(query.get("before"))
    found = await read_audit(
        connection,
        asked=_asked(query, actions),
        limit=SIZE,
        after=None if before is None else (before,),
    )
    return Template(
        "audit/list.html",
        context={
            "acts": found.acts,
            "references": found.references,
            "is_known": found.is_known,
            "older": found.acts.goes_on and _address(query, *found.acts.goes_on),
            "newest": _address(query, None) if query.get("before") else None,
            "query": query,
            "actions": options(actions, one_of(query.get("action"), actions), "Anything"),
        },
    )


@get("/audit/{audit_id:int}", may=auth.AUDITORS)
async def show_act(
    request: auth.WebRequest, connection: NamedDependency[Connection], audit_id: FromPath[int]
) -> Template:
    """One act: its details, what it changed value by value, and its link in the chain."""
    found = await read_act(connection, audit_id=audit_id)
    n_changes = await count_changes(connection, audit_id)
    page = paging(f"/audit/{audit_id}", query_of(request), n_changes)
    changes = await find_changes(connection, audit_id, limit=page.limit, offset=page.offset)
    return Template(
        "audit/one.html",
        context={
            "act": found.act,
            "found": found,
            "details": {name: _said(value) for name, value in found.act.details.items()},
            "changes": [
                (change, [(name, _said(a), _said(b)) for name, a, b in values_of(change)])
                for change in changes
            ],
            "n_changes": n_changes,
            "paging": page,
            "said": _said,
        },
    )


@get("/audit/check", may=auth.AUDITORS)
async def show_check(request: auth.WebRequest, connection: NamedDependency[Connection]) -> Template:
    """Whether the audit is as it was written, as far as a page may wait."""
    home = request.app.state.settings.home
    check = await check_within(connection, home=home, seconds=_CHECK_SECONDS)
    # Only now: a row has no link before its transaction commits.
    await add_audit(connection, action="read audit", subject="check of the chain")
    return Template(
        "audit/check.html",
        context={
            "check": check,
            "head": await find_head(connection),
            "heads": list(reversed(read_heads(home).heads[-_HEADS_SHOWN:])),
            "file": FILE,
        },
    )


def _asked(query: Mapping[str, str], actions: Mapping[str, str]) -> Asked:
    """The filters of a query string; what cannot be read is left out."""
    return Asked(
        actor=text_of({"text": query.get("actor", "")}),
        action=one_of(query.get("action"), actions),
        applicant=text_of({"text": query.get("applicant", "")}),
        text=text_of(query),
        since=day_in(query.get("since")),
        until=day_in(query.get("until")),
    )


def _address(query: Mapping[str, str], before_id: int | None) -> str:
    kept = {name: value for name, value in query.items() if value and name != "before"}
    asked = kept if before_id is None else {**kept, "before": str(before_id)}
    return f"/audit?{urlencode(asked)}" if asked else "/audit"


def _said(value: Any) -> str:
    """A value of the audit as a page says it."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return ", ".join(map(_said, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
