"""What is known of the facts that a sheet names, in a number of queries that does not grow with its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property

from django.utils import translation

from contenthub.editorial.nouns.layers import Layer, name_of
from contenthub.editorial.sheets import cells
from contenthub.editorial.sheets.columns import LANGUAGES, Line
from contenthub.models import Edition, Fact
from contenthub.resolving.facts import FactDefinition, FactValue, Tariff, candidate_keys, parse_value
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, FactType

# Of a file that is about something else altogether, nobody reads what each of its thousand keys could have been.
_MOST_GUESSED = 25


class Known:
    """Definitions, and who gives a value now, of the facts that these rows name; checks rows against them."""

    def __init__(self, lines: Iterable[Line], layer: Layer, now: dt.datetime) -> None:
        self._layer = layer
        self._guesses = 0
        named = {line.text("key") for line in lines} - {""}
        keys = candidate_keys(named)
        facts = Edition.objects.filter(kind=EditionKind.FACT, subject__in=keys).in_force(now).rows()
        self.definitions: Mapping[str, FactDefinition] = {row.series.subject: row.content for row in facts}
        values = Edition.objects.filter(kind=EditionKind.FACT_VALUE, subject__in=keys)
        self._layers: dict[str, set[Layer]] = {}
        for key, *where in values.in_force(now).values_list("subject", "organisation", "municipality"):
            self._layers.setdefault(key, set()).add(Layer(*where))
        own = values.filter(organisation=layer.organisation, municipality=layer.municipality)
        self._waiting = set(own.filter(valid_from__gt=now).standing().values_list("subject", flat=True))
        within = values.filter(
            organisation__in={"", layer.organisation}, municipality__in={"", layer.municipality}
        ).in_force(now)
        # The most specific last, so that it has the word.
        by_layer = sorted(within.rows(), key=lambda row: row.series.specificity)
        self._now: dict[str, FactValue] = {row.series.subject: row.content.value for row in by_layer}

    def place(self, line: Line) -> tuple[str, str]:
        """The fact and the row of its tariff; a key with the row behind it, as texts write it, will do too."""
        key, row = line.text("key"), line.text("row")
        tariff, _dot, last = key.rpartition(".")
        if not row and key not in self.definitions and self._type(tariff) == FactType.TARIFF:
            return tariff, last
        return key, row

    def label(self, key: str) -> str:
        definition = self.definitions.get(key)
        return definition.label.get("nl", "") if definition else ""

    def article_differs(self, line: Line) -> bool:
        """Whether the sheet names another article of the bylaw than the row has now."""
        key, row = self.place(line)
        article, value = line.text("article"), self._now.get(key)
        there = value.row(row) if isinstance(value, Tariff) else None
        return bool(article) and article != (there.article if there else "")

    def check_layer(self, line: Line) -> None:
        if (given := line.text("layer")) and given.casefold() not in self._names:
            raise Refused(
                "OTHER_LAYER",
                "layer",
                "%(field)s: this row is for %(value)s, and you are uploading for %(wanted)s; choose whom it is for, or the "
                "other file",
                value=given,
                wanted=name_of(self._layer),
            )

    def check_key(self, line: Line) -> None:
        key, row = self.place(line)
        fact_type = self._type(key)
        if not key:
            raise Refused("NO_KEY", "key", "%(field)s: nothing is filled in; write the key of a fact", value="")
        if fact_type is None:
            raise self._unknown(key)
        if fact_type == FactType.TARIFF and not row:
            raise Refused(
                "NO_ROW", "row", "%(field)s: %(value)s is a tariff; write which row of it this amount is for", value=key
            )
        if fact_type != FactType.TARIFF and row:
            raise Refused(
                "NOT_A_TARIFF", "row", "%(field)s: %(tariff)s has no rows; leave out %(value)s", value=row, tariff=key
            )
        if fact_type != FactType.TARIFF and line.text("article"):
            raise Refused(
                "NO_ARTICLE",
                "article",
                "%(field)s: %(value)s cannot be kept here, only a row of a tariff has an article; leave it empty",
                value=line.text("article"),
            )
        if fact_type != FactType.TARIFF and fact_type not in cells.KINDS:
            raise Refused(
                "NOT_IN_A_CELL",
                "key",
                "%(field)s: %(value)s does not fit in one cell; change it on its own page",
                value=key,
            )
        self._check_whose(key)

    def read_value(self, line: Line) -> None:
        """Refuse a cell that is no value of this fact."""
        key, _row = self.place(line)
        definition = self.definitions[key]
        if definition.type == FactType.TARIFF:
            cells.amount(line.cell("new"))
        else:
            parse_value(definition.type, cells.KINDS[definition.type].read(line.cell("new"), None), key)

    def _check_whose(self, key: str) -> None:
        """A fact of which others alone give values is theirs; a fact that nobody gives one is free."""
        layers = self._layers.get(key, set())
        mine = {self._layer, Layer(self._layer.organisation), Layer()}
        if layers and not layers & mine and key not in self._waiting:
            raise Refused(
                "OTHERS_FACT",
                "key",
                "%(field)s: only other organisations give a value for %(value)s; if it is yours too, give it a first value "
                "on its own page",
                value=key,
            )

    def _type(self, key: str) -> FactType | None:
        return self.definitions[key].type if key in self.definitions else None

    def _unknown(self, key: str) -> Refused:
        close = get_close_matches(key, self._every_key, n=3, cutoff=0.7) if self._guesses < _MOST_GUESSED else []
        self._guesses += 1
        return Refused(
            "UNKNOWN_FACT",
            "key",
            "%(field)s: there is no fact %(value)s; did you mean %(known)s?"
            if close
            else "%(field)s: there is no fact %(value)s; take the key from the template",
            value=key,
            known=", ".join(close),
        )

    @cached_property
    def _every_key(self) -> list[str]:
        return list(Fact.objects.values_list("pk", flat=True))

    @cached_property
    def _names(self) -> set[str]:
        names = {self._layer.code.casefold()}
        for language in LANGUAGES:
            with translation.override(language):
                names.add(name_of(self._layer).casefold())
        return names


__all__ = ["Known"]
