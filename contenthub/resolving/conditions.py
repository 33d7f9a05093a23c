"""Conditions over person facts, evaluated in three values: True, False, and None for unknown.

Source: Kleene's strong three-valued logic. Unknown never guesses: it stays unknown unless the other branches settle
the outcome, and then the question need not be asked at all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Union

from msgspec import Struct

from contenthub.resolving.languages import label
from contenthub.resolving.refusal import Refused, to_translate
from contenthub.vocabulary import PersonFactProvenance, PersonFactType

PersonValue = Union[bool, Decimal, dt.date, str]
Person = Mapping[str, PersonValue]
Truth = bool | None

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_NAME = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*\Z")
_OFFSET = re.compile(r"([+-]?)(\d{1,4})([dwmy])\Z")
_POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})?\Z")


class PersonFactDefinition(Struct, frozen=True, omit_defaults=True):
    """What may be asked of a person: its type, the question, the choices there are, and where a value comes from."""

    name: str
    type: PersonFactType
    question: dict[str, str]
    choices: tuple[str, ...] = ()
    provenance: PersonFactProvenance = PersonFactProvenance.SELF_DECLARED

    @property
    def register_derived(self) -> bool:
        return self.provenance == PersonFactProvenance.REGISTER_DERIVED


class All(Struct, frozen=True, tag="all", tag_field="t"):
    of: tuple[Condition, ...]


class AnyOf(Struct, frozen=True, tag="any", tag_field="t"):
    of: tuple[Condition, ...]


class Not(Struct, frozen=True, tag="not", tag_field="t"):
    of: Condition


class Compare(Struct, frozen=True, tag="compare", tag_field="t"):
    fact: str
    op: str
    value: Union[bool, int, float, str]


class In(Struct, frozen=True, tag="in", tag_field="t"):
    fact: str
    values: tuple[str, ...]


class Exists(Struct, frozen=True, tag="exists", tag_field="t"):
    fact: str


class Between(Struct, frozen=True, tag="between", tag_field="t"):
    """A date between two moments relative to today, both inclusive: `-5d`, `+4w`, `-3m`, `0d`; empty is open."""

    fact: str
    start: str = ""
    end: str = ""


class Postcode(Struct, frozen=True, tag="postcode", tag_field="t"):
    """A postcode whose four digits lie in one of these ranges: `1000-1109`, `2511`."""

    fact: str
    ranges: tuple[str, ...]


Condition = Union[All, AnyOf, Not, Compare, In, Exists, Between, Postcode]


def evaluate(condition: Condition, person: Person, today: dt.date) -> Truth:
    match condition:
        case All():
            return conjunction(evaluate(part, person, today) for part in condition.of)
        case AnyOf():
            return negation(conjunction(negation(evaluate(part, person, today)) for part in condition.of))
        case Not():
            return negation(evaluate(condition.of, person, today))
        case Exists():
            return True if condition.fact in person else None
    if condition.fact not in person:
        return None
    given = person[condition.fact]
    match condition:
        case Compare():
            return _compare(given, condition.op, condition.value)
        case In():
            return any(_same(given, value) for value in condition.values)
        case Between():
            if not isinstance(given, dt.date):
                return None
            return (not condition.start or relative(condition.start, today) <= given) and (
                not condition.end or given <= relative(condition.end, today)
            )
        case Postcode():
            digits = int(str(given)[:4])
            return any(low <= digits <= high for low, high in map(_range, condition.ranges))


def conjunction(truths: Any) -> Truth:
    """Kleene's and: False wins over unknown, unknown over True."""
    values = list(truths)
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True


def negation(truth: Truth) -> Truth:
    return None if truth is None else not truth


def facts_of(condition: Condition) -> frozenset[str]:
    match condition:
        case All() | AnyOf():
            return frozenset[str]().union(*map(facts_of, condition.of))
        case Not():
            return facts_of(condition.of)
        case _:
            return frozenset({condition.fact})


