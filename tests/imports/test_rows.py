import pytest

from service.actions.imports.columns import columns_of
from service.actions.imports.faults import Category
from service.domain.homes import VacancyState
from service.store.applicants import find_applicants_for_export
from service.store.vacancies import find_vacancies_for_export, put_vacancies
from tests.database import within
from tests.imports.givens import given_vacancy, put_a_home
from tests.imports.taking import APPLICANTS, HOMES, VACANCIES, given_rows, look, said, take

# Homes


@pytest.mark.parametrize(
    ("cells", "cell", "words"),
    [
        ({"landlord": ""}, "A2", "This is empty. Write text"),
        ({"support level": ""}, "F2", "Write one of: none, low, medium, high"),
        ({"age from": "65", "age to": "18"}, "I2", "is below the youngest"),
        ({"postcode": "", "town": "Diss", "district": ""}, "N2", "give the district"),
        ({"postcode": "NR1"}, "L2", "is not a postcode"),
        ({"postcode": "SW1A 1AA"}, "L2", "is not a postcode of Norfolk"),
        ({"scheme kind": "refuge"}, "L2", "keep the address on the scheme's page"),
        ({"town": "Norwhich"}, "M2", "Did you mean Norwich"),
        ({"bedrooms": "11"}, "Q2", "Write a number from 0 to 10"),
        ({"rent": "=2*60"}, "U2", "starts as a formula"),
    ],
)
def test_a_wrong_cell_of_a_home_is_named(take_in, cells, cell, words):
    (fault,) = said(take_in(HOMES, cells))

    assert fault[0] == cell
    assert words in fault[2]


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"rated by": "qaf", "rating": "good"}, "rating", "QAF has no such rating"),
        ({"rating": "good"}, "rating", "Give both who rated the scheme and the rating"),
        ({"basic rent": "100"}, "charge period", "Say what the rent and charges are for"),
        (
            {"manager": "heron homes"},
            "manager",
            "'heron homes' is no landlord here. Here are: Heron Homes.",
        ),
        ({"support provider": "X"}, "support provider", "'X' is no support provider here"),
        ({"local connection": "Ipswich"}, "local connection", "No district is called 'Ipswich'"),
        ({"home age from": "80"}, "home age from", "the youngest age is 80 and the oldest 65"),
        (
            {
                "charge period": "monthly", "basic rent": "520.00", "eligible charges": "0",
                "ineligible charges": "0", "personal charges": "0",
            },
            "rent",
            "The charges come to £120.00 a week",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_homes_terms_is_named(take_in, cells, field, words):
    faults = said(take_in(HOMES, cells))
    assert [(name, words in message) for _, name, message in faults] == [(field, True)]


def test_a_cell_beyond_the_columns_is_named(database_url, tmp_path):
    path = given_rows(tmp_path, HOMES, [{}])
    path.write_text(path.read_text().rstrip("\n") + ",stray\n")

    (fault,) = said(take(database_url, HOMES, path, tmp_path))

    assert fault[0] == "AY2"
    assert "no column name above it" in fault[2]


def test_a_reference_given_twice_blocks_each_of_its_rows(take_in):
    result = take_in(HOMES, {}, {"rent": "99"}, {"unit reference": "other"})

    assert [cell for cell, _, _ in said(result)] == ["P2", "P3"]
    assert "'HH-BIT-01' stands in rows 2 and 3" in said(result)[0][2]
    assert result.n_good == 1


def test_rows_of_a_scheme_that_disagree_block_all_of_it(take_in):
    result = take_in(
        HOMES,
        {"unit reference": "1"},
        {"unit reference": "2", "sexes": "women"},
        {"unit reference": "3"},
        {"unit reference": "4", "scheme reference": "other"},
    )

    assert [(cell, field) for cell, field, _ in said(result)] == [
        ("C2", "scheme reference"),
        ("J3", "sexes"),
        ("C4", "scheme reference"),
    ]
    assert "see row 3" in said(result)[0][2]
    assert "Row 2 says 'any'" in said(result)[1][2]
    assert result.n_good == 1


def test_another_landlords_reference_is_not_taken_over(take_in):
    take_in(HOMES, {})

    result = take_in(HOMES, {"landlord": "Lantern Trust"})

    assert [field for _, field, _ in said(result)] == ["scheme reference", "unit reference"]
    assert "already a reference of Heron Homes" in said(result)[0][2]


def test_a_landlord_is_not_made_twice_by_another_spelling(take_in):
    take_in(HOMES, {})

    (fault,) = said(take_in(HOMES, {"landlord": "HERON HOMES"}))

    assert fault[1] == "landlord"
    assert "is written 'Heron Homes' elsewhere" in fault[2]


# Vacancies


@pytest.fixture
def homes(database_url):
    within(database_url, lambda connection: put_a_home(connection, "HH-BIT-01", "U2"))


@pytest.mark.usefixtures("homes")
def test_a_vacancy_of_an_unknown_home_is_named(take_in):
    (fault,) = said(take_in(VACANCIES, {"unit reference": "U9"}))

    assert fault[:2] == ("B2", "unit reference")
    assert "There is no home 'U9'" in fault[2]


@pytest.mark.usefixtures("homes")
def test_two_live_vacancies_of_a_home_block_both(take_in):
    result = take_in(VACANCIES, {}, {"vacancy reference": "V2"}, {"vacancy reference": "V3",
                     "unit reference": "U2"})  # fmt: skip

    assert [cell for cell, _, _ in said(result)] == ["B2", "B3"]
    assert result.n_good == 1


def test_a_vacancy_let_here_is_not_opened_again_by_an_old_file(take_in, database_url, homes):
    take_in(VACANCIES, {})
    let = given_vacancy(reference="V-2026-014", unit="HH-BIT-01", state=VacancyState.LET)
    within(database_url, lambda connection: put_vacancies(connection, [let]))

    (fault,) = said(take_in(VACANCIES, {}))

    assert fault[:2] == ("C2", "state")
    assert "This vacancy is let here" in fault[2]
    (kept,) = within(database_url, find_vacancies_for_export)
    assert kept.state is VacancyState.LET


@pytest.mark.usefixtures("homes")
def test_a_blocked_row_keeps_its_vacancy_live_and_shuts_out_the_next(take_in):
    take_in(VACANCIES, {})

    result = take_in(
        VACANCIES,
        {"state": "withdrawn", "available on": "soon"},
        {"vacancy reference": "V2"},
    )

    assert [cell for cell, _, _ in said(result)] == ["G2", "B3"]


@pytest.mark.usefixtures("homes")
def test_a_vacancy_free_before_it_stood_empty_is_doubted(take_in):
    result = take_in(VACANCIES, {"available on": "01/03/2026"})

    assert [cell for cell, _, _ in said(result, Category.SOFT)] == ["G2"]
    assert result.n_good == 1


# Applicants


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"needed by": "01/01/2026"}, "needed by", "before they are ready"),
        ({"person 2 sex": ""}, "person 2 sex", "Person 2 has no sex"),
        ({"person 2 relation": "lead"}, "person 2 relation", "is not in the list"),
        ({"excluded areas": "Dereham"}, "wanted areas", "Dereham is both wanted and excluded"),
        ({"excluded areas": "Norwhich"}, "excluded areas", "Did you mean"),
        ({"current unit": "U9"}, "current unit", "There is no home 'U9'"),
        ({"date of birth": "05/13/1990"}, "date of birth", "month first"),
        ({"tier": "6"}, "tier", "from 1 to 5"),
    ],
)
def test_a_wrong_cell_of_an_applicant_is_named(take_in, cells, field, words):
    (fault,) = said(take_in(APPLICANTS, cells))

    assert fault[1] == field
    assert words in fault[2]


