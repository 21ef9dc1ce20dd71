"""Links with which a password is set, once."""

import pytest

from tests.pages.county import PASSWORD
from tests.pages.site import Site
from tests.pages.test_accounts import ADMIN, GOOD, count_sessions, id_of, link_in


def _link(site: Site) -> str:
    return link_in(site.post(f"/accounts/{id_of(site, 'planner')}/link", ADMIN).text)


def _set(site: Site, path: str, password: str = GOOD) -> int:
    site.client.cookies.clear()
    sent = {"password": password}
    return site.client.post(path, data=sent, follow_redirects=False).status_code


def _sign_in(site: Site, password: str) -> int:
    sent = {"email": "planner@homeward.example", "password": password}
    return site.client.post("/sign-in", data=sent, follow_redirects=False).status_code


def test_a_link_sets_a_password_once_and_ends_every_session(site: Site) -> None:
    path = _link(site)
    assert site.get(path, None).status_code == 200
    assert _set(site, path) == 303
    assert count_sessions(site, "planner") == 0
    assert _set(site, path, "another good long phrase") == 410
    assert _sign_in(site, GOOD) == 303
    assert _sign_in(site, PASSWORD) == 403


def test_looking_at_a_link_does_not_use_it_up(site: Site) -> None:
    path = _link(site)
    for _ in range(2):
        assert site.get(path, None).status_code == 200
    assert _set(site, path) == 303


def test_a_refused_password_leaves_the_link(site: Site) -> None:
    path = _link(site)
    assert _set(site, path, "Password1234") == 400
    assert _set(site, path) == 303


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE links SET made_at = now() - interval '73 hours',"
        " expires_at = now() - interval '1 hour'",
        "UPDATE links SET used_at = now()",
        "UPDATE accounts SET disabled_at = now() WHERE role = 'planner'",
        "DELETE FROM links",
    ],
)
def test_links_that_cannot_be_used_are_answered_alike(site: Site, change: str) -> None:
    path = _link(site)
    assert site.ask_database("SELECT expires_at - made_at = interval '72 hours' FROM links")
    site.change(change)
    assert _set(site, path) == 410
    assert "has been used, has run out, or is not one" in site.get(path, None).text


def test_a_newer_link_ends_an_older_one(site: Site) -> None:
    older, newer = _link(site), _link(site)
    assert site.get(older, None).status_code == 410
    assert site.get(newer, None).status_code == 200


def test_a_new_password_does_not_set_the_second_factor_aside(site: Site) -> None:
    site.change(
        "INSERT INTO second_factors (account_id, secret, confirmed_at)"
        " SELECT id, 'AAAA', now() FROM accounts WHERE role = 'planner'"
    )
    _set(site, _link(site))
    site.client.post(
        "/sign-in",
        data={"email": "planner@homeward.example", "password": GOOD},
        follow_redirects=False,
    )
    assert site.ask_database("SELECT needs FROM sessions ORDER BY id DESC LIMIT 1") == "code"


def test_the_address_of_a_link_is_not_logged(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _link(site)
    capsys.readouterr()
    site.get(path, None)
    site.get("/health", None)
    site.change("ALTER TABLE links RENAME COLUMN kind TO sort")
    assert site.get(path, None).status_code == 500
    logged = "".join(capsys.readouterr())
    assert path not in logged
    assert "/link/..." in logged
    assert "UndefinedColumn" in logged
