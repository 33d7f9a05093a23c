"""Speech held against the answer: every fact is heard in its spoken form, and no other number word is.

Ordinals (`eerste`) and the article `een` are no values; the answer code, spelled out, is known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from channels.phrases import phrase
from channels.sameness.due import Due
from channels.sameness.expected import Allowed, Expected
from channels.sameness.extract import Claim, Find, claims, words
from channels.sameness.source import runs, text_of, written_out
from channels.speech import (
    say_date,
    say_duration,
    say_email,
    say_money,
    say_number,
    say_phone,
    say_postcode,
    say_reference,
    say_time,
    say_url,
    speak,
)
from channels.voice.frame import local_date
from contenthub.resolving.content import Location
from contenthub.resolving.facts import (
    Address,
    Date,
    Duration,
    Email,
    Fact,
    Money,
    Number,
    OpeningHours,
    Phone,
    PlainText,
    Tariff,
    Url,
)
from contenthub.resolving.languages import label
from contenthub.resolving.text import fact_keys
from contenthub.vocabulary import Channel

_MARK = "\n"
_PART_OF_DAY = re.compile(r" (?:'s \w+|in the \w+|at night)\Z")
_SAID_WHOLE = (Claim.TIME, Claim.DATE, Claim.PHONE, Claim.EMAIL, Claim.URL, Claim.ADDRESS, Claim.MONEY)


class Heard(Struct, frozen=True):
    """What a fact sounds like: `forms` that may be heard for it, of which each in `due` must be."""

    due: tuple[Due, ...]
    forms: tuple[str, ...]


def heard(fact: Fact, language: str) -> Heard:
    """The spoken forms of a fact, as the speech normaliser says them and no voice can change."""
    needed = tuple(_needed(fact, language))
    due = tuple(Due(name=name, phrases=(words(form),)) for name, form in needed)
    return Heard(due=due, forms=tuple(_with_dial(form for _, form in needed)))


def residue(text: str, expected: Expected) -> tuple[Find, ...]:
    """The values in a spoken text that neither a fact nor anything else in the answer explains."""
    rest = text.replace(say_reference(expected.answer.reference, expected.language), _MARK)
    rest = re.sub(_step(expected.language), _MARK, rest)
    forms = sorted(filter(None, set(_known_forms(expected))), key=len, reverse=True)
    rest = re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", _MARK, rest) if forms else rest
    allowed = _on_the_dial(expected.anywhere) | _typed(expected)
    return tuple(found for found in claims(rest, expected.language, counted=True) if not allowed.allows(found))


def _typed(expected: Expected) -> Allowed:
    """Figures that stand in the text itself, as that text is said: they are reported as loose, not as foreign."""
    answer = expected.answer
    texts = [answer.title, answer.question, answer.summary]
    for section in answer.sections:
        texts += map(text_of, runs(section.said(Channel.PHONE)))
    said = (
        found for text in texts for found in claims(speak(text, expected.language), expected.language, counted=True)
    )
    return Allowed(readings=frozenset(reading for found in said for reading in found.readings))


def _needed(fact: Fact, language: str) -> Iterator[tuple[str, str]]:
    value = fact.value
    match value:
        case Money():
            yield fact.key, say_money(value.amount, value.currency, language)
        case Tariff():
            for row in value.rows:
                yield f"{fact.key}.{row.key}", say_money(row.amount, value.currency, language)
        case Duration():
            yield fact.key, say_duration(value.amount, value.unit, language)
        case Date():
            yield fact.key, say_date(value.date, language)
        case Phone():
            yield fact.key, say_phone(value.number, language)
        case Email():
            yield fact.key, say_email(value.address, language)
        case Url():
            named = label(value.label, language)
            yield fact.key, speak(named, language) if named else say_url(value.url, language)
        case Address():
            yield f"{fact.key} street", speak(f"{value.street} {value.number}".strip(), language)
            yield f"{fact.key} postcode", say_postcode(value.postcode, language)
            yield f"{fact.key} city", value.city
        case OpeningHours():
            for clock in sorted({clock for day in value.days for clock in (day.opens, day.closes)}):
                yield f"{fact.key} {clock}", say_time(dt.time.fromisoformat(clock), language)
        case Number():
            unit = speak(label(value.unit, language), language)
            yield fact.key, f"{say_number(value.value, language)} {unit}".strip()
        case PlainText():
            yield fact.key, speak(label(value.text, language), language)


def _known_forms(expected: Expected) -> Iterator[str]:
    """Spoken forms of facts, contact details and of values that were typed in the text."""
    answer, language = expected.answer, expected.language
    for fact in answer.facts:
        yield from heard(fact, language).forms
        if isinstance(fact.value, OpeningHours):
            yield from _hours(fact.value, language)
    for place in (answer.contact, answer.municipality):
        for location in place.locations:
            yield from _location(location, language)
    texts = [answer.title, answer.question, answer.summary, answer.not_offered_because, answer.contact.postal_address]
    texts += [text for notice in answer.notices_for(Channel.PHONE) for text in (notice.title, notice.text)]
    texts += [written_out(section.said(Channel.PHONE), expected.facts, language) for section in answer.sections]
    texts += [written_out(alert.blocks, expected.facts, language) for alert in answer.personal.alerts]
    texts += [outcome.because for outcome in answer.personal.applied]
    for route in answer.routes:
        texts += [route.text, route.address]
        if route.phone:
            yield say_phone(route.phone, language)
    if answer.withdrawal:
        yield say_date(local_date(answer.withdrawal.since), language)
        texts.append(answer.withdrawal.reason)
    for text in texts:
        for found in claims(text, language, expected.known):
            if found.claim in _SAID_WHOLE:
                yield from _with_dial((speak(found.text, language),))


def _hours(hours: OpeningHours, language: str) -> Iterator[str]:
    for exception in hours.exceptions:
        yield say_date(exception.date, language)
        clocks = () if exception.closed else (exception.opens, exception.closes)
        yield from _with_dial(say_time(dt.time.fromisoformat(clock), language) for clock in clocks)


def _location(location: Location, language: str) -> Iterator[str]:
    yield say_postcode(location.address.postcode, language)
    yield from _hours(location.opening_hours, language)


def _with_dial(forms: Iterable[str]) -> Iterator[str]:
    """A time is also said without its part of the day, where another time in the sentence names that."""
    for form in forms:
        yield form
        if (short := _PART_OF_DAY.sub("", form)) != form:
            yield short


def _on_the_dial(allowed: Allowed) -> Allowed:
    dial = {(Claim.TIME, f"{int(clock[:2]) % 12 or 12:02}{clock[2:]}") for clock in allowed.of(Claim.TIME)}
    return allowed | Allowed(readings=frozenset(dial))


def _step(language: str) -> str:
    """The count before an item of a numbered list is the voice's own."""
    before, _, after = phrase("step", language, number=_MARK).partition(_MARK)
    return rf"{re.escape(before)}[^\W\d_]+(?:-[^\W\d_]+)*{re.escape(after)}:"


def spoken_keys(expected: Expected) -> Iterator[tuple[str, str]]:
    """The sections and the facts in them that a voice has to say."""
    for section in expected.sections.values():
        for key in fact_keys(section.said(Channel.PHONE)):
            yield section.id, key
