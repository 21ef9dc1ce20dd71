"""What goes with every response: security headers, caching, and nothing in the logs."""

import re

import pytest

from tests.pages.site import Site


@pytest.mark.parametrize(
    ("path", "role"),
    [("/", None), ("/vacancies", "officer"), ("/no-such-page", None), ("/api/runs/99", "officer")],
)
def test_every_response_carries_the_security_headers(
    reading_site: Site, path: str, role: str | None
) -> None:
    headers = reading_site.get(path, role).headers
    policy = headers["content-security-policy"]
    for part in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe-inline" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


def test_scripts_carry_the_nonce_of_their_own_response(reading_site: Site) -> None:
    nonces = []
    for _ in range(2):
        answer = reading_site.get("/")
        allowed = re.search(r"'nonce-([^']+)'", answer.headers["content-security-policy"])
        assert allowed is not None
        scripts = re.findall(r"<script([^>]*)>", answer.text)
        assert scripts
        assert all(f'nonce="{allowed[1]}"' in script for script in scripts)
        nonces.append(allowed[1])
    assert nonces[0] != nonces[1]


def test_built_files_are_kept_for_ever_under_a_name_of_their_content(reading_site: Site) -> None:
    page = reading_site.get("/", None).text
    styles = re.findall(r'href="(/static/homeward-[A-Z0-9]{8}\.css)"', page)
    scripts = re.findall(r'src="(/static/homeward-[A-Z0-9]{8}\.js)"', page)
    assert len(styles) == len(scripts) == 1
    for address in styles + scripts:
        answer = reading_site.get(address, None)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert "max-age=31536000" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/static/none.css", "/static/../app.py", "/static/%2e%2e/app.py"])
def test_nothing_but_built_files_is_served(reading_site: Site, path: str) -> None:
    assert reading_site.get(path, None).status_code == 404


def test_logs_hold_no_query_body_or_cookie(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    site.post("/applicants/search", fields={"text": "a-secret-name"})
    site.post("/sign-in", None, {"email": "a-secret@homeward.example", "password": "a-secret"})
    written = "".join(capfd.readouterr())
    assert '"path":"/applicants/search"' in written
    assert "secret" not in written
    assert "session-of-the-officer" not in written
