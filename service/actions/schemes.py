"""Schemes: added and changed by officers, landlords and managers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from service.actions.keeping import check_keeper
from service.actions.versions import check_version
from service.domain.accounts import Actor, Role
from service.domain.days import today
from service.domain.homes import SchemeKind
from service.domain.quality import GRADES, RatingScheme
from service.errors import NotAllowed, RuleBroken
from service.store import schemes as store
from service.store.context import elevated
from service.store.landlords import find_landlords
from service.store.places import find_districts, find_places, find_postcode
from service.store.pool import Connection
from service.store.schemes import Quota, SchemePage

Values = dict[str, Any]
"""Column of a scheme -> value; what is not named stays as it is."""


@dataclass(frozen=True)
class _Whose:
    landlord_id: int
    manager_id: int | None
    district_code: str


async def add_scheme(connection: Connection, *, actor: Actor, values: Mapping[str, Any]) -> int:
    """The new scheme's id.

    Raises:
        RuleBroken: A field is missing or wrong; it names the field.
        NotAllowed: It would be another landlord's or another district's.
    """
    given: Values = dict(values)
    if actor.role is Role.LANDLORD:
        given["landlord_id"] = actor.landlord_id
    checked = await _checked(connection, given, given, is_new=True)
    _check_whose(actor, checked, given)
    async with elevated(connection):
        added = await store.add_scheme(connection, checked)
    if added is None:
        raise RuleBroken(
            f"There is a scheme with the reference {given['reference']}. Give this one its own",
            field="reference",
        )
    return added


async def change_scheme(
    connection: Connection,
    *,
    actor: Actor,
    scheme_id: int,
    version: int,
    values: Mapping[str, Any],
) -> None:
    """Change what is named of a scheme.

    Raises:
        NotFound: There is no such scheme for them.
        NotAllowed: They may only look at it, or would give it away.
        Stale: Somebody changed it since they looked.
        RuleBroken: A field is wrong; it names the field.
    """
    scheme = await store.get_scheme(connection, scheme_id)
    check_keeper(actor, scheme)
    await check_version(connection, "schemes", scheme_id, version)
    given: Values = {name: value for name, value in values.items() if name != "reference"}
    whole = {**vars(scheme), **given}
    if _has_moved(scheme, given) and whole["place_id"] == scheme.place_id:
        whole["place_id"] = None  # then it is the town nearest to the new postcode
    checked = await _checked(connection, whole, given, is_new=False)
    _check_whose(actor, whole | checked, given, scheme)
    async with elevated(connection):
        await store.set_scheme(connection, scheme_id, checked)
        crossed = await store.find_crossed_home(connection, scheme_id)
        if crossed is not None:
            words = (
                f"Home {crossed} has an age of its own that these do not go with. Change it first"
            )
            raise RuleBroken(words, field="age_max")


def _has_moved(scheme: SchemePage, given: Values) -> bool:
    """Whether another postcode is said than the scheme has."""
    said, was = (
        "".join((one or "").upper().split()) for one in (given.get("postcode"), scheme.postcode)
    )
    return bool(said) and said != was


async def read_quota(connection: Connection, scheme: SchemePage) -> Quota:
    """How the lettings since 1 April stand against a scheme's quota."""
    day = today()
    since = date(day.year if day >= date(day.year, 4, 1) else day.year - 1, 4, 1)
    async with elevated(connection):
        return await store.count_lettings(connection, scheme.id, since=since)


async def _checked(
    connection: Connection, whole: Mapping[str, Any], given: Values, *, is_new: bool
) -> Values:
    """What is to be written, with what follows from it.

    Args:
        connection: Where names are looked up, with the person's own eyes.
        whole: The scheme as it would be.
        given: What was said.
        is_new: Whether every field that a scheme must have has to be there.
    """
    if is_new:
        _check_there(whole)
    _check_words(whole)
    _check_rating(whole)
    _check_ages(whole)
    await _check_organisations(connection, whole, given)
    await _check_districts(connection, whole)
    checked = {**given, **await _located(connection, whole)}
    if checked.get("manager_id") == whole["landlord_id"]:
        checked["manager_id"] = None
    return {name: _as_json(value) for name, value in checked.items()}


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


_NEEDED = {
    "reference": "Enter the landlord’s reference of the scheme",
    "name": "Enter the scheme’s name",
    "landlord_id": "Choose who owns the scheme",
    "kind": "Choose what kind of scheme it is",
    "support_level": "Choose how much support is given there",
    "intended_stay": "Choose how long people are meant to stay",
    "source": "Enter who told us, or which document",
}


def _check_there(whole: Mapping[str, Any]) -> None:
    for field, words in _NEEDED.items():
        if whole.get(field) in (None, ""):
            raise RuleBroken(words, field=field)


