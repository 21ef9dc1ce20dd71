"""What the operator chose; the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from service.errors import NotReady

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
"""This machine's own names, the only ones that are asked without TLS."""


@dataclass(frozen=True)
class OpenId:
    """The organisation's own sign-in, by OpenID Connect."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    """Where the provider sends people back to, as it is registered there."""
    name: str = "Sign in with your organisation"
    """What the button says."""
    trust_factors: bool = False
    """Whether the organisation's second factor stands for Homeward's own."""


@dataclass(frozen=True)
class Smtp:
    """A mail server of the organisation's own."""

    host: str
    port: int
    sender: str
    """The address that e-mails come from."""
    is_tls: bool
    """Whether it speaks TLS from the first byte; else STARTTLS, but on this machine."""
    login: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def words(self) -> str:
        """The way out as a check says it."""
        return f"SMTP by {self.host}:{self.port}, from {self.sender}"


@dataclass(frozen=True)
class Notify:
    """GOV.UK Notify."""

    service_id: str
    secret: str = field(repr=False)
    template_id: str
    address: str

    @property
    def words(self) -> str:
        """The way out as a check says it."""
        return f"GOV.UK Notify at {self.address}, template {self.template_id}"


@dataclass(frozen=True)
class Settings:
    """Where things are and where to serve."""

    home: Path
    """The folder for data, our own database cluster and exports."""
    database_url: str | None
    """A server to use; None: the cluster of our own in ``home``."""
    host: str
    port: int
    database_app_url: str | None = None
    """The server's address that logs in as homeward_app; None: the owner takes that role."""
    public_url: str | None = None
    """Where people reach Homeward, such as https://homes.example.org; None: as they ask."""
    trusted_proxies: frozenset[str] = frozenset()
    """Network addresses of our own proxies, which say where a request came from."""
    openid: OpenId | None = None
    """None: people sign in with passwords only."""
    mail: Smtp | Notify | None = None
    """How e-mails go; None: they stay in the outbox, where administrators read them."""

    @property
    def address(self) -> str:
        """Where people reach Homeward, as far as the settings know."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def cluster(self) -> Path:
        """The folder of our own PostgreSQL cluster."""
        return self.home / "cluster"

    @property
    def exports(self) -> Path:
        """The folder that exports and rejected rows are written to."""
        return self.home / "exports"


def read_settings() -> Settings:
    """The settings of this process, from the environment.

    Raises:
        NotReady: A variable holds something that cannot be used.
    """
    home = os.environ.get("HOMEWARD_HOME")
    public_url = _public_url()
    return Settings(
        home=Path(home).expanduser().resolve() if home else _default_home(),
        database_url=os.environ.get("DATABASE_URL") or None,
        database_app_url=os.environ.get("DATABASE_APP_URL") or None,
        host=os.environ.get("HOMEWARD_HOST", "127.0.0.1"),
        port=_number("HOMEWARD_PORT", 8000, least=1, most=65535),
        public_url=public_url,
        trusted_proxies=frozenset(os.environ.get("HOMEWARD_TRUSTED_PROXIES", "").split()),
        openid=_openid(os.environ, public_url),
        mail=_mail(os.environ, public_url),
    )


def environment() -> dict[str, str]:
    """A copy of the environment, to hand to a child process."""
    return dict(os.environ)


def _public_url() -> str | None:
    text = os.environ.get("HOMEWARD_PUBLIC_URL", "").rstrip("/")
    if text and not text.startswith(("https://", "http://")):
        raise NotReady(f"HOMEWARD_PUBLIC_URL is {text!r}; write it like https://homes.example.org.")
    return text or None


def _openid(given: Mapping[str, str], public_url: str | None) -> OpenId | None:
    """The organisation's sign-in; None when nothing of it is set."""
    parts = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    values = {f"HOMEWARD_OIDC_{part}": "" for part in parts}
    values |= {name: given.get(name, "").strip() for name in values}
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(values):
        return None
    if missing:
        raise NotReady(f"Set {' and '.join(missing)} too, or none of {', '.join(values)}.")
    issuer, client_id, client_secret = values.values()
    if not is_safe_address(issuer):
        raise NotReady(
            f"HOMEWARD_OIDC_ISSUER is {issuer!r}; write the issuer that begins https://."
        )
    if public_url is None:
        raise NotReady("Set HOMEWARD_PUBLIC_URL too: the sign-in provider sends people back there.")
    return OpenId(
        issuer,
        client_id,
        client_secret,
        redirect_uri=f"{public_url}/sign-in/provider/return",
        name=given.get("HOMEWARD_OIDC_NAME") or OpenId.name,
        trust_factors=_yes(given, "HOMEWARD_OIDC_TRUST_FACTORS"),
    )


