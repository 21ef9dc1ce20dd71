"""A lost update is refused, and says who changed what."""

import pytest

from tests.pages.site import Site


def _withdraw(site: Site, tag: str, role: str = "officer"):
    body = {"because": "They changed their mind"}
    return site.post_json("/api/nominations/1/withdraw", body, role, If_Match=tag)


def test_one_row_comes_with_its_version(reading_site: Site) -> None:
    for path in ("/api/vacancies/4", "/api/applicants/7", "/api/nominations/1"):
        assert reading_site.get(path).headers["etag"] == '"1"', path
    assert "etag" not in reading_site.get("/api/vacancies").headers
    assert "etag" not in reading_site.get("/api/vacancies/4/shortlist").headers
    assert "etag" not in reading_site.get("/api/vacancies/2", "landlord").headers


def test_a_change_with_the_version_read_is_made_and_gives_the_next(site: Site) -> None:
    answer = _withdraw(site, site.get("/api/nominations/1").headers["etag"])
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')


def test_a_lost_update_says_who_changed_what(site: Site) -> None:
    tag = site.get("/api/nominations/1").headers["etag"]
    assert _withdraw(site, tag, "named_officer").status_code == 200
    answer = _withdraw(site, tag)
    assert answer.status_code == 412
    detail = answer.json()["detail"]
    assert detail.startswith("This nomination was changed by Olive Named Officer since")
    assert "(state, withdrawn at, withdrawn because, withdrawn by)" in detail


@pytest.mark.parametrize("tag", ["7", 'W/"7"', '"seven"', '"1", "2"'])
def test_an_etag_that_is_none_is_refused(site: Site, tag: str) -> None:
    assert _withdraw(site, tag).status_code == 400


def test_a_row_that_may_not_be_seen_is_not_there(site: Site) -> None:
    assert _withdraw(site, '"9"', "district_officer").status_code == 404
