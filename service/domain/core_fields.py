"""The fields of a CORE lettings row, in the order of the bulk upload.

CORE is the national return of social lettings (COntinuous REcording), which landlords send to the
Ministry of Housing, Communities and Local Government. Field numbers are those of its bulk upload
for lettings that start from April 2026 to March 2027, as read from the public source of the
service: github.com/communitiesuk/submit-social-housing-lettings-and-sales-data, form of 2026, at
commit 00d9a9afda97 (148 fields). The words are our own.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

YEAR_BEGINS = date(2026, 4, 1)
YEAR_ENDS = date(2027, 3, 31)
"""Days on which a letting may start to be sent in this form."""
YEAR = "April 2026 to March 2027"
MOST_PEOPLE = 8
"""People of a household that the return has room for."""

_BEFORE_PEOPLE = (
    "organisation that owns the home, as CORE numbers it",
    "organisation that manages the letting, as CORE numbers it",
    "CORE account that the log is for",
    "needs type",
    "scheme, as CORE numbers it",
    "location, as CORE numbers it",
    "renewal of a tenancy",
    "tenancy starts, day",
    "tenancy starts, month",
    "tenancy starts, year",
    "rent type",
    "other kind of intermediate rent",
    "tenant code",
    "property reference",
    "tenant has seen the privacy notice",
    "reason that the home was vacant",
    "what the home was last let as",
    "unique property reference number",
    "address line 1",
    "address line 2",
    "town or city",
    "county",
    "postcode, first part",
    "postcode, second part",
    "local authority of the home",
    "type of unit",
    "type of building",
    "built or adapted to wheelchair-user standards",
    "bedrooms",
    "void date, day",
    "void date, month",
    "void date, year",
    "major repairs finished, day",
    "major repairs finished, month",
    "major repairs finished, year",
    "sheltered accommodation",
    "joint tenancy",
    "starter tenancy",
    "type of tenancy",
    "other type of tenancy",
    "length of the fixed term, years",
    "age of lead tenant",
    "sex of lead tenant, as registered at birth",
    "ethnic group of lead tenant",
    "nationality of lead tenant",
    "working situation of lead tenant",
)
_OF_A_PERSON = (
    "partner of the lead tenant: household member {n}",
    "age of household member {n}",
    "sex of household member {n}, as registered at birth",
    "working situation of household member {n}",
)
_AFTER_PEOPLE = (
    "links to the armed forces",
    "still serving in the armed forces",
    "seriously injured or ill through serving",
    "somebody is pregnant",
    "needs fully wheelchair accessible housing",
    "needs wheelchair access to essential rooms",
    "needs level access housing",
    "has other disabled access needs",
    "no disabled access needs",
    "disabled access needs not known",
    "long-term condition or illness",
    "condition affects dexterity",
    "condition affects learning, understanding or concentrating",
    "condition affects hearing",
    "condition affects memory",
    "condition affects mental health",
    "condition affects mobility",
    "condition affects them socially or behaviourally",
    "condition affects stamina, breathing or fatigue",
    "condition affects vision",
    "condition affects them in another way",
    "time lived in the local authority area",
    "time on the local authority waiting list",
    "main reason for leaving the last settled home",
    "other reason for leaving it",
    "where the household lived immediately before",
    "homeless immediately before",
    "postcode of the last settled home is known",
    "postcode of the last settled home, first part",
    "postcode of the last settled home, second part",
    "local authority of the last settled home",
    "given reasonable preference",
    "preference: homeless or about to lose their home",
    "preference: insanitary, overcrowded or unsatisfactory housing",
    "preference: medical and welfare reasons",
    "preference: hardship",
    "preference: reason not known",
    "choice-based letting",
    "common allocation policy",
    "common housing register",
    "accessible register",
    "source of referral, council homes",
    "household's income is known",
    "how often income is received",
    "household's income",
    "housing-related benefits",
    "how much of the income is benefits",
    "household pays rent or charges",
    "how often rent and charges are paid",
    "basic rent",
    "service charge",
    "personal service charge",
    "support charge",
    "something is left to pay after benefits",
    "what is left to pay",
)
_OF_A_GENDER = ("gender same as sex at birth: {who}", "gender of {who}, where it is not")
_LAST = (
    "source of referral, housing association homes, part 1",
    "source of referral, housing association homes, part 2",
    "source of referral, housing association homes, part 3",
)


def _in_order() -> Iterator[str]:
    yield from _BEFORE_PEOPLE
    for n in range(2, MOST_PEOPLE + 1):
        yield from (words.format(n=n) for words in _OF_A_PERSON)
    yield from _AFTER_PEOPLE
    for n in range(1, MOST_PEOPLE + 1):
        who = "lead tenant" if n == 1 else f"household member {n}"
        yield from (words.format(who=who) for words in _OF_A_GENDER)
    yield from _LAST


FIELDS: Mapping[int, str] = MappingProxyType(dict(enumerate(_in_order(), start=1)))
"""Field number -> what it asks."""


def person_fields(n: int) -> tuple[int, int, int, int]:
    """The fields of person 2 to 8: partner, age, sex, working situation."""
    first = 47 + 4 * (n - 2)
    return first, first + 1, first + 2, first + 3


def gender_field(n: int) -> int:
    """The field that asks whether the gender of person 1 to 8 is the same as their sex."""
    return 130 + 2 * (n - 1)
