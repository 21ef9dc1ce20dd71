"""Whom a vacancy is for, as bits and names that the matcher's columns are made of."""

from collections.abc import Mapping, Sequence

from service.domain.quotas import is_kept
from service.domain.terms import HouseholdKind
from service.store.columns import VacancyRow

HOUSEHOLDS: Mapping[str, int] = {
    str(HouseholdKind.ANY): 0,
    str(HouseholdKind.SINGLE_PEOPLE): 1,
    str(HouseholdKind.COUPLES): 1 | 2,
    str(HouseholdKind.FAMILIES): 4,
}
"""Kind that a home takes -> bits of the kinds that households count as; 0 is any."""


def nominators_of(row: VacancyRow) -> Sequence[str]:
    """Whose registers may nominate; none: all, as beyond the share of those with a quota."""
    if row.nomination_quota is None or row.quota_place is None:
        return row.nominating_districts
    kept = is_kept(
        row.nomination_quota,
        n_lettings=row.n_lettings or 0,
        n_nominated=row.n_nominated or 0,
        place=row.quota_place,
    )
    return row.nominating_districts if kept else ()
