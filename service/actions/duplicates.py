"""Finds records that are likely of one person; a person decides, and merging can be undone."""

import asyncio
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from service.domain.accounts import Actor
from service.errors import RuleBroken
from service.store import duplicates
from service.store.context import elevated
from service.store.duplicates import Known
from service.store.pool import Connection

ALIKE = 82
"""From this on two names are alike, of 100, where the birthday is the same."""
_NEAR_BIRTHDAY = 85
"""What two records of one name score whose birthdays differ in one part, or by day and month."""
_LARGEST_GROUP = 400
"""People of one birthday or one name that are compared: beyond, a group says nothing."""


@dataclass(frozen=True)
class Alike:
    """Two people who are likely one; ``score`` is 0 to 100, where nothing differs."""

    one: int
    other: int
    score: int


def likeness(one: Known, other: Known) -> int:
    """How likely two records are of one person: 0, or a score up to 100.

    Names are compared by RapidFuzz's token_sort_ratio, which takes first and last name in any
    order; they must be alike and the birthday the same, or the name the same and the birthday
    mistyped.
    """
    names = fuzz.token_sort_ratio(_plain(one.name), _plain(other.name))
    if one.born_on == other.born_on:
        return round(names) if names >= ALIKE else 0
    if names == 100 and _is_mistyped(one.born_on, other.born_on):
        return _NEAR_BIRTHDAY
    return 0


def find_alike(people: Sequence[Known]) -> list[Alike]:
    """Every two of some people who are likely one, the most alike first."""
    found: dict[tuple[int, int], int] = {}
    for group in _groups(people):
        for k, one in enumerate(group):
            for other in group[k + 1 :]:
                score = likeness(one, other)
                if score:
                    found[min(one.id, other.id), max(one.id, other.id)] = score
    pairs = [Alike(one, other, score) for (one, other), score in found.items()]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))


def _groups(people: Iterable[Known]) -> list[list[Known]]:
    """Those born on one day, and those of one name: only they can be likely one."""
    groups: dict[tuple[str, object], list[Known]] = defaultdict(list)
    for person in people:
        groups["born", person.born_on].append(person)
        groups["name", " ".join(sorted(_plain(person.name).split()))].append(person)
    return [group for group in groups.values() if 1 < len(group) <= _LARGEST_GROUP]


def _plain(name: str) -> str:
    """A name without accents, marks and capitals."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c if c.isalnum() else " " for c in apart if not unicodedata.combining(c)).strip()


def _is_mistyped(one: date, other: date) -> bool:
    """Whether day and month are swapped, or just one of day, month and year differs."""
    parts = zip((one.day, one.month, one.year), (other.day, other.month, other.year), strict=True)
    is_swapped = (one.day, one.month, one.year) == (other.month, other.day, other.year)
    return is_swapped or sum(a != b for a, b in parts) == 1


async def look_for_duplicates(connection: Connection) -> int:
    """Compare everybody who waits or is parked; how many pairs are new. It tells of nobody."""
    async with elevated(connection):
        people = await duplicates.find_people(connection)
        pairs = await asyncio.to_thread(find_alike, people)
        added = [
            await duplicates.add_pair(connection, pair.one, pair.other, score=pair.score)
            for pair in pairs
        ]
    return sum(added)


@dataclass(frozen=True)
class FoundAgain:
    """An applicant whom somebody new may already be; ``score`` is 0 to 100."""

    id: int
    reference: str
    name: str
    born_on: date
    state: str
    score: int


async def find_again(connection: Connection, *, name: str, born_on: date) -> list[FoundAgain]:
    """Applicants whom somebody with this name and birthday may already be, the likeliest first.

    Only those whom whoever asks may see; to be asked before a record is made.
    """
    newcomer = Known(0, name, born_on, "")
    near = await duplicates.find_near(connection, name=name, born_on=born_on)
    found = [
        FoundAgain(one.id, one.reference, one.name, one.born_on, one.state, score)
        for one in near
        if (score := likeness(newcomer, one))
    ]
    return sorted(found, key=lambda one: (-one.score, one.id))


def check_looked_at(found: Iterable[FoundAgain], looked_at: Collection[int]) -> None:
    """Refuse somebody new who is likely on the register already, as nobody has looked at.

    Raises:
        RuleBroken: Somebody alike is not among those who were said to be other people.
    """
    missed = [one.reference for one in found if one.id not in looked_at]
    if missed:
        raise RuleBroken(
            f"Look at {' and '.join(missed)}. If the person is somebody else, say so and add them",
            field="somebody_else",
        )


async def keep_newcomer_apart(
    connection: Connection, *, actor: Actor, applicant_id: int, others: Iterable[FoundAgain]
) -> None:
    """Keep that somebody new is none of those found alike, so that nobody is asked again."""
    async with elevated(connection):
        for other in others:
            await duplicates.add_pair_apart(
                connection, applicant_id, other.id, score=other.score, by=actor.name
            )
