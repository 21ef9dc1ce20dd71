"""The addresses of refuges and the like, for the few who need them; each look is audited."""

from dataclasses import dataclass

from service.domain.accounts import Actor, Role
from service.domain.homes import SchemeKind
from service.errors import NotAllowed, NotFound, RuleBroken
from service.store import protected_addresses as store
from service.store.audit import add_audit
from service.store.places import find_postcode
from service.store.pool import Connection
from service.store.protected_addresses import ProtectedAddress, ProtectedScheme

_MOST_LETTERS = 500
_KEEPERS = (Role.OFFICER, Role.LANDLORD)


@dataclass(frozen=True)
class Whereabouts:
    """A scheme with its address, for one of the few."""

    scheme: ProtectedScheme
    address: ProtectedAddress | None
    """None: nobody wrote it down yet."""
    may_write: bool


async def get_scheme(connection: Connection, *, actor: Actor, scheme_id: int) -> ProtectedScheme:
    """A scheme whose address is protected, and for this person.

    Raises:
        NotFound: There is no such scheme for them, or its address is not protected.
    """
    scheme = await store.get_scheme(connection, scheme_id)
    is_elsewhere = actor.district_code not in (None, scheme.district_code)
    if is_elsewhere or not SchemeKind(scheme.kind).has_protected_address:
        raise NotFound(f"There is no protected address of scheme {scheme_id} for you to see.")
    return scheme


async def read_address(connection: Connection, *, actor: Actor, scheme_id: int) -> Whereabouts:
    """Where a scheme is; that it was read is audited.

    Raises:
        NotFound: There is no such scheme for them, or its address is not protected.
    """
    scheme = await get_scheme(connection, actor=actor, scheme_id=scheme_id)
    address = await store.find_address(connection, scheme_id)
    await add_audit(
        connection,
        actor=actor.name,
        action="read protected address",
        subject=f"scheme {scheme_id}",
    )
    return Whereabouts(scheme, address, may_write(actor))


def may_write(actor: Actor) -> bool:
    """Whether this person may write the addresses that they may read."""
    return actor.role in _KEEPERS


async def write_address(
    connection: Connection, *, actor: Actor, scheme_id: int, address: str, postcode: str
) -> None:
    """Write down where a scheme is. The audit says that it was written, and not the address.

    Raises:
        NotFound: There is no such scheme for them, or its address is not protected.
        NotAllowed: They may read it and no more.
        RuleBroken: The address is empty, or the postcode is not one of the scheme's district.
    """
    scheme = await get_scheme(connection, actor=actor, scheme_id=scheme_id)
    if not may_write(actor):
        raise NotAllowed("The landlord or the council writes this address. Tell them of a change.")
    address = _checked_address(address)
    found = await find_postcode(connection, postcode)
    if found is None:
        raise RuleBroken("This is not a postcode of Norfolk", field="postcode")
    if found.district_code != scheme.district_code:
        words = f"This postcode is not in {scheme.district}, where the scheme counts"
        raise RuleBroken(words, field="postcode")
    await store.set_address(
        connection, scheme_id, address=address, postcode=found.postcode, kept_by=actor.name
    )


def _checked_address(address: str) -> str:
    lines = (" ".join(line.split()) for line in address.splitlines())
    address = "\n".join(line for line in lines if line)
    if not 0 < len(address) <= _MOST_LETTERS:
        words = f"Enter the address, in at most {_MOST_LETTERS} letters"
        raise RuleBroken(words, field="address")
    return address
