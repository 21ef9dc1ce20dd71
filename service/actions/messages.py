"""Writing to organisations: once to each contact who wants it, and of nobody by name."""

from datetime import UTC, datetime
from itertools import groupby

from service.domain.messages import About, How, Kind, Text, digest, message, next_digest
from service.settings import read_settings
from service.store import messages as store
from service.store.context import elevated
from service.store.messages import Address, Organisation
from service.store.pool import Connection


async def tell(
    connection: Connection,
    *,
    kind: str,
    key: str,
    vacancy_id: int | None = None,
    nomination_id: int | None = None,
    landlord_id: int | None = None,
    provider_id: int | None = None,
    district_code: str | None = None,
) -> None:
    """Write to the organisations concerned; nothing is sent before the transaction commits.

    Where none of the three organisations is named, the county's own contacts are written to. Each
    person gets a message of one key once, however often it is told.

    Args:
        connection: Whoever took the step; reading contacts and writing messages is Homeward's work.
        kind: One of service.domain.messages.Kind.
        key: What it is about, as "nomination 7 offered 2": the same words, the same message.
        vacancy_id: The vacancy it is about.
        nomination_id: The nomination it is about, which says the vacancy too.
        landlord_id: A landlord to write to.
        provider_id: A support provider to write to.
        district_code: A district's council to write to.
    """
    async with elevated(connection):
        about = await store.find_about(
            connection, vacancy_id=vacancy_id, nomination_id=nomination_id
        )
        for whose in _organisations(landlord_id, provider_id, district_code):
            for address, how in await _wanting(connection, whose, Kind(kind)):
                await _write(connection, Kind(kind), key, about or About(), address, how)


def _organisations(
    landlord_id: int | None, provider_id: int | None, district_code: str | None
) -> list[Organisation]:
    """The organisations named, each by itself."""
    named = [
        Organisation(landlord_id=landlord_id),
        Organisation(provider_id=provider_id),
        Organisation(district_code=district_code),
    ]
    return [one for one in named if one != Organisation()] or [Organisation()]


async def _wanting(
    connection: Connection, whose: Organisation, kind: Kind
) -> list[tuple[Address, How]]:
    """Whom to write to; where an organisation has named nobody, its people who sign in."""
    contacts = await store.find_contacts(connection, whose)
    if not contacts and whose.district_code is not None:
        contacts = await store.find_contacts(connection, Organisation())
    if not contacts:
        people = await store.find_account_addresses(connection, whose)
        return [(one, How.EACH) for one in people]
    return [
        (Address(one.name, one.email), How(one.how))
        for one in contacts
        if kind in one.about and one.how != How.NEVER
    ]


async def _write(
    connection: Connection, kind: Kind, key: str, about: About, to: Address, how: How
) -> None:
    """Keep one message to one person, at once or for their digest."""
    text = message(kind, about, address=read_settings().address)
    now = datetime.now(UTC)
    is_daily = how is How.DAILY
    values = {
        "key": f"{key} to {to.email}",
        "kind": kind.value,
        "to_name": to.name,
        "to_email": to.email,
        "subject": text.subject,
        "body": text.body,
        "nomination_id": about.nomination_id,
        "vacancy_id": about.vacancy_id,
        "send_after": next_digest(now) if is_daily else now,
        "daily": is_daily,
    }
    await store.add_message(connection, values)


async def gather_digests(connection: Connection, *, now: datetime) -> int:
    """Gather what waits for a digest and is due into one message for each person; how many.

    Args:
        connection: The worker's own.
        now: The moment it is.
    """
    due = await store.lock_daily(connection, now=now)
    n = 0
    for email, rows in groupby(due, key=lambda one: one.to_email):
        gathered = list(rows)
        text = digest([Text(one.subject, one.body) for one in gathered])
        key = f"digest up to message {gathered[-1].id} to {email}"
        digest_id = await store.add_digest(connection, gathered[-1], key=key, text=text, now=now)
        await store.set_gathered(connection, [one.id for one in gathered], digest_id=digest_id)
        n += 1
    return n
