"""Homes: one row a unit, with its scheme and landlord on each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from geodata.gazetteer import fold
from service.actions.imports.check import Entry, blame_disagreement, blame_repeats
from service.actions.imports.columns import HOMES
from service.actions.imports.home_terms import CHARGES, TERMS, terms_in, values_in
from service.domain.homes import Landlord, Scheme, SchemeKind, Unit
from service.domain.quality import GRADES
from service.domain.terms import weekly_pence
from service.store.bulk import Changed
from service.store.homes import (
    Home,
    Location,
    Owners,
    find_locations,
    find_owners,
    put_homes,
)
from service.store.pool import Connection

_AGREED = ("landlord kind",)
_OF_SCHEME = tuple(
    column.name
    for column in HOMES
    if column.name not in (
        "scheme reference", "unit reference", "landlord kind", "bedrooms", "shared", "floor",
        "features", "rent", *(term.column.name for term in TERMS if term.of_unit),
    )
)  # fmt: skip

_NAMES_SHOWN = 10
_KINDS_WORDS = "a refuge, dispersed or second-stage accommodation"


@dataclass(frozen=True)
class Known:
    """What the database says of the file's references and postcodes."""

    owners: Owners
    locations: Mapping[str, Location]


async def find_known(connection: Connection, entries: Sequence[Entry]) -> Known:
    """What must be known to check these rows."""
    postcodes = [entry.values.get("postcode") for entry in entries]
    return Known(
        await find_owners(connection),
        await find_locations(connection, [code for code in postcodes if code]),
    )


def check(entries: Sequence[Entry], known: Known) -> None:
    """Add the faults that a single cell does not show."""
    blame_repeats(entries, "unit reference")
    _check_landlords(entries, known.owners)
    landlords = known.owners.landlords | {
        entry.values["landlord"] for entry in entries if entry.values.get("landlord")
    }
    for entry in entries:
        _check_ages(entry)
        _check_rating(entry)
        _check_charges(entry)
        _check_name(entry, "manager", "landlord", landlords)
        _check_name(entry, "support provider", "support provider", known.owners.providers)
        _check_owner(entry, known.owners)
        _locate(entry, known.locations)
    blame_disagreement(entries, "landlord", _AGREED)
    blame_disagreement(entries, "scheme reference", _OF_SCHEME)


def _check_landlords(entries: Sequence[Entry], owners: Owners) -> None:
    """Refuse a second spelling of one landlord, which would make two of it."""
    spelling = {fold(name): name for name in owners.schemes.values()}
    for entry in entries:
        name = entry.values.get("landlord")
        known = spelling.setdefault(fold(name), name) if name is not None else None
        if name != known:
            entry.blame("landlord", f"This landlord is written '{known}' elsewhere. Write it so.")


def _check_ages(entry: Entry) -> None:
    low, high = entry.values.get("age from"), entry.values.get("age to")
    if low is not None and high is not None and low > high:
        entry.blame("age to", f"The oldest age, {high}, is below the youngest, {low}. Swap them.")

    own_low, own_high = entry.values.get("home age from"), entry.values.get("home age to")
    low, high = (low if own_low is None else own_low), (high if own_high is None else own_high)
    if (own_low, own_high) != (None, None) and low is not None and high is not None and low > high:
        column = "home age from" if own_high is None else "home age to"
        entry.blame(column, f"In this home the youngest age is {low} and the oldest {high}.")


def _check_rating(entry: Entry) -> None:
    """Refuse a rating without who gave it, or that is none of their scale."""
    if not entry.has("rated by", "rating"):
        return
    scheme, grade = entry.values["rated by"], entry.values["rating"]
    if (scheme is None) != (grade is None):
        entry.blame("rating", "Give both who rated the scheme and the rating, or neither.")
    elif scheme is not None and grade not in GRADES[scheme]:
        scale = ", ".join(GRADES[scheme]).replace("_", " ")
        entry.blame("rating", f"{scheme.words} has no such rating. Write one of: {scale}.")
    if scheme is None and entry.values.get("rated on") is not None:
        entry.blame("rated on", "Leave this empty where the scheme is not rated.")


def _check_charges(entry: Entry) -> None:
    """Refuse charges that do not come to the rent, or of which some are not said."""
    if not entry.has("charge period", *CHARGES):
        return
    period, amounts = entry.values["charge period"], [entry.values[name] for name in CHARGES]
    if period is None:
        if any(amount is not None for amount in amounts):
            entry.blame("charge period", "Say what the rent and charges are for.")
        return
    if None in amounts:
        entry.blame(CHARGES[amounts.index(None)], "Give the amount; 0 where there is none.")
        return
    rent = weekly_pence(sum(amounts), period)
    if entry.has("rent") and rent != entry.values["rent"]:
        entry.blame("rent", f"The charges come to £{rent / 100:,.2f} a week. Correct one of them.")


