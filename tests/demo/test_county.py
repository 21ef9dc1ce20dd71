from collections import Counter
from datetime import date, timedelta

import pytest

from service.demo.county import draw_county
from service.demo.figures.landlords import PROVIDER_BY_NAME
from service.demo.figures.places import TOWN_BY_NAME
from service.demo.figures.rents import (
    AFFORDABLE_RENT,
    COUNCIL_RENT,
    SOCIAL_RENT,
    SUPPORTED_RENT,
)
from service.demo.homes import BLOCKS
from service.demo.vacancies import N_VACANCIES
from service.domain.bedrooms import BedroomRule, bedrooms_needed, people_of
from service.domain.homes import Feature, SchemeKind, SexesAccepted, VacancyState
from service.domain.people import ApplicantState, Area, Relation, Sex
from service.domain.quality import RatingScheme, meets_gate
from service.domain.restrictions import RestrictionKind
from service.domain.support import ClientGroup, SupportLevel
from service.domain.terms import CHARGES


def units_of(county):
    return {unit.reference: unit for unit in county.units}


def schemes_of(county):
    return {scheme.reference: scheme for scheme in county.schemes}


def test_the_same_seed_and_day_draw_the_same_county(county):
    assert draw_county(1, today=county.today) == county


def test_another_seed_draws_another_county(county):
    other = draw_county(2, today=county.today)

    assert other.units != county.units
    assert other.vacancies != county.vacancies
    assert other.applicants != county.applicants


def test_a_county_can_be_drawn_on_a_leap_day():
    leap_day = date(2028, 2, 29)

    drawn = draw_county(3, today=leap_day)

    leads = [
        (applicant.household[0].age_on(leap_day), circumstances.age)
        for applicant, circumstances in zip(drawn.applicants, drawn.circumstances, strict=True)
    ]
    assert all(age == drawn_age for age, drawn_age in leads)


def test_every_household_needs_the_bedrooms_drawn_for_it(county):
    for applicant, circumstances in zip(county.applicants, county.circumstances, strict=True):
        needed = bedrooms_needed(
            people_of(applicant.household, county.today),
            BedroomRule.BEDROOM_STANDARD,
            overnight_carer=applicant.overnight_carer,
        )
        assert min(needed, 4) == circumstances.bedrooms, applicant


def test_the_circumstances_stand_beside_their_applicants(county):
    for applicant, circumstances in zip(county.applicants, county.circumstances, strict=True):
        assert applicant.district == circumstances.district
        assert applicant.support_level is circumstances.support_level
        assert applicant.client_groups == circumstances.groups


@pytest.mark.parametrize(
    ("noun", "low", "high"),
    [("landlords", 16, 20), ("schemes", 150, 220), ("units", 2_800, 3_500)],
)
def test_there_are_about_as_many_homes_as_meant(county, noun, low, high):
    assert low <= len(getattr(county, noun)) <= high


def test_nothing_is_named_twice(county):
    for things in (county.schemes, county.units, county.vacancies, county.applicants):
        references = [thing.reference for thing in things]
        assert len(set(references)) == len(references)


def test_every_scheme_has_a_landlord_and_every_unit_a_scheme(county):
    names = {landlord.name for landlord in county.landlords}

    assert {scheme.landlord for scheme in county.schemes} == names
    assert {unit.scheme for unit in county.units} == set(schemes_of(county))
    assert all(
        unit.reference.startswith(f"{unit.scheme}-")
        and unit.scheme.startswith(PROVIDER_BY_NAME[schemes_of(county)[unit.scheme].landlord].code)
        for unit in county.units
    )


def test_a_scheme_lies_in_the_district_of_its_town(county):
    for scheme in county.schemes:
        town = TOWN_BY_NAME[scheme.place]
        assert scheme.district == town.district
        assert scheme.postcode is None or scheme.postcode in town.postcodes


def test_safe_accommodation_gives_no_postcode(county):
    hidden = [
        scheme
        for scheme in county.schemes
        if scheme.kind.has_protected_address or ClientGroup.DOMESTIC_ABUSE in scheme.client_groups
    ]

    assert len(hidden) >= 7
    assert all(scheme.postcode is None for scheme in hidden)
    assert all(scheme.postcode for scheme in county.schemes if scheme not in hidden)


