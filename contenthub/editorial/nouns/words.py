"""The words of the vocabulary as editors read them."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contenthub.models.pages.speaking import FACT_TYPE_LABELS, PERSON_FACT_TYPE_LABELS
from contenthub.vocabulary import (
    Channel,
    DurationUnit,
    EditionKind,
    EditionState,
    FactRole,
    FactType,
    PersonFactProvenance,
    PersonFactType,
    Scope,
    Severity,
    Weekday,
)

LABELS: dict[type[StrEnum], dict[StrEnum, object]] = {
    FactType: {**FACT_TYPE_LABELS},
    FactRole: {
        FactRole.APPLICATION_TERM: _("Application term"),
        FactRole.DECISION_TERM: _("Decision term (Awb 4:13)"),
        FactRole.SERVICE_NORM: _("Service standard"),
    },
    PersonFactType: {**PERSON_FACT_TYPE_LABELS},
    PersonFactProvenance: {
        PersonFactProvenance.SELF_DECLARED: _("The person says it"),
        PersonFactProvenance.REGISTER_DERIVED: _("From a register, such as the BRP or the WOZ"),
    },
    Scope: {
        Scope.PUBLIC: _("Read what is public"),
        Scope.DESK: _("Desk: internal texts, and personal texts behind a reference"),
        Scope.PERSONAL: _("Personal: use facts about a person that come from a register"),
        Scope.PREVIEW: _("Preview: drafts and moments ahead"),
        Scope.LETTERS: _("Letters: make letters to a person"),
        Scope.EXPLORE: _("Explore: send queries that are not registered"),
    },
    Severity: {
        Severity.INFO: _("Information"),
        Severity.WARNING: pgettext_lazy("severity", "Warning"),
        Severity.URGENT: _("Urgent"),
    },
    Channel: {
        Channel.WEBSITE: _("Website"),
        Channel.APP: _("App"),
        Channel.PHONE: _("Telephone"),
        Channel.CHAT: _("Chat"),
        Channel.LETTER: _("Letter"),
        Channel.EMAIL: _("E-mail"),
        Channel.COUNTER: _("Counter"),
        Channel.KIOSK: _("Kiosk"),
    },
    DurationUnit: {
        DurationUnit.MINUTE: _("minutes"),
        DurationUnit.HOUR: _("hours"),
        DurationUnit.DAY: _("days"),
        DurationUnit.WORKDAY: _("working days"),
        DurationUnit.WEEK: _("weeks"),
        DurationUnit.MONTH: _("months"),
        DurationUnit.YEAR: _("years"),
    },
    Weekday: {
        Weekday.MONDAY: _("Monday"),
        Weekday.TUESDAY: _("Tuesday"),
        Weekday.WEDNESDAY: _("Wednesday"),
        Weekday.THURSDAY: _("Thursday"),
        Weekday.FRIDAY: _("Friday"),
        Weekday.SATURDAY: _("Saturday"),
        Weekday.SUNDAY: _("Sunday"),
    },
    EditionKind: {
        EditionKind.ITEM: _("Product or question"),
        EditionKind.FACT: _("Fact (definition)"),
        EditionKind.FACT_VALUE: _("Value of a fact"),
        EditionKind.LIFE_EVENT: _("Life event"),
        EditionKind.TOPIC: _("Topic"),
        EditionKind.NOTICE: _("Notice"),
        EditionKind.MUNICIPALITY: _("Municipality"),
        EditionKind.PERSON_FACT: _("Person fact"),
    },
    EditionState: {
        EditionState.PUBLISHED: _("Published"),
        EditionState.WITHDRAWN: _("Withdrawn"),
        EditionState.ENDED: _("Ended"),
        EditionState.CANCELLED: _("Cancellation"),
    },
}


def choices(enum: type[StrEnum], *, empty: object = None) -> list[tuple[str, object]]:
    """For a choice field; `empty` is what stands for no choice, None for a choice that must be made."""
    made = [(member.value, LABELS[enum][member]) for member in enum]
    return made if empty is None else [("", empty), *made]


def word(enum: type[StrEnum], value: str) -> str:
    """What editors call this value; an unknown one stays as it is."""
    try:
        return str(LABELS[enum][enum(value)])
    except ValueError:
        return value
