"""Shapes of reports and of the national lettings return."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from msgspec import Meta, Struct


class ReportColumn(Struct):
    """A column of a report."""

    key: Annotated[str, Meta(description="What rows call it.", examples=["days_void"])]
    words: Annotated[str, Meta(examples=["days void"])]


class Report(Struct):
    """A report of what whoever asks may see."""

    name: Annotated[str, Meta(examples=["vacancies"])]
    title: Annotated[str, Meta(examples=["Open vacancies and days void"])]
    definition: Annotated[Sequence[str], Meta(description="How its figures are counted.")]
    personal: Annotated[bool, Meta(description="Whether it names people.")]
    columns: list[ReportColumn]
    rows: Annotated[
        list[dict[str, Any]],
        Meta(
            description="By the keys of the columns; money in pence; “hidden” could tell of a "
            "person.",
            examples=[[{"vacancy": "V-0007", "days_void": 31}]],
        ),
    ]


class MissingField(Struct):
    """A field of the return that Homeward does not hold."""

    field: Annotated[int, Meta(examples=[44])]
    words: Annotated[str, Meta(examples=["ethnic group of lead tenant"])]
    n_lettings: Annotated[int, Meta(description="How many lettings lack it.", examples=[12])]


class CoreLetting(Struct):
    """A letting as a row of the return."""

    letting_id: Annotated[int, Meta(examples=[3])]
    vacancy: Annotated[str, Meta(description="Its reference.", examples=["V-0041"])]
    values: Annotated[
        Mapping[str, int | str],
        Meta(description="Field number to value or code.", examples=[{"4": 2, "39": 5}]),
    ]
    missing: Annotated[Sequence[int], Meta(description="Fields that it lacks.", examples=[[1, 2]])]


class CoreReturn(Struct):
    """The national lettings return of a period, as far as Homeward holds it."""

    year: Annotated[str, Meta(description="Of the form.", examples=["April 2026 to March 2027"])]
    since: date
    until: date
    n_outside: Annotated[int, Meta(description="Lettings of other years, which are left out.")]
    lettings: list[CoreLetting]
    missing: list[MissingField]
