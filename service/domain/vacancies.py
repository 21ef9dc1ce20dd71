"""The life of a vacancy: what is planned for it, who may change it, and how long it stood empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from service.domain.accounts import Role
from service.domain.bedrooms import BedroomRule
from service.domain.days import uk_date
from service.domain.homes import SchemeKind, VacancyState, VoidReason, Works

OPENS_AHEAD = 28
"""Days before a vacancy is available on which it opens by itself, where no other day is given."""
MOST_TURNAROUND = 120
MOST_NOMINEES = 5
MOST_SURPLUS = 3
LONGEST_NOTES = 1000
_EARLIEST = date(1990, 1, 1)
_FARTHEST = 2 * 366
"""Days ahead within which a home must stand empty to be registered."""
_LONGEST_WORKS = timedelta(days=5 * 366)


TURNAROUND_DAYS: Mapping[SchemeKind, int] = MappingProxyType(
    {
        SchemeKind.REFUGE: 1,
        SchemeKind.HOSTEL: 2,
        SchemeKind.STEP_DOWN: 2,
        SchemeKind.DISPERSED: 3,
        SchemeKind.SUPPORTED_LIVING: 5,
        SchemeKind.ENABLEMENT: 5,
        SchemeKind.SECOND_STAGE: 5,
        SchemeKind.SHARED_LIVES: 5,
    }
)
"""Working days that making a home ready takes where nobody says; 10 for the other kinds."""
_USUAL_TURNAROUND = 10


def usual_turnaround(kind: SchemeKind) -> int:
    """Working days to make a home of a kind ready, where nobody says how many."""
    return TURNAROUND_DAYS.get(kind, _USUAL_TURNAROUND)


@dataclass(frozen=True)
class Plan:
    """What a landlord plans for a void and its vacancy: everything that may be changed."""

    void_from: date
    reason: VoidReason
    noticed_on: date | None
    works: frozenset[Works]
    works_until: date | None
    """Last day of the works, which begin when the home is empty; None without works."""
    turnaround_days: int | None
    """Working days after the works; None: a file gave the day, and nobody said how it came."""
    chosen_on: date | None
    """The day it is available, where somebody chose another than works and turnaround make."""
    available_because: str | None
    opens_on: date | None
    """None: OPENS_AHEAD days before it is available."""
    bedroom_rule: BedroomRule
    bedroom_surplus: int
    nominees: int
    notes: str


def opening_day(opens_on: date | None, available_on: date) -> date:
    """The day on which a registered vacancy opens by itself."""
    return opens_on or available_on - timedelta(days=OPENS_AHEAD)


_SUDDEN = frozenset({VoidReason.DEATH, VoidReason.ABANDONED, VoidReason.OTHER})
"""Reasons of which a landlord may hear only after the home is empty."""


def void_faults(plan: Plan, today: date) -> dict[str, str]:
    """Field -> what is wrong with when and why the home stands empty."""
    faults = {}
    if not _EARLIEST <= plan.void_from <= today + timedelta(days=_FARTHEST):
        faults["void_from"] = "Enter a day from 1990 on, and within two years from today"
    if plan.noticed_on is None:
        return faults
    if plan.noticed_on > today:
        faults["noticed_on"] = "The day of the notice cannot be after today"
    elif plan.noticed_on > plan.void_from and plan.reason not in _SUDDEN:
        faults["noticed_on"] = (
            f"The notice cannot be after {uk_date(plan.void_from)}, when the home stands empty"
        )
    return faults


def works_faults(plan: Plan) -> dict[str, str]:
    """Field -> what is wrong with the works and the turnaround."""
    faults = {}
    if plan.works and plan.works_until is None:
        faults["works_until"] = "Say how many working days the works take, or their last day"
    if plan.works_until is not None and not plan.works:
        faults["works"] = "Choose what works are done, or leave out how long they take"
    if plan.works_until is not None and plan.works_until < plan.void_from:
        faults["works_until"] = (
            f"The works cannot end before {uk_date(plan.void_from)}, when the home stands empty"
        )
    elif plan.works_until is not None and plan.works_until > plan.void_from + _LONGEST_WORKS:
        faults["works_until"] = "Enter a day within five years from the first empty day"
    if plan.turnaround_days is not None and not 0 <= plan.turnaround_days <= MOST_TURNAROUND:
        faults["turnaround_days"] = f"Enter working days from 0 to {MOST_TURNAROUND}"
    return faults


def date_faults(plan: Plan, ready_on: date | None) -> dict[str, str]:
    """Field -> what is wrong with the days on which it is available and opens.

    Args:
        plan: With the day chosen, if any.
        ready_on: The day that works and turnaround make; None: they make none.
    """
    available_on = plan.chosen_on or ready_on
    if available_on is None:
        return {"turnaround_days": "Enter the working days that making the home ready takes"}
    faults = {}
    if available_on < plan.void_from:
        faults["available_on"] = (
            f"It cannot be available before {uk_date(plan.void_from)}, when the home stands empty"
        )
    elif plan.works_until is not None and available_on <= plan.works_until:
        faults["available_on"] = (
            f"It cannot be available before the works end, on {uk_date(plan.works_until)}"
        )
    if plan.chosen_on is not None and ready_on is not None and not plan.available_because:
        faults["available_because"] = (
            f"Say why it is not {uk_date(ready_on)}, as works and turnaround make it"
        )
    if plan.opens_on is not None and plan.opens_on > available_on:
        faults["opens_on"] = f"It must open by {uk_date(available_on)}, when it is available"
    return faults


def rule_faults(plan: Plan) -> dict[str, str]:
    """Field -> what is wrong with the rules of letting."""
    faults = {}
    if not 0 <= plan.bedroom_surplus <= MOST_SURPLUS:
        faults["bedroom_surplus"] = f"Enter bedrooms from 0 to {MOST_SURPLUS}"
    if not 1 <= plan.nominees <= MOST_NOMINEES:
        faults["nominees"] = f"Enter a number of people from 1 to {MOST_NOMINEES}"
    if len(plan.notes) > LONGEST_NOTES:
        faults["notes"] = f"Use no more than {LONGEST_NOTES:,} characters"
    if len(plan.available_because or "") > LONGEST_NOTES:
        faults["available_because"] = f"Use no more than {LONGEST_NOTES:,} characters"
    return faults


class Act(StrEnum):
    """What people do with a vacancy; opening it is Homeward's, the rest comes of nominations."""

    EDIT = "edit"
    REGISTER = "register"
    WITHDRAW = "withdraw"
    TAKE_OUT = "out-of-service"
    BRING_BACK = "back"

    @property
    def words(self) -> str:
        """The act as a button says it."""
        return _ACT_WORDS[self]


