"""What the operator chose; the only reader of the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

from service.errors import NotReady


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
    return Settings(
        home=Path(home).expanduser().resolve() if home else _default_home(),
        database_url=os.environ.get("DATABASE_URL") or None,
        database_app_url=os.environ.get("DATABASE_APP_URL") or None,
        host=os.environ.get("HOMEWARD_HOST", "127.0.0.1"),
        port=_number("HOMEWARD_PORT", 8000, least=1, most=65535),
        public_url=_public_url(),
        trusted_proxies=frozenset(os.environ.get("HOMEWARD_TRUSTED_PROXIES", "").split()),
    )


def environment() -> dict[str, str]:
    """A copy of the environment, to hand to a child process."""
    return dict(os.environ)


def _public_url() -> str | None:
    text = os.environ.get("HOMEWARD_PUBLIC_URL", "").rstrip("/")
    if text and not text.startswith(("https://", "http://")):
        raise NotReady(f"HOMEWARD_PUBLIC_URL is {text!r}; write it like https://homes.example.org.")
    return text or None


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
