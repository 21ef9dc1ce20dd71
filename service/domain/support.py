"""Support levels and the groups of people that services are for."""

from enum import IntEnum, StrEnum


class SupportLevel(IntEnum):
    """How much support, in order; CORE's definitions of staffing (MHCLG, 2024/25 lettings log)."""

    NONE = 0
    LOW = 1
    """Staff visit weekly or less."""
    MEDIUM = 2
    """Staff visit daily or nearly so."""
    HIGH = 3
    """Staff are there 24 hours."""

    @property
    def words(self) -> str:
        """The level as a page says it."""
        return ("no support", "low support", "medium support", "high support")[self]


class ClientGroup(StrEnum):
    """Whom a service is for.

    The groups of the Supporting People strategy 2008 and the market position statement 2023.
    """

    OLDER = "older_people"
    LEARNING_DISABILITY = "learning_disability"
    AUTISM = "autism"
    PHYSICAL_DISABILITY = "physical_disability"
    MENTAL_HEALTH = "mental_health"
    DOMESTIC_ABUSE = "domestic_abuse"
    HOMELESS = "homeless"
    SUBSTANCE_MISUSE = "substance_misuse"
    OFFENDING = "offending"
    YOUNG_PEOPLE = "young_people"
    CARE_LEAVERS = "care_leavers"
    YOUNG_PARENTS = "young_parents"
    REFUGEES = "refugees"
    TRAVELLERS = "gypsies_and_travellers"
    VETERANS = "veterans"

    @property
    def words(self) -> str:
        """The group as a page says it."""
        return _GROUP_WORDS[self]


_GROUP_WORDS = {
    ClientGroup.OLDER: "older people",
    ClientGroup.LEARNING_DISABILITY: "people with a learning disability",
    ClientGroup.AUTISM: "autistic people",
    ClientGroup.PHYSICAL_DISABILITY: "people with a physical disability",
    ClientGroup.MENTAL_HEALTH: "people with mental ill health",
    ClientGroup.DOMESTIC_ABUSE: "people who have lived with domestic abuse",
    ClientGroup.HOMELESS: "homeless people",
    ClientGroup.SUBSTANCE_MISUSE: "people who misuse substances",
    ClientGroup.OFFENDING: "people who have offended",
    ClientGroup.YOUNG_PEOPLE: "young people",
    ClientGroup.CARE_LEAVERS: "care leavers",
    ClientGroup.YOUNG_PARENTS: "young parents",
    ClientGroup.REFUGEES: "refugees",
    ClientGroup.TRAVELLERS: "Gypsies and Travellers",
    ClientGroup.VETERANS: "veterans",
}