_ACT_WORDS = {
    Act.EDIT: "Change the vacancy",
    Act.REGISTER: "Register the vacancy",
    Act.WITHDRAW: "Withdraw the vacancy",
    Act.TAKE_OUT: "Take the home out of service",
    Act.BRING_BACK: "Bring the vacancy back",
}
_State = VacancyState
SOURCES: Mapping[Act, frozenset[VacancyState]] = MappingProxyType(
    {
        Act.EDIT: frozenset(_State) - {_State.LET, _State.WITHDRAWN},
        Act.REGISTER: frozenset({_State.DRAFT}),
        Act.WITHDRAW: frozenset(
            {_State.DRAFT, _State.REGISTERED, _State.OPEN, _State.OUT_OF_SERVICE}
        ),
        Act.TAKE_OUT: frozenset({_State.REGISTERED, _State.OPEN}),
        Act.BRING_BACK: frozenset({_State.OUT_OF_SERVICE, _State.WITHDRAWN}),
    }
)
"""Act -> the states in which it can be done."""
_HELD = frozenset({_State.RESERVED, _State.OFFERED})
_KEEPERS = frozenset({Role.OFFICER, Role.LANDLORD})


def why_not(act: Act, state: VacancyState, role: Role | None, n_live: int) -> str | None:
    """Why somebody cannot do something with a vacancy now; None: they can.

    Args:
        act: What they would do.
        state: Where the vacancy stands.
        role: Theirs.
        n_live: Nominations for it that stand; whose they are is not told.
    """
    if role not in _KEEPERS:
        return "Only its landlord and officers of the council change a vacancy."
    is_held = state in _HELD or n_live > 0
    if is_held and act in (Act.WITHDRAW, Act.TAKE_OUT):
        return f"{_live(n_live)} Withdraw or decline first, then do this."
    if is_held and act is Act.EDIT:
        locked = f"{_live(n_live)} Its dates are locked; ask an officer of the council."
        return None if role is Role.OFFICER else locked
    if state in SOURCES[act]:
        return None
    words = "a draft" if state is VacancyState.DRAFT else state.value.replace("_", " ")
    return _SAID.get(act, "").format(state=words)


def _live(n_live: int) -> str:
    if n_live == 0:
        return "The home is kept for somebody."
    return f"{n_live} nomination{' is' if n_live == 1 else 's are'} live for it."


_SAID = {
    Act.EDIT: "It is {state}, and what it says stays as it is.",
    Act.REGISTER: "It is {state}; only a draft is registered.",
    Act.WITHDRAW: "It is {state}, and cannot be withdrawn.",
    Act.TAKE_OUT: "It is {state}; only a registered or open vacancy goes out of service.",
    Act.BRING_BACK: "It is {state}; only what is withdrawn or out of service is brought back.",
}


@dataclass(frozen=True)
class VoidDays:
    """How many days a home stood empty."""

    works: int
    letting: int
    """Days without works: turnaround, and finding somebody."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.works + self.letting


def void_days(
    void_from: date, until: date, works_from: date | None = None, works_until: date | None = None
) -> VoidDays:
    """Days from the first on which a home stood empty to a day, which does not count.

    Args:
        void_from: The first day.
        until: The day the void ended, or today; before ``void_from`` there are no days.
        works_from: First day of works; None: there were none.
        works_until: Last day of works, which counts as one of them.
    """
    total = max(0, (until - void_from).days)
    if works_from is None or works_until is None:
        return VoidDays(0, total)
    first, last = max(void_from, works_from), min(until, works_until + timedelta(days=1))
    works = max(0, (last - first).days)
    return VoidDays(works, total - works)
