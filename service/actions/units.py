"""Homes: added, changed and lent by officers, landlords and managers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.actions.keeping import check_keeper
from service.actions.versions import check_version
from service.domain.accounts import Actor
from service.domain.days import today, uk_date
from service.domain.homes import SchemeKind
from service.domain.terms import CHARGES, ChargePeriod, weekly_pence
from service.errors import RuleBroken
from service.store import unit_loans
from service.store import units as store
from service.store.context import elevated
from service.store.pool import Connection
from service.store.schemes import SchemePage, get_scheme
from service.store.unit_loans import Terms

_HIGHEST_RENT_PENCE = 1_000_000


async def add_unit(
    connection: Connection, *, actor: Actor, scheme_id: int, values: Mapping[str, Any]
) -> int:
    """The new home's id.

    Raises:
        NotFound: There is no such scheme for them.
        NotAllowed: They may only look at it.
        RuleBroken: A field is missing or wrong; it names the field.
    """
    scheme = await get_scheme(connection, scheme_id)
    check_keeper(actor, scheme)
    checked = _checked(values, scheme)
    if not str(checked.get("reference") or "").strip():
        raise RuleBroken("Enter the landlord’s reference of the home", field="reference")
    if checked.get("bedrooms") is None:
        raise RuleBroken("Enter how many bedrooms it has; 0 for a studio", field="bedrooms")
    async with elevated(connection):
        added = await store.add_unit(connection, {**checked, "scheme_id": scheme_id})
    if added is None:
        raise RuleBroken(
            f"There is a home with the reference {checked['reference']}. Give this one its own",
            field="reference",
        )
    return added


async def change_unit(
    connection: Connection,
    *,
    actor: Actor,
    unit_id: int,
    version: int,
    values: Mapping[str, Any],
) -> None:
    """Change what is named of a home.

    Raises:
        NotFound: There is no such home for them.
        NotAllowed: They may only look at it.
        Stale: Somebody changed it since they looked.
        RuleBroken: A field is wrong; it names the field.
    """
    unit = await store.get_unit(connection, unit_id)
    check_keeper(actor, unit)
    await check_version(connection, "units", unit_id, version)
    scheme = await get_scheme(connection, unit.scheme_id)
    given = {name: value for name, value in values.items() if name != "reference"}
    if "rent_pence" in given and not {"charge_period", *CHARGES} & set(given):
        given |= dict.fromkeys(
            ("charge_period", *CHARGES)
        )  # a new rent, of which no parts are said
    checked = _checked({**vars(unit), **given}, scheme)
    written = {name: checked[name] for name in {*given, "rent_pence"}}
    async with elevated(connection):
        await store.set_unit(connection, unit_id, written)


def _checked(values: Mapping[str, Any], scheme: SchemePage) -> dict[str, Any]:
    """The home as it would be, with the whole weekly rent that its charges come to."""
    checked = {**values, "rent_pence": _weekly_rent(values)}
    low = _first(values.get("age_min"), scheme.age_min)
    high = _first(values.get("age_max"), scheme.age_max)
    if low is not None and high is not None and low > high:
        words = f"Enter an oldest age of {low} or more, the youngest that holds for this home"
        raise RuleBroken(words, field="age_max")
    return checked


def _first(own: int | None, inherited: int | None) -> int | None:
    return inherited if own is None else own


def _weekly_rent(values: Mapping[str, Any]) -> int:
    """The whole rent a week: what the charges come to, or what was said where there are none."""
    parts = [values.get(name) for name in CHARGES]
    if values.get("charge_period") is None:
        if any(parts):
            raise RuleBroken("Choose what the rent and charges are for", field="charge_period")
        if values.get("rent_pence") is None:
            words = "Enter the whole rent a week, or the rent and charges of a period below"
            raise RuleBroken(words, field="rent_pence")
        return int(values["rent_pence"])
    if None in parts:
        missing = CHARGES[parts.index(None)]
        raise RuleBroken("Enter the amount, or 0 where there is none", field=missing)
    rent = weekly_pence(sum(map(int, filter(None, parts))), ChargePeriod(values["charge_period"]))
    if rent > _HIGHEST_RENT_PENCE:
        words = f"This comes to £{rent / 100:,.2f} a week, over £10,000. Check the figures"
        raise RuleBroken(words, field="basic_rent_pence")
    return rent


async def lend(connection: Connection, *, actor: Actor, unit_id: int, terms: Terms) -> int:
    """Lend a home for another use until a day; the loan's id.

    Raises:
        NotFound: There is no such home for them.
        NotAllowed: They may only look at it.
        RuleBroken: It is lent already, or the days or the use cannot be.
    """
    unit = await store.get_unit(connection, unit_id)
    check_keeper(actor, unit)
    _check_due_back(terms.due_back_on, terms.starts_on)
    if SchemeKind(terms.kind).has_protected_address:
        words = "A home whose address is known cannot be lent as safe accommodation"
        raise RuleBroken(words, field="kind")
    if terms.kind == unit.scheme_kind:
        words = "The home is of this kind already. Choose what it is lent as"
        raise RuleBroken(words, field="kind")
    async with elevated(connection):
        added = await unit_loans.add_loan(connection, unit_id, terms, lent_by=actor.name)
    if added is None:
        words = "This home is lent already. Say that it came back before you lend it again"
        raise RuleBroken(words, field="starts_on")
    return added


def _check_due_back(due_back_on: date, starts_on: date) -> None:
    if due_back_on <= starts_on:
        words = f"Enter a day after {uk_date(starts_on)}, when the loan starts"
        raise RuleBroken(words, field="due_back_on")
    if due_back_on <= today():
        raise RuleBroken("Enter a day after today", field="due_back_on")


async def set_due_back(
    connection: Connection, *, actor: Actor, loan_id: int, due_back_on: date
) -> None:
    """Change the day on which a lent home is due back.

    Raises:
        NotFound: There is no such loan under way for them.
        NotAllowed: They may only look at it.
        RuleBroken: The day is not after today and the first of the loan.
    """
    loan = await unit_loans.get_loan(connection, loan_id)
    check_keeper(actor, await store.get_unit(connection, loan.unit_id))
    _check_due_back(due_back_on, loan.starts_on)
    async with elevated(connection):
        await unit_loans.set_due_back(connection, loan_id, due_back_on=due_back_on)


async def give_back(
    connection: Connection, *, actor: Actor, unit_id: int, returned_on: date
) -> None:
    """Say that a lent home came back; a loan that had not begun is taken back.

    Raises:
        NotFound: There is no such home for them.
        NotAllowed: They may only look at it.
        RuleBroken: It is not lent, or the day is still to come.
    """
    unit = await store.get_unit(connection, unit_id)
    check_keeper(actor, unit)
    loan = await unit_loans.find_loan(connection, unit_id)
    if loan is None:
        raise RuleBroken("This home is not lent, so it cannot come back", field="returned_on")
    if returned_on > today():
        raise RuleBroken("Enter the day it came back, up to today", field="returned_on")
    async with elevated(connection):
        if loan.starts_on > today():
            await unit_loans.cancel_loan(connection, loan.id)
        elif returned_on < loan.starts_on:
            words = f"Enter a day from {uk_date(loan.starts_on)} on, when the loan started"
            raise RuleBroken(words, field="returned_on")
        else:
            await unit_loans.end_loan(connection, loan.id, returned_on=returned_on)
