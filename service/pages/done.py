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
    "looked-for-duplicates": "Everybody who waits or is parked was compared.",
    "kept-apart": "They are kept apart, and are not shown as alike again.",
    "merged": "The two records are one now. It can be undone below.",
    "merge-undone": "The two records are apart again, as they were.",
    "scheme-added": "The scheme is added.",
    "scheme-changed": "The scheme is changed.",
    "home-added": "The home is added.",
    "home-changed": "The home is changed.",
    "home-lent": "The home is lent. From its first day it counts as what it is lent as.",
    "loan-changed": "The day it is due back is changed.",
    "home-returned": "The home is back. Its own rules and its scheme’s hold again.",
    "landlord-added": "The landlord is added.",
    "landlord-changed": "The landlord is changed.",
    "applicant-added": "The applicant is on the register.",
    "applicant-changed": "The change is written down.",
    "applicant-parked": "They are parked, and looked for no home.",
    "applicant-live": "They are back in the queue.",
    "applicant-withdrawn": "The application is withdrawn.",
    "change-cancelled": "The change is cancelled.",
    "uploaded-before": "You have uploaded this file already. This is how far it is.",
    "pair-locked": "The home is held for them.",
    "pair-forbidden": "The home is ruled out for them.",
    "pair-lifted": "It is lifted. Match runs treat the two as any others.",
    "step-taken": "It is done, and written down below.",
    "deadlines-changed": "The deadlines are changed. What is due already stays due.",
    "contact-added": "The contact is added.",
    "contact-changed": "The contact is changed.",
    "contact-removed": "The contact is removed, and written to no more.",
    "token-revoked": "The token is revoked. Nothing can be read with it from now on.",
    "vacancy-registered": "The vacancy is registered. It opens by itself on its day.",
    "vacancy-changed": "The vacancy is changed.",
    "vacancy-withdrawn": "The vacancy is withdrawn.",
    "vacancy-out-of-service": "The home is out of service. Nobody is matched to it.",
    "vacancy-back": "The vacancy is registered again. It opens by itself on its day.",
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
