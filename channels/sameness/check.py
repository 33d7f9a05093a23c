"""The checker: all renderings of one answer against the answer, and so against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from channels.letter.document import LetterDocument
from channels.letter.render import document
from channels.registry import CHANNELS
from channels.renderings import Rendering
from channels.sameness.difference import Difference, Kind
from channels.sameness.due import Due, dues, same_address
from channels.sameness.expected import Expected
from channels.sameness.extract import Claim, Find, Reading, claims, words
from channels.sameness.loose import loose
from channels.sameness.source import before_facts
from channels.sameness.spoken import heard, residue, spoken_keys
from channels.sameness.views import Piece, View, views
from channels.sameness.wordings import strays
from channels.voice.frame import local_date
from contenthub.resolving.answer import Answer
from contenthub.resolving.facts import Fact, Tariff
from contenthub.resolving.text import fact_keys
from contenthub.vocabulary import Channel

_CONTEXT = 3
_SHOWN = 6


class _Said(Struct, frozen=True):
    """What is said in one place: the values in it, and its words."""

    readings: frozenset[Reading]
    text: str

    def says(self, due: Due) -> bool:
        """By its value; by its words only a text, and a web address, which may be said by its label."""
        if self.readings & due.readings or any(self._at(wanted) for wanted in due.readings):
            return True
        by_words = not due.readings or any(claim is Claim.URL for claim, _ in due.readings)
        return by_words and any(f" {phrase} " in self.text for phrase in due.phrases)

    def _at(self, wanted: Reading) -> bool:
        return wanted[0] is Claim.ADDRESS and any(
            claim is Claim.ADDRESS and same_address(value, wanted[1]) for claim, value in self.readings
        )


def check(answer: Answer) -> tuple[Difference, ...]:
    """Everything in which the channels differ from the answer; empty when all say the same.

    Renders the answer in every channel, the letter also as it will be set.
    """
    renderings = {channel: spec.render(answer) for channel, spec in CHANNELS.items()}
    letter = document(answer, addressee=None, date=local_date(answer.moment))
    return compare(answer, renderings, letter)


def compare(
    answer: Answer,
    renderings: Mapping[Channel, Rendering],
    letter: LetterDocument | None = None,
) -> tuple[Difference, ...]:
    """The same for renderings that were made elsewhere: what a client was sent, or what a test has planted."""
    found: list[Difference] = [*loose(answer), *strays(answer)]
    expected = None
    for channel, rendering in renderings.items():
        expected = Expected(answer, channel, expected)
        shown = views(rendering)
        if channel is Channel.LETTER and letter:
            shown += views(letter)
        for view in shown:
            found += _heard(view, expected) if view.spoken else _read(view, expected)
    return tuple(dict.fromkeys(found))


def _read(view: View, expected: Expected) -> Iterator[Difference]:
    for piece in view.pieces:
        yield from _foreign(piece, view, expected)
        yield from _misnamed(piece, view, expected)
    if view.complete:
        yield from _missing(view, expected)
    if view.name != "json_ld":
        yield from _out_of_place(view, expected)


def _foreign(piece: Piece, view: View, expected: Expected) -> Iterator[Difference]:
    """Values that the answer does not hold, or not in this section."""
    allowed = expected.within(piece.section)
    for found in _finds(piece, expected):
        if not allowed.allows(found):
            wanted = allowed.of(found.claim)[:_SHOWN]
            why = f"the answer holds {', '.join(wanted)}" if wanted else f"the answer holds no {found.claim} here"
            yield _difference(expected, view, piece.section, Kind.FOREIGN, found.text, why)


def _misnamed(piece: Piece, view: View, expected: Expected) -> Iterator[Difference]:
    """A text that says which fact it is must say that fact."""
    fact = expected.fact(piece.fact) if piece.fact else None
    if fact is None:
        return
    said = _said((piece,), expected)
    for due in dues(fact, expected.language):
        if not said.says(due):
            yield _difference(expected, view, piece.section, Kind.FOREIGN, piece.text.strip(), _wanted(due))


def _missing(view: View, expected: Expected) -> Iterator[Difference]:
    """Facts to which a section refers, and that are not said where that section is said."""
    for section in expected.sections.values():
        said = _said(view.of(section.id), expected)
        for fact in _facts(fact_keys(section.said(expected.channel)), expected):
            for due in dues(fact, expected.language):
                if not said.says(due):
                    yield _difference(expected, view, section.id, Kind.MISSING, due.name, _wanted(due))


def _out_of_place(view: View, expected: Expected) -> Iterator[Difference]:
    """Where the words before a fact are said, the fact must follow: finds two facts that changed places.

    Words that the text also uses before something else prove nothing and are passed over.
    """
    source = _spaced(expected.written_out())
    for section in expected.sections.values():
        text = _spaced("\n".join(piece.text for piece in view.of(section.id)))
        for before, key in before_facts(section.said(expected.channel)):
            lead, fact = _lead(before), expected.fact(key)
            # The amount of a tariff follows its label, not the words before the table.
            due = dues(fact, expected.language) if fact and lead and not isinstance(fact.value, Tariff) else ()
            if len(due) != 1 or not due[0].phrases or not all(_follow(due[0], _after(lead, source))):
                continue
            places = _after(lead, text)
            if places and not any(_follow(due[0], places)):
                said = f"{lead.strip()} {' '.join(places[0].split()[:4])}"
                yield _difference(expected, view, section.id, Kind.FOREIGN, said, _wanted(due[0]))


def _lead(before: str) -> str:
    """The last words before a fact, or nothing where there are too few to know the place by."""
    last = words(before).split()[-_CONTEXT:]
    return f" {' '.join(last)} " if len(last) == _CONTEXT and not words(before[-1]) else ""


def _after(lead: str, text: str) -> list[str]:
    """What follows each time that these words are said."""
    return [text[at + len(lead) :] for at in _all(lead, text)]


def _follow(due: Due, places: list[str]) -> Iterator[bool]:
    return (any(place.startswith(f"{phrase} ") for phrase in due.phrases) for place in places)


def _heard(view: View, expected: Expected) -> Iterator[Difference]:
    said = _spaced(view.text)
    for section, key in spoken_keys(expected):
        for fact in _facts((key,), expected):
            for due in heard(fact, expected.language).due:
                if not any(f" {phrase} " in said for phrase in due.phrases):
                    yield _difference(expected, view, section, Kind.MISSING, due.name, _wanted(due))
    for found in residue(view.text, expected):
        yield _difference(expected, view, None, Kind.FOREIGN, found.text, "no fact is said like this")


def _said(pieces: tuple[Piece, ...], expected: Expected) -> _Said:
    found = (find for piece in pieces for find in _finds(piece, expected))
    return _Said(
        readings=frozenset(reading for find in found for reading in find.readings),
        text=_spaced("\n".join(piece.text for piece in pieces)),
    )


def _finds(piece: Piece, expected: Expected) -> tuple[Find, ...]:
    return piece.finds + claims(_without_code(piece.text, expected), expected.language, expected.known)


def _without_code(text: str, expected: Expected) -> str:
    """The spelled answer code is no number; agents see it behind the written one."""
    head, code, tail = text.partition(f"{expected.answer.reference}:")
    if not code:
        return text
    letters = len(expected.answer.reference.replace("-", ""))
    return f"{head} {' '.join(tail.split()[letters:])}"


def _spaced(text: str) -> str:
    """The words of a text with a space on both sides, so that whole words can be looked for."""
    return f" {words(text)} "


def _facts(keys: tuple[str, ...], expected: Expected) -> Iterator[Fact]:
    yield from filter(None, map(expected.fact, keys))


def _all(part: str, text: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _wanted(due: Due) -> str:
    values = [value for _, value in sorted(due.readings)] or list(due.phrases)
    return f"{due.name} is {' or '.join(values)}"


def _difference(
    expected: Expected,
    view: View,
    section: str | None,
    kind: Kind,
    found: str,
    why: str,
) -> Difference:
    place = f"{view.name} {section}" if section else view.name
    return Difference(channel=expected.channel, place=place, kind=kind, found=found, expected=why)
