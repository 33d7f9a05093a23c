"""Titles of what is published, for fields in which one chooses a text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models.fields.json import KT
from django.utils import timezone

from contenthub.editorial.nouns.parts import MAIN
from contenthub.models import Edition
from contenthub.vocabulary import EditionKind, EditionState


def titles(kind: EditionKind, organisations: Iterable[str]) -> list[tuple[str, str]]:
    """(id, title) of what these organisations have published; "" is the library. By title."""
    rows = Edition.objects.filter(kind=kind, organisation__in=set(organisations), language=MAIN).in_force(
        timezone.now()
    )
    found = rows.filter(state=EditionState.PUBLISHED).annotate(
        title=KT("content__name" if kind == EditionKind.TOPIC else "content__title")
    )
    made = dict(found.exclude(title=None).values_list("subject", "title"))
    return sorted(made.items(), key=lambda pair: pair[1].casefold())
