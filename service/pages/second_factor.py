"""Setting up a second factor, taking it away, and recovery codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
from litestar import get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Response, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER
from markupsafe import Markup

from service import auth
from service.actions import second_factor
from service.actions.second_factor import MUST_HAVE
from service.actions.signing_in import prove_own_password
from service.domain.accounts import Actor
from service.errors import NotAllowed
from service.pages.forms import FormRefused
from service.store.context import own_transaction
from service.store.pool import Connection

PATH = "/account/second-factor"
TEMPLATE = "second_factor/set_up.html"

_SETTING_UP = frozenset({auth.Needs.SECOND_FACTOR})
_PIXELS_A_MODULE = 5


@dataclass(frozen=True)
class PasswordForm:
    """What a form sends that asks for the password again."""

    password: str = ""


@dataclass(frozen=True)
class FirstCodeForm:
    """What the form for the first code sends."""

    code: str = ""


@get(PATH, may=auth.SIGNED_IN, needs=_SETTING_UP)
async def show_second_factor(
    request: auth.WebRequest, connection: NamedDependency[Connection]
) -> Template:
    """How the person's second factor stands, and the key while it waits for its first code."""
    return Template(TEMPLATE, context=await _page(connection, auth.person_of(request), {}))


@post(PATH, may=auth.SIGNED_IN, needs=_SETTING_UP)
async def begin_set_up(
    request: auth.WebRequest, state: State, data: URLEncodedBody[PasswordForm]
) -> Redirect:
    """Draw a key. Whoever must have one has just signed in; others give their password again."""
    person = auth.person_of(request)
    if request.user is not None:
        await _prove(request, state, person, data.password)
    await second_factor.begin_set_up(state.pool, actor=person, source=auth.visit_of(request).source)
    return Redirect(PATH, status_code=HTTP_303_SEE_OTHER)


@post(f"{PATH}/confirm", may=auth.SIGNED_IN, needs=_SETTING_UP, status_code=HTTP_200_OK)
async def confirm(
    request: auth.WebRequest, state: State, data: URLEncodedBody[FirstCodeForm]
) -> Response[bytes]:
    """Take the first code, and show the recovery codes this once."""
    person, visit = auth.person_of(request), auth.visit_of(request)
    try:
        done = await second_factor.confirm(state.pool, actor=person, code=data.code, visit=visit)
    except NotAllowed as wrong:
        raise await _refused(state, person, visit.source, {"code": str(wrong)}) from wrong
    await auth.go_on_in(request, done.token)
    answer = _show_codes(done.recovery_codes)
    answer.set_cookie(auth.session_cookie(request, done.token))
    return answer


@post(f"{PATH}/recovery-codes", may=auth.SIGNED_IN, status_code=HTTP_200_OK)
async def renew_recovery_codes(
    request: auth.WebRequest, state: State, data: URLEncodedBody[PasswordForm]
) -> Template:
    """Draw new recovery codes and show them this once."""
    person = auth.person_of(request)
    await _prove(request, state, person, data.password)
    codes = await second_factor.renew_recovery_codes(
        state.pool, actor=person, source=auth.visit_of(request).source
    )
    return _show_codes(codes)


@post(f"{PATH}/remove", may=auth.SIGNED_IN)
async def remove(
    request: auth.WebRequest, state: State, data: URLEncodedBody[PasswordForm]
) -> Redirect:
    """Take the second factor away; whoever must have one sets up another."""
    person, visit = auth.person_of(request), auth.visit_of(request)
    await _prove(request, state, person, data.password)
    token = await second_factor.remove(state.pool, actor=person, visit=visit)
    cookie = auth.session_cookie(request, token)
    return Redirect(PATH, status_code=HTTP_303_SEE_OTHER, cookies=[cookie])


async def _prove(request: auth.WebRequest, state: State, person: Actor, password: str) -> None:
    """Ask for the password; the page is shown again when it is wrong."""
    source = auth.visit_of(request).source
    try:
        await prove_own_password(state.pool, actor=person, password=password, source=source)
    except NotAllowed as wrong:
        raise await _refused(state, person, source, {"password": str(wrong)}) from wrong


async def _refused(
    state: State, person: Actor, source: str, problems: Mapping[str, str]
) -> FormRefused:
    async with own_transaction(state.pool, person, source=source) as connection:
        context = await _page(connection, person, problems)
    return FormRefused(TEMPLATE, problems, context)


async def _page(
    connection: Connection, person: Actor, problems: Mapping[str, str]
) -> dict[str, Any]:
    found = await second_factor.find_state(connection, actor=person)
    return {
        "factor": found,
        "qr_code": None if found.set_up is None else _qr_code(found.set_up.address),
        "must_have": person.role in MUST_HAVE,
        "problems": problems,
    }


def _show_codes(codes: tuple[str, ...]) -> Template:
    return Template("second_factor/recovery_codes.html", context={"codes": codes})


def _qr_code(address: str) -> Markup:
    """A QR code as SVG without styles, which the pages' policy would not show."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(
        scale=_PIXELS_A_MODULE, light="#fff", title="QR code of the key", lineclass=None
    )
    return Markup(svg)