def _check_words(whole: Mapping[str, Any]) -> None:
    for field in ("name", "source"):
        if not str(whole[field] or "").strip():
            raise RuleBroken(_NEEDED[field], field=field)
    if whole.get("nomination_quota") is not None and not whole.get("nominating_districts"):
        words = "Choose whose registers the quota is for, or leave the quota empty"
        raise RuleBroken(words, field="nomination_quota")


def _check_rating(whole: Mapping[str, Any]) -> None:
    scheme, grade, day = (whole.get(one) for one in ("rating_scheme", "rating", "rated_on"))
    if (scheme is None) != (grade is None):
        words = "Choose both who rated the scheme and the rating, or neither"
        raise RuleBroken(words, field="rating")
    if scheme is not None and grade not in GRADES[RatingScheme(scheme)]:
        scale = ", ".join(GRADES[RatingScheme(scheme)]).replace("_", " ")
        words = f"{RatingScheme(scheme).words} has no such rating. Choose one of: {scale}"
        raise RuleBroken(words, field="rating")
    if day is not None and (scheme is None or day > today()):
        words = "Enter the day of the rating, up to today, or leave it empty"
        raise RuleBroken(words, field="rated_on")


def _check_ages(whole: Mapping[str, Any]) -> None:
    low, high = whole.get("age_min"), whole.get("age_max")
    if low is not None and high is not None and low > high:
        raise RuleBroken(f"Enter an oldest age of {low} or more", field="age_max")


async def _check_organisations(
    connection: Connection, whole: Mapping[str, Any], given: Values
) -> None:
    known = await find_landlords(connection)
    for field in ("landlord_id", "manager_id"):
        value = given.get(field)
        if value is not None and str(value) not in known:
            raise RuleBroken("Choose an organisation of the list", field=field)
    if whole["landlord_id"] is None:
        raise RuleBroken(_NEEDED["landlord_id"], field="landlord_id")


async def _check_districts(connection: Connection, whole: Mapping[str, Any]) -> None:
    known = {district.code for district in await find_districts(connection)}
    for field in ("connection_districts", "nominating_districts"):
        if not set(whole.get(field) or ()) <= known:
            raise RuleBroken("Choose districts of the list", field=field)


async def _located(connection: Connection, whole: Mapping[str, Any]) -> Values:
    """Where the scheme is: what follows from its postcode, or the town and district that are said.

    A protected address has no postcode, whatever is said.
    """
    postcode = whole.get("postcode")
    if postcode and SchemeKind(whole["kind"]).has_protected_address:
        words = "Leave the postcode empty: it would tell where people are safe"
        raise RuleBroken(words, field="postcode")
    if not postcode:
        return await _said_where(connection, whole)
    try:
        found = await find_postcode(connection, postcode)
    except RuleBroken as broken:
        raise RuleBroken(str(broken), field="postcode") from broken
    if found is None:
        raise RuleBroken("This is not a postcode of Norfolk", field="postcode")
    return {
        "postcode": found.postcode,
        "district_code": found.district_code,
        "place_id": found.nearest_place_id if whole.get("place_id") is None else whole["place_id"],
    }


async def _said_where(connection: Connection, whole: Mapping[str, Any]) -> Values:
    places = {place.id for place in await find_places(connection)}
    districts = {district.code for district in await find_districts(connection)}
    if whole.get("place_id") not in places:
        raise RuleBroken("Without a postcode, choose the town", field="place_id")
    if whole.get("district_code") not in districts:
        raise RuleBroken("Without a postcode, choose the district", field="district_code")
    return {
        "postcode": None,
        "place_id": whole["place_id"],
        "district_code": whole["district_code"],
    }


_COUNCILS: Mapping[str, tuple[Any, str]] = MappingProxyType(
    {
        "support_provider_id": (None, "who supports a scheme"),
        "gate_holds": (True, "whether a rating shuts a scheme"),
        "nominating_districts": ((), "whose registers may nominate"),
        "nomination_quota": (None, "whose registers may nominate"),
    }
)
"""Field that only officers change -> what stands for a new scheme, and what it says."""


def _check_whose(
    actor: Actor, whole: Mapping[str, Any], given: Values, before: SchemePage | None = None
) -> None:
    """Refuse to make, or to turn, a scheme into one that the person could not keep."""
    whose = _Whose(whole["landlord_id"], whole.get("manager_id"), whole["district_code"])
    check_keeper(actor, whose)
    for field, (usual, what) in _COUNCILS.items() if actor.role is Role.LANDLORD else ():
        stands = usual if before is None else getattr(before, field)
        if field in given and _comparable(given[field]) != _comparable(stands):
            raise NotAllowed(f"The council says {what}. Tell them of a change.")


def _comparable(value: Any) -> Any:
    return sorted(value) if isinstance(value, Collection) and not isinstance(value, str) else value