def _mail(given: Mapping[str, str], public_url: str | None) -> Smtp | Notify | None:
    """How e-mails go; None when nothing of it is set."""
    smtp, notify = given.get("HOMEWARD_SMTP_URL"), given.get("HOMEWARD_NOTIFY_KEY")
    if not smtp and not notify:
        return None
    if smtp and notify:
        raise NotReady("Set HOMEWARD_SMTP_URL or HOMEWARD_NOTIFY_KEY, not both.")
    if public_url is None:
        raise NotReady("Set HOMEWARD_PUBLIC_URL too: e-mails lead people there.")
    return _smtp(smtp, given) if smtp else _notify(notify or "", given)


def _smtp(address: str, given: Mapping[str, str]) -> Smtp:
    """The mail server that an address like smtps://NAME:PASSWORD@HOST:465 names."""
    wrong = NotReady(
        "HOMEWARD_SMTP_URL is not an address of a mail server; write it like"
        " smtps://NAME:PASSWORD@mail.example.org:465, or smtp:// for STARTTLS."
    )
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise wrong from None  # the cause would show the password
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise wrong
    sender = given.get("HOMEWARD_MAIL_FROM", "").strip()
    if "@" not in sender or not sender.isprintable():
        raise NotReady("Set HOMEWARD_MAIL_FROM to the address that e-mails come from.")
    is_tls = parts.scheme == "smtps"
    return Smtp(
        parts.hostname,
        port or (465 if is_tls else 587),
        sender,
        is_tls,
        None if parts.username is None else unquote(parts.username),
        None if parts.password is None else unquote(parts.password),
    )


_UUID_LENGTH = 36
_NOTIFY = "https://api.notifications.service.gov.uk"


def _notify(key: str, given: Mapping[str, str]) -> Notify:
    """GOV.UK Notify with a key, which ends in the service's id and its secret."""
    service_id, secret = key[-2 * _UUID_LENGTH - 1 : -_UUID_LENGTH - 1], key[-_UUID_LENGTH:]
    if len(service_id) != _UUID_LENGTH:
        raise NotReady("HOMEWARD_NOTIFY_KEY is not a whole API key of GOV.UK Notify.")
    template_id = given.get("HOMEWARD_NOTIFY_TEMPLATE", "").strip()
    if not template_id:
        raise NotReady(
            "Set HOMEWARD_NOTIFY_TEMPLATE to the id of an e-mail template whose subject is"
            " ((subject)) and whose message is ((body))."
        )
    address = (given.get("HOMEWARD_NOTIFY_URL") or _NOTIFY).rstrip("/")
    if not is_safe_address(address):
        raise NotReady(f"HOMEWARD_NOTIFY_URL is {address!r}; write one that begins https://.")
    return Notify(service_id, secret, template_id, address)


def _yes(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name) or "no"
    if text not in ("yes", "no"):
        raise NotReady(f"{name} is {text!r}; set it to yes or no.")
    return text == "yes"


def is_safe_address(address: str) -> bool:
    """Whether an address is asked over TLS, or is on this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_local = parts.scheme == "http" and parts.hostname in LOCAL_HOSTS
    return bool(parts.hostname) and (parts.scheme == "https" or is_local)


def _default_home() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/homeward")
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return (Path(data) / "homeward").expanduser()


def _number(name: str, default: int, *, least: int, most: int) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or not least <= int(text) <= most:
        raise NotReady(f"{name} is {text!r}; set it to a whole number from {least} to {most}.")
    return int(text)
