"""The reports that there are, each with the words that define its figures."""

from collections.abc import Mapping
from types import MappingProxyType

from service.domain.accounts import Role
from service.domain.reports import Column, Form, Report

_DISTRICT = Column("district", "district")
_LANDLORD = Column("landlord", "landlord")
_KIND = Column("kind", "scheme kind")
_BEDROOMS = Column("bedrooms", "bedrooms", Form.NUMBER)
_VACANCY = Column("vacancy", "vacancy")
_SCHEME = Column("scheme", "scheme")
_STATE = Column("state", "state")
_REASON = Column("reason", "reason")
_PARTY = Column("party", "who declined")
_EFFECT = Column("effect", "effect on the applicant")
_TENURE = Column("tenure", "tenure")
_QUARTER = Column("quarter", "quarter")
_SPAN = Column("span", "step")
_NOMINATION = Column("nomination", "nomination", Form.NUMBER)
_HOME = (_VACANCY, _SCHEME, _KIND, _LANDLORD, _DISTRICT)
_WHO = (
    Column("applicant", "applicant (personal)", is_personal=True),
    Column("name", "name (personal)", is_personal=True),
)

VACANCIES = Report(
    name="vacancies",
    title="Open vacancies and days void",
    words=(
        "Vacancies that are registered, open, reserved or offered today.",
        "Days void are the days from the day the void began to today, 0 if it has yet to begin. "
        "Days of works are those of them from the first day of the works to the last. Other days "
        "until ready are the rest of those before the day the home is available, when works are "
        "waited for or it is turned round. Days ready are from that day on, when it waits to be "
        "let; works that go on then count as works.",
    ),
    noun=("vacancy", "vacancies"),
    columns=(
        *_HOME,
        _BEDROOMS,
        _STATE,
        Column("void_from", "void from", Form.DATE),
        Column("available_on", "available on", Form.DATE),
        Column("days_void", "days void", Form.NUMBER),
        Column("days_works", "days of works", Form.NUMBER),
        Column("days_until_ready", "other days until ready", Form.NUMBER),
        Column("days_ready", "days ready", Form.NUMBER),
        Column("works", "works"),
        Column("works_from", "works from", Form.DATE),
        Column("works_until", "works until", Form.DATE),
    ),
    dimensions=(_LANDLORD, _DISTRICT, _KIND, _BEDROOMS, _STATE),
    for_planners=("district", "kind"),
    measure=Column("days_void", "days void", Form.NUMBER),
    period="the void began",
    counts_people=False,
)
TIMES = Report(
    name="times",
    title="Time between steps",
    words=(
        "Calendar days from one step of a nomination to the next: nominated to offered, offered to "
        "accepted, accepted to signed. A step that was undone does not count. A nomination that "
        "was reopened counts from the day it was reopened.",
        "The middle is the median: half took no longer. 9 in 10 within is the 90th percentile. The "
        "quarter is that of the later step.",
    ),
    noun=("step", "steps"),
    columns=(),
    dimensions=(_SPAN, _LANDLORD, _DISTRICT, _QUARTER),
    usual=("span", "landlord", "district", "quarter"),
    for_planners=("span", "district"),
    measure=Column("days", "days", Form.NUMBER),
    period="the later step was taken",
)
DECLINES = Report(
    name="declines",
    title="Declines by reason and landlord",
    words=(
        "Nominations that were declined, and those whose decline an officer has yet to review. A "
        "decline that was overridden or returned does not count.",
        "Only the reason “They refused a suitable home” counts as a refusal of the applicant’s.",
    ),
    noun=("decline", "declines"),
    columns=(
        _NOMINATION,
        *_HOME,
        Column("on_day", "declined on", Form.DATE),
        _PARTY,
        _REASON,
        _EFFECT,
        _STATE,
        *_WHO,
    ),
    dimensions=(_LANDLORD, _PARTY, _REASON, _EFFECT, _DISTRICT, _STATE),
    usual=("landlord", "party", "reason", "effect"),
    for_planners=("party", "reason"),
    period="it was declined",
)
OVERDUE = Report(
    name="overdue",
    title="Nominations overdue",
    words=(
        "Nominations whose next step was due before today.",
        "Days late are working days in England after the day it was due, up to and with today. "
        "Escalated on is the day on which officers were told.",
    ),
    noun=("nomination", "nominations"),
    columns=(
        _NOMINATION,
        *_HOME,
        _STATE,
        Column("due_on", "due on", Form.DATE),
        Column("days_late", "working days late", Form.NUMBER),
        Column("reminders", "reminders", Form.NUMBER),
        Column("escalated_on", "escalated on", Form.DATE),
        *_WHO,
    ),
    dimensions=(_LANDLORD, _DISTRICT, _KIND, _STATE),
    measure=Column("days_late", "working days late", Form.NUMBER),
    period="the next step was due",
)
PASSED_OVER = Report(
    name="passed-over",
    title="People passed over",
    words=(
        "Each time that somebody was nominated, those who stood before them in the order of "
        "priority and were passed over, and why. The order is the one of that day.",
        "People are counted once, however often they were passed over.",
    ),
    noun=("time", "times passed over"),
    columns=(
        _NOMINATION,
        *_HOME,
        Column("on_day", "nominated on", Form.DATE),
        Column("position", "place in the order", Form.NUMBER),
        Column("tier", "tier", Form.NUMBER),
        _REASON,
        *_WHO,
        Column("times", "times passed over (personal)", Form.NUMBER, is_personal=True),
    ),
    dimensions=(_LANDLORD, _DISTRICT, _REASON),
    usual=("landlord", "district", "reason"),
    for_planners=("reason",),
    period="somebody was nominated",
    may=frozenset({Role.OFFICER, Role.PLANNER}),
)
LETTINGS = Report(
    name="lettings",
    title="Lettings made",
    words=(
        "Homes let through Homeward, by the day on which the letting was signed.",
        "Days void are the days from the day the void began to the first day of the tenancy.",
    ),
    noun=("letting", "lettings"),
    columns=(
        *_HOME,
        _BEDROOMS,
        _TENURE,
        Column("signed_on", "signed on", Form.DATE),
        Column("starts_on", "starts on", Form.DATE),
        Column("rent_pence", "rent a week", Form.MONEY),
        Column("days_void", "days void", Form.NUMBER),
        *_WHO,
    ),
    dimensions=(_TENURE, _LANDLORD, _DISTRICT, _BEDROOMS, _KIND),
    measure=Column("days_void", "days void", Form.NUMBER),
    period="the letting was signed",
)

REPORTS: Mapping[str, Report] = MappingProxyType(
    {one.name: one for one in (VACANCIES, TIMES, DECLINES, OVERDUE, PASSED_OVER, LETTINGS)}
)
"""Name, as addresses have it -> report, in the order that pages show them."""