def test_every_scheme_says_where_it_comes_from(county):
    assert {scheme.source for scheme in county.schemes} == {block.source for block in BLOCKS}


def test_general_needs_rents_lie_inside_the_published_ranges(county):
    schemes = schemes_of(county)
    for unit in county.units:
        scheme = schemes[unit.scheme]
        if scheme.kind is SchemeKind.GENERAL_NEEDS:
            ranges = [
                rents[scheme.district][unit.bedrooms - 1]
                for rents in (SOCIAL_RENT, COUNCIL_RENT, AFFORDABLE_RENT)
            ]
            assert any(low <= unit.rent_pence <= high for low, high in ranges), unit


def test_supported_rents_lie_inside_the_published_range(county):
    schemes = schemes_of(county)
    for unit in county.units:
        scheme = schemes[unit.scheme]
        if scheme.kind.is_specified_accommodation or scheme.kind is SchemeKind.SHELTERED:
            low, high = SUPPORTED_RENT[scheme.district]
            assert low <= unit.rent_pence <= high, unit


def test_a_room_let_by_itself_is_shared_and_no_home_of_ones_own(county):
    for unit in county.units:
        assert unit.shared != (Feature.SINGLE_OCCUPANCY in unit.features)


def test_every_vacancy_is_of_a_unit_and_no_unit_has_two(county):
    units = [vacancy.unit for vacancy in county.vacancies]

    assert len(units) == len(set(units)) == N_VACANCIES
    assert set(units) <= set(units_of(county))


def test_vacancies_are_open_and_their_dates_follow_each_other(county):
    first, last = county.today - timedelta(weeks=4), county.today + timedelta(weeks=12)
    for vacancy in county.vacancies:
        assert vacancy.state is VacancyState.OPEN
        assert first <= vacancy.available_on <= last
        assert vacancy.void_from <= vacancy.available_on
        assert vacancy.registered_on <= min(county.today, vacancy.available_on)
        assert 0 <= vacancy.bedroom_surplus <= 3


def test_there_are_fewer_one_bedroom_general_homes_vacant_than_the_registers_ask_for(county):
    units, schemes = units_of(county), schemes_of(county)
    general = [
        units[vacancy.unit].bedrooms
        for vacancy in county.vacancies
        if schemes[units[vacancy.unit].scheme].kind is SchemeKind.GENERAL_NEEDS
    ]
    asked = sum(one.bedrooms == 1 for one in county.circumstances) / len(county.circumstances)

    assert general.count(1) / len(general) < asked - 0.1
    assert general.count(3) / len(general) > 0.2


def test_people_ready_to_move_on_need_less_support_than_they_have(county):
    units, schemes = units_of(county), schemes_of(county)
    movers = [applicant for applicant in county.applicants if applicant.current_unit]

    assert 200 <= len(movers) <= 400
    assert len({applicant.current_unit for applicant in movers}) == len(movers)
    for applicant in movers:
        scheme = schemes[units[applicant.current_unit].scheme]
        assert applicant.support_level == max(SupportLevel.LOW, scheme.support_level - 1)
        assert applicant.client_groups & scheme.client_groups
        assert applicant.state is ApplicantState.LIVE
        assert applicant.tier <= 2


def test_nobody_lives_in_a_vacant_unit_or_where_their_sex_is_not_housed(county):
    units, schemes = units_of(county), schemes_of(county)
    vacant = {vacancy.unit for vacancy in county.vacancies}
    for applicant in county.applicants:
        if applicant.current_unit is None:
            continue
        assert applicant.current_unit not in vacant
        lead, *others = applicant.household
        sexes = {lead.sex, *(m.sex for m in others if m.age_on(county.today) >= 18)}
        accepted = schemes[units[applicant.current_unit].scheme].sexes
        assert accepted is not SexesAccepted.WOMEN or sexes == {Sex.FEMALE}
        assert accepted is not SexesAccepted.MEN or sexes == {Sex.MALE}


