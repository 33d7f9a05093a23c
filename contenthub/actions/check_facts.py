"""Whether every fact that a text refers to exists and will have a value when the text is valid."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from contenthub.models import Edition, Organisation
from contenthub.resolving.editions import Series
from contenthub.resolving.facts import FactDefinition, FactValue, Tariff, candidate_keys
from contenthub.resolving.factual import MUNICIPAL_KEYS
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, FactType


class FactUse(Struct, frozen=True):
    """A reference in a text: where, to which key, and whether a local text will stand in that place."""

    place: str
    key: str
    local_required: bool = False


class Scope(Struct, frozen=True):
    """For whom a text speaks: an organisation ('' is the library) and these municipalities."""

    organisation: str
    municipalities: tuple[str, ...]


def check_facts(uses: Iterable[FactUse], scope: Scope, moment: dt.datetime) -> None:
    """Refuse the first reference without a definition, or without a value in force at `moment`.

    A generic value will do for everybody. Without one, a generic text may stand only where a local text is required
    or where every municipality for which an organisation writes has a value of its own: else some municipality would
    publish a gap. A local text needs a value for each municipality that it speaks for. A row of a tariff must stand in
    the tariff that a municipality is answered with: its own, where it has one, whatever rows the generic one has.
    """
    # A municipality's own details are facts without a definition; every municipality has them or says whom to ask.
    uses = [use for use in uses if use.key not in MUNICIPAL_KEYS]
    if not uses:
        return
    held = HeldFacts(moment, candidate_keys({use.key for use in uses}))
    writers = writers_of(scope.municipalities)
    for use in uses:
        key, row = _defined(use, held.definitions)
        if use.local_required or (not row and held.holds(key, "", [], "")):
            continue
        if not scope.municipalities and not held.holds(key, row, [scope.organisation], ""):
            raise _no_value(use, "", moment)
        for code in scope.municipalities:
            if not held.holds(key, row, writers.get(code, []), code):
                raise _no_value(use, code, moment)


class HeldFacts:
    """The facts in force at one moment: of some keys, or of all."""

    def __init__(self, moment: dt.datetime, keys: set[str] | None = None) -> None:
        facts, values = (
            Edition.objects.filter(kind=kind, **({} if keys is None else {"subject__in": keys})).in_force(moment).rows()
            for kind in (EditionKind.FACT, EditionKind.FACT_VALUE)
        )
        self.definitions: dict[str, FactDefinition] = {row.series.subject: row.content for row in facts}
        self._values: dict[str, dict[tuple[str, str], FactValue]] = {}
        for row in values:
            scope = (row.series.organisation, row.series.municipality)
            self._values.setdefault(row.series.subject, {})[scope] = row.content.value

    def without(self, series: Series) -> HeldFacts:
        """The same facts, had this layer no value of its own."""
        left = copy.copy(self)
        of_key = self._values.get(series.subject, {})
        scope = (series.organisation, series.municipality)
        kept = {other: value for other, value in of_key.items() if other != scope}
        left._values = {**self._values, series.subject: kept}
        return left

    def keys_of(self, key: str) -> set[str]:
        """What texts may call this fact: by its key, and by each row that a tariff of it has at some layer."""
        tariffs = (value for value in self._values.get(key, {}).values() if isinstance(value, Tariff))
        return {key, *(f"{key}.{row.key}" for tariff in tariffs for row in tariff.rows)}

    def holds(self, key: str, row: str, writers: list[str], municipality: str) -> bool:
        """Whether an answer to this municipality has the fact: the row, where `row` names one of a tariff.

        It takes the value of the municipality over that of an organisation over the generic one, and the last writer's
        over the first's.
        """
        of_key = self._values.get(key, {})
        last_first = writers[::-1]
        scopes = [*((name, municipality) for name in last_first), *((name, "") for name in last_first), ("", "")]
        value = next((of_key[scope] for scope in scopes if scope in of_key), None)
        return value is not None and (not row or (isinstance(value, Tariff) and value.row(row) is not None))

    def has(self, key: str, writers: list[str], municipality: str) -> bool:
        """The same for a reference as it stands in a text, be it to a fact or to a row."""
        if key in MUNICIPAL_KEYS:
            return True
        found = _split(key, self.definitions)
        return found is not None and self.holds(*found, writers, municipality)


def _defined(use: FactUse, definitions: dict[str, FactDefinition]) -> tuple[str, str]:
    found = _split(use.key, definitions)
    if found is None:
        raise Refused(
            "UNKNOWN_FACT",
            use.place,
            "%(field)s: there is no fact %(value)s; define it first or correct the key",
            value=use.key,
        )
    return found


def _split(key: str, definitions: dict[str, FactDefinition]) -> tuple[str, str] | None:
    """The key of the fact behind a reference, and the row where it is a row of a tariff."""
    if key in definitions:
        return key, ""
    parent, _, row = key.rpartition(".")
    if parent in definitions and definitions[parent].type == FactType.TARIFF:
        return parent, row
    return None


def writers_of(municipalities: Iterable[str]) -> dict[str, list[str]]:
    """Per municipality the organisations that write for it, the last word last: shared services give values too."""
    writers: dict[str, list[str]] = {}
    through = Organisation.municipalities.through.objects.filter(municipality_id__in=list(municipalities))
    ordered = through.order_by("organisation__order", "organisation_id")
    for organisation, code in ordered.values_list("organisation_id", "municipality_id"):
        writers.setdefault(code, []).append(organisation)
    return writers


def _no_value(use: FactUse, municipality: str, moment: dt.datetime) -> Refused:
    return Refused(
        "NO_FACT_VALUE",
        use.place,
        "%(field)s: fact %(value)s has no value for %(municipality)s on %(moment)s; give it one first"
        if municipality
        else "%(field)s: fact %(value)s has no value on %(moment)s; give it one first",
        value=use.key,
        municipality=municipality,
        moment=moment,
    )
