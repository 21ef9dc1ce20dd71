"""Passwords: which are taken, and how they are kept."""

import asyncio
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

from pwdlib import PasswordHash
from zxcvbn import zxcvbn

from service.errors import RuleBroken

SHORTEST, LONGEST = 12, 200

_EASIEST = 3
"""Of zxcvbn's scores, 0 to 4: it takes more than 100 million guesses by one who knows the lists."""
_LOOKED_AT = 72
"""How many characters zxcvbn is given; its work grows with the square."""
_SHORTEST_WORD = 4
"""Of a person's name or address, for it to give a password away."""

_HASHER = PasswordHash.recommended()
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="passwords")
"""Hashing waits for itself only, and never takes the threads of work that holds a connection."""


@dataclass(frozen=True)
class Verdict:
    """Whether a password is the right one, and a newer hash of it where the old should go."""

    is_right: bool
    new_hash: str | None = None


async def hash_new_password(password: str, *, name: str, email: str) -> str:
    """What is kept of a new password (argon2id).

    Hashing takes a tenth of a second on purpose: hold no connection meanwhile if that can be.

    Raises:
        RuleBroken: It is short, very long, easily guessed, or gives the person's own name.
    """
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_THREADS, _checked_hash, password, (name, email))


async def verify_password(password: str, kept: str | None) -> Verdict:
    """Whether a password is the one kept; as much work where none is kept.

    Args:
        password: What was given.
        kept: Its hash; None: there is no such account, or it has no password.
    """
    given = password[: LONGEST + 1]  # longer ones are nobody's, and are no way to make us work
    is_right, new_hash = await asyncio.get_running_loop().run_in_executor(
        _THREADS, _HASHER.verify_and_update, given, kept or _hash_of_nothing()
    )
    return Verdict(is_right, new_hash) if kept is not None else Verdict(is_right=False)


def _checked_hash(password: str, about: Iterable[str]) -> str:
    _check(password, about)
    return _HASHER.hash(password)


def _check(password: str, about: Iterable[str]) -> None:
    """Refuse a password that is easily guessed, whatever signs stand in it."""
    if len(password) < SHORTEST:
        raise RuleBroken(f"The password is too short; use {SHORTEST} characters or more.")
    if len(password) > LONGEST:
        raise RuleBroken(f"The password is too long; use {LONGEST} characters or fewer.")
    lowered = password.lower()
    if any(word in lowered for word in _words(about)):
        raise RuleBroken(
            "The password has your name, your email address or Homeward's name in it; "
            "choose one that has not."
        )
    if zxcvbn(lowered[:_LOOKED_AT])["score"] < _EASIEST:
        raise RuleBroken(
            "The password is one that is guessed early, or much like one; choose another. "
            "Three or four words that have nothing to do with each other are hard to guess."
        )


def _words(about: Iterable[str]) -> set[str]:
    """The words that tell of a person; of an email address the part before the @."""
    told = " ".join(text.lower().split("@")[0] for text in about)
    words = {*told.split(), *re.split(r"\W+", told)}
    return {word for word in words if len(word) >= _SHORTEST_WORD} | {"homeward"}


@cache
def _hash_of_nothing() -> str:
    """A hash that stands for accounts that are not there, made with the same work as theirs."""
    return _HASHER.hash("nobody's password")
