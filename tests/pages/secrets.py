"""What each person of the county must never be told, whatever they ask and however it ends."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from tests.pages.county import PEOPLE, token_of

Person = str | None
"""One of PEOPLE, or None: nobody signed in."""

_APPLICANTS = "SELECT {} FROM applicants AS a WHERE {}"
_OF_SCHEMES = {
    "scheme": "SELECT s.reference FROM schemes AS s WHERE {}",
    "unit": "SELECT u.reference FROM units AS u JOIN schemes AS s ON s.id = u.scheme_id WHERE {}",
    "vacancy": "SELECT v.reference FROM vacancies AS v JOIN units AS u ON u.id = v.unit_id"
    " JOIN schemes AS s ON s.id = u.scheme_id WHERE {}",
}
_TOLD_OF = (
    "a.id IN (SELECT d.applicant_id FROM disclosures AS d WHERE d.{} = {} AND told IS NOT NULL)"
)
_NAMED = (
    "EXISTS (SELECT FROM named_readers AS r JOIN accounts AS c ON c.id = r.account_id"
    " WHERE r.applicant_id = a.id AND c.email = '{}@homeward.example')"
)
_REVIEWED = "a.reference IN (SELECT o.applicant_reference FROM openings AS o)"
_REFERENCES_TOLD = {"reviewer": _REVIEWED, "auditor": "true"}
_EMAILS = "SELECT email FROM accounts WHERE {}"
_DIGEST = "SELECT encode({}, '{}') FROM {}"
_ADDRESSES = (
    "SELECT p.{} FROM protected_addresses AS p JOIN schemes AS s ON s.id = p.scheme_id WHERE {}"
)
_WORD = re.compile(r"[\w-]+")
_DIGESTS = {
    "sessions": "token_sha256",
    "links": "token_sha256",
    "api_tokens": "token_sha256",
    "recovery_codes": "code_sha256",
}


@dataclass(frozen=True)
class Secret:
    """One thing that an answer may give away."""

    kind: str
    value: str


class Secrets:
    """Everything that is told to some and not to others, and who may be told it.

    Who may is worked out here from the rows that the owner of the tables reads, and not from the
    policies that are under test.
    """

    def __init__(self, url: str) -> None:
        with psycopg.connect(url) as self._owner:
            self._all = set(self._about("true", "true", "true")) | set(self._emails("true"))
            self._told: dict[Person, set[Secret]] = {None: set()}
            for person in PEOPLE:
                self._told[person] = self._told_to(person)
            self._nobodys = set(self._secrets())
        self._of_value: dict[str, set[Secret]] = {}
        for secret in self._all | self._nobodys:
            self._of_value.setdefault(_folded(secret.value), set()).add(secret)
        self._words = {value for value in self._of_value if _WORD.fullmatch(value)}
        self._phrases = set(self._of_value) - self._words

    def told_in(self, text: str, person: Person, asked: str = "") -> list[Secret]:
        """What an answer tells a person who must not be told it.

        Args:
            text: The answer: its body and its headers.
            person: Who asked.
            asked: What they sent: an answer may say it back.
        """
        plain = _folded(html.unescape(text))
        sent = _folded(asked)
        found = self._words.intersection(_WORD.findall(plain))
        found |= {phrase for phrase in self._phrases if _stands_in(phrase, plain)}
        return [
            secret
            for value in sorted(found)
            for secret in self._of_value[value]
            if secret not in self._told[person] and value not in sent
        ]

    def values(self, kind: str) -> list[str]:
        """Every value of a kind."""
        return sorted(secret.value for secret in self._all if secret.kind == kind)

    def _told_to(self, person: str) -> set[Secret]:
        role, landlord_id, provider_id, district = PEOPLE[person]
        people, schemes, addresses = "false", "false", "false"
        if role == "officer":
            named = (
                "EXISTS (SELECT FROM named_readers AS r JOIN accounts AS c ON c.id = r.account_id"
            )
            named += f" WHERE r.applicant_id = a.id AND c.email = '{person}@homeward.example')"
            people, schemes, addresses = f"(NOT a.is_restricted OR {named})", "true", "true"
            if district is not None:
                people += f" AND a.district_code = '{district}'"
                addresses = f"s.district_code = '{district}'"
        elif role == "landlord":
            people = _TOLD_OF.format("landlord_id", landlord_id)
            schemes = addresses = f"s.landlord_id = {landlord_id}"
        elif role == "support_provider":
            people = _TOLD_OF.format("provider_id", provider_id)
            schemes = addresses = f"s.support_provider_id = {provider_id}"
        told = set(self._about(people, schemes, addresses))
        if role in _REFERENCES_TOLD:  # which records were opened; whose records the audit is about
            told |= {
                secret
                for secret in self._about(_REFERENCES_TOLD[role], "false", "false")
                if secret.kind == "applicant's reference"
            }
        knows_emails = role in ("administrator", "auditor")
        told |= set(self._emails("true" if knows_emails else f"email LIKE '{person}@%'"))
        return told

    def _about(self, people: str, schemes: str, addresses: str) -> Iterator[Secret]:
        yield from self._ask("applicant's name", _APPLICANTS.format("a.name", people))
        yield from self._ask("applicant's reference", _APPLICANTS.format("a.reference", people))
        for noun, query in _OF_SCHEMES.items():
            yield from self._ask(f"{noun}'s reference", query.format(schemes))
        for column in ("address", "postcode"):
            yield from self._ask(f"protected {column}", _ADDRESSES.format(column, addresses))

    def _emails(self, which: str) -> Iterator[Secret]:
        yield from self._ask("account's address", _EMAILS.format(which))

    def _secrets(self) -> Iterator[Secret]:
        """What no answer tells to anybody."""
        yield from self._ask(
            "password hash", "SELECT DISTINCT password_hash FROM accounts WHERE password_hash <> ''"
        )
        for table, column in _DIGESTS.items():
            for form in ("hex", "base64"):
                yield from self._ask("digest", _DIGEST.format(column, form, table))
        yield from (Secret("session token", token_of(person)) for person in PEOPLE)

    def _ask(self, kind: str, query: str) -> Iterator[Secret]:
        for (value,) in self._owner.execute(query).fetchall():
            yield Secret(kind, value)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _stands_in(phrase: str, text: str) -> bool:
    """Whether a text holds a phrase by itself: "person 5" does not stand in "person 59"."""
    return phrase in text and bool(re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", text))
