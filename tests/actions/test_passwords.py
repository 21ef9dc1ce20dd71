"""Which passwords are taken, and how they are kept."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from service.actions.passwords import Verdict, hash_new_password, verify_password
from service.errors import RuleBroken

GOOD = "turnips under seven moons"


def _hash(password: str) -> str:
    return asyncio.run(
        hash_new_password(password, name="Newton Gallimore", email="beekeeper@homes.example")
    )


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "use 12 characters or more"),
        ("long " * 50, "use 200 characters or fewer"),
        ("Password1234", "guessed early"),
        ("qwertyuiop[]", "guessed early"),
        ("aaaaaaaaaaaaaaaaaaaa", "guessed early"),
        ("turnips GALLIMORE moons", "has your name"),
        ("seven beekeepers moons", "has your name"),
        ("my own HomeWard words", "has your name"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        _hash(password)


@pytest.mark.parametrize("password", [GOOD, "ñ 旅🏡\0 ' OR 1=1; zebra", "Zebra quartz " * 15])
def test_any_characters_are_taken_and_open_again(password: str) -> None:
    kept = _hash(password)
    assert asyncio.run(verify_password(password, kept)).is_right
    assert not asyncio.run(verify_password(password + "!", kept)).is_right


def test_a_hash_takes_much_work_and_memory() -> None:
    assert _hash(GOOD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_no_password_opens_an_account_that_has_none() -> None:
    assert not asyncio.run(verify_password("nobody's password", None)).is_right


def test_hashing_waits_for_no_thread_that_other_work_holds() -> None:
    done = Event()

    async def verify_while_all_threads_are_taken() -> Verdict:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        other = loop.run_in_executor(None, done.wait)
        try:
            return await asyncio.wait_for(verify_password(GOOD, None), 30)
        finally:
            done.set()
            await other

    assert not asyncio.run(verify_while_all_threads_are_taken()).is_right
