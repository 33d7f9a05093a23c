"""Which published texts name facts, and of which municipalities each has to be asked to hear all that it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from msgspec import Struct

from contenthub.actions.check_facts import writers_of
from contenthub.actions.check_page import fact_uses
from contenthub.actions.fact_needs import reached_by
from contenthub.editorial.nouns.layers import Layer
from contenthub.models import Edition
from contenthub.models.edition import EditionQuerySet
from contenthub.resolving.editions import Series
from contenthub.vocabulary import PAGE_KINDS, EditionKind, EditionState

# Of more keys than this, looking into each text is cheaper than asking the database for all of them.
_MOST_LOOKED_FOR = 20
_Layers = dict[str, set[tuple[str, str]]]


class Alike(Struct, frozen=True):
    """A text and municipalities to which it says the same but for their own details: one is asked for all of them."""

    kind: EditionKind
    subject: str
    languages: tuple[str, ...]
    codes: tuple[str, ...]


class _Text(Struct):
    kind: EditionKind
    languages: set[str]
    keys: set[str]


def texts_saying(keys: Iterable[str], layer: Layer, moment: dt.datetime) -> list[Alike]:
    """The texts in force at `moment` that name these facts, as said where a value of this layer may hold.

    Municipalities hear the same where the same organisations have local texts of that item or values of those facts.
    """
    wanted = set(keys)
    codes = reached_by(Series(EditionKind.FACT_VALUE, "", layer.organisation, layer.municipality))
    writers = writers_of(codes)
    heard = {name for code in codes for name in writers.get(code, [])}
    pages = Edition.objects.filter(kind__in=PAGE_KINDS, organisation__in=["", *heard])
    texts = _naming(pages.in_force(moment), wanted)
    if not texts:
        return []
    local = _layers(pages.filter(subject__in=texts).in_force(moment))
    values = _layers(
        Edition.objects.filter(kind=EditionKind.FACT_VALUE, subject__in=wanted, organisation__in=heard).in_force(moment)
    )
    found: list[Alike] = []
    for subject, text in texts.items():
        groups: dict[object, list[str]] = {}
        for code in codes:
            groups.setdefault(_hears(code, writers.get(code, []), [local.get(subject), *map(values.get, sorted(text.keys))]), []).append(code)
        found += [Alike(text.kind, subject, tuple(sorted(text.languages)), tuple(group)) for group in groups.values()]
    return found


def _naming(standing: EditionQuerySet, wanted: set[str]) -> dict[str, _Text]:
    """By subject which of these facts its texts name, at any layer, and in which languages it has texts."""
    rows = standing.filter(state=EditionState.PUBLISHED)
    if len(wanted) <= _MOST_LOOKED_FOR:
        rows = rows.annotate(text=Cast("content", TextField())).filter(
            reduce(or_, (Q(text__contains=key) for key in wanted), Q(pk__in=[]))
        )
    found: dict[str, _Text] = {}
    for row in rows.order_by("subject", "language", "number").rows():
        used = {use.key for use in fact_uses(row.content)}
        named = wanted & {key for use in used for key in (use, use.rpartition(".")[0])}
        if named:
            text = found.setdefault(row.series.subject, _Text(row.series.kind, set(), set()))
            text.languages.add(row.series.language)
            text.keys |= named
    return found


def _layers(rows: EditionQuerySet) -> _Layers:
    found: _Layers = {}
    for subject, organisation, municipality in rows.values_list("subject", "organisation", "municipality"):
        if organisation:
            found.setdefault(subject, set()).add((organisation, municipality))
    return found


def _hears(code: str, writers: list[str], layers: list[set[tuple[str, str]] | None]) -> object:
    """What makes one municipality's answer differ from another's: the local layers that speak to it, in their order."""
    order = {name: at for at, name in enumerate(writers)}
    return tuple(
        tuple(sorted((order[name], name, town) for name, town in each or () if name in order and town in ("", code)))
        for each in layers
    )


__all__ = ["Alike", "texts_saying"]