def test_a_household_without_a_second_person_is_one_person(take_in, database_url):
    nobody = {name.name: "" for name in columns_of(APPLICANTS, 2)[-4:]}

    take_in(APPLICANTS, nobody)

    (applicant,) = within(database_url, find_applicants_for_export)
    assert len(applicant.household) == 1


def test_every_fault_of_a_row_is_told_at_once(take_in):
    result = take_in(APPLICANTS, {"tier": "x", "sex": "?", "wanted areas": "Mars", "name": ""})

    assert [field for _, field, _ in said(result)] == ["name", "tier", "wanted areas", "sex"]


def test_two_applicants_in_one_home_block_both(take_in, database_url):
    within(database_url, lambda connection: put_a_home(connection, "U1"))

    result = take_in(
        APPLICANTS,
        {"current unit": "U1"},
        {"current unit": "U1", "applicant reference": "A2"},
        {"applicant reference": "A3"},
    )

    assert [field for _, field, _ in said(result)] == ["current unit", "current unit"]
    assert result.n_good == 1


def test_a_blocked_applicant_keeps_their_home_and_shuts_out_the_next(take_in, database_url):
    within(database_url, lambda connection: put_a_home(connection, "U1", "U2"))
    take_in(APPLICANTS, {"current unit": "U1"})

    result = take_in(
        APPLICANTS,
        {"current unit": "U2", "tier": "9"},
        {"current unit": "U1", "applicant reference": "A2"},
    )

    assert [(cell, field) for cell, field, _ in said(result)] == [
        ("D2", "tier"),
        ("Q3", "current unit"),
    ]


