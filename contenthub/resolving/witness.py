"""Person facts for which a condition is yes: to try every outcome of a rule without waiting for such a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

from contenthub.resolving.conditions import (
    All,
    AnyOf,
    Between,
    Compare,
    Condition,
    Exists,
    In,
    Not,
    Person,
    PersonFactDefinition,
    PersonValue,
    Postcode,
    evaluate,
    parse_person_value,
    relative,
)
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import PersonFactType

_TRIES = 20_000
_STEPS = (Decimal("-0.5"), Decimal("0.5"), Decimal(-1), Decimal(1))
_DAY = dt.timedelta(days=1)
_ANY: dict[PersonFactType, tuple[object, ...]] = {
    PersonFactType.BOOLEAN: (True, False),
    PersonFactType.NUMBER: (0, 1),
    PersonFactType.TEXT: ("x", "y"),
    PersonFactType.CHOICE: (),
    PersonFactType.POSTCODE: ("1000AA", "9999ZZ"),
    PersonFactType.DATE: (),
}

Declared = Mapping[str, PersonFactDefinition]


def facts_for(condition: Condition, declared: Declared, today: dt.date) -> dict[str, PersonValue] | None:
    """The person facts with which this condition is yes today, or None where none were found.

    The values tried are those that the condition itself names, with their neighbours: every comparison turns at one.
    Facts that are not `declared` cannot be asked, and so never given.
    """
    values = {name: _values(condition, declared[name], today) for name in _names(condition) if name in declared}
    return next(_Search(values, today).persons(condition, True, {}), None)


class _Search:
    """Depth first, one comparison after the other; gives up after so many tries rather than never."""

    def __init__(self, values: Mapping[str, tuple[PersonValue, ...]], today: dt.date) -> None:
        self.values, self.today, self.left = values, today, _TRIES

    def persons(self, condition: Condition, wanted: bool, person: Person) -> Iterator[dict[str, PersonValue]]:
        """This person with what makes the condition `wanted`, in every way there is."""
        match condition:
            case Not():
                yield from self.persons(condition.of, not wanted, person)
            case All() | AnyOf() if isinstance(condition, All) is wanted:
                yield from self._each(condition.of, wanted, person)
            case All() | AnyOf():
                for part in condition.of:
                    yield from self.persons(part, wanted, person)
            case _:
                yield from self._leaf(condition, wanted, person)

    def _each(self, parts: tuple[Condition, ...], wanted: bool, person: Person) -> Iterator[dict[str, PersonValue]]:
        if not parts:
            yield dict(person)
            return
        for further in self.persons(parts[0], wanted, person):
            yield from self._each(parts[1:], wanted, further)

    def _leaf(
        self, leaf: Compare | In | Exists | Between | Postcode, wanted: bool, person: Person
    ) -> Iterator[dict[str, PersonValue]]:
        known = person.get(leaf.fact)
        for value in self.values.get(leaf.fact, ()) if known is None else (known,):
            self.left -= 1
            if self.left < 0:
                return
            if evaluate(leaf, {leaf.fact: value}, self.today) is wanted:
                yield {**person, leaf.fact: value}


def _names(condition: Condition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.fact for leaf in _leaves(condition)))


def _leaves(condition: Condition) -> Iterator[Compare | In | Exists | Between | Postcode]:
    match condition:
        case All() | AnyOf():
            for part in condition.of:
                yield from _leaves(part)
        case Not():
            yield from _leaves(condition.of)
        case _:
            yield condition


def _values(condition: Condition, definition: PersonFactDefinition, today: dt.date) -> tuple[PersonValue, ...]:
    """What this fact may be where the condition looks at it, checked as a request's own facts are."""
    raw: list[object] = list(definition.choices)
    for leaf in _leaves(condition):
        if leaf.fact == definition.name:
            raw += _named(leaf, definition.type, today)
    raw += (today,) if definition.type == PersonFactType.DATE else _ANY[definition.type]
    values: list[PersonValue] = []
    for each in raw:
        try:
            value = parse_person_value(definition, each)
        except Refused:
            continue
        if value not in values:
            values.append(value)
    return tuple(values)


def _named(leaf: Compare | In | Exists | Between | Postcode, kind: PersonFactType, today: dt.date) -> Iterator[object]:
    match leaf:
        case Compare():
            yield from _around(leaf.value, kind)
        case In():
            for value in leaf.values:
                yield from _around(value, kind)
        case Between():
            for offset in filter(None, (leaf.start, leaf.end)):
                yield from _around(relative(offset, today).isoformat(), kind)
        case Postcode():
            for low, _, high in (text.partition("-") for text in leaf.ranges):
                for digits in (int(low), int(high or low), int(low) - 1, int(high or low) + 1):
                    yield f"{digits}AA"


def _around(value: object, kind: PersonFactType) -> Iterator[object]:
    """The value and the ones just before and after it."""
    yield value
    if kind == PersonFactType.NUMBER:
        yield from (Decimal(str(value)) + step for step in _STEPS)
    elif kind == PersonFactType.DATE:
        day = dt.date.fromisoformat(str(value))
        yield from (day - _DAY, day + _DAY)
    elif kind in (PersonFactType.TEXT, PersonFactType.POSTCODE):
        yield f"{value}x"
        yield f" {value}"
