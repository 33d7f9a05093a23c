"""Publish facts: what a key means, and the values it has at each layer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from msgspec import Struct

from contenthub.actions.append import By, append
from contenthub.actions.at_once import at_once
from contenthub.actions.check_values import check_maximum_begins, check_value
from contenthub.models import Edition, Fact, Municipality, Organisation
from contenthub.resolving.content import FactValueContent
from contenthub.resolving.editions import Series
from contenthub.resolving.facts import KEY, FactDefinition, Tariff, parse_value
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState, FactRole, FactType


def publish_fact(fact: Fact, *, by: By = By()) -> Edition | None:
    """Append an edition of the definition. A type that is in use is not changed: refused.

    Refused too: to make a maximum of a generic amount that local ones are above.
    """
    if not KEY.match(fact.key):
        raise Refused(
            "BAD_FACT_KEY", "key", "%(field)s: %(value)s is no key; write it like paspoort.kosten", value=fact.key
        )
    before = _definition(fact.key)
    _check_no_row(fact.key)
    if before is not None and before.type != fact.type:
        raise Refused(
            "FACT_TYPE_CHANGED",
            f"{fact.key}.type",
            "%(field)s: was %(was)s and has values; make a new key for %(value)s",
            value=FactType(fact.type),
            was=before.type,
        )
    content = FactDefinition(
        key=fact.key,
        type=FactType(fact.type),
        label=dict(fact.label),
        role=FactRole(fact.role) if fact.role else None,
        maximum=fact.maximum,
    )
    if content.maximum and before is not None and not before.maximum:
        check_maximum_begins(content)
    return append(Series(EditionKind.FACT, fact.key), content, verb="publish_fact", by=by, unless_same=True)


def publish_fact_value(
    key: str,
    value: Mapping[str, Any],
    *,
    organisation: str = "",
    municipality: str = "",
    valid_from: dt.datetime | None = None,
    by: By = By(),
) -> Edition | None:
    """Append a value: generic, of an organisation, or of one for one municipality.

    `value` is plain JSON as `resolving.facts` describes per type; `valid_from` is aware, default now. Refused: an
    unknown key or scope, a value that does not fit, what does not fit the values beside it (see `check_value`), a moment
    before now.
    """
    definition = _definition(key)
    if definition is None:
        raise Refused("UNKNOWN_FACT", "key", "%(field)s: there is no fact %(value)s; define it first", value=key)
    _check_scope(organisation, municipality)
    parsed = parse_value(definition.type, value, key)
    if isinstance(parsed, Tariff):
        _check_no_fact(key, parsed)
    series = Series(EditionKind.FACT_VALUE, key, organisation, municipality)
    check_value(definition, series, parsed, valid_from or timezone.now())
    return append(
        series,
        FactValueContent(value=parsed),
        verb="publish_fact_value",
        by=by,
        valid_from=valid_from,
        unless_same=True,
    )


class NewValue(Struct, frozen=True):
    """A value of a fact from a moment on; `value` is plain JSON as `resolving.facts` describes per type."""

    key: str
    value: Mapping[str, Any]
    valid_from: dt.datetime


def publish_fact_values(
    values: Iterable[NewValue], *, organisation: str = "", municipality: str = "", by: By = By()
) -> list[Edition]:
    """Append values of many facts at one layer, all of them or none; what holds then already is left out.

    Refused: the first of them that `publish_fact_value` refuses.
    """
    with at_once():
        made = [
            publish_fact_value(
                new.key,
                new.value,
                organisation=organisation,
                municipality=municipality,
                valid_from=new.valid_from,
                by=by,
            )
            for new in values
        ]
    return [edition for edition in made if edition is not None]


def _definition(key: str) -> FactDefinition | None:
    row = Edition.objects.holding(Series(EditionKind.FACT, key), timezone.now())
    return None if row is None else row.row().content


def _check_scope(organisation: str, municipality: str) -> None:
    if municipality and not organisation:
        raise Refused(
            "VALUE_WITHOUT_ORGANISATION",
            "organisation",
            "%(field)s: say which organisation gives the value for %(value)s",
            value=municipality,
        )
    if organisation and not Organisation.objects.filter(pk=organisation).exists():
        raise Refused(
            "UNKNOWN_ORGANISATION", "organisation", "%(field)s: there is no organisation %(value)s", value=organisation
        )
    if municipality and not Municipality.objects.filter(pk=municipality, organisations=organisation).exists():
        raise Refused(
            "UNKNOWN_MUNICIPALITY",
            "municipality",
            "%(field)s: %(organisation)s does not write for %(value)s",
            value=municipality,
            organisation=organisation,
        )


def _check_no_row(key: str) -> None:
    """A fact and a row of a tariff under one key: a text that means the row would say the fact."""
    tariff, _, row = key.rpartition(".")
    values = Edition.objects.filter(kind=EditionKind.FACT_VALUE, subject=tariff).around(timezone.now())
    for edition in values.exclude(state=EditionState.ENDED):
        value = edition.row().content.value
        if isinstance(value, Tariff) and value.row(row) is not None:
            raise Refused(
                "FACT_IS_ROW",
                "key",
                "%(field)s: %(value)s is a row of the tariff %(tariff)s already; choose another key",
                value=key,
                tariff=tariff,
            )


def _check_no_fact(key: str, tariff: Tariff) -> None:
    keys = [f"{key}.{row.key}" for row in tariff.rows]
    taken = Edition.objects.filter(kind=EditionKind.FACT, subject__in=keys).around(timezone.now())
    for subject in taken.exclude(state=EditionState.ENDED).values_list("subject", flat=True):
        raise Refused(
            "ROW_IS_FACT",
            subject,
            "%(field)s: there is a fact of this key already; give the row another one",
            value=subject,
        )
