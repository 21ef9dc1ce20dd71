"""The county held against the published figures it was drawn from, figure by figure."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.demo.county import County
from service.demo.figures.accredited import (
    COUNTS,
    FLOATING_SUPPORT,
    PLACES,
    PLANNED_MOVES_PERCENT,
    S1_SOURCE,
    S3_SOURCE,
    S4_SOURCE,
    STEP_DOWN_PEOPLE,
)
from service.demo.figures.places import DISTRICTS
from service.demo.figures.published_schemes import (
    ACCREDITED_EXTRA_CARE_SOURCES,
    ACCREDITED_SUPPORTED_SOURCES,
)
from service.demo.figures.support import AGE_BANDS, AGE_SOURCE, HCLIC_SOURCE, NEEDS, OWED
from service.demo.figures.waiting import LAHS_SOURCE, REASONABLE_PREFERENCE, SIZES, WAITING
from service.demo.register import Circumstances
from service.domain.bedrooms import BedroomRule, bedrooms_needed, people_of
from service.domain.homes import IntendedStay, VoidReason
from service.domain.support import ClientGroup, SupportLevel

COMMON_NEED = 300
"""Needs of at least so many households in the county's tables are held one by one."""


@dataclass(frozen=True)
class Marginal:
    """One published figure and what was drawn for it."""

    table: str
    row: str
    column: str
    published: float
    drawn: float
    tolerance: float
    """How far apart the two may be; nought where the drawing keeps the figure exactly."""
    source: str

    @property
    def holds(self) -> bool:
        """Whether the county is as near to the figure as it says it is."""
        return abs(self.drawn - self.published) <= self.tolerance


def marginals(county: County) -> tuple[Marginal, ...]:
    """Every published figure that the county is drawn from, beside what was drawn."""
    tables: tuple[Callable[[County], Iterator[Marginal]], ...] = (
        _waiting, _preferences, _supported, _number_of_needs, _needs, _ages, _places, _counts,
        _people,
    )  # fmt: skip
    return tuple(marginal for table in tables for marginal in table(county))


def render(shown: tuple[Marginal, ...]) -> list[str]:
    """Lines for a terminal: each table under its source, published and drawn side by side."""
    lines: list[str] = []
    heading = ""
    for marginal in shown:
        if marginal.table != heading:
            heading = marginal.table
            lines += ["", heading, f"  Source: {marginal.source}"]
            lines += [f"  {'':<74} {'published':>10} {'drawn':>10}  within"]
        lines.append(_line(marginal))
    return lines[1:]


def _line(marginal: Marginal) -> str:
    label = f"{marginal.row}, {marginal.column}"
    within = "exact" if marginal.tolerance == 0 else f"±{marginal.tolerance:g}"
    places = 0 if float(marginal.published).is_integer() else 1
    figures = f"{marginal.published:>10,.{places}f} {marginal.drawn:>10,.{places}f}"
    return f"  {label:<74} {figures}  {within}{'' if marginal.holds else '  DIFFERS'}"


def _waiting(county: County) -> Iterator[Marginal]:
    """Households on each register by bedrooms needed, worked out anew from the households."""
    drawn = Counter(
        (applicant.district, min(4, _standard(county, row)))
        for row, applicant in enumerate(county.applicants)
    )
    table = "Waiting households by bedrooms needed (bedroom standard)"
    for district, sizes in WAITING.items():
        for bedrooms, (size, published) in enumerate(zip(SIZES, sizes, strict=True), start=1):
            found = drawn[district, bedrooms]
            yield Marginal(table, district, size, published, found, 0, LAHS_SOURCE)
    total = sum(map(sum, WAITING.values()))
    yield Marginal(table, "Norfolk", "all", total, len(county.applicants), 0, LAHS_SOURCE)


def _standard(county: County, row: int) -> int:
    applicant = county.applicants[row]
    return bedrooms_needed(
        people_of(applicant.household, county.today),
        BedroomRule.BEDROOM_STANDARD,
        overnight_carer=applicant.overnight_carer,
    )


def _preferences(county: County) -> Iterator[Marginal]:
    table = "Waiting households with reasonable preference"
    for district, found in _by_district(county):
        published = REASONABLE_PREFERENCE[district]
        in_all = sum(bool(one.preferences) for one in found)
        yield Marginal(table, district, "all", published.total, in_all, 0, LAHS_SOURCE)
        for reason, count in published.parts:
            n = sum(reason in one.preferences for one in found)
            yield Marginal(table, district, str(reason), count, n, 0, LAHS_SOURCE)


def _supported(county: County) -> Iterator[Marginal]:
    """Published of households owed a duty, drawn of households with that preference."""
    table = "Homeless households with one or more support needs, per cent"
    for district, found in _by_district(county):
        homeless = [one for one in found if one.is_homeless]
        drawn = _percent(sum(bool(one.needs) for one in homeless), len(homeless))
        published = 100 * OWED[district].share_with_needs
        tolerance = round(100 * 0.5 / len(homeless) + 0.05, 1)
        yield Marginal(table, district, "homeless", published, drawn, tolerance, HCLIC_SOURCE)


