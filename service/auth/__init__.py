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
from service.auth.limits import (
    FILE_TOO_LARGE,
    MOST_BYTES,
    MOST_FIELDS,
    MOST_FILE_BYTES,
    MOST_HEADER_BYTES,
    TOO_LONG,
)
from service.auth.sessions import Sessions, go_on_in, provide_actor
from service.auth.sources import source_of
from service.auth.who import (
    ADMINISTRATORS,
    AUDITORS,
    CONTACTING,
    EVERYONE,
    KEEPING_HOMES,
    KEEPING_LANDLORDS,
    KEEPING_TOKENS,
    LANDLORDS,
    LETTING,
    LETTING_HOMES,
    OFFICERS,
    PLANNING,
    PUTTING_IN,
    REVIEWERS,
    SIGNED_IN,
    SUPPORTING,
    TASKED,
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
    "CONTACTING",
    "CSRF_FIELD",
    "CSRF_HEADER",
    "EVERYONE",
    "FILE_TOO_LARGE",
    "KEEPING_HOMES",
    "KEEPING_LANDLORDS",
    "KEEPING_TOKENS",
    "LANDLORDS",
    "LETTING",
    "LETTING_HOMES",
    "MOST_BYTES",
    "MOST_FIELDS",
    "MOST_FILE_BYTES",
    "MOST_HEADER_BYTES",
    "OFFICERS",
    "PLANNING",
    "PUTTING_IN",
    "REVIEWERS",
    "SESSION_COOKIES",
    "SIGNED_IN",
    "SUPPORTING",
    "TASKED",
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
