"""The demonstration county: all its homes and all who wait, the same for the same seed and day."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from service.demo.applicants import draw_applicants
from service.demo.homes import draw_homes
from service.demo.households import Household, draw_household
from service.demo.loans import Loans, draw_loans
from service.demo.movers import draw_movers
from service.demo.register import Circumstances, draw_register
from service.demo.standings import settle
from service.demo.terms import units_with_terms, with_terms
from service.demo.vacancies import draw_vacancies
from service.domain.homes import Landlord, Scheme, Unit, Vacancy
from service.domain.people import Applicant
from service.domain.support import ClientGroup


@dataclass(frozen=True)
class County:
    """Everything in the county."""

    today: date
    """The day it was drawn for, on which ages and dates count."""
    landlords: tuple[Landlord, ...]
    schemes: tuple[Scheme, ...]
    units: tuple[Unit, ...]
    vacancies: tuple[Vacancy, ...]
    applicants: tuple[Applicant, ...]
    circumstances: tuple[Circumstances, ...]
    """What each applicant was drawn from, in the order of ``applicants``; it is not stored."""
    loans: Loans


def draw_county(seed: int = 1, *, today: date) -> County:
    """Draw the county.

    Homes, vacancies, the register, households, movers, standings and applicants each have a stream
    of lots of their own, so that a change to one leaves what does not hang on it as it was.

    Args:
        seed: Not negative; the same seed and day give the same county on any machine.
        today: The day on which ages and dates count.
    """
    streams = [np.random.default_rng(one) for one in np.random.SeedSequence(seed).spawn(7)]
    homes = draw_homes(streams[0])
    vacancies = draw_vacancies(homes, today, streams[1])
    register = draw_register(streams[2])
    households = [_household(one, today, streams[3]) for one in register]
    people = list(zip(register, households, strict=True))
    lives_in = draw_movers(people, homes, vacancies, today, streams[4])
    standings = settle(register, households, lives_in, homes, streams[5])
    applicants, circumstances = draw_applicants(standings, today, streams[6])
    offered = frozenset(vacancy.unit for vacancy in vacancies)
    return County(
        today,
        homes.landlords,
        with_terms(homes.schemes),
        units_with_terms(homes.units, homes.schemes, offered),
        vacancies,
        applicants,
        circumstances,
        draw_loans(homes.units, homes.schemes, offered, today),
    )


def _household(one: Circumstances, today: date, rng: np.random.Generator) -> Household:
    """A household of the size and the lead's age drawn."""
    abused = ClientGroup.DOMESTIC_ABUSE in one.groups
    return draw_household(one.bedrooms, one.age, abused=abused, today=today, rng=rng)