def _number_of_needs(county: County) -> Iterator[Marginal]:
    table = "Households with support needs by number of needs, per cent"
    for district, found in _by_district(county):
        owed = OWED[district]
        supported = [one for one in found if one.needs]
        numbers = Counter(min(3, len(one.needs)) for one in supported)
        for number, (label, published) in enumerate(
            (("one", owed.one), ("two", owed.two), ("three or more", owed.three_or_more)), start=1
        ):
            share = _percent(published, owed.with_needs)
            drawn = _percent(numbers[number], len(supported))
            yield Marginal(table, district, label, share, drawn, 0.8, HCLIC_SOURCE)


def _needs(county: County) -> Iterator[Marginal]:
    """The commoner needs, of households with any support need; published of those owed a duty."""
    table = "Households with each support need, per cent of those with any"
    common = [need for need in NEEDS if sum(need.households) >= COMMON_NEED]
    for column, (district, found) in enumerate(_by_district(county)):
        supported = [one for one in found if one.needs]
        for need in common:
            published = _percent(need.households[column], OWED[district].with_needs)
            drawn = _percent(sum(need in one.needs for one in supported), len(supported))
            yield Marginal(table, district, need.name, published, drawn, 1.5, HCLIC_SOURCE)


def _ages(county: County) -> Iterator[Marginal]:
    """The register's ages are not published; those of households owed a duty stand in for them."""
    in_all = sum(count for _, count in AGE_BANDS)
    for (low, high), count in AGE_BANDS:
        drawn = sum(low <= one.age <= high for one in county.circumstances)
        yield Marginal(
            "Lead applicants by age, per cent", f"aged {low} to {high}", "Norfolk",
            _percent(count, in_all), _percent(drawn, len(county.circumstances)), 1.5, AGE_SOURCE,
        )  # fmt: skip


def _places(county: County) -> Iterator[Marginal]:
    """Accredited places; one place counts in every group that its scheme is for."""
    units_of = Counter(unit.scheme for unit in county.units)
    for group, (groups, extra_care, supported) in PLACES.items():
        for column, sources, published in (
            ("housing with care and independent living", ACCREDITED_EXTRA_CARE_SOURCES, extra_care),
            ("supported living", ACCREDITED_SUPPORTED_SOURCES, supported),
        ):
            drawn = sum(
                units_of[scheme.reference]
                for scheme in county.schemes
                if scheme.source in sources and scheme.client_groups & groups
            )
            yield Marginal(
                "Accredited places by client group, March 2023", group, column, published, drawn,
                0, S4_SOURCE,
            )  # fmt: skip


def _counts(county: County) -> Iterator[Marginal]:
    units_of = Counter(unit.scheme for unit in county.units)
    for row, source, column, published, document in COUNTS:
        found = [scheme.reference for scheme in county.schemes if scheme.source == source]
        drawn = len(found) if column == "schemes" else sum(units_of[one] for one in found)
        table = f"Schemes and places named in {'S1' if document == S1_SOURCE else 'S4'}"
        yield Marginal(table, row, column, published, drawn, 0, document)


def _people(county: County) -> Iterator[Marginal]:
    low, high = FLOATING_SUPPORT
    reached = sum(
        applicant.floating_level > SupportLevel.NONE
        and applicant.current_unit is None
        and ClientGroup.MENTAL_HEALTH in applicant.client_groups
        for applicant in county.applicants
    )
    yield Marginal(
        "People with floating support, mental health", "not in a unit of ours", "people",
        (low + high) / 2, reached, (high - low) / 2, S1_SOURCE,
    )  # fmt: skip
    leaving = sum(one.leaves_hospital for one in county.circumstances)
    yield Marginal(
        "People leaving hospital", "step-down in housing with care", "people",
        STEP_DOWN_PEOPLE, leaving, 0, S4_SOURCE,
    )  # fmt: skip
    yield Marginal(
        "Leaving short-term services", "planned moves", "per cent",
        PLANNED_MOVES_PERCENT, _planned_percent(county), 15, S3_SOURCE,
    )  # fmt: skip


def _planned_percent(county: County) -> float:
    """Of vacancies of short-term services that are not new, those that a planned move left."""
    units = {unit.reference: unit.scheme for unit in county.units}
    short = {
        scheme.reference
        for scheme in county.schemes
        if scheme.intended_stay is not IntendedStay.PERMANENT
    }
    reasons = Counter(
        vacancy.void_reason for vacancy in county.vacancies if units[vacancy.unit] in short
    )
    del reasons[VoidReason.NEW_BUILD]
    return _percent(reasons[VoidReason.MOVE_ON], reasons.total())


def _by_district(county: County) -> list[tuple[str, list[Circumstances]]]:
    found: dict[str, list[Circumstances]] = {district: [] for district in DISTRICTS}
    for one in county.circumstances:
        found[one.district].append(one)
    return list(found.items())


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole
