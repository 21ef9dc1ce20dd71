"""The second factor: set up, asked for, and recovered."""

import re
from datetime import UTC, datetime

import pytest
from httpx import Response
from pyotp import TOTP

from tests.pages.county import PASSWORD
from tests.pages.site import Site

COOKIE = "homeward_session"
KEY = "HOMEWARDDEMOSECRET234567AAAAAAAA"


class Browser:
    """A browser that signs in, and keeps its cookie and its session's token for forms."""

    def __init__(self, site: Site, person: str = "planner") -> None:
        self.site, self.person, self.cookie = site, person, ""
        self.answer = self.post("/sign-in", email=f"{person}@homeward.example", password=PASSWORD)

    def post(self, path: str, **fields: str) -> Response:
        self.site.client.cookies.clear()
        sent = {"csrf_token": self._csrf_token(), **fields}
        answer = self.site.client.post(
            path, headers=self._headers(), data=sent, follow_redirects=False
        )
        self.cookie = answer.cookies.get(COOKIE, self.cookie)
        return answer

    def get(self, path: str) -> Response:
        self.site.client.cookies.clear()
        return self.site.client.get(path, headers=self._headers(), follow_redirects=False)

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {}

    def _csrf_token(self) -> str:
        if not self.cookie:
            return ""
        token = "SELECT csrf_token FROM sessions WHERE token_sha256 = sha256('{}')"
        return str(self.site.ask_database(token.format(self.cookie)))


def code(steps: int = 0, key: str = KEY) -> str:
    """The code of now, or so many half minutes later."""
    totp = TOTP(key)
    return totp.generate_otp(totp.timecode(datetime.now(UTC)) + steps)


def give_factor(site: Site, role: str = "planner") -> None:
    """Give everybody of a role a confirmed second factor."""
    site.change(
        "INSERT INTO second_factors (account_id, secret, confirmed_at)"
        " SELECT id, %s, now() FROM accounts WHERE role = %s",
        [KEY, role],
    )


def _set_up(browser: Browser, **fields: str) -> tuple[str, list[str]]:
    """The key and the recovery codes of a factor that is set up as a person would."""
    assert browser.post("/account/second-factor", **fields).status_code == 303
    found = re.search(r"Key: <strong>([A-Z2-7 ]+)<", browser.get("/account/second-factor").text)
    assert found is not None
    key = found.group(1).replace(" ", "")
    answer = browser.post("/account/second-factor/confirm", code=code(key=key))
    assert answer.status_code == 200, answer.text
    return key, re.findall(r"<code>([A-Z2-7-]{27})</code>", answer.text)


def test_with_a_second_factor_the_password_is_half_a_sign_in(site: Site) -> None:
    give_factor(site)
    browser = Browser(site)
    assert browser.answer.headers["location"] == "/sign-in/code"
    half = browser.cookie
    answer = browser.post("/sign-in/code", code=code(), next="/account")
    assert answer.headers["location"] == "/account"
    assert browser.cookie != half
    assert browser.get("/account").status_code == 200
    browser.cookie = half
    assert browser.get("/account").status_code == 303


@pytest.mark.parametrize(("role", "needs"), [("planner", "code"), ("administrator", "factor")])
def test_half_a_sign_in_may_do_nothing_else(site: Site, role: str, needs: str) -> None:
    if needs == "code":
        give_factor(site)
    browser = Browser(site, role)
    for path in ("/account", "/accounts", "/runs", "/api/session", "/api/runs"):
        assert browser.get(path).status_code in (303, 401), path
    for path in ("/account/password", "/accounts/invite", "/account/second-factor/remove"):
        assert browser.post(path).headers.get("location") == "/sign-in", path
    others = "/account/second-factor" if needs == "code" else "/sign-in/code"
    assert browser.post(others).headers.get("location", "").startswith("/sign-in")
    assert "Main" not in browser.get("/").text
    site.change("UPDATE sessions SET started_at = now() - interval '16 minutes'")
    assert browser.get("/sign-in").status_code == 200


def test_half_a_sign_in_can_be_given_up_only_by_our_own_form(site: Site) -> None:
    give_factor(site)
    browser = Browser(site)
    assert browser.post("/sign-out", csrf_token="another").status_code == 403
    assert browser.post("/sign-in/code", code=code(), csrf_token="another").status_code == 403
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert browser.get("/sign-in").status_code == 200


def test_a_code_is_taken_once(site: Site) -> None:
    give_factor(site)
    given = code()
    assert Browser(site).post("/sign-in/code", code=given).status_code == 303
    assert Browser(site).post("/sign-in/code", code=given).status_code == 400
    assert Browser(site).post("/sign-in/code", code=code(1)).status_code == 303


