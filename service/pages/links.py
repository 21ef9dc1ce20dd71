"""Links with which somebody sets their password, once."""

from dataclasses import dataclass
from http import HTTPStatus

from litestar import get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from service import auth
from service.actions import links
from service.domain.accounts import HOMEWARD
from service.errors import NotFound, RuleBroken
from service.pages.done import redirect_done
from service.pages.forms import FormRefused
from service.store.context import own_transaction
from service.store.links import Link
from service.store.pool import Connection

LINK_PATH = "/link"
"""The address below which each link has a secret one; never logged."""


@dataclass(frozen=True)
class PasswordForm:
    """What the form for a first or new password sends."""

    password: str = ""


@get(f"{LINK_PATH}/{{token:str}}", may=auth.EVERYONE)
async def show_link(connection: NamedDependency[Connection], token: FromPath[str]) -> Template:
    """The form for a password, if the link can be used."""
    try:
        found = await links.get_link(connection, token)
    except NotFound as gone:
        raise _gone(gone) from gone
    return Template("links/set_password.html", context={"link": found, "problems": {}})


@post(f"{LINK_PATH}/{{token:str}}", may=auth.EVERYONE)
async def use_link(
    request: auth.WebRequest,
    state: State,
    token: FromPath[str],
    data: URLEncodedBody[PasswordForm],
) -> Redirect:
    """Set the password; then they sign in with it."""
    source = auth.source_of(request)
    try:
        await links.use_link(state.pool, token=token, password=data.password, source=source)
    except NotFound as gone:
        raise _gone(gone) from gone
    except RuleBroken as wrong:
        context = {"link": await _get_link(state, token, source)}
        problems = {"password": str(wrong)}
        raise FormRefused("links/set_password.html", problems, context) from wrong
    return redirect_done("/sign-in", "password-set")


async def _get_link(state: State, token: str, source: str) -> Link:
    async with own_transaction(state.pool, HOMEWARD, source=source) as connection:
        return await links.get_link(connection, token)


def _gone(error: NotFound) -> FormRefused:
    """The page that says the same of every link that cannot be used."""
    return FormRefused("links/gone.html", {}, {"words": str(error)}, HTTPStatus.GONE)
