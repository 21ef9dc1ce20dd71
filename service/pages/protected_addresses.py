"""The protected address of a scheme, for the few who need it."""

from dataclasses import dataclass

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from service import auth
from service.actions import protected_addresses as addresses
from service.domain.accounts import Actor
from service.pages.forms import shown_again
from service.store.pool import Connection

_PAGE = "schemes/address.html"


@dataclass(frozen=True)
class AddressForm:
    """Where a scheme is."""

    address: str = ""
    postcode: str = ""


@get("/schemes/{scheme_id:int}/address", may=auth.LETTING)
async def show_address(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    scheme_id: FromPath[int],
) -> Template:
    """Where a scheme is; each look is recorded."""
    found = await addresses.read_address(connection, actor=actor, scheme_id=scheme_id)
    kept = found.address
    return Template(
        _PAGE,
        context={
            "scheme": found.scheme,
            "kept": kept,
            "may_write": found.may_write,
            "form": AddressForm(kept.address, kept.postcode) if kept else AddressForm(),
            "problems": {},
        },
    )


@post("/schemes/{scheme_id:int}/address", may=auth.LETTING)
async def write_address(
    connection: NamedDependency[Connection],
    actor: NamedDependency[Actor],
    scheme_id: FromPath[int],
    data: URLEncodedBody[AddressForm],
) -> Redirect:
    """Write down where a scheme is."""
    scheme = await addresses.get_scheme(connection, actor=actor, scheme_id=scheme_id)
    sent = {"scheme": scheme, "kept": None, "may_write": True, "form": data}
    async with shown_again(_PAGE, sent):
        await addresses.write_address(
            connection,
            actor=actor,
            scheme_id=scheme_id,
            address=data.address,
            postcode=data.postcode,
        )
    address = f"/schemes/{scheme_id}/address"
    return Redirect(address, status_code=HTTP_303_SEE_OTHER)
