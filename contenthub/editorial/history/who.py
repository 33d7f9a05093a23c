"""Editions in words: of what, in which layer, by whom and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from contenthub.access.roles import GENERIC, readable
from contenthub.editorial.nouns.layers import layer_of, named_layers
from contenthub.editorial.nouns.words import word
from contenthub.models import Edition
from contenthub.resolving.languages import label
from contenthub.vocabulary import EditionKind, EditionState

_NAMES = ("title", "name", "label", "question")


class Made(Struct, frozen=True):
    """One edition. `by`, `note` and `url` are empty where who looks may not see who works at another organisation."""

    what: str
    layer: str
    number: int
    state: str
    valid_from: dt.datetime
    by: str
    note: str
    url: str


def made(editions: Iterable[Edition], user: Any, labels: Mapping[str, str]) -> dict[int, Made]:
    """By key; `labels` are what facts are called, by their key. Two queries, however many there are."""
    every = list(editions)
    layers = named_layers(every)
    known = {GENERIC, *readable(user)}
    found: dict[int, Made] = {}
    for edition in every:
        open_ = user.is_superuser or edition.organisation in known
        town = edition.kind == EditionKind.MUNICIPALITY
        found[edition.pk] = Made(
            what=_what(edition, labels), layer=_("Municipality") if town else layers[layer_of(edition)],
            number=edition.number, valid_from=edition.valid_from,
            state="" if edition.state == EditionState.PUBLISHED else word(EditionState, edition.state),
            by=edition.published_by if open_ else "", note=edition.note if open_ else "",
            url=reverse("editions:show", args=[edition.pk]) if open_ else "")
    return found


def fact_labels(editions: Iterable[Edition]) -> dict[str, str]:
    """What each fact is called, by its key, as its last definition has it."""
    defined = sorted((e for e in editions if e.kind == EditionKind.FACT and e.content), key=lambda e: e.number)
    return {edition.subject: label(edition.content.get("label", {}), "nl") for edition in defined}


def _what(edition: Edition, labels: Mapping[str, str]) -> str:
    if edition.kind == EditionKind.ITEM:
        return _("Local text") if edition.content.get("type") == "local" or not edition.content else _("Text")
    name = labels.get(edition.subject, "") or _named(edition)
    kind = word(EditionKind, edition.kind)
    return f"{kind}: {name}" if name else kind


def _named(edition: Edition) -> str:
    given = next((edition.content[name] for name in _NAMES if edition.content.get(name)), edition.subject)
    return label(given, "nl") if isinstance(given, dict) else str(given)