def _check_name(entry: Entry, column: str, noun: str, names: frozenset[str]) -> None:
    """Refuse an organisation that is not here, and say which there are, the likest first."""
    name = entry.values.get(column)
    if name is None or name in names:
        return
    like = get_close_matches(name, sorted(names), n=3, cutoff=0.4)
    shown = [*like, *sorted(names - set(like))][:_NAMES_SHOWN]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    there = f"Here are: {', '.join(shown)}{more}" if shown else "There is none yet"
    entry.blame(column, f"'{name}' is no {noun} here. {there}.")


def _check_owner(entry: Entry, owners: Owners) -> None:
    """Refuse a reference that another landlord already uses."""
    landlord = entry.values.get("landlord")
    for name, taken in (("scheme reference", owners.schemes), ("unit reference", owners.units)):
        owner = taken.get(entry.values.get(name, ""))
        if landlord is not None and owner is not None and fold(owner) != fold(landlord):
            entry.blame(
                name,
                f"'{entry.values[name]}' is already a reference of {owner}. Give {landlord}'s its "
                "own, for example with the landlord's initials before it.",
            )


def _locate(entry: Entry, locations: Mapping[str, Location]) -> None:
    """Fill in the town and district that follow from the postcode."""
    if not entry.has("postcode", "town", "district"):
        return
    postcode = entry.values["postcode"]
    if postcode is not None and _has_protected_address(entry):
        entry.blame(
            "postcode",
            f"Leave the postcode empty for {_KINDS_WORDS}: it would tell where people are safe. "
            "Give the town and district, and keep the address on the scheme's page.",
        )
        return
    if postcode is None:
        for name in ("town", "district"):
            if entry.values[name] is None:
                entry.blame(name, f"Without a postcode, give the {name}.")
        return
    location = locations.get(postcode)
    if location is None:
        entry.blame(
            "postcode",
            f"'{postcode}' is not a postcode of Norfolk. Correct it, or leave it empty and give "
            "the town and district.",
        )
        return
    given = entry.values["district"]
    if given is not None and given != location.district:
        entry.blame(
            "district",
            f"The postcode {postcode} is in {location.district}, not in {given}. Correct one of "
            "the two.",
        )
        return
    entry.values["district"] = location.district
    entry.values["town"] = entry.values["town"] or location.nearest_place


def _has_protected_address(entry: Entry) -> bool:
    kind = entry.values.get("scheme kind")
    return kind is not None and SchemeKind(kind).has_protected_address


async def put(connection: Connection, entries: Sequence[Entry], _today: date) -> Changed:
    """Write the good rows."""
    landlords = {e.values["landlord"]: _landlord(e.values) for e in entries}
    schemes = {e.values["scheme reference"]: _scheme(e.values) for e in entries}
    units = [_unit(e.values) for e in entries]
    return await put_homes(connection, [*landlords.values()], [*schemes.values()], units)


def _landlord(values: Mapping[str, Any]) -> Landlord:
    return Landlord(values["landlord"], values["landlord kind"])


def _scheme(values: Mapping[str, Any]) -> Scheme:
    return Scheme(
        reference=values["scheme reference"],
        landlord=values["landlord"],
        name=values["scheme name"],
        kind=values["scheme kind"],
        support_level=values["support level"],
        client_groups=values["client groups"],
        age_min=values["age from"],
        age_max=values["age to"],
        sexes=values["sexes"],
        intended_stay=values["intended stay"],
        postcode=values["postcode"],
        place=values["town"],
        district=values["district"],
        source=values["source"],
        terms=terms_in(values, of_unit=False),
    )


def _unit(values: Mapping[str, Any]) -> Unit:
    return Unit(
        reference=values["unit reference"],
        scheme=values["scheme reference"],
        bedrooms=values["bedrooms"],
        shared=values["shared"],
        floor=values["floor"],
        features=values["features"],
        rent_pence=values["rent"],
        terms=terms_in(values, of_unit=True),
    )


def values_of(home: Home) -> dict[str, Any]:
    """A home as a row of the file: column name -> value."""
    landlord, scheme, unit = home.landlord, home.scheme, home.unit
    return {
        "landlord": landlord.name,
        "landlord kind": landlord.kind,
        "scheme reference": scheme.reference,
        "scheme name": scheme.name,
        "scheme kind": scheme.kind,
        "support level": scheme.support_level,
        "client groups": scheme.client_groups,
        "age from": scheme.age_min,
        "age to": scheme.age_max,
        "sexes": scheme.sexes,
        "intended stay": scheme.intended_stay,
        "postcode": scheme.postcode,
        "town": scheme.place,
        "district": scheme.district,
        "source": scheme.source,
        "unit reference": unit.reference,
        "bedrooms": unit.bedrooms,
        "shared": unit.shared,
        "floor": unit.floor,
        "features": unit.features,
        "rent": unit.rent_pence,
        **values_in(scheme.terms, of_unit=False),
        **values_in(unit.terms, of_unit=True),
    }
