"""Web and e-mail addresses, as one person dictates them to another."""

from __future__ import annotations

import re
from collections.abc import Callable

from channels.speech.abbreviations import is_spelled
from channels.speech.lexicon import DUTCH, Lexicon
from channels.speech.scanner import Rule, rule


def _label(run: str) -> str:
    """A run of letters: short ones that cannot be read as a word are spelled ("nl", "www", "uwv")."""
    consonants = len(run) <= 4 and not re.search("[aeiouyàáäèéëïóöüú]", run, re.IGNORECASE)
    if len(run) == 1 or consonants or is_spelled(run.upper()) or run.lower() == "eu":
        return " ".join(run.upper())
    return run


def _signs(address: str, lexicon: Lexicon) -> str:
    said: list[str] = []
    for run in re.findall(r"[^\W\d_]+|\d|.", address):
        if run.isdecimal():
            said.append(lexicon.spell_digits(run))
        elif run[0].isalpha():
            said.append(_label(run))
        elif run == "/" and said:
            # A comma is a pause: the listener writes the part so far.
            said[-1] += ","
            said.append(lexicon.signs[run])
        else:
            said.append(lexicon.signs.get(run, run))
    return " ".join(word for word in said if word.strip())


def say_email(address: str, lexicon: Lexicon = DUTCH) -> str:
    """Say an e-mail address: info@gemeente.nl is "info apenstaartje gemeente punt N L".

    Raises ValueError where `address` is none.
    """
    written = address.strip().removeprefix("mailto:")
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", written):
        raise ValueError(f"address: {address!r} is no e-mail address; write it as name@example.nl")
    return _signs(written, lexicon)


def say_url(url: str, lexicon: Lexicon = DUTCH) -> str:
    """Say a web address, without the scheme that no one types and without a slash at its end.

    Raises ValueError where `url` is empty or holds a space.
    """
    written = re.sub(r"^https?://", "", url.strip(), flags=re.IGNORECASE).rstrip("/")
    if not written or re.search(r"\s", written):
        raise ValueError(f"url: {url!r} is no web address; write it as https://www.example.nl/page")
    return _signs(written, lexicon)


# Top-level domains that are taken for an address without "www" before it; "de" and "be" are Dutch words.
_TOP = r"(?:nl|com|org|net|eu|info|gov|frl|amsterdam|online|app|gov\.uk)"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?"
_TAIL = r"(?:[/?#][^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]'’])?/?"

EMAIL = r"(?:mailto:)?(?<![\w.+-])[a-z0-9][\w.+-]{0,63}@" + _LABEL + r"(?:\." + _LABEL + r"){1,5}(?!\w)"
URL = (
    r"(?:https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]'’]"
    rf"|(?<![\w@.-])www\.{_LABEL}(?:\.{_LABEL}){{1,5}}(?:{_TAIL})"
    rf"|(?<![\w@.-])(?:{_LABEL}\.){{1,5}}{_TOP}(?![\w-])(?!\.\w){_TAIL})"
)


def rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    def saying(say: Callable[[str, Lexicon], str]) -> Callable[[re.Match[str]], str | None]:
        def said(match: re.Match[str]) -> str | None:
            try:
                return say(match[0], lexicon)
            except ValueError:
                return None

        return said

    return (
        rule("e-mail", EMAIL, saying(say_email), re.IGNORECASE),
        rule("web address", URL, saying(say_url), re.IGNORECASE),
    )
