"""Applicants out of the queue for a while or for good: why, and until when."""

from enum import StrEnum


class PauseKind(StrEnum):
    """Which state of an applicant a pause stands behind."""

    PARKED = "parked"
    WITHDRAWN = "withdrawn"


class ParkReason(StrEnum):
    """Why somebody is not looked for a home now."""

    HOSPITAL = "hospital"
    PRISON = "prison"
    NOT_READY = "not_ready"
    NO_CONTACT = "no_contact"
    AWAITING_EVIDENCE = "awaiting_evidence"
    AWAITING_SUPPORT = "awaiting_support"
    REASSESSMENT = "reassessment"
    REFUSED_SUITABLE = "refused_suitable"
    THEIR_WISH = "their_wish"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The reason as a page says it."""
        return _PARK_WORDS[self]


_PARK_WORDS = {
    ParkReason.HOSPITAL: "in hospital",
    ParkReason.PRISON: "in prison",
    ParkReason.NOT_READY: "not ready to move yet",
    ParkReason.NO_CONTACT: "cannot be reached",
    ParkReason.AWAITING_EVIDENCE: "waiting for evidence",
    ParkReason.AWAITING_SUPPORT: "waiting for support to be in place",
    ParkReason.REASSESSMENT: "to be assessed anew",
    ParkReason.REFUSED_SUITABLE: "refused a suitable home",
    ParkReason.THEIR_WISH: "they asked for it",
    ParkReason.OTHER: "another reason",
}


class WithdrawReason(StrEnum):
    """Why an application ended without a home of ours."""

    FOUND_HOME = "found_home"
    MOVED_AWAY = "moved_away"
    NO_CONTACT = "no_contact"
    NOT_ELIGIBLE = "not_eligible"
    DIED = "died"
    THEIR_WISH = "their_wish"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The reason as a page says it."""
        return _WITHDRAW_WORDS[self]


_WITHDRAW_WORDS = {
    WithdrawReason.FOUND_HOME: "found a home elsewhere",
    WithdrawReason.MOVED_AWAY: "moved out of the county",
    WithdrawReason.NO_CONTACT: "cannot be reached",
    WithdrawReason.NOT_ELIGIBLE: "not eligible",
    WithdrawReason.DIED: "died",
    WithdrawReason.THEIR_WISH: "they asked for it",
    WithdrawReason.OTHER: "another reason",
}


def reason_words(kind: str, reason: str) -> str:
    """A stored reason in words; of an unknown one, itself."""
    reasons: type[ParkReason] | type[WithdrawReason]
    reasons = ParkReason if kind == PauseKind.PARKED else WithdrawReason
    return reasons(reason).words if reason in {*reasons} else reason.replace("_", " ")
