"""Every e-mail that Homeward wrote, for administrators: what went, waits or was given up."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from service import auth
from service.domain.messages import Kind
from service.pages.forms import one_of, options, query_of
from service.pages.paging import paging
from service.store.messages import count_messages, find_messages, get_message
from service.store.pool import Connection

STATES = {
    "waiting": "Waiting",
    "sent": "Sent",
    "gathered": "In a daily digest",
    "given_up": "Given up",
}
_WORDS = {"states": STATES, "kinds": {kind.value: kind.words for kind in Kind}}


@get("/outbox", may=auth.ADMINISTRATORS)
async def show_outbox(
    request: auth.WebRequest, connection: NamedDependency[Connection]
) -> Template:
    """All messages, the newest first, or those in one state."""
    query = query_of(request)
    state = one_of(query.get("state"), STATES)
    page = paging("/outbox", query, await count_messages(connection, state=state))
    context = _WORDS | {
        "messages": await find_messages(
            connection, state=state, limit=page.limit, offset=page.offset
        ),
        "paging": page,
        "fields": {"state": ("State", options(STATES, state, "Any state"))},
        "mail": request.app.state.settings.mail,
    }
    return Template("outbox/list.html", context=context)


@get("/outbox/{message_id:int}", may=auth.ADMINISTRATORS)
async def show_message(
    connection: NamedDependency[Connection], message_id: FromPath[int]
) -> Template:
    """One message as it went out."""
    context = _WORDS | {"message": await get_message(connection, message_id)}
    return Template("outbox/one.html", context=context)
