"""Accounts, as administrators keep them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from service import auth
from service.actions import accounts
from service.domain.accounts import Actor, Role
from service.pages.done import redirect_done
from service.pages.forms import FormRefused, id_in, one_of, options, shown_again
from service.pages.links import LINK_PATH
from service.pages.words import capital
from service.store.accounts import Ties, find_ties
from service.store.links import LASTS
from service.store.pool import Connection

_PATH = "/accounts"
_ONE = f"{_PATH}/{{account_id:int}}"
_INVITE = "accounts/invite.html"
_ROLES = {role.value: capital(role.words) for role in Role}


@dataclass(frozen=True)
class InvitationForm:
    """What the form that invites somebody sends."""

    email: str = ""
    name: str = ""
    role: str = ""
    landlord: str = ""
    provider: str = ""
    district: str = ""


@get(_PATH, may=auth.ADMINISTRATORS)
async def show_accounts(connection: NamedDependency[Connection]) -> Template:
    """Every account."""
    return Template(
        "accounts/list.html",
        context={"accounts": await accounts.find_listed(connection), "role_words": _ROLES},
    )


@get(f"{_PATH}/invite", may=auth.ADMINISTRATORS)
async def show_invite(connection: NamedDependency[Connection]) -> Template:
    """The form that invites somebody."""
    context = _form(await find_ties(connection), InvitationForm(), {})
    return Template(_INVITE, context=context)


@post(f"{_PATH}/invite", may=auth.ADMINISTRATORS, status_code=HTTP_200_OK)
async def invite(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    data: URLEncodedBody[InvitationForm],
) -> Template:
    """Open an account, and show the link to hand on this once."""
    ties = await find_ties(connection)
    person = _person(ties, data)
    problems = accounts.find_problems(data.email, person)
    if person.role is None:
        problems["role"] = "Choose what they are to Homeward"
    if problems or person.role is None:
        raise FormRefused(_INVITE, problems, _form(ties, data, problems))
    async with shown_again(_INVITE, _form(ties, data, {}), usual="email"):
        invited = await accounts.invite(
            connection,
            actor=actor,
            email=data.email,
            name=person.name,
            role=person.role,
            landlord_id=person.landlord_id,
            provider_id=person.provider_id,
            district_code=person.district_code,
        )
    return await _show_link(request, connection, invited.account_id, invited.token)


@get(_ONE, may=auth.ADMINISTRATORS)
async def show_one(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    account_id: FromPath[int],
) -> Template:
    """One account, and what can be done with it."""
    account = await accounts.get_listed(connection, account_id)
    is_own = account.id == actor.account_id
    context = {
        "account": account,
        "is_own": is_own,
        "role_words": _ROLES,
        "locked_until": await accounts.find_locked_until(connection, account),
    }
    return Template("accounts/one.html", context=context)


@post(f"{_ONE}/link", may=auth.ADMINISTRATORS, status_code=HTTP_200_OK)
async def renew_link(
    request: auth.WebRequest,
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    account_id: FromPath[int],
) -> Template:
    """Show a new link to hand on; older ones stop working."""
    token = await accounts.renew_link(connection, actor=actor, account_id=account_id)
    return await _show_link(request, connection, account_id, token)


@post(f"{_ONE}/disable", may=auth.ADMINISTRATORS)
async def disable(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    account_id: FromPath[int],
) -> Redirect:
    """Shut an account."""
    await accounts.set_disabled(connection, actor=actor, account_id=account_id, is_disabled=True)
    return redirect_done(f"{_PATH}/{account_id}", "account-disabled")


@post(f"{_ONE}/enable", may=auth.ADMINISTRATORS)
async def enable(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    account_id: FromPath[int],
) -> Redirect:
    """Open an account again."""
    await accounts.set_disabled(connection, actor=actor, account_id=account_id, is_disabled=False)
    return redirect_done(f"{_PATH}/{account_id}", "account-enabled")


@post(f"{_ONE}/clear-second-factor", may=auth.ADMINISTRATORS)
async def clear_second_factor(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    account_id: FromPath[int],
) -> Redirect:
    """Take somebody's second factor away, who has lost it."""
    await accounts.clear_second_factor(connection, actor=actor, account_id=account_id)
    return redirect_done(f"{_PATH}/{account_id}", "second-factor-cleared")


@post(f"{_ONE}/sign-out", may=auth.ADMINISTRATORS)
async def sign_out_account(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    account_id: FromPath[int],
) -> Redirect:
    """End every session of somebody else."""
    await accounts.sign_out_account(connection, actor=actor, account_id=account_id)
    return redirect_done(f"{_PATH}/{account_id}", "account-signed-out")


async def _show_link(
    request: auth.WebRequest, connection: Connection, account_id: int, token: str
) -> Template:
    address = request.app.state.settings.public_url or str(request.base_url).rstrip("/")
    return Template(
        "accounts/link.html",
        context={
            "account": await accounts.get_listed(connection, account_id),
            "address": f"{address}{LINK_PATH}/{token}",
            "hours": int(LASTS.total_seconds()) // 3600,
        },
    )


def _person(ties: Ties, form: InvitationForm) -> Actor:
    """Who is invited; without a role where none is chosen."""
    role = one_of(form.role, _ROLES)
    return Actor(
        None,
        " ".join(form.name.split()),
        None if role is None else Role(role),
        id_in(one_of(form.landlord, ties.landlords)),
        id_in(one_of(form.provider, ties.providers)),
        one_of(form.district, ties.districts),
    )


def _form(ties: Ties, form: InvitationForm, problems: Mapping[str, str]) -> dict[str, Any]:
    """What the page of the form shows, with the form as it was filled in."""
    return {
        "form": form,
        "roles": options(_ROLES, one_of(form.role, _ROLES), "Choose a role"),
        "landlords": options(ties.landlords, one_of(form.landlord, ties.landlords), "No landlord"),
        "providers": options(
            ties.providers, one_of(form.provider, ties.providers), "No support provider"
        ),
        "districts": options(
            ties.districts, one_of(form.district, ties.districts), "The whole county"
        ),
        "problems": problems,
    }
