"""What facts say now, for whoever chooses one or reads a text that refers to one. Published values, never drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, ngettext

from channels.voice.written import tariff_rows, written_value
from contenthub.access.roles import GENERIC, editable
from contenthub.editorial.nouns.layers import Layer, layer_of, named_layers
from contenthub.editorial.nouns.permissions import seen_by
from contenthub.editorial.nouns.words import word
from contenthub.models import Edition
from contenthub.resolving.facts import FactDefinition, FactValue, Tariff, candidate_keys
from contenthub.resolving.factual import MUNICIPAL_KEYS, MUNICIPAL_LABELS
from contenthub.resolving.languages import label
from contenthub.vocabulary import EditionKind, EditionState, FactType

CHIP_LENGTH = 40


class Change(NamedTuple):
    moment: dt.datetime
    words: str


class Line(NamedTuple):
    """A value at one layer: what it says, since when, and what comes after it."""

    layer: str
    words: str
    since: dt.datetime | None = None
    change: Change | None = None


class RowChoice(NamedTuple):
    """A row of a tariff, to be chosen by itself; `others` are the layers where its amount differs."""

    key: str
    label: str
    words: str
    others: tuple[Line, ...]
    change: Change | None = None


class Choice(NamedTuple):
    """A fact to choose; `others` are the layers whose value differs from the national one."""

    key: str
    label: str
    type: str
    national: Line
    others: tuple[Line, ...] = ()
    rows: tuple[RowChoice, ...] = ()


class Chip(NamedTuple):
    """A reference in a text: `state` is `known`, `missing` (no value now) or `unknown` (no such fact)."""

    value: str
    title: str
    state: str = "known"


def keys_found(query: str, user: Any) -> list[str]:
    """The keys of all facts in whose key, label or tariff rows every word of `query` occurs; of all where it is empty.

    Rows of other organisations' own tariffs are found through the national one, which they follow. What begins with
    the query comes first.
    """
    now, words = timezone.now(), query.casefold().split()
    facts = Edition.objects.filter(kind=EditionKind.FACT).in_force(now).rows()
    hay = {key: [key, *labels.values()] for key, labels in MUNICIPAL_LABELS.items()}
    hay |= {row.content.key: [row.content.key, *row.content.label.values()] for row in facts}
    if words:
        tariffs = [row.content.key for row in facts if row.content.type == FactType.TARIFF]
        values = Edition.objects.filter(seen_by(user), kind=EditionKind.FACT_VALUE, subject__in=tariffs)
        for held in values.in_force(now).rows():
            for row in held.content.value.rows:
                hay[held.series.subject] += [f"{held.series.subject}.{row.key}", *row.label.values()]
    found = [key for key, texts in hay.items() if _has(words, " ".join(texts))]
    return sorted(found, key=lambda key: (not key.startswith(query.strip().casefold()), key))


def choices(keys: Iterable[str], user: Any, organisation: str = GENERIC) -> list[Choice]:
    """These facts in this order, with what they say per layer; layers of `organisation` and of the user come first.

    What will change is told only of layers for which the user writes, and of the national one. The number of queries
    does not depend on the number of facts.
    """
    keys = list(keys)
    published = _Published(keys)
    mine = editable(user)

    def order(layer: Layer) -> tuple[bool, bool, str]:
        return (layer.organisation != organisation, layer.organisation not in mine, published.names[layer])

    return [
        _municipal(key) if key in MUNICIPAL_KEYS else published.choice(key, mine, order)
        for key in keys
        if key in MUNICIPAL_KEYS or key in published.definitions
    ]


def chips(keys: Iterable[str], organisation: str = GENERIC) -> dict[str, Chip]:
    """What each reference says now in a text of `organisation`; '' is the library of generic texts."""
    keys = list(dict.fromkeys(keys))
    published = _Published(candidate_keys(set(keys)))
    return {key: published.chip(key, organisation) for key in keys}


class _Published:
    def __init__(self, keys: Iterable[str]) -> None:
        now, keys = timezone.now(), list(keys)
        facts = Edition.objects.filter(kind=EditionKind.FACT, subject__in=keys).in_force(now).rows()
        self.definitions: dict[str, FactDefinition] = {row.series.subject: row.content for row in facts}
        self.now: dict[str, dict[Layer, Edition]] = {}
        self.later: dict[tuple[str, Layer], Edition] = {}
        values = Edition.objects.filter(kind=EditionKind.FACT_VALUE, subject__in=keys).around(now)
        editions = list(values.order_by("-valid_from", "number"))
        for edition in editions:
            # The soonest comes last, and at one moment the highest number; they overwrite those before them.
            if edition.valid_from > now:
                self.later[edition.subject, layer_of(edition)] = edition
            elif edition.state != EditionState.ENDED:
                self.now.setdefault(edition.subject, {})[layer_of(edition)] = edition
        self.editions = editions
        self._names: dict[Layer, str] | None = None

    @property
    def names(self) -> dict[Layer, str]:
        if self._names is None:
            self._names = named_layers(self.editions)
        return self._names

    def choice(self, key: str, mine: frozenset[str], order: Any) -> Choice:
        meaning, held = self.definitions[key], self.now.get(key, {})
        national = held.get(Layer())
        layers = {layer for layer in held if not _same(held[layer], national)}
        layers |= {layer for subject, layer in self.later if subject == key and layer.organisation in mine}
        local = sorted(layers - {Layer()}, key=order)
        return Choice(
            key=key,
            label=label(meaning.label, _language()) or key,
            type=word(FactType, meaning.type),
            national=self._line(key, Layer(), mine),
            others=tuple(self._line(key, layer, mine) for layer in local),
            rows=tuple(self._rows(key, local, mine)),
        )

    def _line(self, key: str, layer: Layer, mine: frozenset[str]) -> Line:
        held, later = self.now.get(key, {}).get(layer), self._later(key, layer, mine)
        change = Change(later.valid_from, _words(_value(later)) or gettext("ends")) if later else None
        national = layer == Layer()
        absent = gettext("no national value") if national else gettext("follows the national value")
        return Line(
            gettext("National") if national else self.names[layer],
            _words(_value(held)) or absent,
            held.valid_from if held else None,
            change,
        )

    def _rows(self, key: str, local: list[Layer], mine: frozenset[str]) -> Iterator[RowChoice]:
        said = {
            layer: {row.key: row for row in tariff_rows(value, _language())}
            for layer, edition in self.now.get(key, {}).items()
            if isinstance(value := _value(edition), Tariff)
        }
        national = said.get(Layer(), {})
        for row in dict.fromkeys(row for layer in (Layer(), *local) for row in said.get(layer, {})):
            amounts = [(layer, said[layer][row]) for layer in local if row in said.get(layer, {})]
            line = national.get(row) or amounts[0][1]
            generic = national[row].amount if row in national else ""
            others = [
                Line(self.names[layer], own.amount, change=self._row_change(key, layer, row, own.amount, mine))
                for layer, own in amounts
                if own.amount != generic
            ]
            change = self._row_change(key, Layer(), row, generic, mine)
            yield RowChoice(f"{key}.{row}", line.what, generic, tuple(others), change)

    def _later(self, key: str, layer: Layer, mine: frozenset[str]) -> Edition | None:
        return self.later.get((key, layer)) if not layer.organisation or layer.organisation in mine else None

    def _row_change(self, key: str, layer: Layer, row: str, amount: str, mine: frozenset[str]) -> Change | None:
        if (later := self._later(key, layer, mine)) is None:
            return None
        value = _value(later)
        found = tariff_rows(value, _language()) if isinstance(value, Tariff) else ()
        words = next((line.amount for line in found if line.key == row), gettext("ends"))
        return None if words == amount else Change(later.valid_from, words)

    def chip(self, key: str, organisation: str) -> Chip:
        if key in MUNICIPAL_KEYS:
            return Chip(gettext("differs per municipality"), _title(key, MUNICIPAL_LABELS[key], _municipal_type()))
        parent, _dot, row = key.rpartition(".")
        if (meaning := self.definitions.get(key)) is not None:
            said = {layer: value for layer, edition in self.now.get(key, {}).items() if (value := _value(edition))}
            words = {layer: _words(value) for layer, value in said.items()}
            title = _title(key, meaning.label, word(FactType, meaning.type))
        elif (meaning := self.definitions.get(parent)) is not None and (found := self._amounts(parent, row)):
            words = {layer: line.amount for layer, line in found.items()}
            line = found.get(Layer(organisation)) or found.get(Layer()) or next(iter(found.values()))
            title = f"{_title(key, meaning.label, word(FactType, meaning.type))}: {line.what}"
        else:
            return Chip(
                gettext("unknown fact"),
                gettext("%(key)s: there is no such fact. Choose another one.") % {"key": key},
                "unknown",
            )
        shown = words.get(Layer(organisation)) or words.get(Layer())
        if not words:
            return Chip(gettext("no value now"), title, "missing")
        if shown is None:
            return Chip(gettext("differs per organisation"), title)
        long = f"{title}: {shown}" if len(shown) > CHIP_LENGTH else title
        return Chip(Truncator(shown).chars(CHIP_LENGTH), long)

    def _amounts(self, tariff: str, row: str) -> dict[Layer, Any]:
        return {
            layer: line
            for layer, edition in self.now.get(tariff, {}).items()
            if isinstance(value := _value(edition), Tariff)
            for line in tariff_rows(value, _language())
            if line.key == row
        }


def _municipal(key: str) -> Choice:
    line = Line(gettext("Each municipality"), gettext("its own, from the details of the municipality"))
    return Choice(key, label(MUNICIPAL_LABELS[key], _language()), _municipal_type(), line)


def _municipal_type() -> str:
    return gettext("Detail of the municipality")


def _title(key: str, labels: Any, kind: str) -> str:
    return f"{key} – {label(labels, _language()) or key} ({kind})"


def _value(edition: Edition | None) -> FactValue | None:
    content = None if edition is None else edition.row().content
    return None if content is None else content.value


def _words(value: FactValue | None) -> str:
    """As the website writes it; a table by how much stands in it."""
    if isinstance(value, Tariff):
        count = len(value.rows)
        return ngettext("table of %(count)s row", "table of %(count)s rows", count) % {"count": count}
    return "" if value is None else written_value(value, _language())


def _same(edition: Edition, national: Edition | None) -> bool:
    return national is not None and edition.content_hash == national.content_hash


def _has(words: list[str], text: str) -> bool:
    text = text.casefold()
    return all(each in text for each in words)


def _language() -> str:
    return get_language() or "nl"
