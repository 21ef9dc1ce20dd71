"""What shapes of every noun share; money in pence a week, dates as 2026-05-03."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Generic, TypeVar

from msgspec import Meta, Struct

T = TypeVar("T")

Pence = Annotated[int, Meta(description="Pence a week.", examples=[9540])]
Support = Annotated[int, Meta(description="0 none, 1 low, 2 medium, 3 high.", examples=[2])]
Tier = Annotated[int, Meta(description="1 (most urgent) to 5.", examples=[2])]
Rules = Annotated[
    Mapping[str, int],
    Meta(description="Rule -> how many it shuts out.", examples=[{"bedrooms": 31, "rent": 4}]),
]
Parts = Annotated[
    Mapping[str, int],
    Meta(
        description="Part -> points; they add up to worth.", examples=[{"base": 100, "choice": 40}]
    ),
]
RuleSets = Annotated[
    Sequence[Mapping[str, Any]],
    Meta(
        description="The smallest sets of rules whose relaxing would open a vacancy.",
        examples=[[{"rules": ["area_wanted"], "opens": 3}]],
    ),
]
LONGEST_CURSOR = 3_000
CURSOR_WORDS = """\
What an answer's next said: the rows after those, whatever rows came and went meanwhile. Send the \
same filters with it; limit may differ. A row that is moved within the list may come twice or be \
missed."""
Next = Annotated[
    str | None,
    Meta(
        description="To be sent as cursor for the rows after these; null: these are the last.",
        examples=["WyI5ZjJhMWMwYjRlNWQiLDIsIjIwMjQtMDEtMDkiLDdd"],
    ),
]
Id = Annotated[int, Meta(ge=1, le=2**31 - 1)]
RuleName = Annotated[str, Meta(description="A rule's short name.", examples=["bedrooms"])]


class Problem(Struct):
    """A refusal or fault, as RFC 9457 has it."""

    type: Annotated[str, Meta(examples=["about:blank"])]
    title: Annotated[str, Meta(examples=["Not Found"])]
    status: Annotated[int, Meta(examples=[404])]
    detail: Annotated[str, Meta(examples=["There is no match run 12."])]
    instance: Annotated[str, Meta(description="The address asked.", examples=["/api/runs/12"])]
    errors: Annotated[list[Any], Meta(description="Fields that are wrong, if any.")] = []


class Health(Struct):
    """Whether the service and its database answer."""

    status: Annotated[str, Meta(examples=["ok"])]


class Session(Struct):
    """Who is signed in."""

    name: Annotated[str, Meta(examples=["Olive Officer"])]
    role: Annotated[str, Meta(examples=["officer"])]
    csrf_token: Annotated[str, Meta(description="To send as the header X-CSRF-Token.")]


class Page(Struct, Generic[T]):
    """A part of a list."""

    total: Annotated[int, Meta(description="Rows in the whole list.", examples=[412])]
    limit: Annotated[int, Meta(examples=[50])]
    offset: Annotated[int | None, Meta(description="Null where a cursor was sent.", examples=[0])]
    next: Next
    items: list[T]


class RuleCount(Struct):
    """How many one rule shuts out."""

    rule: RuleName
    n: int
