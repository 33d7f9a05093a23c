"""How a text is fitted into small spaces: cut between sentences and items, else at a clause, never inside a fact.

While a text is being fitted, the spaces inside a fact are held together by GLUE; `unglued` gives the spaces back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from channels.voice.facts import Facts, fact_of, hours_rows, tariff_rows, written
from channels.voice.plain import lines, standing_alone
from channels.voice.sentence import split_sentences
from contenthub.resolving.facts import Fact, OpeningHours, PlainText, Tariff
from contenthub.resolving.text import Block, Blocks, FactRef, Heading, Run, Text, replace_facts

GLUE = "\ue001"
"""A private-use character: no text holds it, and it is as wide as the space that it stands for."""

HEADS = "\ue002"
"""Ends a heading, which must not be the last line of a message."""

LONGEST_WHOLE_TEXT = 40
"""Characters up to which a fact of type TEXT is kept whole; a longer one is a text, with sentences of its own."""

_BESIDE_FIGURES = re.compile(r"(?<=\d) (?=[^\W\d])|(?<=[^\W\d]{3}) (?=\d{4}\b)")
_CONJUNCTION = (
    r"(?:en|of|maar|want|dus|omdat|als|dat|die|zodat|tenzij|terwijl|and|or|but|because|if|that|which|unless|so)\b"
)
_CLAUSE_END = re.compile(rf"(?<=[;:,)–—]) | (?=[(–—])| (?={_CONJUNCTION})")


def glued_lines(blocks: Blocks, facts: Facts, language: str) -> list[str]:
    """The lines of a text without addresses of links, with each fact glued together."""
    return [line for block in blocks for line in _block_lines(block, facts, language)]


def unglued(text: str) -> str:
    return text.replace(GLUE, " ").replace(HEADS, "")


def pack(told: Iterable[str], limit: int) -> list[str]:
    """Lines as messages of at most `limit` characters; as many whole sentences in each as fit, every word kept.

    A sentence that is too long by itself is cut at the end of a clause, where there is none between two words; a word
    of more than `limit` characters has to be cut itself. Lines may hold GLUE, messages do not.
    """
    messages: list[str] = []
    current: list[tuple[str, str]] = []
    for mark, sentence in _pieces(told):
        if current and len(_joined(current)) + 1 + len(sentence) <= limit:
            current.append((mark, sentence))
            continue
        *full, rest = clauses(sentence, limit)
        lead = _lead_in(current, full[0] if full else rest, limit)
        if kept := current[: len(current) - len(lead)]:
            messages.append(_joined(kept))
        current = [*lead, (mark, rest)]
        if full:
            messages += [_joined([*lead, (mark, full[0])]), *full[1:]]
            current = [(mark, rest)]
    return [unglued(message) for message in (*messages, _joined(current)) if message]


def _joined(pieces: list[tuple[str, str]]) -> str:
    return "".join(f"{mark if at else ''}{text}" for at, (mark, text) in enumerate(pieces))


def _lead_in(pieces: list[tuple[str, str]], following: str, limit: int) -> list[tuple[str, str]]:
    """A heading, or a last sentence that asks or ends in a colon, goes along with what it leads in to, where that fits."""
    if not pieces or not pieces[-1][1].endswith((":", "?", HEADS)) or len(pieces[-1][1]) + 1 + len(following) > limit:
        return []
    return pieces[-1:]


def clauses(sentence: str, limit: int) -> list[str]:
    """A sentence in parts of at most `limit` characters, each as long as its clauses allow; never empty."""
    parts: list[str] = []
    rest = sentence.strip(" ")
    while len(rest) > limit:
        head = rest[: limit + 1]
        cuts = [match.start() for match in _CLAUSE_END.finditer(rest, 0, limit + 8) if 0 < match.start() <= limit]
        at = cuts[-1] if cuts else head.rfind(" ")
        if at <= 0 and (at := head.rfind(GLUE)) <= 0:
            parts.append(rest[:limit])
            rest = rest[limit:]
            continue
        parts.append(rest[:at].rstrip(" "))
        rest = rest[at:].lstrip(" " + GLUE)
    return [*parts, rest] if rest or not parts else parts


def wrapped(line: str, width: int) -> list[str]:
    """A line broken at words into lines of at most `width` characters; facts, and figures typed in the text with the
    words beside them ("9 maart 2014"), stay on one line where they fit."""
    out = [""]
    for word in _BESIDE_FIGURES.sub(GLUE, line).split(" "):
        for piece in [word] if len(word) <= width else _broken(word, width):
            if out[-1] and len(out[-1]) + 1 + len(piece) > width:
                out.append("")
            out[-1] += f" {piece}" if out[-1] else piece
    return [unglued(each) for each in out if each]


def _broken(word: str, width: int) -> list[str]:
    """A fact wider than the line gives way at its spaces, a word at the edge."""
    pieces = word.split(GLUE)
    if len(pieces) == 1 or max(map(len, pieces)) > width:
        return [piece[at : at + width] for piece in pieces for at in range(0, len(piece), width)]
    return pieces


def _pieces(told: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Each sentence with what parts it from the one before: a space, or a line end where a line begins."""
    for line in told:
        for number, sentence in enumerate(split_sentences(line)):
            yield " " if number else "\n", sentence


def _block_lines(block: Block, facts: Facts, language: str) -> list[str]:
    if standing_alone(block, facts):
        return lines((block,), facts, language, links=False)
    told = lines(replace_facts((block,), lambda ref: _held(ref, facts, language)), facts, language, links=False)
    return [f"{line}{HEADS}" for line in told] if isinstance(block, Heading) else told


def _held(ref: FactRef, facts: Facts, language: str) -> Run | None:
    fact = fact_of(ref.key, facts)
    return (Text(s=_whole(fact, language)),) if fact else None


def _whole(fact: Fact, language: str) -> str:
    """A fact in words, glued; of a tariff and of opening hours each row by itself."""
    match fact.value:
        case Tariff():
            rows = [f"{row.what}: {row.amount}" for row in tariff_rows(fact.value, language)]
        case OpeningHours():
            rows = [f"{days}: {hours}" for days, hours in hours_rows(fact.value, language)]
        case PlainText() if len(written(fact, language)) > LONGEST_WHOLE_TEXT:
            return written(fact, language)
        case _:
            rows = [written(fact, language)]
    return "; ".join(row.replace(" ", GLUE) for row in rows)