def test_what_is_unusual_goes_in_and_asks_to_be_confirmed(take_in):
    odd = {"registered on": "01/02/2003", "person 2 date of birth": "01/06/2026"}

    result = take_in(APPLICANTS, odd | {"date of birth": "01/05/1970"})

    assert result.n_good == 1
    assert [field for _, field, _ in said(result, Category.SOFT)] == [
        "registered on",
        "person 2 date of birth",
    ]


PARKED = {"state": "parked", "why parked": "prison", "parked until": "04/05/2036"}


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"state": "live"}, ["why parked", "parked until"], "They are live. Empty this cell"),
        ({"why parked": ""}, ["parked until"], "Say why they are parked"),
        ({"why parked": "holiday"}, ["why parked"], "Write one of: hospital, prison"),
        ({"parked until": "4 Mai 2036"}, ["parked until"], "'4 Mai 2036'"),
    ],
)
def test_what_is_wrong_with_a_time_out_of_the_queue_is_named(take_in, cells, field, words):
    faults = said(take_in(APPLICANTS, PARKED | cells))
    assert [name for _, name, _ in faults] == field
    assert words in faults[0][2]


def test_a_file_parks_people_until_a_day_and_says_nothing_twice(take_in, database_url):
    query = "SELECT reason, until::text, ended_at IS NULL FROM pauses ORDER BY id"
    assert take_in(APPLICANTS, PARKED).changed.added == 1
    same = {**PARKED, "parked until": ""}
    assert take_in(APPLICANTS, same).changed.same == 1
    assert look(database_url, query) == [("prison", "2036-05-04", True)]
    assert take_in(APPLICANTS, PARKED | {"parked until": "01/06/2036"}).changed.changed == 1
    assert take_in(APPLICANTS, {"state": "parked"}).changed.same == 1
    other = {"state": "parked", "why parked": "hospital"}
    assert take_in(APPLICANTS, other).changed.changed == 1
    take_in(APPLICANTS, {})
    assert look(database_url, query) == [
        ("prison", "2036-05-04", False),
        ("prison", "2036-06-01", False),
        ("hospital", None, False),
    ]
    past = take_in(APPLICANTS, PARKED | {"parked until": "01/03/2026"})
    assert "This day has come" in said(past, Category.SOFT)[0][2]
