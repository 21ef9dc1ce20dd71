"""API tokens: the list, making one and revoking one."""

from dataclasses import dataclass
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from service import auth
from service.actions.api_tokens import (
    DAYS,
    LONGEST_NAME,
    SCOPES,
    find_tokens,
    make_token,
    revoke_token,
)
from service.domain.accounts import Actor
from service.pages.done import redirect_done
from service.pages.forms import FormRefused, id_in, number_in, options, shown_again
from service.store.landlords import find_landlords
from service.store.pool import Connection

_TEMPLATE = "tokens.html"


@dataclass(frozen=True)
class TokenForm:
    """What the form sends."""

    name: str = ""
    scopes: tuple[str, ...] = ()
    days: int | None = None
    landlord_id: int | None = None


@get("/tokens", may=auth.KEEPING_TOKENS)
async def show_tokens(
    connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """A landlord's tokens to its people, all to administrators."""
    return Template(_TEMPLATE, context=await _context(connection, actor, TokenForm()))


@post("/tokens", may=auth.KEEPING_TOKENS, status_code=HTTP_200_OK)
async def make(
    request: auth.WebRequest, connection: NamedDependency[Connection], actor: NamedDependency[Actor]
) -> Template:
    """Make a token and show it: the answer is the page, since it is not shown again."""
    form = await _read(request)
    landlords = await find_landlords(connection)
    landlord_id = form.landlord_id if actor.landlord_id is None else actor.landlord_id
    problems = _problems(form)
    if landlord_id is None or str(landlord_id) not in landlords:
        problems["landlord_id"] = "Choose the landlord whose programs the token is for"
    if problems or landlord_id is None or form.days is None:
        raise FormRefused(_TEMPLATE, problems, await _context(connection, actor, form))
    async with shown_again(_TEMPLATE, await _context(connection, actor, form)):
        token = await make_token(
            connection,
            actor=actor,
            landlord_id=landlord_id,
            name=form.name,
            scopes=form.scopes,
            days=form.days,
        )
    context = await _context(connection, actor, TokenForm())
    return Template(_TEMPLATE, context=context | {"made": token, "made_name": form.name})


@post("/tokens/{token_id:int}/revoke", may=auth.KEEPING_TOKENS)
async def revoke(connection: NamedDependency[Connection], token_id: FromPath[int]) -> Redirect:
    """Revoke a token of one's own landlord; an administrator any."""
    await revoke_token(connection, token_id)
    return redirect_done("/tokens", "token-revoked")


async def _read(request: auth.WebRequest) -> TokenForm:
    sent = await request.form()
    texts = {name: str(sent.get(name, "")) for name in ("name", "days", "landlord_id")}
    return TokenForm(
        name=texts["name"].strip(),
        scopes=tuple(one for one in sent.getall("scopes", []) if one in SCOPES),
        days=number_in(texts["days"], 1, max(DAYS)),
        landlord_id=id_in(texts["landlord_id"]),
    )


def _problems(form: TokenForm) -> dict[str, str]:
    """Field -> what is wrong with it."""
    problems = {}
    if not 0 < len(form.name) <= LONGEST_NAME:
        problems["name"] = f"Enter a name of at most {LONGEST_NAME} characters"
    if not form.scopes:
        problems["scopes"] = "Choose what the token may read"
    if form.days not in DAYS:
        problems["days"] = "Choose how long the token lasts"
    return problems


async def _context(connection: Connection, actor: Actor, form: TokenForm) -> dict[str, Any]:
    landlords = await find_landlords(connection)
    chosen = None if form.landlord_id is None else str(form.landlord_id)
    return {
        "tokens": await find_tokens(connection),
        "scope_words": SCOPES,
        "form": form,
        "problems": {},
        "scopes": [
            {"value": scope, "text": words, "checked": scope in form.scopes}
            for scope, words in SCOPES.items()
        ],
        "days": [{"value": n, "text": f"{n} days", "checked": n == form.days} for n in DAYS],
        "landlords": None
        if actor.landlord_id is not None
        else options(landlords, chosen, "Choose a landlord"),
    }