def test_people_leaving_safe_accommodation_are_in_the_first_tier(county):
    units, schemes = units_of(county), schemes_of(county)
    leaving = [
        applicant
        for applicant in county.applicants
        if applicant.current_unit
        and schemes[units[applicant.current_unit].scheme].kind is SchemeKind.REFUGE
    ]

    assert leaving
    assert {applicant.tier for applicant in leaving} == {1}


def test_references_are_numbered_in_order_of_registration(county):
    references = [applicant.reference for applicant in county.applicants]
    dates = [applicant.registered_on for applicant in county.applicants]

    assert references[0] == "HW-000001"
    assert references == sorted(references)
    assert dates == sorted(dates)


def test_waits_run_from_days_to_nearly_eight_years(county):
    waits = sorted((county.today - one.registered_on).days for one in county.applicants)

    assert 1 <= waits[0] <= 14
    assert 2_500 <= waits[-1] < 8 * 365
    assert 300 <= waits[len(waits) // 2] <= 700


def test_the_dates_of_an_applicant_follow_each_other(county):
    for applicant in county.applicants:
        assert applicant.needed_by is None or applicant.ready_on <= applicant.needed_by


def test_about_four_in_a_hundred_are_parked(county):
    states = Counter(applicant.state for applicant in county.applicants)

    assert states == {ApplicantState.LIVE: 9_929, ApplicantState.PARKED: 414}


def test_fifteen_to_twenty_in_a_hundred_have_a_medium_or_high_need(county):
    share = sum(a.support_level >= SupportLevel.MEDIUM for a in county.applicants) / 10_343

    assert 0.15 <= share <= 0.2


def test_only_people_with_a_support_need_belong_to_client_groups(county):
    for applicant in county.applicants:
        assert not applicant.client_groups or applicant.support_level > SupportLevel.NONE


def test_nobody_wants_the_town_they_must_leave(county):
    excluding = [applicant for applicant in county.applicants if applicant.excluded]

    assert len(excluding) > 200
    for applicant in excluding:
        assert not applicant.excluded & set(applicant.wanted)


def test_areas_wanted_are_towns_and_districts_that_are_there(county):
    districts = {town.district for town in TOWN_BY_NAME.values()}
    for applicant in county.applicants:
        assert len(set(applicant.wanted)) == len(applicant.wanted) <= 4
        for area in applicant.wanted:
            assert area.place in TOWN_BY_NAME or area == Area(district=area.district)
            assert area.district is None or area.district in districts


def test_a_lead_is_sixteen_or_over_and_children_are_younger_than_the_lead(county):
    for applicant in county.applicants:
        lead, *others = applicant.household
        assert lead.relation is Relation.LEAD
        assert lead.age_on(county.today) >= 16
        for member in others:
            if member.relation is Relation.CHILD:
                assert 0 <= member.age_on(county.today) <= lead.age_on(county.today) - 16


def test_nobody_joined_a_register_before_they_were_sixteen(county):
    leads = [(one.household[0], one.registered_on) for one in county.applicants]
    assert all(lead.age_on(registered_on) >= 16 for lead, registered_on in leads)


def test_some_records_are_restricted(county):
    kinds = Counter(kind for person in county.applicants for kind in person.restrictions)

    assert kinds[RestrictionKind.STAFF_RELATIVE] == 10
    assert 20 <= kinds[RestrictionKind.DOMESTIC_ABUSE] <= 200


def test_homes_that_are_lent_or_have_rules_of_their_own_are_not_offered(county):
    units = units_of(county)
    offered = {vacancy.unit for vacancy in county.vacancies}
    own = {unit.reference for unit in county.units if "age_min" in unit.terms}
    assert len(county.loans.units) == 25
    assert own
    assert not (own | set(county.loans.units)) & offered
    kinds = {schemes_of(county)[units[unit].scheme].kind for unit in county.loans.units}
    assert kinds == {SchemeKind.HOUSING_WITH_CARE}


def test_no_rating_shuts_a_scheme_and_charges_come_to_the_rent(county):
    terms = [scheme.terms for scheme in county.schemes]
    rated = [(one["rating_scheme"], one["rating"]) for one in terms if "rating" in one]
    assert rated
    assert all(meets_gate(RatingScheme(by), grade) for by, grade in rated)
    assert all(
        sum(unit.terms[charge] for charge in CHARGES) == unit.rent_pence for unit in county.units
    )
