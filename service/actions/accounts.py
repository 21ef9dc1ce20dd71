"""Opening accounts."""

import asyncio

from pwdlib import PasswordHash

from service.domain.accounts import Actor, Role
from service.errors import RuleBroken
from service.store import accounts
from service.store.pool import Connection

SHORTEST_PASSWORD = 12

_HASHER = PasswordHash.recommended()


async def add_account(
    connection: Connection,
    *,
    email: str,
    name: str,
    role: Role,
    password: str | None,
    landlord_id: int | None = None,
    provider_id: int | None = None,
    district_code: str | None = None,
) -> int:
    """Open an account; its id.

    Raises:
        RuleBroken: The email address has an account, the password is short, or a person is not tied
            to the landlord or provider that their role asks for (and nobody else may be).
    """
    _check_account(Actor(None, name, role, landlord_id, provider_id, district_code))
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(f"The password is too short; use {SHORTEST_PASSWORD} characters or more.")
    hashed = None if password is None else await asyncio.to_thread(_HASHER.hash, password)
    account_id = await accounts.add_account(
        connection,
        email=email.strip().lower(),
        name=name,
        role=role,
        landlord_id=landlord_id,
        provider_id=provider_id,
        district_code=district_code,
        password_hash=hashed,
    )
    if account_id is None:
        raise RuleBroken(f"{email} has an account; use another email address.")
    return account_id


def _check_account(person: Actor) -> None:
    if (person.role is Role.LANDLORD) != (person.landlord_id is not None):
        raise RuleBroken("An account names a landlord when its role is landlord, and only then.")
    if (person.role is Role.SUPPORT_PROVIDER) != (person.provider_id is not None):
        raise RuleBroken(
            "An account names a support provider when its role is support provider, and only then."
        )
    if person.district_code is not None and person.role is not Role.OFFICER:
        raise RuleBroken("Only a housing officer is kept to one district.")
