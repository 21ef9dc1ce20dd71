"""From rows to columns: areas, masks and rents."""

from datetime import date

import numpy as np

from matching import NO_DAY
from service.actions.problems import ANYWHERE_RANK, translate
from service.domain.homes import Feature
from service.store.columns import EXCLUDED, PEOPLE, WANTED, Columns, VacancyRow

NORWICH, CROMER = 1, 2
CODES = ("BRO", "NN", "NOR")
BRO = 1 + CODES.index("BRO")
ON = date(2026, 1, 1)
TODAY = 20_454
"""The same day, counted from 1970-01-01."""


def columns_of(people=(), homes=(), wanted=(), excluded=()):
    """Columns of rows of applicants (dictionaries) and vacancies, and of areas (tuples)."""
    rows = [tuple(person[name] for name in PEOPLE) for person in people]
    return Columns(
        numbers(PEOPLE, rows),
        numbers(WANTED, wanted),
        numbers(EXCLUDED, excluded),
        list(homes),
        ON,
        CODES,
    )


def numbers(columns, rows):
    return np.array(list(rows), dtype=[(name, f"i{size}") for name, size in columns.items()])


def applicant(number, **changes):
    row = {
        "id": number,
        "tier": 1,
        "registered_day": 20_000,
        "lha_uc": 2,
        "hb_social": 2,
        "bedroom_standard": 1,
        "support_level": 1,
        "floating_level": 0,
        "client_groups": 0,
        "age": 40,
        "sexes": 3,
        "accessibility_needs": 0,
        "rent_limit_pence": -1,
        "ready_day": 20_500,
        "needed_by_day": NO_DAY,
        "district": BRO,
        "household_size": 1,
        "household_kinds": 1,
        "access_category": 0,
        "pets": 0,
    }
    return row | changes


def vacancy(number, **changes):
    row = VacancyRow(
        id=number,
        bedrooms=2,
        bedroom_rule="hb_social",
        bedroom_surplus=0,
        support_level=1,
        client_groups=[],
        place_id=NORWICH,
        district_code="NOR",
        age_min=0,
        age_max=999,
        sexes="women",
        features=["hoist"],
        kind="general_needs",
        rent_pence=12_000,
        available_day=20_510,
    )
    return row._replace(**changes)


def ranks(wanted, excluded=(), homes=None):
    homes = homes or [
        vacancy(1),
        vacancy(2, place_id=NORWICH, district_code="BRO"),
        vacancy(3, place_id=CROMER, district_code="NN"),
    ]
    problem = translate(columns_of([applicant(7)], homes, wanted, excluded)).problem
    return problem.applicants.area_rank[0][problem.vacancies.area].tolist()


def test_a_town_counts_in_every_district_it_reaches_into():
    assert ranks([(7, 1, NORWICH, 0)]) == [1, 1, 0]


def test_a_district_counts_whatever_the_town():
    assert ranks([(7, 1, 0, BRO), (7, 2, CROMER, 0)]) == [0, 1, 2]


def test_the_better_of_two_ranks_counts():
    assert ranks([(7, 1, 0, BRO), (7, 2, NORWICH, 0)]) == [2, 1, 0]


def test_somebody_who_names_no_area_would_live_anywhere():
    assert ranks([]) == [ANYWHERE_RANK] * 3


def test_an_excluded_area_is_excluded_even_where_it_is_wanted():
    wanted, excluded = [(7, 1, NORWICH, 0)], [(7, 0, BRO)]
    assert ranks(wanted, excluded) == [1, -1, 0]


def test_the_rent_of_specified_accommodation_is_held_against_nobody():
    homes = [vacancy(1), vacancy(2, kind="refuge")]
    problem = translate(columns_of([applicant(7)], homes)).problem
    assert problem.vacancies.rent_pence.tolist() == [12_000, -1]


def test_features_of_a_home_and_the_sexes_that_it_takes_become_bits():
    problem = translate(columns_of([applicant(7)], [vacancy(1)])).problem
    assert problem.vacancies.features.tolist() == [1 << list(Feature).index(Feature.HOIST)]
    assert problem.vacancies.sexes.tolist() == [1]


def test_the_bedroom_rule_of_the_vacancy_points_at_its_column():
    homes = [
        vacancy(n, bedroom_rule=rule)
        for n, rule in enumerate(("lha_uc", "hb_social", "bedroom_standard"), start=1)
    ]
    problem = translate(columns_of([applicant(7, lha_uc=3)], homes)).problem
    needs = problem.applicants.bedrooms_needed[0][problem.vacancies.bedroom_rule]
    assert needs.tolist() == [3, 2, 1]


def test_no_last_day_is_the_matchers_no_day_and_ids_stay_outside():
    translated = translate(columns_of([applicant(7), applicant(9)], [vacancy(4)]))
    assert translated.problem.applicants.needed_by_day.tolist() == [NO_DAY, NO_DAY]
    assert np.array_equal(translated.applicant_ids, [7, 9])
    assert np.array_equal(translated.vacancy_ids, [4])


def test_an_empty_county_is_an_empty_problem():
    problem = translate(columns_of([], [])).problem
    assert (problem.n_applicants, problem.n_vacancies, problem.n_areas) == (0, 0, 0)


def test_areas_of_somebody_who_is_not_in_the_match_touch_nobody_else():
    wanted, excluded = [(8, 1, CROMER, 0)], [(6, NORWICH, 0)]
    assert ranks(wanted, excluded) == [ANYWHERE_RANK] * 3


def test_a_home_that_is_free_already_counts_as_free_from_the_day_of_the_match():
    homes = [vacancy(1, available_day=TODAY - 30), vacancy(2, available_day=TODAY + 30)]
    problem = translate(columns_of([applicant(7)], homes)).problem
    assert problem.vacancies.available_day.tolist() == [TODAY, TODAY + 30]
