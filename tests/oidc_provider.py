"""A sign-in provider of our own for tests: discovery, keys and tokens on a port of this machine."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from service.settings import OpenId

CLIENT_ID, CLIENT_SECRET = "homeward", "a secret: with+signs"
BASIC = base64.b64encode(b"homeward:a+secret%3A+with%2Bsigns").decode()


class FakeProvider:
    """What the provider says; tests change it to see what is refused."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.next_key = ECKey.generate_key("P-256", {"kid": "next", "use": "sig"})
        self.keys = [self.key]
        self.codes: dict[str, tuple[str, str]] = {}
        self.is_down = False
        self.asked: list[str] = []
        self.more: dict[str, object] = {}

    def settings(self, **changes: Any) -> OpenId:
        """What Homeward is told of it."""
        return OpenId(
            self.issuer,
            CLIENT_ID,
            CLIENT_SECRET,
            redirect_uri="http://testserver.local/sign-in/provider/return",
            **changes,
        )

    def claims(self, asked: Mapping[str, str], changes: Mapping[str, object]) -> dict[str, Any]:
        """A right token's claims, with some changed; None takes one out."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "subject of the officer",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "Officer@homeward.example",
            "email_verified": True,
        }
        return {name: value for name, value in {**claims, **changes}.items() if value is not None}

    def signed(self, claims: Mapping[str, Any]) -> str:
        """A token, signed with our first key."""
        return jwt.encode({"alg": "RS256", "kid": "first"}, dict(claims), self.key)

    def grant(self, address: str, token: str | None = None, **changes: object) -> str:
        """Sign somebody in who was sent here; the query string that they go back with."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.codes)}"
        signed = token or self.signed(self.claims(asked, changes))
        self.codes[code] = signed, asked["code_challenge"]
        return urlencode({"code": code, "state": asked["state"], "iss": self.issuer})

    def discovery(self) -> dict[str, object]:
        """The discovery document."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "authorization_response_iss_parameter_supported": True,
            **self.more,
        }

    def exchange(self, form: Mapping[str, list[str]], authorization: str) -> tuple[int, object]:
        """The token of a code, once, to whoever knows our secret and the code's verifier."""
        token, challenge = self.codes.pop(form["code"][0], ("", ""))
        digested = hashlib.sha256(form["code_verifier"][0].encode()).digest()
        if authorization != f"Basic {BASIC}":
            return 401, {"error": "invalid_client"}
        if base64.urlsafe_b64encode(digested).decode().rstrip("=") != challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {"id_token": token, "access_token": "an access token", "token_type": "Bearer"}


def _handler(provider: FakeProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            documents = {
                "/.well-known/openid-configuration": provider.discovery(),
                "/keys": {"keys": [key.as_dict(private=False) for key in provider.keys]},
            }
            self._answer(200, documents[self.path])

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._answer(*provider.exchange(form, self.headers.get("Authorization", "")))

        def _answer(self, status: int, document: object) -> None:
            provider.asked.append(self.path)
            body = json.dumps(document).encode()
            self.send_response(503 if provider.is_down else status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def running_provider() -> Iterator[FakeProvider]:
    """A provider that answers until the end of the block."""
    provider = FakeProvider()
    thread = threading.Thread(target=lambda: provider.server.serve_forever(poll_interval=0.05))
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()
