"""What an ID token of the organisation's sign-in says, once it is known to be true."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import ECKey, Key, KeySet, RSAKey

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Each signs with a private key; never ``none``, nor HS256 with a secret that others know."""
_LEEWAY_SECONDS = 60
_ENTRA = "login.microsoftonline.com"


class KeyUnknown(Exception):
    """The token names a key that is not among those that we have."""


class TokenRefused(Exception):
    """The token is not one of the provider's for this sign-in; says what is wrong with it."""


@dataclass(frozen=True)
class Identity:
    """Who somebody is to the provider."""

    subject: str
    """Never given to anybody else by this provider."""
    address: str | None
    """Their e-mail address in lower case; None when nobody vouches for it."""


def read_keys(document: object) -> KeySet:
    """The provider's public keys that our algorithms can use; others are passed over.

    Raises:
        ValueError: It is no set of keys.
    """
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise ValueError("no set of keys")
    found = [_read_key(one) for one in document["keys"] if isinstance(one, dict)]
    return KeySet([key for key in found if key is not None])


def _read_key(one: dict[str, Any]) -> Key | None:
    kinds: dict[str, type[RSAKey] | type[ECKey]] = {"RSA": RSAKey, "EC": ECKey}
    kind = kinds.get(str(one.get("kty")))
    try:
        return None if kind is None else kind.import_key(one)
    except (JoseError, ValueError, TypeError, LookupError):  # a curve or form that we do not know
        return None


def read_id_token(token: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str) -> Identity:
    """Who a token is about, after its signature and then everything that it must say is checked.

    Raises:
        KeyUnknown: It may be signed with a key newer than these.
        TokenRefused: Something about it is wrong.
    """
    try:
        signed = jwt.decode(token, keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            options={
                "iss": {"essential": True, "value": issuer},
                "sub": {"essential": True},
                "aud": {"essential": True, "value": client_id},
            },
            params={"nonce": nonce, "client_id": client_id},
        )
        claims.validate(leeway=_LEEWAY_SECONDS)
    except InvalidKeyIdError as error:
        raise KeyUnknown from error
    except (JoseError, ValueError, TypeError) as error:
        raise TokenRefused(str(error)) from error
    return Identity(signed.claims["sub"], _address(signed.claims, issuer))


def _address(claims: Mapping[str, Any], issuer: str) -> str | None:
    """The address that the provider vouches for.

    Microsoft Entra ID says nothing of whether ``email`` is verified, and people may change it. Its
    ``preferred_username`` is the name that the organisation's own administrator gave.
    """
    if urlsplit(issuer).hostname == _ENTRA:
        address = claims.get("preferred_username")
    else:
        address = claims.get("email") if claims.get("email_verified") is True else None
    return address.strip().lower() or None if isinstance(address, str) else None
