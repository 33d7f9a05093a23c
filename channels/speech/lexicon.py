"""The words of one spoken language that number, phone, web and code sayers share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Lexicon:
    """`digits` are the ten digit words; `signs` say the characters of web addresses and codes."""

    digits: tuple[str, ...]
    signs: Mapping[str, str]

    def spell_digits(self, digits: str) -> str:
        return " ".join(self.digits[int(each)] for each in digits)


DUTCH = Lexicon(
    digits=("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"),
    signs={
        "@": "apenstaartje",
        ".": "punt",
        "-": "streepje",
        "_": "laag streepje",
        "/": "schuine streep",
        ":": "dubbele punt",
        "?": "vraagteken",
        "&": "en-teken",
        "=": "is-teken",
        "#": "hekje",
        "%": "procentteken",
        "+": "plus",
        "~": "tilde",
        ",": "komma",
        ";": "puntkomma",
        "!": "uitroepteken",
        "'": "aanhalingsteken",
        "*": "sterretje",
        "$": "dollarteken",
        "(": "haakje openen",
        ")": "haakje sluiten",
        "[": "blokhaak openen",
        "]": "blokhaak sluiten",
    },
)

ENGLISH = Lexicon(
    digits=("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    signs={
        "@": "at",
        ".": "dot",
        "-": "dash",
        "_": "underscore",
        "/": "slash",
        ":": "colon",
        "?": "question mark",
        "&": "ampersand",
        "=": "equals",
        "#": "hash",
        "%": "percent sign",
        "+": "plus",
        "~": "tilde",
        ",": "comma",
        ";": "semicolon",
        "!": "exclamation mark",
        "'": "apostrophe",
        "*": "asterisk",
        "$": "dollar sign",
        "(": "open bracket",
        ")": "close bracket",
        "[": "open square bracket",
        "]": "close square bracket",
    },
)
