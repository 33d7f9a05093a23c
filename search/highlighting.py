"""Where a text says what was asked, from the text as this reader may see it: so nothing else can be highlighted."""

from __future__ import annotations

from collections.abc import Iterable

from search.dutch import Token, analyser

# Marks that no text has; what shows the highlight puts its own in their place.
BEGIN, END = "\ue000", "\ue001"
_AROUND = 110


def wanted(query: str) -> tuple[frozenset[str], frozenset[str]]:
    """Folded words and stems of what was asked, without the empty ones."""
    tokens = [token for token in analyser.tokens(query[:2000]) if not token.empty]
    return frozenset(token.word for token in tokens), frozenset(s for token in tokens for s in token.stems[:1])


def highlight(text: str, asked: tuple[frozenset[str], frozenset[str]]) -> str:
    """The part of a text with the most of what was asked, each such word between BEGIN and END; "" without any."""
    words, stems = asked
    hits = [token for token in analyser.tokens(text) if token.word in words or stems & set(token.stems)]
    if not hits:
        return ""
    begin, end = _window(hits, text)
    out, at = [], begin
    for token in hits:
        if begin <= token.start and token.end <= end:
            out += [text[at : token.start], BEGIN, text[token.start : token.end], END]
            at = token.end
    out.append(text[at:end])
    cut = "".join(out).strip()
    return f"{'… ' if begin > 0 else ''}{cut}{' …' if end < len(text) else ''}"


def _window(hits: list[Token], text: str) -> tuple[int, int]:
    """Around the hit that has most different ones near it."""
    best = max(hits, key=lambda hit: (len(_near(hits, hit)), -hit.start))
    begin, end = max(0, best.start - _AROUND // 3), min(len(text), best.start + 2 * _AROUND)
    while begin > 0 and not text[begin - 1].isspace():
        begin -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return begin, end


def _near(hits: Iterable[Token], one: Token) -> set[str]:
    return {hit.stems[0] if hit.stems else hit.word for hit in hits if 0 <= hit.start - one.start < 2 * _AROUND}
