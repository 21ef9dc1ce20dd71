"""How long each kind of data is kept, and why: the rules that the data register names.

The figures are defaults. A council's own retention schedule comes first: where it differs, a figure
here is changed with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

REQUEST = "request"
"""What an erasure names instead of a limit when the person asked for it."""


@dataclass(frozen=True)
class Limit:
    """When rows are due to go."""

    name: str
    what: str
    """The rows, as a list heads them."""
    keep: str
    """How long, as "2 years": a PostgreSQL interval that reads as words."""
    after: str
    """From when that counts, as "after the application was withdrawn"."""
    goes_by_itself: bool = False
    """Whether the worker lets it go; for all else people decide when."""

    @property
    def words(self) -> str:
        """The whole limit, as "2 years after the application was withdrawn"."""
        return f"{self.keep} {self.after}"


@dataclass(frozen=True)
class Rule:
    """How long one kind of data is kept."""

    name: str
    title: str
    words: str
    reason: str
    source: str
    limits: tuple[Limit, ...] = ()


WITHDRAWN = Limit(
    "withdrawn_application",
    "Records of people who withdrew",
    "2 years",
    "after the application was withdrawn",
)
HOUSED = Limit(
    "housed_application", "Records of people who were housed", "6 years", "after they were housed"
)
INSTANCES = Limit(
    "instance", "Pseudonymous copies of match runs", "90 days", "after the run finished"
)
ATTEMPTS = Limit("attempt", "Failed sign-ins", "1 day", "after they failed", goes_by_itself=True)
SESSIONS = Limit(
    "session",
    "Sessions that timed out",
    "30 minutes",
    "after they were last used",
    goes_by_itself=True,
)
FLOWS = Limit(
    "sign_in_flow",
    "Sign-ins that never came back",
    "1 hour",
    "after they began",
    goes_by_itself=True,
)
LINKS = Limit(
    "link", "Links that were used or expired", "30 days", "after that", goes_by_itself=True
)
MESSAGES = Limit(
    "message",
    "E-mails that were sent or given up",
    "90 days",
    "after they were written",
    goes_by_itself=True,
)
IDEMPOTENCY_KEYS = Limit(
    "idempotency_key",
    "Answers kept for requests that are sent again",
    "1 day",
    "after they were given",
    goes_by_itself=True,
)
DRAFTS = Limit(
    "draft",
    "Unfinished forms of applicants",
    "30 days",
    "after they were last changed",
    goes_by_itself=True,
)
UPLOADS = Limit(
    "upload",
    "Files that were put in, and what was wrong in them",
    "90 days",
    "after they were uploaded",
    goes_by_itself=True,
)
TOKENS = Limit("token", "API tokens that were revoked or expired", "1 year", "after that")
AUDIT_VALUES = Limit(
    "audit_values", "Values kept with changes in the audit", "7 years", "after the change"
)

_LIMITATION = "Limitation Act 1980, section 5"
_STORAGE = "UK GDPR, article 5(1)(e)"
_OWN = "Homeward's default; the council's own schedule may differ"

_RULES = (
    Rule(
        "application",
        "Applications",
        "As long as the application is live or parked; then 2 years if it was withdrawn, or 6 "
        "years if they were housed. Earlier if the person asks and the council agrees.",
        "A decision can be reviewed or complained about after an application ends, and a claim on "
        "a contract can be made for six years.",
        f"{_LIMITATION}; {_STORAGE}; {_OWN}",
        (WITHDRAWN, HOUSED),
    ),
    Rule(
        "nomination",
        "Nominations, without the person",
        "As long as the vacancy is in Homeward. Who was nominated and what was told of them goes "
        "with their application.",
        "How a home was let stays known when the person is no longer named.",
        _OWN,
    ),
    Rule(
        "statistics",
        "Past applications, without the person",
        "Without end: district, tier, bedrooms, support, outcome and years, under no name or "
        "number.",
        "Planning needs to know who waited in past years.",
        "UK GDPR, articles 5(1)(b) and 89",
    ),
    Rule(
        "erasure",
        "Erasures",
        "As long as the audit.",
        "It shows that a record was erased, by which rule and when, and that its gap in the audit "
        "is meant.",
        "UK GDPR, article 5(2)",
    ),
    Rule(
        "run",
        "Match runs",
        "As long as Homeward is used: figures of the county. What a run says of a person goes with "
        "their application.",
        "What was proposed, under which rules, can be shown to have been fair.",
        _OWN,
    ),
    Rule(
        "instance",
        "Pseudonymous copies of match runs",
        "90 days; at once when somebody in it is erased.",
        "A run can be worked out again while its outcome can still be appealed.",
        "Housing Act 1996, section 202 (a review is asked for within 21 days); " + _OWN,
        (INSTANCES,),
    ),
    Rule(
        "home",
        "Homes and vacancies",
        "As long as the home is in Homeward.",
        "Homes are matched again each time that they come free.",
        _OWN,
    ),
    Rule(
        "account",
        "Accounts",
        "As long as the account is in Homeward; it is closed when the person leaves.",
        "What somebody did stays theirs, and nobody else is given a closed account's number.",
        _OWN,
    ),
    Rule(
        "session",
        "Sessions",
        "30 minutes after they were last used, and at once when the person signs out; a sign-in "
        "with the organisation that never came back 1 hour after it began. They go by themselves.",
        "A session that has timed out can do nothing.",
        _OWN,
        (SESSIONS, FLOWS),
    ),
    Rule(
        "attempt",
        "Failed sign-ins",
        "1 day. They go by themselves.",
        "They are counted for a quarter of an hour, and looked at on the day that somebody is shut "
        "out.",
        _OWN,
        (ATTEMPTS,),
    ),
    Rule(
        "link",
        "Invitations and links for new passwords",
        "30 days after they were used or expired. They go by themselves.",
        "Somebody who says that their link does not work can be told why.",
        _OWN,
        (LINKS,),
    ),
    Rule(
        "message",
        "E-mails",
        "90 days. They go by themselves.",
        "Somebody who says that they were never written to can be shown what was sent and when.",
        _OWN,
        (MESSAGES,),
    ),
    Rule(
        "idempotency_key",
        "Answers to requests of the API",
        "1 day. They go by themselves.",
        "A program that lost the answer can ask again, and nothing is done twice.",
        _OWN,
        (IDEMPOTENCY_KEYS,),
    ),
    Rule(
        "draft",
        "Unfinished forms of applicants",
        "30 days after they were last changed, and at once when they are finished. They go by "
        "themselves.",
        "An officer who was called away can go on where they were.",
        _OWN,
        (DRAFTS,),
    ),
    Rule(
        "upload",
        "Uploads",
        "The file, its name and what was wrong in it 90 days; they go by themselves. Who uploaded "
        "it, when and how many rows went in: as long as the audit.",
        "A file can be put right and what went in be held against it. What a row said of a person "
        "goes with the file, at the latest.",
        _OWN,
        (UPLOADS,),
    ),
    Rule(
        "token",
        "API tokens",
        "1 year after they were revoked or expired.",
        "A landlord's yearly check of their tokens can see those that ended.",
        _OWN,
        (TOKENS,),
    ),
    Rule(
        "audit",
        "The audit",
        "The rows as long as Homeward is used, since each is chained to the one before. The values "
        "kept with a change 7 years, or until the person is erased.",
        "Misuse must be found whenever it comes to light. A claim can be made for six years, and a "
        "year is added to find the record for it.",
        f"{_LIMITATION}; UK GDPR, articles 5(2) and 32; {_OWN}",
        (AUDIT_VALUES,),
    ),
    Rule(
        "reference",
        "Published data",
        "Until it is published anew.",
        "Places, districts and postcodes are the same for everybody.",
        "Office for National Statistics",
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.name: rule for rule in _RULES})
"""Name -> rule, in the order that pages show them."""
LIMITS: tuple[Limit, ...] = tuple(
    limit for rule in _RULES for limit in rule.limits if not limit.goes_by_itself
)
"""Every limit that people apply, in the order that they are shown."""
