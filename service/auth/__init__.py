"""Who may: sessions, roles, and forms that come from our own pages.

Every route says who may use it: ``@get("/runs", may=auth.OFFICERS)``. A route that says nothing may
be used by nobody. What a session that is not wholly signed in may use says so as well:
``needs=frozenset({Needs.CODE})``; it may use nothing else but what is open to everybody.
"""

from service.auth.cookies import (
    SESSION_COOKIES,
    drops_session,
    is_secure,
    own_cookie,
    session_cookie,
    session_token,
    visit_of,
)
from service.auth.guard import CSRF_FIELD, CSRF_HEADER, check_access
from service.auth.limits import MOST_BYTES, MOST_FIELDS, MOST_HEADER_BYTES, TOO_LONG
from service.auth.sessions import Sessions, go_on_in, provide_actor
from service.auth.sources import source_of
from service.auth.who import (
    ADMINISTRATORS,
    AUDITORS,
    EVERYONE,
    KEEPING_TOKENS,
    LETTING,
    OFFICERS,
    PLANNING,
    REPORTING,
    REVIEWERS,
    SIGNED_IN,
    TOLD,
    Access,
    Needs,
    WebRequest,
    Who,
    person_of,
)

__all__ = [
    "ADMINISTRATORS",
    "AUDITORS",
    "CSRF_FIELD",
    "CSRF_HEADER",
    "EVERYONE",
    "KEEPING_TOKENS",
    "LETTING",
    "MOST_BYTES",
    "MOST_FIELDS",
    "MOST_HEADER_BYTES",
    "OFFICERS",
    "PLANNING",
    "REPORTING",
    "REVIEWERS",
    "SESSION_COOKIES",
    "SIGNED_IN",
    "TOLD",
    "TOO_LONG",
    "Access",
    "Needs",
    "Sessions",
    "WebRequest",
    "Who",
    "check_access",
    "drops_session",
    "go_on_in",
    "is_secure",
    "own_cookie",
    "person_of",
    "provide_actor",
    "session_cookie",
    "session_token",
    "source_of",
    "visit_of",
]
