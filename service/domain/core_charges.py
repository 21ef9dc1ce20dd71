"""What a household pays, as CORE asks for it: how often, and in four parts.

CORE's service charge is what Housing Benefit can meet, its personal service charge what it cannot,
and its support charge what pays for housing-related support. Homeward holds what benefit cannot
meet in one: in supported housing it may be either, and people must say which.
"""

from service.domain.terms import ChargePeriod, Charges

CHARGE_FIELDS = (123, 124, 125, 126, 127)
"""How often it is paid, basic rent, service charge, personal service charge, support charge."""
_PERIODS = {
    ChargePeriod.WEEKLY: 1,
    ChargePeriod.FORTNIGHTLY: 2,
    ChargePeriod.FOUR_WEEKLY: 3,
    ChargePeriod.MONTHLY: 4,
}
"""Code 1 is every week of a year of 52, as Homeward reckons a week."""


def charge_fields(
    charges: Charges | None, *, weekly_rent: int, is_supported: bool
) -> dict[int, int | str | None]:
    """Field -> value, of what can be told.

    Args:
        charges: Of the home; None: not told.
        weekly_rent: What the tenancy was signed at, with charges, in pence. Where the charges do
            not come to it they have changed since, and nothing is told.
        is_supported: Whether it is supported housing to CORE.
    """
    if charges is None or weekly_rent == 0 or charges.weekly != weekly_rent:
        return {}
    values: dict[int, int | str | None] = {
        123: _PERIODS[charges.period],
        124: _pounds(charges.basic_rent),
        125: _pounds(charges.eligible),
    }
    if is_supported and charges.ineligible:
        return values
    return values | {126: _pounds(charges.personal + charges.ineligible), 127: _pounds(0)}


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"
