"""The letter of an offer: who gets it, what it says, and that it is a PDF for everybody."""

import io
from datetime import timedelta

import pypdf
import pytest

from service.domain.days import today, uk_date
from tests.pages.site import Site

LETTER = "/nominations/1/offer-letter.pdf"


def _offer(site: Site, state: str = "offered") -> None:
    site.change("UPDATE nominations SET state = %s WHERE id = 1", [state])


def _read(site: Site, role: str = "landlord", path: str = LETTER) -> tuple[pypdf.PdfReader, str]:
    answer = site.get(path, role)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_letter_says_which_home_what_it_costs_and_how_to_answer(site: Site) -> None:
    _offer(site)
    due = today() + timedelta(days=3)
    site.change(
        "UPDATE nominations SET due_on = %s, viewing_at = '2027-05-03T13:05Z' WHERE id = 1", [due]
    )
    site.change("UPDATE units SET rent_pence = 9540")
    for role in ("landlord", "officer"):
        _, words = _read(site, role)
        for told in (
            "Broadland Homes",
            "Dear Person 8,",
            "A-00008",
            "V-0008",
            "Willow Court 11",
            "£95.40 a week",
            "£413.40 a month",
            "You can see the home on 3 May 2027 at 2:05pm",
            f"Tell us by {uk_date(due)} whether you accept",
            "section 202",
            "within 21 days",
            "166A(9)",
        ):
            assert told in words, told


def test_the_letter_splits_what_it_costs_as_the_landlord_told_it(site: Site) -> None:
    _offer(site)
    assert "Can benefit meet it?" not in _read(site)[1]
    site.change(
        "UPDATE units SET rent_pence = 10250, charge_period = 'four_weekly',"
        " basic_rent_pence = 35000, eligible_charge_pence = 4000, ineligible_charge_pence = 0,"
        " personal_charge_pence = 2000"
    )
    reader, words = _read(site)
    for told in (
        "£102.50 a week",
        "£444.17 a month",
        "You pay £410.00 every four weeks",
        "Rent £350.00 Yes",
        "Service charges £40.00 Yes",
        "heating in the home £20.00 No",
        "In all £410.00 Up to £390.00",
    ):
        assert told in words, told
    assert "Other service charges" not in words
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    site.change(
        "UPDATE units SET rent_pence = 12462, charge_period = 'monthly', basic_rent_pence = 48000"
    )
    _, words = _read(site)
    assert "£540.00 a month" in words
    assert "You pay £540.00 a month" in words


def test_the_letter_is_tagged_has_a_language_and_a_title(site: Site) -> None:
    _offer(site)
    reader, _ = _read(site)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Offer of a home"
    assert reader.xmp_metadata is not None
    assert b"pdfuaid" in reader.xmp_metadata.stream.get_data()


def test_large_print_is_larger(site: Site) -> None:
    _offer(site)
    sizes: dict[str, float] = {}
    for size in ("usual", "large"):
        reader, _ = _read(site, path=f"{LETTER}?size={size}")
        found: list[float] = []
        reader.pages[0].extract_text(
            visitor_text=lambda text, _cm, tm, _font, font_size, found=found: found.append(
                abs(font_size * tm[3]) if text.strip() else 0
            )
        )
        sizes[size] = sorted(one for one in found if one)[len([o for o in found if o]) // 2]
    assert sizes == {"usual": pytest.approx(12), "large": pytest.approx(18)}


def test_what_is_told_is_set_as_text_and_never_run(site: Site) -> None:
    _offer(site)
    name = '#panic("x") *a* "q" \\ $x$ #import "y" [z] <b> @c'
    site.change(
        "UPDATE disclosures SET told = jsonb_set(told, '{name}', to_jsonb(%s::text))", [name]
    )
    _, words = _read(site)
    assert f"Dear {name}," in words.replace("“", '"').replace("”", '"')


def test_a_letter_to_a_home_with_a_protected_address_names_no_place(site: Site) -> None:
    site.change("UPDATE schemes SET kind = 'refuge', postcode = NULL WHERE id = 1")
    _offer(site)
    place = site.ask_database(
        "SELECT p.name FROM schemes AS s JOIN places AS p ON p.id = s.place_id WHERE s.id = 1"
    )
    for role in ("landlord", "officer"):
        _, words = _read(site, role)
        assert "We will tell you the address" in words
        assert "Willow Court" not in words
        assert str(place) not in words


@pytest.mark.parametrize("state", ["nominated", "declined", "withdrawn"])
def test_there_is_no_letter_but_for_an_offer(site: Site, state: str) -> None:
    site.change(
        "UPDATE nominations SET state = %s, declined_party = 'landlord', declined_reason ="
        " 'condition', withdrawn_by = w, withdrawn_because = w, withdrawn_at = t"
        " FROM (SELECT CASE %s WHEN 'withdrawn' THEN 'Olive' END, CASE %s WHEN 'withdrawn' THEN"
        " now() END) AS x (w, t) WHERE id = 1",
        [state, state, state],
    )
    refused = site.get(LETTER, "landlord")
    assert refused.status_code == 409
    assert "only while the home is offered" in refused.text


def test_others_get_no_letter_and_each_reading_is_kept(site: Site) -> None:
    _offer(site)
    assert site.get(LETTER, "other_landlord").status_code == 404
    assert site.get(LETTER, "support_provider").status_code == 403
    site.change("UPDATE disclosures SET applicant_id = 59 WHERE nomination_id = 1")
    site.change("UPDATE nominations SET applicant_id = 59 WHERE id = 1")
    assert site.get(LETTER, "officer").status_code == 404
    assert site.get(LETTER, "named_officer").status_code == 200
    assert site.ask_database(
        "SELECT count(*) FROM audit WHERE subject = 'letter of nomination 1'"
        " AND 59 = ANY(applicant_ids)"
    )
    site.change(
        "UPDATE disclosures SET told = NULL, taken_back_at = now(), taken_back_because = 'x'"
    )
    assert site.get(LETTER, "named_officer").status_code == 409
