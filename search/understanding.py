"""From what somebody typed to the terms that an engine is asked for."""

from __future__ import annotations

from search.dutch import Token, analyser
from search.query import Term

# A longer question says no more, and every word costs.
MOST_WORDS = 40
_SHORTEST_FUZZY = 5


def terms_of(text: str) -> tuple[Term, ...]:
    tokens = list(analyser.tokens(text[:2000]))[:MOST_WORDS]
    meaning = [token for token in tokens if not token.empty] or tokens
    return tuple(_term(token) for token in meaning)


def _term(token: Token) -> Term:
    own, *parts = token.stems or (token.word,)
    return Term(
        words=((token.word, 1.0),),
        stems=((own, 1.0), *((part, 0.5) for part in parts)),
        fuzzy=token.word if len(token.word) >= _SHORTEST_FUZZY and token.word.isalpha() else "",
    )
