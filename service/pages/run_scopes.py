"""Which homes and whose applications a run is over, as a form sends it and as a page says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.domain.homes import SchemeKind
from service.domain.scopes import Scope
from service.pages.words import capital, listed
from service.store.landlords import find_landlords
from service.store.places import find_districts, find_places
from service.store.pool import Connection

Several = str | list[str]
"""What a form sends of boxes: nothing, one, or several."""


@dataclass(frozen=True)
class ScopeForm:
    """What the form sends of a scope."""

    title: str = ""
    districts: Several = ""
    places: Several = ""
    kinds: Several = ""
    landlords: Several = ""
    vacancies: str = ""
    """References with blanks, commas or lines between."""
    registers: Several = ""

    @property
    def scope(self) -> Scope:
        """What it asks for; a number that is none names nothing that is there."""
        references = self.vacancies.replace(",", " ").split()
        return Scope(
            title=" ".join(self.title.split()),
            districts=several(self.districts),
            places=tuple(map(_number, several(self.places))),
            kinds=several(self.kinds),
            landlords=tuple(map(_number, several(self.landlords))),
            vacancies=tuple(dict.fromkeys(one.upper() for one in references)),
            registers=several(self.registers),
        )


def several(sent: Several) -> tuple[str, ...]:
    """Every value that boxes send, each once."""
    values = [sent] if isinstance(sent, str) else sent
    return tuple(dict.fromkeys(value for value in values if value))


def scope_fields(scope: Scope) -> dict[str, Any]:
    """A scope as the form holds it."""
    return {
        "title": scope.title,
        "districts": list(scope.districts),
        "places": [str(place) for place in scope.places],
        "kinds": list(scope.kinds),
        "landlords": [str(landlord) for landlord in scope.landlords],
        "vacancies": " ".join(scope.vacancies),
        "registers": list(scope.registers),
    }


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else -1


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: value -> words."""

    districts: Mapping[str, str]
    places: Mapping[str, str]
    kinds: Mapping[str, str]
    landlords: Mapping[str, str]

    def boxes(self, form: ScopeForm) -> dict[str, list[dict[str, Any]]]:
        """Field -> the boxes that the design system asks for, as they were ticked."""
        fields = {"districts": self.districts, "places": self.places, "kinds": self.kinds,
                  "landlords": self.landlords, "registers": self.districts}  # fmt: skip
        return {
            name: [
                {"value": value, "text": text, "checked": value in several(getattr(form, name))}
                for value, text in choices.items()
            ]
            for name, choices in fields.items()
        }

    def words(self, scope: Scope) -> list[tuple[str, str]]:
        """What a scope leaves in, as label and words."""
        area = [*_named(self.districts, scope.districts), *_named(self.places, scope.places)]
        said = (
            ("Homes in", area),
            ("Kinds of scheme", _named(self.kinds, scope.kinds)),
            ("Landlords", _named(self.landlords, scope.landlords)),
            ("Vacancies", scope.vacancies),
            ("Applicants on the register of", _named(self.districts, scope.registers)),
        )
        return [(label, listed(list(names))) for label, names in said if names]


def _named(names: Mapping[str, str], chosen: Sequence[str | int]) -> list[str]:
    return [names.get(str(one), str(one)) for one in chosen]


async def find_choices(connection: Connection) -> Choices:
    """The districts, towns, kinds of scheme and landlords that a run can be over."""
    return Choices(
        districts={row.code: row.name for row in await find_districts(connection)},
        places={str(place.id): place.name for place in await find_places(connection)},
        kinds={kind.value: capital(kind.words) for kind in SchemeKind},
        landlords=await find_landlords(connection),
    )
