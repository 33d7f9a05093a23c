"""Telephone numbers, digit by digit in the groups in which people write them down, a comma for each pause."""

from __future__ import annotations

import re

from channels.speech.lexicon import DUTCH, Lexicon
from channels.speech.scanner import Rule, rule

# Area codes of three digits (Nummerplan telefoon- en ISDN-diensten); all other geographic ones have four.
_SHORT_AREAS = frozenset(
    "010 013 014 015 020 023 024 026 030 033 035 036 038 040 043 045 046 050 053 055 058 "
    "070 071 072 073 074 075 076 077 078 079 084 085 087 088 091".split()
)
_SERVICE = ("0800", "0900", "0906", "0909")
_SUBSCRIBER = {1: (1,), 2: (2,), 3: (3,), 4: (4,), 5: (2, 3), 6: (2, 2, 2), 7: (3, 2, 2), 8: (2, 2, 2, 2)}


def _cut(digits: str, sizes: tuple[int, ...]) -> list[str]:
    groups, at = [], 0
    for size in sizes:
        groups.append(digits[at : at + size])
        at += size
    return groups


def _even(digits: str) -> list[str]:
    """Groups for a number without a known plan: as one to eight digits are cut, else threes."""
    if len(digits) in _SUBSCRIBER:
        return _cut(digits, _SUBSCRIBER[len(digits)])
    head = len(digits) % 3
    groups = [digits[at : at + 3] for at in range(head, len(digits), 3)]
    return ([digits[:head]] if head else []) + groups


def _dutch(digits: str) -> list[str]:
    """Groups of a national number that starts with 0."""
    if digits.startswith(_SERVICE):
        size = 4
    elif digits.startswith("06"):
        size = 2
    else:
        size = 3 if digits[:3] in _SHORT_AREAS else 4
    return [digits[:size], *_even(digits[size:])] if len(digits) > size else [digits]


def groups(number: str) -> tuple[bool, list[str]]:
    """Whether the number opens with a plus, and its groups of digits.

    Raises ValueError where `number` holds anything but digits and the signs people write between them.
    """
    written = number.strip()
    if not re.fullmatch(r"\+?[\d\s().\-–/]*\d[\d\s().\-–/]*", written):
        raise ValueError(f"number: {number!r} is no telephone number; write digits, such as 14 0123 or +31 6 12345678")
    plus = written.startswith("+")
    if plus:
        written = written.replace("(0)", "")
    digits = re.sub(r"\D", "", written)
    if not plus and re.match(r"00[1-9]", digits):
        plus, digits = True, digits[2:]
    if plus:
        if digits.startswith("31") and len(digits) > 4:
            national = _dutch("0" + digits[2:])
            return True, [group for group in ("31", national[0][1:], *national[1:]) if group]
        spaced = [part for part in re.split(r"\D+", written.lstrip("+")) if part]
        if len(spaced) > 1 and max(map(len, spaced)) <= 4 and "".join(spaced) == digits:
            return True, spaced
        return True, [digits[:2], *_even(digits[2:])] if len(digits) > 2 else [digits]
    if digits.startswith("14") and 5 <= len(digits) <= 6 and digits[2] == "0":
        return False, ["14", digits[2:]]
    if digits.startswith("0"):
        return False, _dutch(digits)
    if len(digits) == 6 and digits.startswith("116"):
        return False, [digits[:3], digits[3:]]
    return False, _even(digits)


def say_phone(number: str, lexicon: Lexicon = DUTCH) -> str:
    """Say a telephone number: "14 0123" is "één vier, nul één twee drie".

    Raises ValueError where `number` is none.
    """
    plus, parts = groups(number)
    said = ", ".join(lexicon.spell_digits(part) for part in parts)
    return f"{lexicon.signs['+']} {said}" if plus else said


_GAP = r"[\s\-–/.]{0,3}"
_NATIONAL = (
    rf"(?:\(?06\)?{_GAP}(?:\d[ \u00a0]?){{7}}\d"
    rf"|\(?0[1-9]\d\)?{_GAP}(?:\d[ \u00a0]?){{6}}\d"
    rf"|\(?0[1-9]\d{{2}}\)?{_GAP}(?:\d[ \u00a0]?){{5}}\d"
    # An area code and a group with a hyphen or dots between: 0123-45-67-89, 06.12.34.56.78.
    r"|0\d{1,3}(?:[-.]\d{2,4}){2,4})"
)
_FREE = (
    r"(?:0800|0900|0906|0909)[\s\-–]{0,3}"
    r"(?:\d{3}[ \u00a0]?\d{2}[ \u00a0]?\d{2}|\d{3}[ \u00a0]?\d{4}|\d{2}[ \u00a0]?\d{2})"
)
_ABROAD = r"(?:\+|(?<!\d)00)[1-9]\d{0,2}(?:\s?\(0\))?(?:[ \u00a0\-.]?\d){6,12}"
_LOCAL = r"14[ \u00a0]?0\d{2,3}"
_END = r"(?![\w€%]|[.,:]\d)"
_ALARM = r"(?:112|113|114|144|116[ \u00a0]?\d{3})"


def _numbered(lexicon: Lexicon, match: re.Match[str]) -> str | None:
    digits = re.sub(r"\D", "", match[0])
    if match[0].startswith("0") and not digits.startswith(("00", *_SERVICE)) and len(digits) != 10:
        return None
    return say_phone(match[0], lexicon)


def rules(lexicon: Lexicon, alarm_before: str, alarm_after: str) -> tuple[Rule, ...]:
    """The rules for one language; the alarm numbers need a word before or after them ("bel 112")."""

    alarms = rf"{_ALARM}(?:(?:,| of| en| or| and) {_ALARM})*"

    def numbered(match: re.Match[str]) -> str | None:
        return _numbered(lexicon, match)

    def alarm(match: re.Match[str]) -> str:
        return match["noun"] + re.sub(_ALARM, lambda found: say_phone(found[0], lexicon), match["number"])

    return (
        rule("phone abroad", rf"(?<![\w.,]){_ABROAD}{_END}", numbered),
        rule("phone service", rf"(?<![\w.,/-]){_FREE}{_END}", numbered),
        rule("phone national", rf"(?<![\w.,/-]){_NATIONAL}{_END}", numbered),
        rule("phone municipality", rf"(?<![\w.,/-]){_LOCAL}{_END}", numbered),
        rule("phone alarm", rf"(?P<noun>\b{alarm_before}\s)(?P<number>{alarms}){_END}", alarm, re.IGNORECASE),
        rule("phone alarm after", rf"(?P<noun>)(?<![\w.,/-])(?P<number>{_ALARM})(?={alarm_after})", alarm),
    )


DUTCH_RULES = rules(
    DUTCH,
    alarm_before=r"(?:bel|belt|bellen|belde|gebeld|alarmnummer|noodnummer)(?:\s(?:naar|met|direct|meteen|altijd|dan|u|eerst|bij spoed|bij nood|in geval van nood)){0,3}",
    alarm_after=r"\s(?:bel|bellen|belt|gebeld)\b|-(?:melding|centrale|app|nummer|gesprek)",
)
