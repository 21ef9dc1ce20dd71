"""Why nominations are declined, whose doing that is, and what it does to the applicant's waiting.

A refusal of an unsuitable home never costs the applicant anything: only the reasons that say so
count as a refusal. The reasons and their effects follow those of Norwich Home Options (2026 scheme:
a review after three refusals of suitable homes) and of coordinated-entry systems that tag each
reason as the applicant's, the provider's or the system's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from service.domain.accounts import Role


class Party(StrEnum):
    """Who declines."""

    APPLICANT = "applicant"
    LANDLORD = "landlord"
    SUPPORT_PROVIDER = "support_provider"
    SYSTEM = "system"
    """Neither of them: the world changed."""

    @property
    def words(self) -> str:
        """The party as a page says it."""
        return {"system": "neither of them"}.get(self.value, "the " + self.value.replace("_", " "))


class Effect(StrEnum):
    """What a confirmed decline does to the applicant."""

    NONE = "none"
    """They wait on as before."""
    REFUSAL = "refusal"
    """It counts as a refusal of a suitable home; after some, the application is reviewed."""
    CORRECT = "correct"
    """Their record may be wrong or have changed: somebody looks at it. They wait on meanwhile."""
    PARK = "park"
    """They are parked for PARK_DAYS, for nobody can reach them."""
    REASSESS = "reassess"
    """They are parked until somebody has assessed them anew."""
    CLOSE = "close"
    """They have a home: their application ends."""

    @property
    def words(self) -> str:
        """As a sentence says it."""
        return _EFFECTS[self]


_EFFECTS: Mapping[Effect, str] = MappingProxyType(
    {
        Effect.NONE: "They wait on as before",
        Effect.REFUSAL: "It counts as a refusal",
        Effect.CORRECT: "Their record is looked at",
        Effect.PARK: "They are parked for a while",
        Effect.REASSESS: "They are assessed anew",
        Effect.CLOSE: "Their application ends",
    }
)


REFUSALS_BEFORE_REVIEW = 3
"""Norwich Home Options, 2026: refusals of suitable homes before the application is reviewed."""
PARK_DAYS = 60
"""Days that somebody is parked who could not be reached."""


@dataclass(frozen=True)
class Reason:
    """One reason out of the list."""

    code: str
    words: str
    parties: frozenset[Party]
    """Who may give it."""
    effect: Effect


_A, _L, _S, _Y = Party.APPLICANT, Party.LANDLORD, Party.SUPPORT_PROVIDER, Party.SYSTEM


def _reason(code: str, words: str, effect: Effect, *parties: Party) -> Reason:
    return Reason(code, words, frozenset(parties), effect)


_ALL = (
    _reason("refused_suitable", "They refused a suitable home", Effect.REFUSAL, _A),
    _reason("wrong_size", "The home is the wrong size for them", Effect.CORRECT, _A, _L),
    _reason("wrong_place", "The place is wrong for them", Effect.CORRECT, _A),
    _reason("wrong_support", "The support is not what they need", Effect.CORRECT, _A, _L, _S),
    _reason("not_accessible", "The home is not accessible to them", Effect.CORRECT, _A, _L),
    _reason("not_affordable", "They cannot afford it", Effect.CORRECT, _A, _L),
    _reason("condition", "The home is in poor condition", Effect.NONE, _A),
    _reason("not_safe", "They would not be safe there", Effect.NONE, _A, _L, _S),
    _reason("not_ready", "They are not ready to move yet", Effect.CORRECT, _A, _L, _S),
    _reason("not_reached", "They could not be reached", Effect.PARK, _A, _L, _S),
    _reason("did_not_view", "They did not come to the viewing", Effect.PARK, _A, _L),
    _reason("needs_exceed", "Their needs are more than the service can meet", Effect.REASSESS,
            _L, _S),
    _reason("ineligible", "They are not eligible for the scheme", Effect.REASSESS, _L, _S),
    _reason("health_and_safety", "Health and safety of others there", Effect.NONE, _L, _S),
    _reason("non_association", "Somebody there must not live near them", Effect.NONE, _L, _S),
    _reason("chose_another", "Another nominee was chosen", Effect.NONE, _L),
    _reason("vacancy_withdrawn", "The home is not to be let after all", Effect.NONE, _L, _Y),
    _reason("housed_elsewhere", "Another landlord has housed them", Effect.CLOSE, _A, _L, _Y),
    _reason("died", "They have died", Effect.CLOSE, _A, _L, _S, _Y),
)  # fmt: skip

REASONS: Mapping[str, Reason] = MappingProxyType({one.code: one for one in _ALL})
"""Code -> reason, in the order that forms offer them."""

NOT_AGAIN = frozenset(
    {(_A, "refused_suitable")}
    | {
        (party, code)
        for party in (_L, _S)
        for code in ("non_association", "health_and_safety", "ineligible", "needs_exceed")
    }
)
"""Declines, as party and reason, after which nobody is proposed the same vacancy again."""


def reads_reason(role: Role | None, party: str | None) -> bool:
    """Whether a role may read why a party declined: landlord and provider never each other's."""
    if role is Role.LANDLORD:
        return party != Party.SUPPORT_PROVIDER
    return role is not Role.SUPPORT_PROVIDER or party != Party.LANDLORD


def reasons_of(party: Party) -> list[Reason]:
    """The reasons that a party may give."""
    return [one for one in _ALL if party in one.parties]
