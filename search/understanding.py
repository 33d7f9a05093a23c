"""From what somebody typed to the terms that an engine is asked for, and to the text whose meaning is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from search.dutch import Token, analyser
from search.dutch.stemming import stem
from search.dutch.synonyms import Meant, Synonyms
from search.engines import Engine
from search.query import Term

# A longer question says no more, and every word costs.
MOST_WORDS = 40
MOST_CHARACTERS = 1_000
SHORTEST_SPELLED = 4
# What a word that was probably meant counts beside one that was typed.
_SPELLED = 0.6
_PART = 0.5
_MEANT = 0.7
_MOST_OF_ONE = 4


class Understood(Struct, frozen=True):
    """`terms` for the words; `official` says for each lay word in it what that is on
    paper, for the meaning; `corrected` is
    the text with the words that were probably meant in place of those that nobody knows, or "" where there are none."""

    terms: tuple[Term, ...]
    official: tuple[str, ...]
    corrected: str


def understand(text: str, synonyms: Synonyms, engine: Engine) -> Understood:
    text = text[:MOST_CHARACTERS]
    tokens = list(analyser.tokens(text))[:MOST_WORDS]
    meant = {one.begin: one for one in synonyms.meant(tokens)}
    spelled = _spelled(tokens, meant, engine)
    terms = [
        _term(token, meant.get(i), spelled.get(i, ""))
        for i, token in enumerate(tokens)
        if not token.empty or i in meant
    ] or [_term(token, None, "") for token in tokens]
    corrected = _in_place(text, {tokens[i]: word for i, word in spelled.items()}) if spelled else ""
    return Understood(terms=tuple(terms), official=_official(list(meant.values())), corrected=corrected)


def _spelled(tokens: Sequence[Token], meant: Mapping[int, Meant], engine: Engine) -> dict[int, str]:
    """By place, the words that were probably meant. A word that some text says, or that has a synonym, stays itself."""
    asked = {i: t for i, t in enumerate(tokens) if len(t.word) >= SHORTEST_SPELLED and t.word.isalpha() and not t.empty}
    for one in meant.values():
        for place in range(one.begin, one.end):
            asked.pop(place, None)
    known = engine.known(token.word for token in asked.values()) if asked else frozenset()
    unknown = {i: token for i, token in asked.items() if token.word not in known}
    found = {i: engine.nearest_word(token.word) for i, token in unknown.items()}
    return {i: word for i, word in found.items() if word}


def _in_place(text: str, instead: Mapping[Token, str]) -> str:
    for token in sorted(instead, key=lambda token: -token.start):
        text = text[: token.start] + instead[token] + text[token.end :]
    return text


def _official(meant: Sequence[Meant]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(official_of(word for word, _ in one.means) for one in meant))


def official_of(means: Iterable[str]) -> str:
    """What one expression is called on paper, as one text to compare the meaning of."""
    return ", ".join(list(means)[:_MOST_OF_ONE])


def _term(token: Token, meant: Meant | None, spelled: str) -> Term:
    own, *parts = token.stems or (token.word,)
    return Term(
        words=((token.word, 1.0), *(((spelled, _SPELLED),) if spelled else ())),
        stems=((own, 1.0), *((part, _PART) for part in parts), *(((stem(spelled), _SPELLED),) if spelled else ())),
        phrases=tuple((stems, _MEANT) for _, stems in meant.means if stems) if meant else (),
    )
