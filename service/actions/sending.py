"""Sending e-mails: by a mail server, by GOV.UK Notify, or into the outbox and no further.

A message is held, handed over, and marked in one transaction. It goes once, but for one case: where
the worker is killed after the mail server took a message and before that is marked, it goes again.
Both copies carry the same Message-ID (the same reference in Notify), by which they can be told.
"""

import asyncio
import contextlib
import smtplib
import ssl
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import formataddr, formatdate
from typing import Protocol

import httpx
import structlog
from joserfc import jwt
from joserfc.jwk import OctKey

from service.actions.messages import gather_digests
from service.domain.messages import MOST_TRIES, pause_after
from service.domain.retention import MESSAGES
from service.settings import LOCAL_HOSTS, Notify, Smtp
from service.store import messages
from service.store.messages import Due
from service.store.pool import Connection, connect

log = structlog.get_logger()

_TIMEOUT_SECONDS = 20
_MOST_AT_ONCE = 500
_MOST_FAILURES = 3
"""Failures in a row after which a sweep leaves the rest: the server is likely down."""
_MOST_ERROR = 500


class SendFailed(Exception):
    """A message did not go; the words say why, and hold no secret."""


class Way(Protocol):
    """One way for messages to go."""

    name: str
    """As ``messages.sent_by`` keeps it."""

    async def send(self, message: Due) -> None:
        """Hand a message over.

        Raises:
            SendFailed: It was not taken.
        """


class Outbox:
    """Nothing leaves: administrators read messages on a page."""

    name = "outbox"

    async def send(self, message: Due) -> None:
        """Leave it where it is."""


class ByMailServer:
    """The organisation's own mail server."""

    name = "smtp"

    def __init__(self, smtp: Smtp) -> None:
        """Send by a server."""
        self._smtp = smtp

    async def send(self, message: Due) -> None:
        """Hand a message to the server, in a thread of its own."""
        try:
            await asyncio.to_thread(self._hand_over, self._letter(message))
        except (smtplib.SMTPException, OSError) as error:
            raise SendFailed(_words(error)) from error

    def _letter(self, message: Due) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = formataddr(("Homeward", self._smtp.sender))
        letter["To"] = message.to_email
        letter["Subject"] = message.subject
        letter["Date"] = formatdate()
        domain = self._smtp.sender.rpartition("@")[2]
        letter["Message-ID"] = f"<homeward-{message.id}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(message.body)
        return letter

    def _hand_over(self, letter: EmailMessage) -> None:
        server = self._connected()
        try:
            if self._smtp.login is not None:
                server.login(self._smtp.login, self._smtp.password or "")
            server.send_message(letter)
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()  # what was taken is taken, however the server says goodbye
            server.close()

    def _connected(self) -> smtplib.SMTP:
        """A connection over TLS; on this machine, where nobody listens in, plain if need be."""
        smtp, context = self._smtp, ssl.create_default_context()
        if smtp.is_tls:
            return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=_TIMEOUT_SECONDS, context=context)
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=_TIMEOUT_SECONDS)
        try:
            server.ehlo()
            if server.has_extn("starttls") or smtp.host not in LOCAL_HOSTS:
                server.starttls(context=context)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
        return server


class ByNotify:
    """GOV.UK Notify: https://docs.notifications.service.gov.uk/rest-api.html (2026)."""

    name = "notify"

    def __init__(self, notify: Notify) -> None:
        """Send by Notify."""
        self._notify = notify

    async def send(self, message: Due) -> None:
        """Ask Notify to send a message by the template that takes any subject and body."""
        asked = {
            "email_address": message.to_email,
            "template_id": self._notify.template_id,
            "personalisation": {"subject": message.subject, "body": message.body},
            "reference": f"homeward-{message.id}",
        }
        address = f"{self._notify.address}/v2/notifications/email"
        headers = {"Authorization": f"Bearer {self._token()}"}
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT_SECONDS) as client:
                answer = await client.post(address, json=asked, headers=headers)
        except httpx.HTTPError as error:
            raise SendFailed(_words(error)) from error
        if answer.status_code != httpx.codes.CREATED:
            raise SendFailed(f"Notify answered {answer.status_code}: {answer.text}")

    def _token(self) -> str:
        claims = {"iss": self._notify.service_id, "iat": int(time.time())}
        key = OctKey.import_key(self._notify.secret)
        return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, key)


def make_way(mail: Smtp | Notify | None) -> Way:
    """The way that the operator chose."""
    if isinstance(mail, Smtp):
        return ByMailServer(mail)
    return Outbox() if mail is None else ByNotify(mail)


async def send_due(database_url: str, way: Way, *, now: datetime | None = None) -> int:
    """Send every message that is due; how many went.

    Args:
        database_url: Where they are.
        way: How they go.
        now: The moment it is; None: by the clock.
    """
    at = now or datetime.now(UTC)
    async with connect(database_url) as connection:
        await gather_digests(connection, now=at)
    n_sent = n_failed = 0
    while n_sent < _MOST_AT_ONCE and n_failed < _MOST_FAILURES:
        async with connect(database_url) as connection:
            went = await _send_next(connection, way, at)
        if went is None:
            break
        n_sent, n_failed = (n_sent + 1, 0) if went else (n_sent, n_failed + 1)
    return n_sent


async def _send_next(connection: Connection, way: Way, now: datetime) -> bool | None:
    """Send one message; whether it went, None: nothing is due."""
    message = await messages.lock_next(connection, now=now)
    if message is None:
        return None
    try:
        await way.send(message)
    except SendFailed as failed:
        await _keep_failure(connection, message, str(failed), now)
        return False
    await messages.set_sent(connection, message.id, sent_by=way.name, now=now)
    return True


async def _keep_failure(connection: Connection, message: Due, error: str, now: datetime) -> None:
    """Write down why a message did not go, and when it is tried again, if ever."""
    tries = message.tries + 1
    is_last = tries >= MOST_TRIES
    log.warning("e-mail not sent", message_id=message.id, tries=tries, given_up=is_last)
    await messages.set_failed(
        connection,
        message.id,
        error=error.replace("\0", "")[:_MOST_ERROR],
        send_after=now + pause_after(tries),
        given_up_at=now if is_last else None,
    )


async def clear_messages(connection: Connection) -> None:
    """Delete messages that went or were given up, once their time is over."""
    await messages.delete_old(connection, keep=MESSAGES.keep)


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
