"""A person's own account: where they are signed in, their password, their second factor."""

from dataclasses import dataclass
from typing import Any

from litestar import get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template

from service import auth
from service.actions import accounts, second_factor, sessions
from service.domain.accounts import Actor
from service.errors import NotAllowed, RuleBroken
from service.pages.done import redirect_done
from service.pages.forms import FormRefused
from service.store.context import own_transaction
from service.store.pool import Connection

_PATH, _TEMPLATE = "/account", "account.html"


@dataclass(frozen=True)
class NewPasswordForm:
    """What the form for a new password sends."""

    old: str = ""
    new: str = ""


@get(_PATH, may=auth.SIGNED_IN)
async def show_account(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """Who they are to Homeward, and where they are signed in."""
    return Template(_TEMPLATE, context=await _page(request, connection, actor))


@post(f"{_PATH}/password", may=auth.SIGNED_IN)
async def change_password(
    request: auth.WebRequest,
    state: State,
    actor: NamedDependency[Actor],
    data: URLEncodedBody[NewPasswordForm],
) -> Redirect:
    """Set a new password; every other session ends."""
    visit = auth.visit_of(request)
    try:
        token = await accounts.change_password(
            state.pool, actor=actor, old=data.old, new=data.new, visit=visit
        )
    except (NotAllowed, RuleBroken) as wrong:
        field = "old" if isinstance(wrong, NotAllowed) else "new"
        async with own_transaction(state.pool, actor, source=visit.source) as connection:
            context = await _page(request, connection, actor)
        raise FormRefused(_TEMPLATE, {field: str(wrong)}, context) from wrong
    cookie = auth.session_cookie(request, token)
    return redirect_done(_PATH, "password-changed", cookies=[cookie])


@post(f"{_PATH}/sign-out-everywhere", may=auth.SIGNED_IN)
async def sign_out_everywhere(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Redirect:
    """End every session of theirs, this one too."""
    await sessions.end_own_sessions(connection, actor=actor)
    cookie = auth.session_cookie(request, None)
    return redirect_done("/sign-in", "signed-out-everywhere", cookies=[cookie])


async def _page(request: auth.WebRequest, connection: Connection, actor: Actor) -> dict[str, Any]:
    return {
        "account": await accounts.get_own(connection, actor=actor),
        "sessions": await sessions.find_own_sessions(connection, actor=actor),
        "this_session": request.auth.session_id,
        "factor": await second_factor.find_state(connection, actor=actor),
        "problems": {},
    }
