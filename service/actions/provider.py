"""The organisation's sign-in provider: the only other service that Homeward asks anything of."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
import structlog
from joserfc.jwk import KeySet

from service.actions.id_tokens import read_keys
from service.errors import NotAllowed, NotReady
from service.settings import LOCAL_HOSTS, OpenId, is_safe_address

NO_ANSWER = (
    "Your organisation's sign-in does not answer as it should. Try again in a few minutes, or sign "
    "in with a password if you have one here."
)
NOT_TAKEN = "Your organisation's sign-in did not stand by its answer. Begin again."

_KEPT_SECONDS = 3600.0
_TIMEOUT = httpx.Timeout(10.0, connect=5.0)

log = structlog.get_logger()


@dataclass(frozen=True)
class Endpoints:
    """Where the provider is asked what, as its discovery document says."""

    authorization: str
    token: str
    jwks: str
    names_issuer: bool
    """Whether each of its answers names the issuer (RFC 9207)."""
    takes_basic: bool
    """Whether our secret goes into a header; else into the form."""


class Provider:
    """The provider of settings, with its addresses and keys kept for an hour."""

    def __init__(self, chosen: OpenId) -> None:
        """Nothing is asked yet."""
        self.chosen = chosen
        self._endpoints: tuple[float, Endpoints] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def endpoints(self) -> Endpoints:
        """Where to ask what.

        Raises:
            NotReady: The provider does not answer, or is another one than settings say.
        """
        if self._endpoints is None or _is_old(self._endpoints[0]):
            address = f"{self.chosen.issuer.rstrip('/')}/.well-known/openid-configuration"
            document = _document(await self._ask("GET", address))
            self._endpoints = time.monotonic(), _read_endpoints(document, self.chosen.issuer)
        return self._endpoints[1]

    async def keys(self, *, again: bool = False) -> KeySet:
        """The provider's public keys.

        Args:
            again: Fetch them even if some are kept, since one is missing among them.

        Raises:
            NotReady: The provider does not answer.
        """
        if again or self._keys is None or _is_old(self._keys[0]):
            answer = await self._ask("GET", (await self.endpoints()).jwks)
            try:
                self._keys = time.monotonic(), read_keys(_document(answer))
            except ValueError as error:
                raise NotReady(NO_ANSWER) from error
        return self._keys[1]

    async def authorization_address(self, given: Mapping[str, str]) -> str:
        """Where to send somebody to sign in.

        Args:
            given: What the request says besides who asks.

        Raises:
            NotReady: The provider does not answer.
        """
        address = (await self.endpoints()).authorization
        query = {
            "response_type": "code",
            "client_id": self.chosen.client_id,
            "redirect_uri": self.chosen.redirect_uri,
            "scope": "openid email profile",
            **given,
        }
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(query)}"

    async def exchange(self, code: str, code_verifier: str) -> str:
        """The ID token that a code stands for.

        Raises:
            NotAllowed: The provider does not take the code.
            NotReady: The provider does not answer, or does not know us.
        """
        endpoints = await self.endpoints()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.chosen.redirect_uri,
            "code_verifier": code_verifier,
        }
        ours = self.chosen.client_id, self.chosen.client_secret
        if not endpoints.takes_basic:
            form |= {"client_id": ours[0], "client_secret": ours[1]}
        basic = (quote_plus(ours[0]), quote_plus(ours[1])) if endpoints.takes_basic else None
        answer = await self._ask("POST", endpoints.token, form, basic)
        if answer.status_code == httpx.codes.BAD_REQUEST:
            raise NotAllowed(NOT_TAKEN)
        token = _document(answer).get("id_token")
        if not isinstance(token, str):
            raise NotReady(NO_ANSWER)
        return token

    async def _ask(
        self,
        method: str,
        address: str,
        form: Mapping[str, str] | None = None,
        basic: tuple[str, str] | None = None,
    ) -> httpx.Response:
        is_local = urlsplit(address).hostname in LOCAL_HOSTS
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=not is_local) as client:
                return await client.request(
                    method,
                    address,
                    data=form,
                    auth=basic,
                    headers={"Accept": "application/json"},
                    follow_redirects=False,
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.warning("provider does not answer", fault=type(error).__name__)
            raise NotReady(NO_ANSWER) from error


def _is_old(fetched: float) -> bool:
    return time.monotonic() - fetched > _KEPT_SECONDS


def _document(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object that the provider answers."""
    try:
        document = answer.json() if answer.status_code == httpx.codes.OK else None
    except ValueError:
        document = None
    if not isinstance(document, dict):
        log.warning("provider answers strangely", status=answer.status_code)
        raise NotReady(NO_ANSWER)
    return document


def _read_endpoints(document: Mapping[str, Any], issuer: str) -> Endpoints:
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    authorization, token, jwks = (str(document.get(name)) for name in names)
    is_safe = all(map(is_safe_address, (authorization, token, jwks)))
    if document.get("issuer") != issuer or not is_safe:
        log.warning("provider is not the one of HOMEWARD_OIDC_ISSUER, or is not on https")
        raise NotReady(NO_ANSWER)
    ways = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Endpoints(
        authorization,
        token,
        jwks,
        names_issuer=document.get("authorization_response_iss_parameter_supported") is True,
        takes_basic="client_secret_basic" in ways,
    )
