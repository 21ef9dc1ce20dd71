"""E-mails to organisations: written once, sent once, kept for a while."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.domain.messages import About, Text
from service.errors import NotFound
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_row, one_value

SQL = queries("messages")


@dataclass(frozen=True)
class Organisation:
    """Whose people are written to; none of the three: the county's own officers."""

    landlord_id: int | None = None
    provider_id: int | None = None
    district_code: str | None = None


@dataclass(frozen=True)
class Wanting:
    """A contact, and what they want to be told of."""

    name: str
    email: str
    about: Sequence[str]
    how: str


@dataclass(frozen=True)
class Address:
    """Somebody to write to."""

    name: str
    email: str


@dataclass(frozen=True)
class Due:
    """A message that may go now."""

    id: int
    to_name: str
    to_email: str
    subject: str
    body: str
    tries: int = 0


@dataclass(frozen=True)
class Message:
    """A message as administrators see it."""

    id: int
    kind: str
    to_name: str
    to_email: str
    subject: str
    body: str
    nomination_id: int | None
    vacancy_id: int | None
    made_at: datetime
    send_after: datetime
    tries: int
    error: str | None
    sent_at: datetime | None
    sent_by: str | None
    given_up_at: datetime | None
    daily: bool
    digest_id: int | None

    @property
    def state(self) -> str:
        """Given up, sent, gathered into a digest, or waiting."""
        if self.given_up_at is not None:
            return "given_up"
        if self.sent_at is not None:
            return "sent"
        return "waiting" if self.digest_id is None else "gathered"


@dataclass(frozen=True)
class Concerned:
    """Whom a vacancy concerns."""

    landlord_id: int
    provider_id: int | None
    district_code: str


async def find_concerned(connection: Connection, vacancy_id: int) -> Concerned:
    """Whom a vacancy that is there concerns; elevated."""
    asked = {"vacancy_id": vacancy_id}
    of = await one_row(connection, Concerned, SQL["find_concerned"], asked)
    assert of is not None
    return of


async def find_about(
    connection: Connection, *, vacancy_id: int | None, nomination_id: int | None
) -> About | None:
    """What a message may say of a nomination or a vacancy; None: there is none."""
    asked = {"vacancy_id": vacancy_id, "nomination_id": nomination_id}
    return await one_row(connection, About, SQL["get_about"], asked)


async def find_contacts(connection: Connection, whose: Organisation) -> list[Wanting]:
    """Every contact of an organisation."""
    return await all_rows(connection, Wanting, SQL["find_contacts"], vars(whose))


async def find_account_addresses(connection: Connection, whose: Organisation) -> list[Address]:
    """The people of a landlord or a support provider who have an account."""
    return await all_rows(connection, Address, SQL["find_account_addresses"], vars(whose))


async def add_message(connection: Connection, values: Mapping[str, Any]) -> None:
    """Keep a message to be sent; nothing where there is one of this key."""
    await connection.execute(SQL["add_message"], values)


async def lock_next(connection: Connection, *, now: datetime) -> Due | None:
    """The next message that is due, held until the transaction ends; None: there is none."""
    return await one_row(connection, Due, SQL["lock_next"], {"now": now})


async def set_sent(connection: Connection, message_id: int, *, sent_by: str, now: datetime) -> None:
    """Write down that a message went."""
    said = {"message_id": message_id, "sent_by": sent_by, "now": now}
    await connection.execute(SQL["set_sent"], said)


async def set_failed(
    connection: Connection,
    message_id: int,
    *,
    error: str,
    send_after: datetime,
    given_up_at: datetime | None,
) -> None:
    """Write down that a try failed, and when the next is; or that there is none."""
    said = {
        "message_id": message_id,
        "error": error,
        "send_after": send_after,
        "given_up_at": given_up_at,
    }
    await connection.execute(SQL["set_failed"], said)


async def lock_daily(connection: Connection, *, now: datetime) -> list[Due]:
    """Messages that wait for a digest and are due, by recipient; held until the end."""
    return await all_rows(connection, Due, SQL["lock_daily"], {"now": now})


async def add_digest(
    connection: Connection, to: Due, *, key: str, text: Text, now: datetime
) -> int:
    """Keep a digest to be sent; its id."""
    said = {
        "key": key,
        "to_name": to.to_name,
        "to_email": to.to_email,
        "subject": text.subject,
        "body": text.body,
        "now": now,
    }
    return int(await one_value(connection, SQL["add_digest"], said))


async def set_gathered(connection: Connection, ids: Sequence[int], *, digest_id: int) -> None:
    """Write down with which digest some messages go."""
    await connection.execute(SQL["set_gathered"], {"ids": list(ids), "digest_id": digest_id})


async def delete_old(connection: Connection, *, keep: str) -> None:
    """Delete messages that went or were given up, once their time is over."""
    await connection.execute(SQL["delete_old"], {"keep": keep})


async def find_messages(
    connection: Connection, *, state: str | None, limit: int, offset: int
) -> list[Message]:
    """A page of messages, the newest first."""
    asked = {"state": state, "limit": limit, "offset": offset}
    return await all_rows(connection, Message, SQL["find_messages"], asked)


async def count_messages(connection: Connection, *, state: str | None) -> int:
    """How many messages are in a state; None: in any."""
    return int(await one_value(connection, SQL["count_messages"], {"state": state}))


async def get_message(connection: Connection, message_id: int) -> Message:
    """One message.

    Raises:
        NotFound: There is no such message.
    """
    asked = {"message_id": message_id}
    message = await one_row(connection, Message, SQL["get_message"], asked)
    if message is None:
        raise NotFound(f"There is no message {message_id}.")
    return message
