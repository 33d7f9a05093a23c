"""Facts that have exactly a typed value now: for the library the national ones, for an organisation what it says itself."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from itertools import takewhile
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language

from channels.sameness.extract import phone_value, url_value, words
from contenthub.access.roles import GENERIC
from contenthub.editorial.nouns.layers import Layer, layer_of, named_layers
from contenthub.models import Edition, Municipality
from contenthub.resolving.facts import (
    Address,
    Date,
    Duration,
    Email,
    FactDefinition,
    FactValue,
    Money,
    Number,
    Phone,
    PlainText,
    Tariff,
    Url,
)
from contenthub.resolving.factual import municipal_facts
from contenthub.resolving.languages import label
from contenthub.vocabulary import EditionKind

MOST_MATCHES = 3


class Match(NamedTuple):
    """A fact that says this: `label` as editors know it; `layer` whose value it is, empty where it is the national one."""

    key: str
    label: str
    layer: str


class _Held(NamedTuple):
    """`key` and perhaps `row` of a tariff, with its own label."""

    key: str
    layer: Layer
    row: str = ""
    labels: dict[str, str] | None = None

    @property
    def whole_key(self) -> str:
        return f"{self.key}.{self.row}" if self.row else self.key


def matching(values: Iterable[FactValue], organisation: str, near: str = "") -> dict[Hashable, list[Match]]:
    """The facts per value (by `same_as`), those first whose key begins as `near` does; at most three for each.

    The number of queries does not depend on the number of values or facts.
    """
    wanted = {same for value in values if (same := same_as(value)) is not None}
    if not wanted:
        return {}
    now = timezone.now()
    kept = Edition.objects.filter(kind=EditionKind.FACT_VALUE, organisation__in={GENERIC, organisation}).in_force(now)
    editions = list(kept)
    found: dict[Hashable, list[_Held]] = {}
    own = {edition.subject for edition in editions if layer_of(edition) == Layer(organisation)}
    for edition in editions:
        if not edition.organisation and organisation and edition.subject in own:
            continue
        for same, held in _said(edition):
            if same in wanted:
                found.setdefault(same, []).append(held)
    for same, held in _municipal(organisation):
        if same in wanted:
            found.setdefault(same, []).append(held)
    return _described(found, editions, near)


def same_as(value: FactValue) -> Hashable | None:
    """What is equal for values that say the same, however they are written; None for what is never typed."""
    match value:
        case Money():
            return "money", value.currency, value.amount
        case Duration():
            return "duration", value.amount, value.unit
        case Date():
            return "date", value.date
        case Phone():
            return "phone", phone_value(value.number)
        case Email():
            return "email", value.address.casefold()
        case Url():
            return "url", url_value(value.url)
        case Address():
            return "address", value.postcode.replace(" ", ""), words(value.number)
        case Number():
            return "number", value.value, label(value.unit, "nl")
        case PlainText():
            return "text", words(label(value.text, "nl"))
    return None


def _said(edition: Edition) -> Iterator[tuple[Hashable, _Held]]:
    value, layer = edition.row().content.value, layer_of(edition)
    if isinstance(value, Tariff):
        for row in value.rows:
            yield same_as(Money(row.amount, value.currency)), _Held(edition.subject, layer, row.key, row.label)
    elif (same := same_as(value)) is not None:
        yield same, _Held(edition.subject, layer)


def _municipal(organisation: str) -> Iterator[tuple[Hashable, _Held]]:
    """The details of the municipalities for which this organisation writes, which are facts by themselves."""
    if not organisation:
        return
    codes = list(Municipality.objects.filter(organisations=organisation).values_list("pk", flat=True))
    for edition in Edition.objects.filter(kind=EditionKind.MUNICIPALITY, subject__in=codes).in_force(timezone.now()):
        for key, fact in municipal_facts(edition.row().content).items():
            if key != "gemeente.naam" and (same := same_as(fact.value)) is not None:
                yield same, _Held(key, Layer(organisation, edition.subject), labels=fact.label)


def _described(found: dict[Hashable, list[_Held]], editions: list[Edition], near: str) -> dict[Hashable, list[Match]]:
    keys = {held.key for several in found.values() for held in several}
    rows = Edition.objects.filter(kind=EditionKind.FACT, subject__in=keys).in_force(timezone.now()).rows() if keys else ()
    meanings: dict[str, FactDefinition] = {row.series.subject: row.content for row in rows}
    names = named_layers(edition for edition in editions if edition.subject in keys) if keys else {}
    language = get_language() or "nl"

    def distance(held: _Held) -> tuple[int, str, Layer]:
        return -_shared(held.whole_key, near), held.whole_key, held.layer

    def described(held: _Held) -> Match | None:
        meaning = meanings.get(held.key)
        if meaning is None and held.labels is None:
            return None
        whole = label(meaning.label, language) if meaning else ""
        part = label(held.labels, language) if held.labels else ""
        layer = names.get(held.layer, "") if held.layer.organisation else ""
        return Match(held.whole_key, " › ".join(filter(None, (whole, part))), layer)

    return {
        same: [told for held in sorted(several, key=distance) if (told := described(held))][:MOST_MATCHES]
        for same, several in found.items()
    }


def _shared(one: str, other: str) -> int:
    """How many letters two keys have in common from the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
