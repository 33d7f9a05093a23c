"""Text to tokens, for the index and for the query, with the place of each in the text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from search.dutch.compounds import parts_of
from search.dutch.folding import WORD, fold, pieces
from search.dutch.stemming import stem

# Words without which a question says the same. Not among them: niet, geen, zonder, voor, na, te, want these change it.
STOPWORDS = frozenset(
    """de het een en of ik je jij u we wij ze zij hij hem haar mijn me mij ons onze jullie uw zijn is ben bent was
    waren wordt worden word heb hebt heeft hebben had kan kun kunt kunnen moet moeten mag mogen wil wilt willen zal
    zou zullen zouden ga gaat gaan dat die dit deze er van in op aan om met bij als dan dus maar wat hoe waar wanneer
    welk welke wie waarom doe doet doen nu ook al nog wel even graag hallo dag alstublieft svb the a of to i my
    do can how what is""".split()
) - {"svb"}


class Token(Struct, frozen=True):
    """One word of a text. `start` and `end` are offsets in characters; `word` is folded; `stems` has the word's own
    stem first, then those of its parts."""

    start: int
    end: int
    word: str
    stems: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return self.word in STOPWORDS


class Analyser:
    """Stateless; what is curated is read once per process."""

    def tokens(self, text: str) -> Iterator[Token]:
        for match in WORD.finditer(text):
            yield Token(match.start(), match.end(), *_forms(match.group()))

    def words(self, text: str) -> list[str]:
        """Folded words for the unstemmed field; a word with a joint also in its parts."""
        return [piece for match in WORD.finditer(text) for piece in pieces(fold(match.group()))]

    def stems(self, text: str) -> list[str]:
        """Stems for the stemmed field: of every word but the empty ones, and of the parts of compounds."""
        return [s for token in self.tokens(text) if not token.empty for s in token.stems]


@lru_cache(maxsize=50_000)
def _forms(raw: str) -> tuple[str, tuple[str, ...]]:
    spelled = pieces(fold(raw))
    stems = [stem(piece) for piece in spelled if piece not in STOPWORDS or len(spelled) == 1]
    for piece in spelled:
        stems += [stem(part) for part in parts_of(piece)]
    return spelled[0], tuple(dict.fromkeys(stems))


analyser = Analyser()
