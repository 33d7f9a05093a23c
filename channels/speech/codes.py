"""Codes said sign by sign (postcodes, references, account and case numbers), and numbers of articles.

Letters are single capitals and digits are words, so that nothing can be taken for something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from channels.speech import numbers
from channels.speech.lexicon import DUTCH, Lexicon
from channels.speech.scanner import Rule, rule

_POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})")
# Crockford base32: no I, L, O or U.
_SIGN = "0-9A-HJKMNP-TV-Z"
_REFERENCE = re.compile(rf"([{_SIGN}]{{4}})-([{_SIGN}]{{4}})-([{_SIGN}]{{4}})", re.IGNORECASE)


def spell_signs(code: str, lexicon: Lexicon = DUTCH) -> str:
    """Say letters as capitals and digits as words, one by one."""
    return " ".join(lexicon.digits[int(sign)] if sign.isdecimal() else sign.upper() for sign in code)


def say_postcode(code: str, lexicon: Lexicon = DUTCH) -> str:
    """Say a postcode: "1234 AB" is "één twee drie vier, A B".

    Raises ValueError where `code` is no Dutch postcode.
    """
    match = _POSTCODE.fullmatch(code.strip())
    if match is None:
        raise ValueError(f"code: {code!r} is no postcode; write four digits and two letters, such as 1234 AB")
    return f"{spell_signs(match[1], lexicon)}, {spell_signs(match[2], lexicon)}"


def say_reference(code: str, lexicon: Lexicon = DUTCH) -> str:
    """Say an antwoordcode: "K7QF-2M9D-4TXR" is "K zeven Q F, twee M negen D, vier T X R".

    Raises ValueError where `code` is none.
    """
    match = _REFERENCE.fullmatch(code.strip())
    if match is None:
        raise ValueError(f"code: {code!r} is no antwoordcode; write three groups of four, such as K7QF-2M9D-4TXR")
    return ", ".join(spell_signs(group, lexicon) for group in match.groups())


def say_account(match: re.Match[str], lexicon: Lexicon) -> str:
    signs = re.sub(r"\s", "", match[0])
    return ", ".join(spell_signs(signs[at : at + 4], lexicon) for at in range(0, len(signs), 4))


def is_roman(word: str) -> bool:
    return bool(re.fullmatch(r"(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", word))


def _letters(run: str, lexicon: Lexicon) -> str:
    """Letters inside a code: capitals are spelled, a word that can be read stays a word."""
    if run.isupper() and (len(run) <= 3 or not re.search("[AEIOUY]", run)):
        return spell_signs(run, lexicon)
    return run


def mixed_rules(lexicon: Lexicon, whole: Callable[[str], str]) -> tuple[Rule, ...]:
    """The rules for codes of letters and digits in one language; they come after those for quantities,
    because "5km" and "24u" look like codes.

    `whole` says digits as a number.
    """

    def mixed(match: re.Match[str]) -> str:
        """A4 is "A vier", 5G "vijf G", GM0344 "G M nul drie vier vier"."""
        said = []
        for run in re.findall(r"\d+|[^\W\d_]+|\.", match[0]):
            if run == ".":
                said.append(lexicon.signs[run])
            elif not run.isdecimal():
                said.append(_letters(run, lexicon))
            elif (run[0] == "0" and len(run) > 1) or len(run) > 3:
                said.append(lexicon.spell_digits(run))
            else:
                said.append(whole(run))
        return " ".join(said)

    def parted(match: re.Match[str]) -> str:
        """Z-2026-00123: every sign, the separators too, because all of them may have to be typed."""
        if re.fullmatch(r"[A-Z]{4,}-[1-9]\d?", match[0]) and re.search("[AEIOUY]", match[0]):
            name, number = match[0].split("-")
            return f"{name} {whole(number)}"
        said = []
        for run in re.findall(r"\d+|[A-Z]+|[-/]", match[0]):
            if run in "-/":
                said.append(lexicon.signs[run])
            elif run.isdecimal():
                # A directive (2006/24/EG) is read as numbers, a case number (Z-2026-00123) sign by sign.
                signs = run[0] == "0" or (len(run) > 2 and "-" in match[0])
                said.append(lexicon.spell_digits(run) if signs else whole(run))
            else:
                said.append(_letters(run, lexicon))
        return " ".join(said)

    return (
        rule(
            "code of parts",
            r"(?<![\w/-])(?=[A-Z0-9/-]*\d)(?=[0-9/-]*[A-Z])[A-Z0-9]+(?:[-/][A-Z0-9]+)+(?![\w/-])",
            parted,
        ),
        rule("mixed code", r"(?<!\w)(?:[^\W\d_]+\d|\d+[^\W\d_])[^\W_]*(?:\.\d+)*(?!\w)", mixed),
    )


def sign_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """The rules for references, account numbers and postcodes in one language."""
    return (
        rule(
            "reference",
            rf"(?<![\w/.-])[{_SIGN}]{{4}}-[{_SIGN}]{{4}}-[{_SIGN}]{{4}}(?![\w-])",
            lambda match: say_reference(match[0], lexicon),
        ),
        rule(
            "account",
            r"(?<!\w)[A-Z]{2}\s?\d\d\s?[A-Z]{4}(?:\s?\d){10}(?!\w)",
            lambda match: say_account(match, lexicon),
        ),
        rule(
            "postcode",
            rf"(?<![\w.,:/€-])[1-9]\d{{3}}(?:\s(?!(?:{_NO_POSTCODE})\b)[A-Z]{{2}}|[A-Z]{{2}}|(?!(?:{_SMALL})\b)[a-z]{{2}})"
            r"(?![\w-])(?!\.\w)",
            lambda match: say_postcode(match[0], lexicon),
        ),
    )


# Two capitals after a year are more often an abbreviation than half a postcode.
_NO_POSTCODE = "EU|NS|VN|NL|VS|VK|UK|IB|WW|OV|BW|OM|BV|NV|KM|KG|KB|MB|GB|TB"
# After four digits these are units and endings; "1234ab" is a postcode.
_SMALL = "km|kg|cm|mm|dm|hm|mg|ml|cl|dl|gr|ha|jr|wk|st|px|pp|de|er|th|nd|rd|am|pm|hr"
_ARTICLE = (
    r"artikel(?:en)?|artt?\.?|paragraaf|paragrafen|par\.|§§?|hoofdstuk(?:ken)?|hfst\.|afdeling|titel|onderdeel|"
    r"onderdelen|bijlagen?|rubriek|tarief|tariefnummer|tarieventabel|versie|regel|leden|lid|punt"
)
_FULL = {
    "art": "artikel",
    "artt": "artikelen",
    "par": "paragraaf",
    "§": "paragraaf",
    "§§": "paragrafen",
    "hfst": "hoofdstuk",
}
_PART = r"\d+(?:[.:]\d+)*[a-z]{0,2}(?:[.:]\d+[a-z]{0,2})*(?![\w€%]|[.,:]\d)"
_AND = r"(?:,\s|\sen\s|\sof\s|\st/m\s|\stot en met\s|\s?[-–]\s?)"
_LAWS = r"Awb|BW|Sr|Sv|Rv|Gemeentewet|Grondwet"


def _article_number(written: str) -> str:
    """6:7 is "zes dubbele punt zeven": a bare "zes zeven" could be two articles."""
    said = []
    for run in re.findall(r"\d+|[.:]|[a-z]+", written):
        said.append(DUTCH.signs[run] if run in ".:" else numbers.whole(run) if run.isdecimal() else run)
    return " ".join(said)


def _article(match: re.Match[str]) -> str:
    noun = match["noun"]
    full = _FULL.get(noun.rstrip(".").lower(), noun)
    if noun[:1].isupper():
        full = full.capitalize()
    listed = re.sub(r"\s?[-–]\s?", " tot en met ", match["list"])
    listed = re.sub(r"\bt/m\b", "tot en met", listed)
    return f"{full} {re.sub(_PART, lambda found: _article_number(found[0]), listed)}"


def _law_article(match: re.Match[str]) -> str:
    return _article_number(match[0])


def _noun_number(match: re.Match[str]) -> str:
    digits = match["digits"]
    return match["noun"] + (numbers.spell(digits) if len(digits) <= 5 else numbers.spell_run(digits))


def _citizen_number(match: re.Match[str]) -> str:
    """1234.56.782, as a BSN stands on documents."""
    return ", ".join(map(numbers.spell, match[0].split(".")))


def _ratio(match: re.Match[str]) -> str:
    return f"{match['noun']}{numbers.whole(match['one'])} op {numbers.say_written(match['other'])}"


RULES: tuple[Rule, ...] = (
    *sign_rules(DUTCH),
    rule(
        "article",
        rf"(?<![\w-])(?P<noun>{_ARTICLE})\s?(?P<list>{_PART}(?:{_AND}{_PART})*)",
        _article,
        re.IGNORECASE,
    ),
    rule("article of a law", rf"(?<![\w.,:])\d+:\d+[a-z]?(?=\s(?:{_LAWS})\b)", _law_article),
    rule(
        "ratio",
        r"(?P<noun>\b(?:schaal|verhouding)\s)(?P<one>\d+):(?P<other>\d+(?:\.\d{3})*)(?!\w)",
        _ratio,
        re.IGNORECASE,
    ),
    rule("citizen number", r"(?<![\w.,-])\d{4}\.\d\d\.\d{3}(?![\w-]|[.,]\d)", _citizen_number),
    rule(
        "number with a name",
        r"(?P<noun>(?<!\w)(?:postbus|postcode|kenmerk|pincode|[\w-]{0,40}(?:nummer|code))(?:\s|:\s))(?P<digits>\d{4,6})(?!\w|[.,:/-]\d)",
        _noun_number,
        re.IGNORECASE,
    ),
)

MIXED = mixed_rules(DUTCH, numbers.whole)
