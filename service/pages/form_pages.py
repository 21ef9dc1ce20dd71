"""Pages that are one form each: read, refused with words beside the field, and kept as typed."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from litestar.response import Template

from service.errors import Outdated, RuleBroken
from service.pages.fields import Section, Sent, read, shown, text_in
from service.pages.forms import FormRefused, changed_meanwhile, number_in


@dataclass(frozen=True)
class FormPage:
    """A page that is one form, as it was filled in."""

    sections: Sequence[Section]
    sent: Sent
    context: Mapping[str, Any]
    """What the page shows besides: ``heading``, ``crumb_items``, ``action`` and ``button``."""

    template = "form.html"

    def shown(self, problems: Mapping[str, str] | None = None) -> dict[str, Any]:
        """What the template asks for."""
        words = problems or {}
        sections = shown(self.sections, self.sent, words)
        return {**self.context, "sections": sections, "problems": words}

    @property
    def page(self) -> Template:
        """The page, of a form that nobody has sent yet."""
        return Template(self.template, context=self.shown())

    def refused(self, problems: Mapping[str, str], status: HTTPStatus) -> FormRefused:
        """The page again, with what was typed and what is wrong with it."""
        return FormRefused(self.template, problems, self.shown(problems), status)

    def read(self) -> dict[str, Any]:
        """Field -> value.

        Raises:
            FormRefused: Some field is wrong.
        """
        values, problems = read(self.sections, self.sent)
        if problems:
            raise self.refused(problems, HTTPStatus.BAD_REQUEST)
        return values

    @property
    def version(self) -> int:
        """The version of the row that the form was opened with; 0 where it carries none."""
        return number_in(text_in(self.sent, "version"), 1, 2**31 - 1) or 0


@asynccontextmanager
async def shown_with_words(page: FormPage) -> AsyncIterator[None]:
    """Show a form again where a rule is broken or the row was changed, with words beside the field.

    Raises:
        FormRefused: A rule of one of its fields is broken, or somebody changed the row meanwhile.
        RuleBroken: A rule of none of its fields is.
    """
    names = {one.name for section in page.sections for one in section.fields}
    try:
        yield
    except Outdated as outdated:
        raise changed_meanwhile(page.template, page.shown(), outdated) from outdated
    except RuleBroken as broken:
        if broken.field not in names:
            raise
        raise page.refused({broken.field: str(broken)}, HTTPStatus.CONFLICT) from broken