def open_facts(condition: Condition, person: Person, today: dt.date) -> frozenset[str]:
    """Which answers could still settle this condition; empty when it is settled."""
    if evaluate(condition, person, today) is not None:
        return frozenset()
    match condition:
        case All() | AnyOf():
            return frozenset[str]().union(*(open_facts(part, person, today) for part in condition.of))
        case Not():
            return open_facts(condition.of, person, today)
        case _:
            return frozenset({condition.fact})


def turning_days(condition: Condition, person: Person, today: dt.date) -> tuple[dt.date, ...]:
    """Future days on which a date condition may turn, given this person's dates; sorted."""
    match condition:
        case All() | AnyOf():
            days = {day for part in condition.of for day in turning_days(part, person, today)}
            return tuple(sorted(days))
        case Not():
            return turning_days(condition.of, person, today)
        case Between() if isinstance(given := person.get(condition.fact), dt.date):
            return tuple(sorted(_turns(condition, given, today)))
        case _:
            return ()


def _turns(condition: Between, given: dt.date, today: dt.date) -> set[dt.date]:
    """Searched day by day for two years: month and year offsets have no exact inverse."""
    holds = evaluate(condition, {condition.fact: given}, today)
    days: set[dt.date] = set()
    for ahead in range(1, 732):
        day = today + dt.timedelta(days=ahead)
        now = evaluate(condition, {condition.fact: given}, day)
        if now != holds:
            days.add(day)
            holds = now
    return days


def relative(offset: str, today: dt.date) -> dt.date:
    """`-5d`, `+4w`, `-3m`, `+1y` counted from today; months are clipped to the last day of the month."""
    match = _OFFSET.match(offset)
    if not match:
        raise Refused(
            "BAD_DATE_OFFSET",
            "condition",
            "%(value)s is no distance in time; write it like -5d, +4w or +1y",
            value=offset,
        )
    count = int(match[2]) * (-1 if match[1] == "-" else 1)
    if match[3] in "dw":
        return today + dt.timedelta(days=count * (7 if match[3] == "w" else 1))
    months = today.month - 1 + count * (12 if match[3] == "y" else 1)
    year, month = today.year + months // 12, months % 12 + 1
    last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month, min(today.day, last))


def check(condition: Condition, declared: Mapping[str, PersonFactDefinition], field: str) -> None:
    """Refuse a condition on undeclared facts, of the wrong type, or with a comparison that makes no sense."""
    if isinstance(condition, (All, AnyOf)):
        if not condition.of:
            raise Refused("EMPTY_CONDITION", field, "%(field)s: give at least one comparison")
        for part in condition.of:
            check(part, declared, field)
        return
    if isinstance(condition, Not):
        return check(condition.of, declared, field)
    definition = declared.get(condition.fact)
    if definition is None:
        raise Refused(
            "UNKNOWN_PERSON_FACT",
            field,
            "%(field)s: person fact %(value)s is not declared; known are %(known)s",
            value=condition.fact,
            known=", ".join(sorted(declared)),
        )
    match condition:
        case Compare():
            if condition.op not in COMPARISONS:
                raise Refused(
                    "BAD_COMPARISON",
                    field,
                    "%(field)s: %(value)s is no comparison; use one of %(known)s",
                    value=condition.op,
                    known=" ".join(COMPARISONS),
                )
            parse_person_value(definition, condition.value, secret=False)
        case Between():
            _wants(definition, PersonFactType.DATE, field)
            for offset in filter(None, (condition.start, condition.end)):
                relative(offset, dt.date(2026, 1, 1))
        case Postcode():
            _wants(definition, PersonFactType.POSTCODE, field)
            for text in condition.ranges:
                _range(text)
        case In():
            for listed in condition.values:
                _check_listed(definition, listed)


