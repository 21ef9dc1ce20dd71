"""A whole site to ask: a county in a database of its own, and the application on it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from service.app import create_app
from service.settings import Settings
from tests.pages.county import CSRF, Ids, token_of


@dataclass(frozen=True)
class Site:
    """The application, asked as one of the roles."""

    client: TestClient[Litestar]
    url: str
    """Of the database."""
    ids: Ids

    def get(self, path: str, role: str | None = "officer") -> Response:
        """Ask for a page or a document; None: signed out."""
        return self.client.get(path, headers=_cookie(role), follow_redirects=False)

    def post(
        self, path: str, role: str | None = "officer", fields: Mapping[str, str] | None = None
    ) -> Response:
        """Send a form that carries the session's token."""
        data = {"csrf_token": CSRF, **(fields or {})}
        return self.client.post(path, headers=_cookie(role), data=data, follow_redirects=False)

    def post_json(
        self, path: str, body: object = None, role: str | None = "officer", **headers: str
    ) -> Response:
        """Send JSON with the session's token in the header; in other headers _ stands for -."""
        return self.send_json("POST", path, body, role, **headers)

    def patch_json(
        self, path: str, body: object = None, role: str | None = "officer", **headers: str
    ) -> Response:
        """The same, to change a row in part."""
        return self.send_json("PATCH", path, body, role, **headers)

    def send_json(
        self,
        method: str,
        path: str,
        body: object = None,
        role: str | None = "officer",
        **headers: str,
    ) -> Response:
        """The same by any verb."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {**_cookie(role), "X-CSRF-Token": CSRF, **given}
        return self.client.request(method, path, headers=sent, json=body, follow_redirects=False)

    def change(self, statement: str, values: Sequence[object] = ()) -> None:
        """Change the database behind the application's back."""
        with psycopg.connect(self.url) as connection:
            connection.execute(statement, values or None)

    def ask_database(self, query: str) -> object:
        """The first value of the first row that a query gives."""
        with psycopg.connect(self.url) as connection:
            row = connection.execute(query).fetchone()
        return row and row[0]


def _cookie(role: str | None) -> dict[str, str]:
    return {} if role is None else {"Cookie": f"homeward_session={token_of(role)}"}


def settings(home: Path) -> Settings:
    """Settings for a test; the folder is not touched."""
    given = os.environ.get("DATABASE_URL")
    return Settings(home=home, database_url=given, host="127.0.0.1", port=8000)


@contextmanager
def open_site(url: str, home: Path, **changes: Any) -> Iterator[Site]:
    """The application on a database that holds the county, with some settings changed."""
    with TestClient(create_app(replace(settings(home), **changes), url)) as client:
        yield Site(client, url, Ids())
