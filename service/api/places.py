"""Towns and postcodes over JSON."""

from http import HTTPStatus

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from service import auth
from service.api.params import all_shaped, shaped
from service.api.problems import refusals
from service.api.shapes import places as shapes
from service.errors import NotFound
from service.store.places import find_places, find_postcode
from service.store.pool import Connection

_TAGS = ["Places"]


@get("/places", may=auth.SIGNED_IN, tags=_TAGS, summary="List towns", responses=refusals())
async def list_places(connection: NamedDependency[Connection]) -> list[shapes.Place]:
    """Every town that Homeward knows, by name."""
    return all_shaped(await find_places(connection), shapes.Place)


@get(
    "/postcodes/{postcode:str}",
    may=auth.SIGNED_IN,
    tags=_TAGS,
    summary="One postcode",
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
async def show_postcode(
    connection: NamedDependency[Connection], postcode: FromPath[str]
) -> shapes.Postcode:
    """Its district and nearest town, however it is spaced."""
    found = await find_postcode(connection, postcode)
    if found is None:
        raise NotFound(f"There is no postcode {postcode} in Norfolk.")
    return shaped(found, shapes.Postcode)
