"""Why a landlord may be told of a person, and what is told.

Articles are those of the UK GDPR (Regulation (EU) 2016/679 as it is part of UK law), schedules
those of the Data Protection Act 2018.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.errors import RuleBroken


class NominationState(StrEnum):
    """Where a nomination stands between an officer's word and a signed letting."""

    NOMINATED = "nominated"
    """The landlord, and where there is one the support provider, are asked."""
    OFFERED = "offered"
    VIEWING = "viewing"
    ACCEPTED = "accepted"
    MOVE_IN_SET = "move_in_set"
    LET = "let"
    DECLINE_REVIEW = "decline_review"
    """Somebody declined, and an officer has yet to look at why."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    """Somebody else accepted the home."""

    @property
    def words(self) -> str:
        """The state as a page says it."""
        return _STATE_WORDS.get(self, self.value.replace("_", " "))


_STATE_WORDS = {
    NominationState.NOMINATED: "with the landlord",
    NominationState.VIEWING: "viewing arranged",
    NominationState.MOVE_IN_SET: "move-in day set",
    NominationState.DECLINE_REVIEW: "decline to be reviewed",
}


class Tenure(StrEnum):
    """Kinds of tenancy, as CORE tells them apart."""

    ASSURED = "assured"
    ASSURED_SHORTHOLD = "assured_shorthold"
    STARTER = "starter"
    SECURE = "secure"
    FLEXIBLE = "flexible"
    LICENCE = "licence"
    OTHER = "other"


class LawfulBasis(StrEnum):
    """What makes it lawful to tell others of a person: article 6(1)."""

    CONSENT = "consent"
    PUBLIC_TASK = "public_task"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"

    @property
    def words(self) -> str:
        """The basis as a page says it."""
        return self.value.replace("_", " ")

    @property
    def when(self) -> str:
        """When the basis applies."""
        return _WHEN[self]

    @property
    def condition(self) -> str:
        """What lets health and the like be told with it: article 9(2)."""
        return _CONDITIONS[self]


_WHEN = {
    LawfulBasis.CONSENT: (
        "The person agreed to this and can take it back at any time. Say on which day they agreed."
        " Article 6(1)(a)."
    ),
    LawfulBasis.PUBLIC_TASK: (
        "Nominating them is part of the council's work in housing and social care, set out in law."
        " Article 6(1)(e)."
    ),
    LawfulBasis.LEGAL_OBLIGATION: (
        "The law requires that they are told of, as a duty to house this person does."
        " Article 6(1)(c)."
    ),
    LawfulBasis.VITAL_INTERESTS: (
        "Somebody's life is in danger otherwise, and no other basis applies. Article 6(1)(d)."
    ),
}
_CONDITIONS = {
    LawfulBasis.CONSENT: "explicit consent, article 9(2)(a)",
    LawfulBasis.PUBLIC_TASK: (
        "health or social care, article 9(2)(h) and schedule 1 paragraph 2, or substantial public"
        " interest, article 9(2)(g) and schedule 1 paragraph 6"
    ),
    LawfulBasis.LEGAL_OBLIGATION: (
        "social security and social protection law, article 9(2)(b) and schedule 1 paragraph 1"
    ),
    LawfulBasis.VITAL_INTERESTS: (
        "vital interests of somebody who cannot give consent, article 9(2)(c)"
    ),
}


@dataclass(frozen=True)
class Ground:
    """Why it is lawful to tell of one person; consent has the day it was given."""

    basis: LawfulBasis
    consented_on: date | None = None

    def check(self, on: date) -> None:
        """Refuse consent without a day on or before today, and a day without consent.

        Raises:
            RuleBroken: The day is missing, to come, or of no meaning.
        """
        if (self.basis is LawfulBasis.CONSENT) != (self.consented_on is not None):
            raise RuleBroken("Give the day of their consent with the basis consent, and only then.")
        if self.consented_on is not None and self.consented_on > on:
            raise RuleBroken("The day of their consent is still to come; give the day it was.")


TOLD_WORDS = {
    "name": "Name",
    "reference": "Reference",
    "household_size": "People in the household",
    "bedrooms": "Bedrooms needed",
    "support_level": "Support needed",
    "accessibility_needs": "Accessibility needs",
    "ready_on": "Ready to move",
    "overnight_carer": "A carer stays overnight",
    "client_groups": "Client groups",
}
"""Everything that is ever told of a person nominated -> its words."""

TOLD_TO_LANDLORD = tuple(field for field in TOLD_WORDS if field != "client_groups")
TOLD_TO_PROVIDER = tuple(TOLD_WORDS)
"""A support provider also has to know which group its service is asked for."""

NEVER_OVERRIDDEN = frozenset({"area_excluded", "forbidden"})
"""Hard rules that no officer's reason overrides: a person's safety can hang on them, or an officer
has ruled the home out, which must be lifted first."""