def _check_listed(definition: PersonFactDefinition, listed: str) -> None:
    """A listed value is kept as text; true and false are the words of JSON."""
    yes_no = {"true": True, "false": False} if definition.type == PersonFactType.BOOLEAN else {}
    parse_person_value(definition, yes_no.get(listed.lower(), listed), secret=False)


def parse_person(raw: Mapping[str, Any], declared: Mapping[str, PersonFactDefinition]) -> dict[str, PersonValue]:
    """Checked person facts of one request. A refusal names the fact and what is right, never the value given."""
    person: dict[str, PersonValue] = {}
    for name, value in raw.items():
        if name not in declared:
            known = ", ".join(sorted(declared)) or "-"
            shown = name if _NAME.match(name) and len(name) < 40 else "?"
            raise Refused(
                "UNKNOWN_PERSON_FACT",
                "person",
                "%(field)s: %(value)s is not declared; known are %(known)s",
                value=shown,
                known=known,
            )
        person[name] = parse_person_value(declared[name], value)
    return person


def parse_person_value(definition: PersonFactDefinition, value: Any, *, secret: bool = True) -> PersonValue:
    try:
        parsed = _PARSERS[definition.type](value)
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        parsed = None
    if parsed is None or (definition.choices and parsed not in definition.choices):
        raise _unfit(definition, None if secret else value)
    return parsed


def _unfit(definition: PersonFactDefinition, value: Any) -> Refused:
    place = f"person.{definition.name}"
    if definition.choices:
        return Refused(
            "BAD_PERSON_FACT",
            place,
            "%(field)s must be one of the choices: %(known)s"
            if value is None
            else "%(field)s: %(value)s must be one of the choices: %(known)s",
            value=value,
            known=", ".join(definition.choices),
        )
    return Refused(
        "BAD_PERSON_FACT",
        place,
        "%(field)s must be %(wanted)s" if value is None else "%(field)s: %(value)s must be %(wanted)s",
        value=value,
        wanted=_WANTED[definition.type],
    )


def question_of(definition: PersonFactDefinition, language: str) -> str:
    return label(definition.question, language)


def _same(given: PersonValue, listed: str) -> bool:
    """Whether a listed value is the given one, however it was written: 18 is 18.0, and 1234AB is 1234 AB."""
    match given:
        case bool():
            return listed.lower() == str(given).lower()
        case Decimal():
            try:
                return given == Decimal(listed)
            except InvalidOperation:
                return False
        case dt.date():
            return given.isoformat() == listed
        case _:
            return _written(given) == _written(listed)


def _written(text: str) -> str:
    """A postcode in its one spelling; any other text as it is."""
    return _postcode(text) or text


def _compare(given: PersonValue, op: str, wanted: bool | int | float | str) -> bool:
    other: Any = wanted
    if isinstance(given, Decimal):
        other = Decimal(str(wanted))
    elif isinstance(given, dt.date):
        other = dt.date.fromisoformat(str(wanted))
    elif isinstance(given, str):
        given, other = _written(given), _written(str(wanted))
    left: Any = given
    match op:
        case "=":
            return bool(left == other)
        case "!=":
            return bool(left != other)
        case "<":
            return bool(left < other)
        case "<=":
            return bool(left <= other)
        case ">":
            return bool(left > other)
        case _:
            return bool(left >= other)


def _wants(definition: PersonFactDefinition, wanted: PersonFactType, field: str) -> None:
    if definition.type != wanted:
        raise Refused(
            "BAD_COMPARISON",
            field,
            "%(field)s: %(value)s is of type %(type)s; this comparison needs %(wanted)s",
            value=definition.name,
            type=definition.type,
            wanted=wanted,
        )


def _range(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9][0-9]{3})(?:-([1-9][0-9]{3}))?", text)
    if not match or int(match[2] or match[1]) < int(match[1]):
        raise Refused(
            "BAD_POSTCODE_RANGE", "condition", "%(value)s is no range of postcodes; write it like 1000-1109", value=text
        )
    return int(match[1]), int(match[2] or match[1])


