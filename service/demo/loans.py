"""Housing-with-care flats lent as step-down homes over winter, as the county lent 25."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from service.domain.homes import Scheme, SchemeKind, Unit
from service.domain.support import SupportLevel

N_LOANS = 25
_BEGUN_DAYS, _LASTS_DAYS = 20, 120


@dataclass(frozen=True)
class Loans:
    """Homes that are lent on the same terms."""

    units: tuple[str, ...]
    """By reference."""
    kind: SchemeKind
    support_level: SupportLevel
    starts_on: date
    due_back_on: date


def draw_loans(
    units: Sequence[Unit], schemes: Sequence[Scheme], offered: frozenset[str], today: date
) -> Loans:
    """The first flats of housing with care that are not offered for letting."""
    care = {one.reference for one in schemes if one.kind is SchemeKind.HOUSING_WITH_CARE}
    lent = [
        unit.reference
        for unit in units
        if unit.scheme in care and unit.bedrooms <= 1 and unit.reference not in offered
    ]
    starts_on = today - timedelta(days=_BEGUN_DAYS)
    return Loans(
        units=tuple(lent[::2][:N_LOANS]),
        kind=SchemeKind.STEP_DOWN,
        support_level=SupportLevel.HIGH,
        starts_on=starts_on,
        due_back_on=starts_on + timedelta(days=_LASTS_DAYS),
    )
