"""What somebody may be about to ask, while it is typed."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from contenthub.answering import Asking
from search.dutch import Token, analyser
from search.engines import Engine
from search.query import Beginning, Card, Filters, filters_of

_LOOKED_AT = 40


class Suggested(Struct, frozen=True):
    """`kind`: `product` or `question` for an item by its title, `phrasing` for another way to ask for it."""

    text: str
    item: str
    kind: str


def suggest(prefix: str, asking: Asking, engine: Engine, first: int) -> list[Suggested]:
    """At most `first` suggestions, best first; each text once. Raises EngineAway."""
    return beginning(prefix, filters_of(asking), engine, first)


def beginning(prefix: str, filters: Filters, engine: Engine, first: int) -> list[Suggested]:
    tokens = list(analyser.tokens(prefix[:200]))
    if not tokens or (len(tokens) == 1 and len(tokens[0].word) < 2):
        return []
    found = _of(tokens, filters, engine, first)
    if not found:
        found = _of(_spelled(tokens, engine), filters, engine, first)
    return found


def _of(tokens: list[Token], filters: Filters, engine: Engine, first: int) -> list[Suggested]:
    # Empty words in the middle help nobody; the last may be the beginning of another.
    words = [token.word for token in tokens[:-1] if not token.empty]
    asked = Beginning(words=tuple(words[:8]), last=tokens[-1].word, filters=filters)
    cards = engine.cards(engine.beginning(asked, _LOOKED_AT))
    wanted = (*asked.words, asked.last)
    ranked = sorted(
        (candidate for card in cards.values() for candidate in _candidates(card, wanted)), key=lambda c: c[0]
    )
    texts: dict[str, Suggested] = {}
    for _, suggested in ranked:
        texts.setdefault(suggested.text.casefold(), suggested)
    return list(texts.values())[:first]


def _candidates(card: Card, wanted: tuple[str, ...]) -> Iterator[tuple[tuple[object, ...], Suggested]]:
    """The ways to name this document that have every word; those that begin so first, then titles, then short ones."""
    names = [(card.title, card.type), *((phrasing, "phrasing") for phrasing in card.phrasings)]
    fitting = [(name, kind, place) for name, kind in names if (place := _place(name, wanted)) is not None]
    if not fitting and any(_place(keyword, wanted) is not None for keyword in card.keywords):
        fitting = [(card.title, card.type, 99)]
    elif not fitting:
        # The words stand in different names of it.
        fitting = [(card.title, card.type, 100)]
    for name, kind, place in fitting[:2]:
        exact = sum(word in analyser.words(name) for word in wanted)
        order = (place > 0, -exact, kind == "phrasing", place, len(name), name)
        yield order, Suggested(text=name, item=card.item, kind=kind)


def _place(name: str, wanted: tuple[str, ...]) -> int | None:
    """Which word of a name the first one wanted begins, counted from 0; None where one of them begins none."""
    words = analyser.words(name)
    places = [next((i for i, word in enumerate(words) if word.startswith(w)), None) for w in wanted]
    return None if None in places else places[0]


def _spelled(tokens: list[Token], engine: Engine) -> list[Token]:
    known = engine.known(token.word for token in tokens)
    return [
        Token(start=t.start, end=t.end, word=engine.nearest_word(t.word) or t.word, stems=t.stems)
        if t.word not in known and len(t.word) >= 4
        else t
        for t in tokens
    ]
