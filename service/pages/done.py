"""Saying on the next page that what was asked for is done."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

_FIELD = "done"
_WORDS = {
    "password-changed": "Your password is changed. You are signed out everywhere else.",
    "password-set": "The password is set. Sign in with it.",
    "signed-out-everywhere": "You are signed out everywhere.",
    "account-signed-out": "They are signed out everywhere.",
    "account-disabled": "The account is disabled. Its sessions and links have ended.",
    "account-enabled": "The account is enabled.",
    "second-factor-cleared": "Their second factor is cleared, and they are signed out everywhere.",
    "contact-added": "The contact is added.",
    "contact-changed": "The contact is changed.",
    "contact-removed": "The contact is removed, and written to no more.",
    "token-revoked": "The token is revoked. Nothing can be read with it from now on.",
}
"""What is said for each word that an address may hold; the word itself is never shown."""


def redirect_done(path: str, word: str, *, cookies: list[Cookie] | None = None) -> Redirect:
    """On to a page that says what was done."""
    assert word in _WORDS
    address = f"{path}?{urlencode({_FIELD: word})}"
    return Redirect(address, status_code=HTTP_303_SEE_OTHER, cookies=cookies)


def done_words(request: Request[Any, Any, Any]) -> str | None:
    """What a page says was done before it; None: nothing."""
    return _WORDS.get(request.query_params.get(_FIELD, ""))
