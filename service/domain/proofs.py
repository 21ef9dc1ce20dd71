"""The words for what is proved of an answer, and how far time let it come."""

from typing import Protocol


class Proved(Protocol):
    """What is known of how good an answer is."""

    @property
    def proved(self) -> bool | None:
        """Whether no better allocation can be."""

    @property
    def proof(self) -> str | None:
        """``flow`` or ``search``; None: not kept."""

    @property
    def settled(self) -> str | None:
        """The last stage that is wholly settled: ``priority``, ``fit`` or ``ties``."""


_MEANS = {
    "flow": "by prices, which anyone can check",
    "search": "by a search through what limits, hours and company leave open",
}
_UNSETTLED = {
    "priority": "time ran out before the best fit was found",
    "fit": "time ran out before ties were settled, so another run may draw otherwise",
}


def proof_words(answer: Proved) -> str:
    """Whether an answer is proved best, by what, and what time did not allow."""
    best = "Proved best" if answer.proved else "Not proved best"
    means = _MEANS[answer.proof or "flow"] if answer.proved else ""
    unsettled = _UNSETTLED.get(answer.settled or "", "")
    return " ".join([best, means]).strip() + (f"; {unsettled}" if unsettled else "")
