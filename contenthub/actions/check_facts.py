"""Whether every fact that a text refers to exists and will have a value when the text is valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from contenthub.models import Edition, Organisation
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
    publish a gap. A local text needs a value for each municipality that it speaks for.
    """
    # A municipality's own details are facts without a definition; every municipality has them or says whom to ask.
    uses = [use for use in uses if use.key not in MUNICIPAL_KEYS]
    candidates = candidate_keys({use.key for use in uses})
    if not candidates:
        return
    definitions = {
        row.series.subject: row.content
        for row in Edition.objects.filter(kind=EditionKind.FACT, subject__in=candidates).in_force(moment).rows()
    }
    values = _values(candidates, moment)
    writers = _writers(scope)
    for use in uses:
        key, row = _defined(use, definitions)
        of_key = values.get(key, {})
        if use.local_required or _holds(of_key.get(("", "")), row):
            continue
        if not scope.municipalities and not _holds(of_key.get((scope.organisation, "")), row):
            raise _no_value(use, "", moment)
        for code in scope.municipalities:
            if not any(
                _holds(of_key.get((organisation, at)), row)
                for organisation in writers.get(code, ())
                for at in (code, "")
            ):
                raise _no_value(use, code, moment)


def _defined(use: FactUse, definitions: dict[str, FactDefinition]) -> tuple[str, str]:
    """The key of the fact behind a reference, and the row where it is a row of a tariff."""
    if use.key in definitions:
        return use.key, ""
    parent, _, row = use.key.rpartition(".")
    if parent in definitions and definitions[parent].type == FactType.TARIFF:
        return parent, row
    raise Refused(
        "UNKNOWN_FACT",
        use.place,
        "%(field)s: there is no fact %(value)s; define it first or correct the key",
        value=use.key,
    )


def _holds(value: FactValue | None, row: str) -> bool:
    if value is None or not row:
        return value is not None
    return isinstance(value, Tariff) and value.row(row) is not None


def _values(keys: set[str], moment: dt.datetime) -> dict[str, dict[tuple[str, str], FactValue]]:
    values: dict[str, dict[tuple[str, str], FactValue]] = {}
    for row in Edition.objects.filter(kind=EditionKind.FACT_VALUE, subject__in=keys).in_force(moment).rows():
        values.setdefault(row.series.subject, {})[(row.series.organisation, row.series.municipality)] = (
            row.content.value
        )
    return values


def _writers(scope: Scope) -> dict[str, list[str]]:
    """Per municipality the organisations that write for it: shared services give values too."""
    writers: dict[str, list[str]] = {}
    through = Organisation.municipalities.through.objects.filter(municipality_id__in=scope.municipalities)
    for organisation, code in through.values_list("organisation_id", "municipality_id"):
        writers.setdefault(code, []).append(organisation)
    return writers


def _no_value(use: FactUse, municipality: str, moment: dt.datetime) -> Refused:
    where = f" for {municipality}" if municipality else ""
    return Refused(
        "NO_FACT_VALUE",
        use.place,
        f"%(field)s: fact %(value)s has no value{where} on %(moment)s; give it one first",
        value=use.key,
        moment=moment.date().isoformat(),
    )
