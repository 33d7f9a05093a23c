"""Whether what a draft or a notice refers to is there."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from contenthub.models import Edition, LifeEventPage, Municipality, ProductPage, QuestionPage, Topic
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind

ITEMS: tuple[type[PublishedPage], ...] = (ProductPage, QuestionPage)
LIFE_EVENTS: tuple[type[PublishedPage], ...] = (LifeEventPage,)


def check_pages(
    ids: Iterable[str], models: tuple[type[PublishedPage], ...], field: str, coming: frozenset[str]
) -> None:
    """Refuse the first item id that is of no page of these types, nor among those that are `coming`."""
    wanted = [item for item in dict.fromkeys(ids) if item not in coming]
    keys = {key for item in wanted if (key := _key(item))}
    known = (
        {
            str(key)
            for model in models
            for key in model.objects.filter(translation_key__in=keys).values_list("translation_key", flat=True)
        }
        if keys
        else set()
    )
    for item in wanted:
        if str(_key(item)) not in known:
            raise _unknown(field, item)


def check_subjects(ids: Iterable[str], kind: EditionKind, field: str) -> None:
    """Refuse the first id of which nothing was ever published."""
    wanted = list(dict.fromkeys(ids))
    known = (
        set(Edition.objects.filter(kind=kind, subject__in=wanted).values_list("subject", flat=True)) if wanted else ()
    )
    for subject in wanted:
        if subject not in known:
            raise _unknown(field, subject)


def check_topics(slugs: Iterable[str], field: str = "topics") -> None:
    wanted = list(dict.fromkeys(slugs))
    known = set(Topic.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else ()
    for slug in wanted:
        if slug not in known:
            raise Refused(
                "UNKNOWN_TOPIC",
                field,
                "%(field)s: there is no topic %(value)s; make it first or choose another",
                value=slug,
            )


def check_municipalities(codes: Iterable[str], field: str = "municipalities") -> None:
    wanted = list(dict.fromkeys(codes))
    known = Municipality.objects.in_bulk(wanted)
    for code in wanted:
        if code not in known:
            raise Refused(
                "UNKNOWN_MUNICIPALITY",
                field,
                "%(field)s: there is no municipality %(value)s; write a code such as GM0344",
                value=code,
            )


def _key(item: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(item)
    except ValueError:
        return None


def _unknown(field: str, item: str) -> Refused:
    return Refused("UNKNOWN_ITEM", field, "%(field)s: there is no item %(value)s; choose one that is there", value=item)


__all__ = ["ITEMS", "LIFE_EVENTS", "check_municipalities", "check_pages", "check_subjects", "check_topics"]
