"""Which language is served, and which words of a small translated label.

Source of the codes: BCP 47. `nl-x-a2` (easy Dutch) is a language of its own here: nothing is served under its
name that was not written for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

DUTCH = "nl"

Labels = Mapping[str, str]


def fallback_chain(asked: str, municipal_default: str) -> tuple[str, ...]:
    """The order in which languages are tried: asked, the municipality's default, Dutch."""
    return tuple(dict.fromkeys((asked, municipal_default, DUTCH)))


def choose(asked: str, municipal_default: str, available: Iterable[str]) -> str | None:
    """The language to serve, or None when the item exists in none of the chain."""
    present = set(available)
    return next((code for code in fallback_chain(asked, municipal_default) if code in present), None)


def label(labels: Labels, language: str) -> str:
    """A short label in this language; falls back to the base language, to Dutch, to whatever there is."""
    for code in (language, language.split("-", 1)[0], DUTCH):
        if labels.get(code):
            return labels[code]
    return next((text for text in labels.values() if text), "")


def speaks(labels: Labels, language: str) -> bool:
    """Whether a label has words in this language, or in the one that it is a regional form of (`en-gb` of `en`).

    Easy Dutch is no form of Dutch here: who asks for it may not be able to read the other.
    """
    base = language.split("-", 1)[0]
    return bool(labels.get(language) or (labels.get(base) and not language.startswith("nl-x-")))
