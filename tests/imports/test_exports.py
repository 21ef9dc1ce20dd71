import csv
from datetime import UTC, date, datetime

import pytest

from service.actions.exports import RUN_HEADER, ExportKind, export
from service.actions.imports import ImportKind, import_file
from service.actions.imports.columns import LATER_FIELDS
from service.actions.imports.files import read_table
from service.actions.imports.home_terms import TERMS
from service.domain.bedrooms import BedroomRule
from service.domain.connections import ConnectionGround, LocalConnection
from service.domain.homes import VacancyState, Works
from service.domain.pauses import ParkReason
from service.domain.people import ApplicantState, Area, Member, Relation, Sex
from service.domain.reasons import OUTCOMES, PARTS, rule_words
from service.domain.restrictions import RestrictionKind
from service.errors import NotFound, RuleBroken
from service.store.applicants import put_applicants
from service.store.bulk import Changed
from service.store.homes import put_homes
from service.store.match_runs import Asked, Finished, add_run, finish_run, start_run
from service.store.outcomes import copy_empty_vacancies, copy_proposals, copy_unplaced
from service.store.support_providers import add_support_provider
from service.store.vacancies import put_vacancies
from tests.database import within
from tests.imports.givens import (
    TODAY,
    given_applicant,
    given_landlord,
    given_scheme,
    given_unit,
    given_vacancy,
    rows_of,
)
from tests.imports.taking import HOMES, given_rows, take

TIES = (
    LocalConnection("King's Lynn and West Norfolk", ConnectionGround.RESIDENCE, date(2020, 2, 1)),
    LocalConnection("Norwich", ConnectionGround.FAMILY, None, date(2027, 1, 31)),
)
LARGE = (
    Member(Relation.LEAD, date(1980, 1, 1), Sex.FEMALE, needs_own_room=None),
    Member(Relation.PARTNER, date(1979, 1, 1), Sex.MALE, needs_own_room=True),
    *(Member(Relation.CHILD, date(2008 + n, 1, 1), Sex.MALE) for n in range(9)),
)
SCHEME_TERMS = {
    "manager": "Wensum Living",
    "support_provider": "Wren Support",
    "staffing": "waking_24_hours",
    "rating_scheme": "qaf",
    "rating": "b",
    "rated_on": "2026-02-02",
    "gate_holds": False,
    "household_kind": "couples",
    "household_max": 2,
    "pets_allowed": False,
    "connection_districts": ["E07000148"],
    "nominating_districts": ["E07000143", "E07000148"],
    "nomination_quota": 75,
}
UNIT_TERMS = {
    "lift": True,
    "part_m": "m4_3_2_b",
    "facilities": ["garden", "kitchen"],
    "charge_period": "weekly",
    "basic_rent_pence": 10_000,
    "eligible_charge_pence": 2_000,
    "ineligible_charge_pence": 300,
    "personal_charge_pence": 45,
    "support_level": 0,
    "client_groups": [],
    "age_min": 55,
    "age_max": 99,
    "sexes": "women",
    "household_kind": "single_people",
    "household_max": 1,
    "pets_allowed": True,
}


async def put_a_county(connection):
    """Records with every kind of emptiness, oddity and trap in them."""
    schemes = [
        given_scheme(name="=cmd|' /C calc'!A0", source="+44 1603", terms=SCHEME_TERMS),
        given_scheme(reference="S2", postcode=None, place="Diss", district="Norwich", age_min=None),
        given_scheme(reference="S3", client_groups=frozenset(), place="Cromer", age_max=25),
    ]
    units = [
        given_unit(features=frozenset(), floor=-1, terms=UNIT_TERMS),
        given_unit(reference="-12", scheme="S2", bedrooms=0, shared=True, rent_pence=0),
        given_unit(reference="'=x", scheme="S3", bedrooms=10),
    ]
    landlords = [given_landlord(), given_landlord(name="Wensum Living")]
    await add_support_provider(connection, "Wren Support")
    await put_homes(connection, landlords, schemes, units)
    vacancies = [
        given_vacancy(state=VacancyState.LET),
        given_vacancy(reference="V2", void_from=date(2026, 9, 1), available_on=date(2026, 9, 9)),
        given_vacancy(reference="@V3", unit="-12", bedroom_rule=BedroomRule.LHA_UC),
        given_vacancy(
            reference="V4",
            unit="'=x",
            state=VacancyState.OFFERED,
            bedroom_surplus=2,
            noticed_on=date(2026, 2, 16),
            works=frozenset({Works.DAMP}),
            works_until=date(2026, 3, 6),
            turnaround_days=4,
            nominees=2,
            opens_on=date(2026, 3, 4),
        ),
    ]
    await put_vacancies(connection, vacancies)
    applicants = [
        given_applicant(name="Zoë O'Hare-Ng", household=LARGE, current_unit="-12"),
        given_applicant(reference="A2", wanted=(), excluded=frozenset(), rent_limit_pence=None),
        given_applicant(
            reference="A4", access_category=4, has_pets=False, fled_abuse=True, connections=TIES
        ),
        given_applicant(reference="A5", access_category=0, connections=(), overnight_carer=None),
        given_applicant(
            reference="A6",
            state=ApplicantState.PARKED,
            park_reason=ParkReason.NOT_READY,
            parked_until=date(2036, 5, 4),
        ),
        given_applicant(reference="A7", state=ApplicantState.PARKED, park_reason=ParkReason.PRISON),
        given_applicant(
            reference="A3",
            excluded=frozenset({Area(place="Norwich"), Area(district="Norwich")}),
            needed_by=date(2026, 12, 31),
            restrictions=frozenset(RestrictionKind),
        ),
    ]
    await put_applicants(connection, applicants, on=TODAY)


