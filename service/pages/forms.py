"""What forms send: read leniently where it filters, and refused with words where it acts."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.response import Template

from service.auth.limits import MOST_ID
from service.errors import HomewardError, Outdated, RuleBroken
from service.store.pool import Connection

ANY = "any"
"""What a query string says for any state."""


class FormRefused(Exception):
    """The page with the form is shown again, with words; the transaction is rolled back."""

    def __init__(
        self,
        template: str,
        problems: Mapping[str, str],
        context: Mapping[str, Any],
        status: HTTPStatus = HTTPStatus.BAD_REQUEST,
    ) -> None:
        """Say what is wrong.

        Args:
            template: The page with the form.
            problems: Field -> what is wrong with it and what to do.
            context: What the page shows besides, with the values that were sent.
            status: What HTTP is told.
        """
        super().__init__("; ".join(problems.values()))
        self.template = template
        self.problems = problems
        self.context = context
        self.status = status


@asynccontextmanager
async def refusable(connection: Connection) -> AsyncIterator[None]:
    """Do what a form asks, or nothing of it where it is refused; what was read before is kept.

    Whoever is refused is shown the page again, and whom it shows must stand in the audit. So read
    and record before, and write inside only: a refusal undoes what is inside, and then commits.
    """
    try:
        async with connection.transaction():
            yield
    except (FormRefused, HomewardError):
        await connection.commit()
        raise


@asynccontextmanager
async def shown_again(
    template: str, context: Mapping[str, Any], *, usual: str | None = None
) -> AsyncIterator[None]:
    """Show a form again where what it asks breaks a rule, with the words beside the field.

    Args:
        template: The page with the form.
        context: What it shows besides.
        usual: The field where a rule names none; None: then the whole page is a refusal.

    Raises:
        FormRefused: A rule is broken, and there is a field to say so at; or somebody changed the
            row since the form was opened.
        RuleBroken: There is none.
    """
    try:
        yield
    except Outdated as outdated:
        raise changed_meanwhile(template, context, outdated) from outdated
    except RuleBroken as broken:
        field = broken.field or usual
        if field is None:
            raise
        problems = broken.problems or {field: str(broken)}
        raise FormRefused(template, problems, context, HTTPStatus.CONFLICT) from broken


def changed_meanwhile(template: str, context: Mapping[str, Any], outdated: Outdated) -> FormRefused:
    """The page again with what was typed, which is saved over the other's change if sent again."""
    return FormRefused(
        template,
        {"version": outdated.what},
        {**context, "version": outdated.version},
        HTTPStatus.CONFLICT,
    )


def show_again(request: Request[Any, Any, Any], refused: FormRefused) -> Template:
    """The page with the form, what was sent, and what is wrong with it."""
    context = {"here": request.url.path, **refused.context, "problems": refused.problems}
    return Template(refused.template, context=context, status_code=refused.status.value)


def query_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The query string; of a name that stands twice, the last."""
    return dict(request.query_params.items())


def sign_in_address(then: str, **more: str) -> str:
    """Where to sign in, and come back to a page of ours afterwards."""
    query = {**({} if then == "/" else {"next": then}), **more}
    return f"/sign-in?{urlencode(query)}" if query else "/sign-in"


def safe_next(text: str | None) -> str:
    """A path of ours to go to; the start page when the text is anything else."""
    is_path = text is not None and text.startswith("/") and text[1:2] not in ("/", "\\")
    return text if text is not None and is_path and text.isprintable() else "/"


def number_in(text: str | None, least: int, most: int) -> int | None:
    """The whole number that a text is; None when it is none, or outside the bounds."""
    if text is None or not text.strip().isdecimal() or len(text) > 20:
        return None
    value = int(text)
    return value if least <= value <= most else None


def id_in(text: str | None) -> int | None:
    """The id that a text is; None when no row can have it."""
    return number_in(text, 1, MOST_ID)


def one_of(text: str | None, values: Mapping[str, Any]) -> str | None:
    """The text, if it is one of the values offered."""
    return text if text in values else None


def text_of(query: Mapping[str, str]) -> str | None:
    """What is searched for; None when it is nothing."""
    return query.get("text", "").strip().replace("\0", "")[:100] or None


def state_of(query: Mapping[str, str], states: Mapping[str, str], usual: str) -> str | None:
    """The state asked for; if none is, the usual one, or any where text is searched for."""
    asked = query.get("state")
    if asked == ANY or (asked not in states and text_of(query) is not None):
        return None
    return one_of(asked, states) or usual


def state_options(
    query: Mapping[str, str], states: Mapping[str, str], usual: str
) -> list[dict[str, Any]]:
    """The states to choose from, and what is shown where none is chosen."""
    choices = {**states, ANY: "Any state"}
    blank = f"{states[usual]} (search: any)"
    return options(choices, one_of(query.get("state"), choices), blank)


def date_in(day: str, month: str, year: str) -> date | None:
    """The date that three fields hold; None when it is none."""
    parts = number_in(year, 1900, 2200), number_in(month, 1, 12), number_in(day, 1, 31)
    if None in parts:
        return None
    try:
        return date(*(part for part in parts if part is not None))
    except ValueError:
        return None


def day_in(text: str | None) -> date | None:
    """The day that one field holds, like 2026-05-03 or 3/5/2026; None: it is none."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime((text or "").strip(), form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
        return day if 1900 < day.year < 2200 else None
    return None


def options(
    choices: Mapping[str, str], chosen: str | None, blank: str | None = None
) -> list[dict[str, Any]]:
    """What the design system's select asks for; ``blank`` is the words for no choice."""
    first = [] if blank is None else [{"value": "", "text": blank, "selected": chosen is None}]
    return first + [
        {"value": value, "text": text, "selected": value == chosen}
        for value, text in choices.items()
    ]
