"""Lettings as the national return asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.domain.core import CoreLetting
from service.domain.core_fields import YEAR_BEGINS, YEAR_ENDS
from service.domain.homes import Feature, LandlordKind, SchemeKind, VoidReason, Works
from service.domain.lettings import Tenure
from service.domain.people import Member, Relation, Sex
from service.domain.terms import CHARGES, Charges, PartM, charges_of
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows, one_value

SQL = queries("core")


@dataclass(frozen=True)
class LettingRow:
    """A letting and to whom, as the database has it."""

    id: int
    vacancy: str
    landlord: str
    applicant_id: int | None
    applicant: str | None
    name: str | None
    starts_on: date
    tenure: str
    rent_pence: int
    reference: str | None
    unit: str
    bedrooms: int
    shared: bool
    features: Sequence[str]
    part_m: str | None
    charge_period: str | None
    basic_rent_pence: int | None
    eligible_charge_pence: int | None
    ineligible_charge_pence: int | None
    personal_charge_pence: int | None
    works: Sequence[str]
    works_until: date | None
    scheme_kind: str
    landlord_kind: str
    place: str
    district_code: str
    postcode: str | None
    void_from: date
    void_reason: str
    access_needs: Sequence[str] | None
    waiting_since: date | None
    register_district: str | None
    household: Sequence[tuple[str, str, str]]

    @property
    def letting(self) -> CoreLetting:
        """What the return asks of it."""
        needs = self.access_needs
        return CoreLetting(
            starts_on=self.starts_on,
            tenure=Tenure(self.tenure),
            rent_pence=self.rent_pence,
            reference=self.reference,
            unit=self.unit,
            bedrooms=self.bedrooms,
            shared=self.shared,
            features=frozenset(map(Feature, self.features)),
            part_m=None if self.part_m is None else PartM(self.part_m),
            charges=self._charges,
            works=frozenset(map(Works, self.works)),
            works_until=self.works_until,
            scheme_kind=SchemeKind(self.scheme_kind),
            landlord_kind=LandlordKind(self.landlord_kind),
            place=self.place,
            district_code=self.district_code,
            postcode=self.postcode,
            void_from=self.void_from,
            void_reason=VoidReason(self.void_reason),
            household=[
                Member(Relation(relation), date.fromisoformat(born_on), Sex(sex))
                for relation, born_on, sex in self.household
            ],
            access_needs=None if needs is None else frozenset(map(Feature, needs)),
            waiting_since=self.waiting_since,
            register_district=self.register_district,
        )

    @property
    def _charges(self) -> Charges | None:
        return charges_of(self.charge_period, [getattr(self, name) for name in CHARGES])


async def find_lettings(
    connection: Connection, *, since: date, until: date, letting_id: int | None = None
) -> list[LettingRow]:
    """Lettings that start from one day to another, of the return's year only, in that order."""
    given = {
        "since": max(since, YEAR_BEGINS),
        "until": min(until, YEAR_ENDS),
        "letting_id": letting_id,
    }
    return await all_rows(connection, LettingRow, SQL["find_lettings"], given)


async def count_outside(connection: Connection, *, since: date, until: date) -> int:
    """How many lettings of a period are of another year than the return's form."""
    given = {"since": since, "until": until, "year_begins": YEAR_BEGINS, "year_ends": YEAR_ENDS}
    return int(await one_value(connection, SQL["count_outside"], given))
