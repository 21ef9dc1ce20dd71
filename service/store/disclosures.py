"""What was told of people, to whom, and why that was lawful."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb

from service.domain.lettings import Ground, LawfulBasis
from service.store.pool import Connection
from service.store.queries import queries
from service.store.rows import all_rows

SQL = queries("disclosures")


@dataclass(frozen=True)
class Recipient:
    """Who is told: a landlord or a support provider, one of the two."""

    landlord_id: int | None = None
    provider_id: int | None = None


@dataclass(frozen=True)
class Given:
    """What the disclosures of one nomination share."""

    nomination_id: int
    applicant_id: int
    ground: Ground
    told_by: str


@dataclass(frozen=True)
class Disclosure:
    """What one landlord or support provider was told of one person."""

    id: int
    nomination_id: int
    applicant_id: int | None
    """None: their record was erased."""
    vacancy_id: int
    vacancy_reference: str
    recipient: str
    recipient_kind: str
    """``landlord`` or ``support_provider``."""
    told: Mapping[str, Any] | None
    """Field -> value as told; None: taken back."""
    lawful_basis: str
    consented_on: date | None
    told_by: str
    told_at: datetime
    taken_back_at: datetime | None
    taken_back_because: str | None

    @property
    def basis(self) -> LawfulBasis:
        """The lawful basis, with its words."""
        return LawfulBasis(self.lawful_basis)

    @property
    def rests_on_consent(self) -> bool:
        """Whether it is still told, and by the person's consent alone."""
        return self.basis is LawfulBasis.CONSENT and self.told is not None


async def add_disclosure(
    connection: Connection, given: Given, recipient: Recipient, told: Mapping[str, Any]
) -> None:
    """Keep what is told in a nomination to one recipient."""
    values = {
        "nomination_id": given.nomination_id,
        "applicant_id": given.applicant_id,
        "lawful_basis": given.ground.basis.value,
        "consented_on": given.ground.consented_on,
        "told_by": given.told_by,
        "told": Jsonb(dict(told)),
        **vars(recipient),
    }
    await connection.execute(SQL["add_disclosure"], values)


async def take_back(connection: Connection, nomination_id: int, *, because: str) -> None:
    """Blank what was told in a nomination; that it was told, and why, stays."""
    asked = {"nomination_id": nomination_id, "because": because}
    await connection.execute(SQL["take_back"], asked)


async def find_told_of(connection: Connection, applicant_id: int) -> list[Disclosure]:
    """What was ever told of one applicant, the newest first."""
    asked = {"nomination_ids": None, "applicant_id": applicant_id}
    return await all_rows(connection, Disclosure, SQL["find_disclosures"], asked)


async def find_told_in(
    connection: Connection, nomination_ids: Sequence[int]
) -> dict[int, list[Disclosure]]:
    """What was told in each of some nominations, by nomination; a recipient sees their own."""
    asked = {"nomination_ids": list(nomination_ids), "applicant_id": None}
    rows = await all_rows(connection, Disclosure, SQL["find_disclosures"], asked)
    told: dict[int, list[Disclosure]] = {id: [] for id in nomination_ids}
    for row in rows:
        told[row.nomination_id].append(row)
    return told


async def tell_again(
    connection: Connection, disclosure_id: int, told: Mapping[str, Any], *, told_by: str
) -> None:
    """Tell once more what was taken back."""
    given = {"id": disclosure_id, "told": Jsonb(dict(told)), "told_by": told_by}
    await connection.execute(SQL["tell_again"], given)


async def restore(
    connection: Connection, row: Mapping[str, Any], told: Mapping[str, Any] | None
) -> None:
    """Make a disclosure what it was: ``row`` has its columns but for what is told."""
    given = {**row, "told": None if told is None else Jsonb(dict(told))}
    await connection.execute(SQL["restore_disclosure"], given)