def _boolean(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)) or len(str(value)) > 30:
        return None
    number = Decimal(str(value))
    return number if number.is_finite() and 0 <= number < 10**15 else None


def _date(value: Any) -> dt.date | None:
    day = value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
    return day if 1850 <= day.year <= 2200 else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 200 else None


def _postcode(value: Any) -> str | None:
    """A postcode as it is written, `1234 AB`; or its four digits alone."""
    match = _POSTCODE.match(value.strip().upper()) if isinstance(value, str) else None
    return " ".join(filter(None, match.groups())) if match else None


_PARSERS = {
    PersonFactType.BOOLEAN: _boolean,
    PersonFactType.NUMBER: _number,
    PersonFactType.DATE: _date,
    PersonFactType.TEXT: _text,
    PersonFactType.CHOICE: _text,
    PersonFactType.POSTCODE: _postcode,
}
_WANTED = {
    PersonFactType.BOOLEAN: to_translate("true or false"),
    PersonFactType.NUMBER: to_translate("a number that is not below 0"),
    PersonFactType.DATE: to_translate("a date such as 2026-12-31"),
    PersonFactType.TEXT: to_translate("a text of at most 200 characters"),
    PersonFactType.CHOICE: to_translate("one of the choices"),
    PersonFactType.POSTCODE: to_translate("a postcode such as 1234 AB"),
}


DEEPEST = 20
"""So many conditions may stand in each other; nobody reads more, and every walk over them stays within its stack."""


def parse_condition(raw: Any, field: str, depth: int = 0) -> Condition:
    """A condition from the form that people write: `{all: [{fact: leeftijd, op: "<", value: 18}]}`.

    Raises Refused, naming `field`, for what has another form or is nested deeper than DEEPEST.
    """
    if not isinstance(raw, Mapping) or not raw:
        raise Refused("BAD_CONDITION", field, "%(field)s: %(value)s is no condition", value=raw)
    if depth >= DEEPEST:
        raise Refused(
            "BAD_CONDITION",
            field,
            "%(field)s: conditions stand in each other more than %(value)s deep; write it with fewer",
            value=DEEPEST,
        )
    for word, kind in (("all", All), ("any", AnyOf)):
        if word in raw:
            return kind(of=tuple(parse_condition(part, field, depth + 1) for part in _list(raw[word], word, field)))
    if "not" in raw:
        return Not(of=parse_condition(raw["not"], field, depth + 1))
    fact, op = (str(_plain(raw.get(word, ""), field)) for word in ("fact", "op"))
    try:
        match op:
            case "in":
                listed = _list(raw["values"] if "values" in raw else raw["value"], "in", field)
                return In(fact=fact, values=tuple(str(_plain(each, field)) for each in listed))
            case "exists":
                return Exists(fact=fact)
            case "between":
                start, end = (str(_plain(raw.get(word) or "", field)) for word in ("from", "to"))
                return Between(fact=fact, start=start, end=end)
            case "postcode":
                ranges = _list(raw["ranges"], "ranges", field)
                return Postcode(fact=fact, ranges=tuple(str(_plain(each, field)) for each in ranges))
        value = raw["value"]
    except KeyError as error:
        raise Refused(
            "BAD_CONDITION", field, "%(field)s: %(value)s lacks %(missing)s", value=dict(raw), missing=error.args[0]
        ) from error
    return Compare(fact=fact, op=op, value=_plain(value, field))


def _plain(value: Any, field: str) -> bool | int | float | str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, (bool, int, float, str)):
        raise Refused(
            "BAD_CONDITION",
            field,
            "%(field)s: %(value)s is no value to compare with; give one text, number, true or false",
            value=value,
        )
    return value


def _list(value: Any, word: str, field: str) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise Refused(
            "BAD_CONDITION",
            field,
            "%(field)s: %(word)s takes a list between square brackets, not %(value)s",
            value=value,
            word=word,
        )
    return list(value)
