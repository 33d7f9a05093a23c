"""From what somebody typed to the terms that an engine is asked for, and to the text whose meaning is compared."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from search.dutch import Token, analyser
from search.dutch.synonyms import Meant, Synonyms
from search.query import Term

# A longer question says no more, and every word costs.
MOST_WORDS = 40
_SHORTEST_FUZZY = 5
_PART = 0.5
_MEANT = 0.7
_MOST_ADDED = 8
_MOST_OF_ONE = 4


class Understood(Struct, frozen=True):
    """`terms` for the words; `official` are the words on paper for the lay words in it, for the meaning."""

    terms: tuple[Term, ...]
    official: str


def understand(text: str, synonyms: Synonyms) -> Understood:
    tokens = list(analyser.tokens(text[:2000]))[:MOST_WORDS]
    meant = {one.begin: one for one in synonyms.meant(tokens)}
    terms = [
        _term(token, meant.get(i)) for i, token in enumerate(tokens) if not token.empty or i in meant
    ] or [_term(token, None) for token in tokens]
    return Understood(terms=tuple(terms), official=_official(list(meant.values())))


def _official(meant: Sequence[Meant]) -> str:
    added = list(dict.fromkeys(word for one in meant for word, _ in one.means[:_MOST_OF_ONE]))[:_MOST_ADDED]
    return ", ".join(added)


def _term(token: Token, meant: Meant | None) -> Term:
    own, *parts = token.stems or (token.word,)
    return Term(
        words=((token.word, 1.0),),
        stems=((own, 1.0), *((part, _PART) for part in parts)),
        phrases=tuple((stems, _MEANT) for _, stems in meant.means if stems) if meant else (),
        fuzzy=token.word if len(token.word) >= _SHORTEST_FUZZY and token.word.isalpha() else "",
    )
