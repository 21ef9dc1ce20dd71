"""Whether an applicant has the local connection that a scheme asks for."""

from dataclasses import dataclass
from datetime import date

from service.actions.effects import connection_words, why_not_asked
from service.actions.records import read_applicant
from service.domain.connections import CONNECTION_RULE, NONE_ASKED_RULE, connections_on
from service.domain.people import Applicant
from service.store.places import find_districts
from service.store.pool import Connection
from service.store.schemes import get_scheme

_SCHEME_RULE = "The scheme’s own rules"


@dataclass(frozen=True)
class ConnectionHeld:
    """A local connection held against what a scheme asks for."""

    has_it: bool | None
    """Whether they have one that is asked for, or none is; None: not known."""
    words: str
    rule: str
    """The law, or whose rule it is."""


async def connection_for(
    connection: Connection, *, applicant_id: int, scheme_id: int, on: date
) -> ConnectionHeld:
    """Whether an applicant has the local connection that a scheme asks for, on a day.

    Raises:
        NotFound: There is no such applicant or scheme among those that may be seen.
    """
    applicant = await read_applicant(connection, applicant_id)
    scheme = await get_scheme(connection, scheme_id)
    names = {one.code: one.name for one in await find_districts(connection)}
    asked = sorted(names.get(code, code) for code in scheme.connection_districts)
    exempt = why_not_asked(applicant, on)
    if exempt is not None:
        words = f"None may be asked of them, because {exempt}."
        return ConnectionHeld(True, words, NONE_ASKED_RULE)
    if not asked:
        words = f"The scheme asks for none. Theirs: {connection_words(applicant, on)}."
        return ConnectionHeld(True, words, _SCHEME_RULE)
    return _held(applicant, asked, on)


def _held(applicant: Applicant, asked: list[str], on: date) -> ConnectionHeld:
    """Theirs against the districts that a scheme asks for, one of which is enough."""
    found = connections_on(applicant.connections or (), on)
    has_it: bool | None = bool(found.sure & set(asked))
    if not has_it and (applicant.connections is None or found.unsure & set(asked)):
        has_it = None
    wanted = f"that the scheme asks for ({' or '.join(asked)})"
    says = {
        True: f"They have one {wanted}.",
        False: f"They have none {wanted}.",
        None: f"Ask them whether they have one {wanted}.",
    }[has_it]
    words = f"{says} Theirs: {connection_words(applicant, on)}."
    return ConnectionHeld(has_it, words, f"{_SCHEME_RULE}; {CONNECTION_RULE}")