def write(url, kind, path, **options):
    return within(url, lambda c: export(c, kind=kind, path=path, **options))


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ImportKind)
def test_an_export_imported_again_changes_nothing(database_url, tmp_path, kind, suffix):
    within(database_url, put_a_county)
    path = tmp_path / f"{kind.value}.{suffix}"

    n_rows = write(database_url, ExportKind(kind.value), path)
    result = within(
        database_url,
        lambda connection: import_file(
            connection, kind=kind, path=path, dry_run=False, exports=tmp_path,
            today=TODAY,
        ),
    )  # fmt: skip

    assert (result.n_rows, result.n_rejected) == (n_rows, 0)
    assert result.changed == Changed(same=result.changed.total)


def test_a_file_without_the_newer_columns_changes_nothing_of_them(database_url, tmp_path):
    within(database_url, put_a_county)
    old = within(database_url, lambda c: rows_of(c, _TERMS))

    path = given_rows(
        tmp_path, HOMES,
        [{"scheme reference": "S1", "unit reference": "S1/1", "rent": "123.45"}],
    )  # fmt: skip
    with path.open() as file:
        rows = list(csv.DictReader(file))
    kept = [name for name in rows[0] if name not in {term.column.name for term in TERMS}]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, kept, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    result = take(database_url, HOMES, path, tmp_path)

    assert (result.n_rejected, result.changed.changed) == (0, 2)
    assert within(database_url, lambda c: rows_of(c, _TERMS)) == old


_TERMS = """
SELECT s.manager_id, s.support_provider_id, s.staffing, s.rating, s.connection_districts, u.part_m,
       u.facilities, u.personal_charge_pence, u.age_min, u.client_groups, u.pets_allowed
FROM units AS u JOIN schemes AS s ON s.id = u.scheme_id ORDER BY u.id
"""


def test_a_new_rent_without_its_charges_forgets_the_old_ones(database_url):
    within(database_url, put_a_county)
    within(database_url, lambda c: put_homes(c, [], [], [given_unit(rent_pence=20_000)]))

    query = "SELECT charge_period, basic_rent_pence, part_m FROM units WHERE reference = 'S1/1'"
    found = within(database_url, lambda c: rows_of(c, query))
    assert found == [(None, None, "m4_3_2_b")]


@pytest.mark.parametrize("kind", [kind for kind in ExportKind if kind is not ExportKind.RUN])
def test_an_empty_county_exports_a_header(database_url, tmp_path, kind):
    assert write(database_url, kind, tmp_path / "empty.csv") == 0
    assert len(read_table(tmp_path / "empty.csv", kind.value).rows) == 1


def test_no_exported_text_can_run_as_a_formula(database_url, tmp_path):
    within(database_url, put_a_county)

    write(database_url, ExportKind.HOMES, tmp_path / "homes.csv")

    with (tmp_path / "homes.csv").open(encoding="utf-8-sig") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}] == ["-1"]
    assert "'=cmd|' /C calc'!A0" in cells


def test_an_export_leaves_an_audit_row(database_url, tmp_path):
    write(database_url, ExportKind.HOMES, tmp_path / "homes.csv")

    found = within(
        database_url, lambda c: rows_of(c, "SELECT actor, action, subject, details FROM audit")
    )
    assert found == [("Homeward", "export", "homes", {"file": "homes.csv", "rows": 0})]


