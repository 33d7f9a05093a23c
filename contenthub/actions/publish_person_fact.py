"""Publish what may be asked of a person."""

from __future__ import annotations

from contenthub.actions.append import By, append
from contenthub.models import Edition, PersonFact
from contenthub.resolving.conditions import PersonFactDefinition
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, PersonFactProvenance, PersonFactType


def publish_person_fact(person_fact: PersonFact, *, by: By = By()) -> Edition | None:
    """Append an edition of what may be asked. A type is never changed: rules compare with it, in force or waiting."""
    if not person_fact.question.get("nl"):
        raise Refused("EMPTY_QUESTION", f"{person_fact.name}.question", "%(field)s: give the question to ask, in Dutch")
    if person_fact.type == PersonFactType.CHOICE and not person_fact.choices:
        raise Refused("NO_CHOICES", f"{person_fact.name}.choices", "%(field)s: give the choices")
    before = Edition.objects.filter(kind=EditionKind.PERSON_FACT, subject=person_fact.name).rows()
    was = next((row.content.type for row in before if row.content and row.content.type != person_fact.type), None)
    if was is not None:
        raise Refused(
            "PERSON_FACT_TYPE_CHANGED",
            f"{person_fact.name}.type",
            "%(field)s: was %(was)s and rules may compare with it; make a new person fact for %(value)s",
            value=PersonFactType(person_fact.type),
            was=was,
        )
    content = PersonFactDefinition(
        name=person_fact.name,
        type=PersonFactType(person_fact.type),
        question=dict(person_fact.question),
        choices=tuple(person_fact.choices),
        provenance=PersonFactProvenance(person_fact.provenance),
    )
    return append(
        Series(EditionKind.PERSON_FACT, person_fact.name), content, verb="publish_person_fact", by=by, unless_same=True
    )
