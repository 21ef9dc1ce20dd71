"""What letters to applicants say."""

from dataclasses import dataclass
from datetime import date, datetime

from service.domain.terms import CHARGES, Charges, charges_of
from service.errors import NotFound
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import one_row

SQL = queries("letters")


@dataclass(frozen=True)
class Offer:
    """A home offered to a person; rent is pence a week."""

    nomination_id: int
    state: str
    due_on: date | None
    viewing_at: datetime | None
    move_in_on: date | None
    applicant_id: int | None
    name: str | None
    """As the landlord was told it; None: that is taken back."""
    reference: str | None
    landlord: str
    vacancy_reference: str
    scheme: str
    scheme_kind: str
    postcode: str | None
    place: str
    unit: str
    bedrooms: int
    shared: bool
    rent_pence: int
    charge_period: str | None
    basic_rent_pence: int | None
    eligible_charge_pence: int | None
    ineligible_charge_pence: int | None
    personal_charge_pence: int | None
    support_provider: str | None

    @property
    def charges(self) -> Charges | None:
        """What the rent is made of; None: not told."""
        return charges_of(self.charge_period, [getattr(self, name) for name in CHARGES])


async def get_offer(connection: Connection, nomination_id: int) -> Offer:
    """What a letter says of a nomination.

    Raises:
        NotFound: There is no such nomination, or it is not for this person to see.
    """
    asked = {"nomination_id": nomination_id}
    offer = await one_row(connection, Offer, SQL["get_offer"], asked)
    if offer is None:
        raise NotFound(f"There is no nomination {nomination_id} for you to see.")
    return offer
