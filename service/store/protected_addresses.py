"""Where refuges and the like are: read by a few, and by nothing else of Homeward.

The policies of these rows go by the person and not by what they are raised to, so nothing here is
ever elevated.
"""

from dataclasses import dataclass
from datetime import datetime

from service.errors import NotFound
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row

SQL = queries("protected_addresses")


@dataclass(frozen=True)
class ProtectedScheme:
    """A scheme, without where it is."""

    id: int
    name: str
    kind: str
    district_code: str
    district: str
    place: str
    landlord: str


@dataclass(frozen=True)
class ProtectedAddress:
    """Where a scheme is."""

    address: str
    postcode: str
    kept_by: str
    kept_at: datetime


async def get_scheme(connection: Connection, scheme_id: int) -> ProtectedScheme:
    """A scheme that whoever asks sees.

    Raises:
        NotFound: There is none.
    """
    scheme = await one_row(connection, ProtectedScheme, SQL["get_scheme"], {"scheme_id": scheme_id})
    if scheme is None:
        raise NotFound(f"There is no protected address of scheme {scheme_id} for you to see.")
    return scheme


async def find_address(connection: Connection, scheme_id: int) -> ProtectedAddress | None:
    """Where a scheme is; None where nobody wrote it down, or it is not for whoever asks."""
    return await one_row(
        connection, ProtectedAddress, SQL["find_address"], {"scheme_id": scheme_id}
    )


async def set_address(
    connection: Connection, scheme_id: int, *, address: str, postcode: str, kept_by: str
) -> None:
    """Write down where a scheme is, in place of what was there."""
    said = {
        "scheme_id": scheme_id,
        "address": address,
        "postcode": postcode,
        "kept_by": kept_by,
    }
    await connection.execute(SQL["set_address"], said)