def test_a_format_that_is_not_ours_is_refused(database_url, tmp_path):
    with pytest.raises(RuleBroken, match=r"neither \.csv nor \.xlsx"):
        write(database_url, ExportKind.HOMES, tmp_path / "homes.ods")


# Match runs

NOW = datetime.now(UTC).date()
"""A run for another day than it was asked on is not what is exported unasked."""


async def put_a_run(connection):
    """A run that is done: A1 is proposed for V2, A2 and A3 are not placed, two are left empty."""
    await put_a_county(connection)
    run_id = await add_run(connection, Asked(NOW, {}, 1), asked_by="x")
    await start_run(connection, run_id)
    people = dict(await rows_of(connection, "SELECT reference, id FROM applicants"))
    homes = dict(await rows_of(connection, "SELECT reference, id FROM vacancies"))
    sets = [{"rules": ["rent"], "opens": 2}]
    placed = (run_id, people["A1"], homes["V2"], 1_300, {"base": 1_000, "choice": 300}, 4)
    beaten = (
        run_id,
        people["A2"],
        "higher_priority",
        3,
        None,
        0,
        {},
        [],
        2,
        date(2024, 5, 3),
        2,
        1,
        [],
    )
    shut = (
        run_id,
        people["A3"],
        "no_eligible_home",
        0,
        "rent",
        2,
        {"rent": 2},
        [],
        None,
        None,
        3,
        None,
        sets,
    )
    await copy_proposals(connection, [placed])
    await copy_unplaced(connection, [beaten, shut])
    empty = [(run_id, homes["@V3"], 0, "age", {"age": 3}), (run_id, homes["V4"], 2, None, {})]
    await copy_empty_vacancies(connection, empty)
    done = Finished(
        households=3, applicants=3, vacancies=3, pairs=9, placed=1, unplaced=2, value=1_300,
        bound=1_300, proved=True, proof="flow", settled="ties", comparison=[], faults=[],
        seconds={}, problem_sha256="0" * 64, versions={},
    )  # fmt: skip
    assert await finish_run(connection, run_id, done)
    return run_id


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_run_is_told_in_words(database_url, tmp_path, suffix):
    within(database_url, put_a_run)
    path = tmp_path / f"run.{suffix}"

    n_rows = write(database_url, ExportKind.RUN, path)

    header, *rows = [list(row.cells) for row in read_table(path, "run").rows]
    told = {(row[0], row[1] or row[5]): row[-1] for row in rows}
    assert tuple(header) == RUN_HEADER
    assert n_rows == len(rows) == 5
    assert told == {
        ("proposed", "A1"): f"{PARTS['base']}: 1000; {PARTS['choice']}: 300. "
        "Other vacancies open to them: 4.",
        ("not placed", "A2"): f"{OUTCOMES['higher_priority']}. "
        "Place in the order of priority: 2. "
        "3 were open; they would have had to stand before tier 2, since 03/05/2024 (place 1).",
        ("not placed", "A3"): f"{OUTCOMES['no_eligible_home']}. Place in the order of "
        f"priority: 3. What shut most of them: {rule_words('rent')}. Without {rule_words('rent')}, "
        "2 homes would be open.",
        ("left empty", "@V3"): f"It is open to nobody. What shut most out: {rule_words('age')}.",
        ("left empty", "V4"): "It is open to 2 applicants, none of whom was left for it.",
    }


def test_a_run_that_is_not_done_is_refused(database_url, tmp_path):
    run_id = within(database_url, lambda c: add_run(c, Asked(NOW, {}, 1), asked_by="x"))

    with pytest.raises(RuleBroken, match=f"Match run {run_id} is asked"):
        write(database_url, ExportKind.RUN, tmp_path / "run.csv", run_id=run_id)
    with pytest.raises(NotFound, match="No match run is done yet"):
        write(database_url, ExportKind.RUN, tmp_path / "run.csv")


def test_columns_that_a_file_lacks_change_nothing(database_url, tmp_path):
    within(database_url, put_a_county)
    path = tmp_path / "applicants.csv"
    write(database_url, ExportKind.APPLICANTS, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    kept = [k for k, name in enumerate(header) if name not in {*LATER_FIELDS} - {"pets"}]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[row[k] for k in kept] for row in (header, *rows)])

    result = within(
        database_url,
        lambda c: import_file(
            c, kind=ImportKind.APPLICANTS, path=path, dry_run=False, exports=tmp_path, today=TODAY
        ),
    )

    assert result.changed == Changed(same=7)
