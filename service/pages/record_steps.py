"""The pages of the form for applicants, in their order, and reading what one of them sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.domain.homes import Feature
from service.domain.people import ACCESS_CATEGORIES
from service.domain.records import EMPTY, LABELS
from service.domain.support import ClientGroup, SupportLevel
from service.pages import record_fields as ask
from service.pages.record_fields import Question, Typed, Wrong
from service.pages.record_groups import PERSON_PARTS, TIE_PARTS, connections, household
from service.pages.words import capital

_LEVELS = {str(int(level)): capital(level.words) for level in SupportLevel}
_TIERS = {str(tier): f"Tier {tier}" for tier in range(1, 6)}
_GROUPS = {str(group): capital(group.words) for group in ClientGroup}
_FEATURES = {str(feature): capital(feature.words) for feature in Feature}
_CATEGORIES = {
    str(number): "None needed" if number == 0 else words
    for number, words in enumerate(ACCESS_CATEGORIES)
}
ROW_PARTS = {
    "household": PERSON_PARTS, "connections": TIE_PARTS, "wanted": ("",), "excluded": ("",),
}  # fmt: skip
"""Question that rows can be added to -> what the names of a row's inputs end with."""


@dataclass(frozen=True)
class Step:
    """One page of the form."""

    name: str
    title: str
    questions: tuple[Question, ...]
    hint: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it asks for."""
        return tuple(question.name for question in self.questions)


@dataclass(frozen=True)
class Choices:
    """What there is to choose from in the county."""

    districts: Mapping[str, str]
    """Districts whose register the officer keeps: name -> name."""
    every_district: Mapping[str, str]
    areas: Mapping[str, str]
    """Towns and whole districts."""


def steps(choices: Choices, *, is_new: bool) -> tuple[Step, ...]:
    """Every page of the form in its order."""
    label = LABELS.__getitem__
    reference = ask.text("reference", label("reference"), "Leave it empty and Homeward gives one")
    return (
        Step("who", "Who they are", (
            ask.text("name", "Lead applicant’s name"),
            *([reference] if is_new else []),
            ask.choice("district", label("district"), choices.districts),
        )),
        Step("household", "Who would move with them", (household(),),
             "Everybody who would live in the home. A child who is expected counts from the day"
             " of birth."),
        Step("priority", "Their priority", (
            ask.numbered("tier", label("tier"), _TIERS, "1 is the most urgent"),
            ask.day("registered_on", "Day they joined the register", "For example, 3 5 2026"),
        )),
        Step("support", "Support they need", (
            ask.numbered("support_level", label("support_level"), _LEVELS,
                         "Low is weekly or less, medium daily, high 24 hours"),
            ask.numbered("floating_level", "Support that floating support they have would meet",
                         _LEVELS),
            ask.some("client_groups", label("client_groups"), _GROUPS),
        )),
        Step("access", "What the home must have", (
            ask.some("accessibility_needs", "Features", _FEATURES),
            ask.numbered("access_category", label("access_category"), _CATEGORIES,
                         "Part M of the Building Regulations", unknown="Not known"),
        )),
        Step("where", "Where they want to live", (
            ask.areas("wanted", label("wanted"), choices.areas, "None: anywhere"),
            ask.areas("excluded", label("excluded"), choices.areas,
                      "Homes there are never proposed"),
        )),
        Step("money", "Rent and benefits", (
            ask.money("rent_limit_pence", label("rent_limit_pence"), "Empty: not known"),
            *(ask.known(name, label(name)) for name in (
                "claims_housing_costs", "is_care_leaver", "hostel_three_months",
                "has_care_benefit", "is_mappa_managed", "fled_abuse", "fled_slavery")),
        ), "These decide how much of a rent benefits meet. What is not known is not taken for no."),
        Step("connections", "Local connections", (
            connections(choices.every_district),
            ask.known("has_served", label("has_served")),
        ), "None is asked of people who flee domestic abuse, of care leavers under 25, and of"
           " people who served in the armed forces."),
        Step("dates", "When they could move", (
            ask.day("ready_on", "First day they could move", "For example, 3 5 2026"),
            ask.day("needed_by", "Last day they can wait for", "Empty: there is none"),
        )),
        Step("living", "How they live", (
            ask.known("has_pets", label("has_pets")),
            ask.known("overnight_carer", "Does a carer who lives elsewhere stay at night?"),
            ask.text("current_unit", label("current_unit"),
                     "The reference of the home or room. Empty: none of ours"),
        )),
    )  # fmt: skip


def typed_of(step: Step, answers: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What would have been typed for the answers so far; nothing where there are none."""
    typed: dict[str, str | list[str]] = {}
    for question in step.questions:
        if question.name in answers:
            typed |= question.show(question.name, answers[question.name])
        elif question.name in ROW_PARTS:
            typed |= question.show(question.name, EMPTY[question.name])
    return typed


def read_step(step: Step, typed: Typed) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers of a page, and field -> what is wrong with it."""
    answers: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for question in step.questions:
        try:
            answers[question.name] = question.read(question.name, typed)
        except Wrong as wrong:
            problems[question.name] = str(wrong)
    if answers.get("floating_level", 0) is None:
        answers["floating_level"] = EMPTY["floating_level"]
    return answers, problems


def with_row_changed(typed: Typed, asked: str) -> dict[str, Any] | None:
    """What was typed with a row more or less, where a button asked for it: "add-household"."""
    verb, _, rest = asked.partition("-")
    name, _, row = rest.partition("-")
    if name not in ROW_PARTS:
        return None
    if verb == "remove":
        number = int(row) if row.isdecimal() and len(row) < 3 else 0
        return ask.without_row(name, typed, number, ROW_PARTS[name])
    if verb == "add":
        more = min(20, ask.count_of(name, typed) + 1)
        return {**typed, f"n_{name}": str(more)}
    return None
