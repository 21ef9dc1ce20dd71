"""Towns and postcodes as the JSON API shows them."""

from typing import Annotated

from msgspec import Meta, Struct


class Place(Struct):
    """A town, in EPSG:27700 metres."""

    id: int
    name: Annotated[str, Meta(examples=["Dereham"])]
    kind: Annotated[str, Meta(examples=["market_town"])]
    district_code: Annotated[str, Meta(examples=["E07000143"])]
    easting: float
    northing: float
    source: str


class Postcode(Struct):
    """A postcode, in EPSG:27700 metres."""

    postcode: Annotated[str, Meta(examples=["NR19 1AA"])]
    district_code: str
    district: str
    nearest_place_id: int
    nearest_place: str
    easting: float
    northing: float