@pytest.mark.parametrize(("steps", "status"), [(-3, 400), (1, 303), (3, 400)])
def test_a_phones_clock_may_be_half_a_minute_off(site: Site, steps: int, status: int) -> None:
    give_factor(site)
    assert Browser(site).post("/sign-in/code", code=code(steps)).status_code == status


def test_five_wrong_codes_lock_the_code_and_the_password_does_not_unlock_it(site: Site) -> None:
    give_factor(site)
    browser = Browser(site)
    for _ in range(5):
        assert browser.post("/sign-in/code", code="000 000").status_code == 400
    assert browser.post("/sign-in/code", code=code()).status_code == 429
    again = Browser(site)
    assert again.answer.headers["location"] == "/sign-in/code"
    answer = again.post("/sign-in/code", code=code())
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert site.ask_database("SELECT count(*) FROM audit WHERE action = 'lock out'") == 1


def test_an_administrator_without_a_second_factor_sets_one_up_before_anything(site: Site) -> None:
    browser = Browser(site, "administrator")
    assert browser.answer.headers["location"] == "/account/second-factor"
    assert "Administrators must have one" in browser.get("/account/second-factor").text
    half = browser.cookie
    _key, codes = _set_up(browser)
    assert len(set(codes)) == 10
    assert browser.cookie != half
    assert browser.get("/accounts").status_code == 200


def test_the_key_is_shown_as_a_picture_without_styles(site: Site) -> None:
    browser = Browser(site, "administrator")
    browser.post("/account/second-factor")
    page = browser.get("/account/second-factor").text
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert "style" not in picture
    assert "QR code" in picture


def test_a_recovery_code_stands_in_once_and_is_kept_as_a_digest(site: Site) -> None:
    _key, codes = _set_up(Browser(site), password=PASSWORD)
    browser = Browser(site)
    assert browser.post("/sign-in/code", code=codes[0].lower()).status_code == 303
    assert Browser(site).post("/sign-in/code", code=codes[0]).status_code == 400
    assert "You have 9 recovery codes left" in browser.get("/account/second-factor").text
    kept = str(site.ask_database("SELECT string_agg(r::text, ' ') FROM recovery_codes AS r"))
    assert codes[1].replace("-", "") not in kept


def test_new_recovery_codes_end_the_old_ones(site: Site) -> None:
    browser = Browser(site)
    _key, old = _set_up(browser, password=PASSWORD)
    path = "/account/second-factor/recovery-codes"
    assert browser.post(path, password="wrong").status_code == 400
    new = re.findall(r"<code>([A-Z2-7-]{27})</code>", browser.post(path, password=PASSWORD).text)
    assert Browser(site).post("/sign-in/code", code=old[0]).status_code == 400
    assert Browser(site).post("/sign-in/code", code=new[0]).status_code == 303


def test_setting_up_and_removing_ask_for_the_password(site: Site) -> None:
    browser = Browser(site)
    assert browser.post("/account/second-factor", password="wrong").status_code == 400
    assert site.ask_database("SELECT count(*) FROM second_factors") == 0
    _set_up(browser, password=PASSWORD)
    assert browser.post("/account/second-factor/remove", password="").status_code == 400
    other = browser.cookie
    answer = browser.post("/account/second-factor/remove", password=PASSWORD)
    assert answer.status_code == 303
    assert browser.cookie != other
    assert site.ask_database("SELECT count(*) FROM second_factors") == 0
    assert Browser(site).answer.headers["location"] == "/"


def test_an_administrator_who_removes_it_sets_up_another_at_once(site: Site) -> None:
    browser = Browser(site, "administrator")
    _set_up(browser)
    browser.post("/account/second-factor/remove", password=PASSWORD)
    assert browser.get("/accounts").status_code == 303
    assert browser.get("/account/second-factor").status_code == 200


def test_a_confirmed_key_is_not_replaced_or_confirmed_again(site: Site) -> None:
    browser = Browser(site)
    key, _codes = _set_up(browser, password=PASSWORD)
    browser.post("/account/second-factor", password=PASSWORD)
    assert site.ask_database("SELECT secret FROM second_factors") == key
    answer = browser.post("/account/second-factor/confirm", code=code(1, key))
    assert answer.status_code == 409


def test_the_key_is_nowhere_in_the_audit(site: Site) -> None:
    key, codes = _set_up(Browser(site), password=PASSWORD)
    acts = str(site.ask_database("SELECT string_agg(a::text, ' ') FROM audit AS a"))
    changes = str(site.ask_database("SELECT string_agg(c::text, ' ') FROM audit_changes AS c"))
    assert "second_factors" in acts
    assert key not in acts + changes
    assert codes[0].replace("-", "") not in acts + changes
