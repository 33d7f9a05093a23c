"""What looks like a value but is none that anybody would keep as a fact: an age in a condition, the date in the name of
a law, the name of a site, digits that no telephone answers.

Each rule was made for places in the national questions of Rijksoverheid.nl, see docs/checks.md.
"""

from __future__ import annotations

import re

import phonenumbers

from channels.sameness.extract import Claim, Placed
from contenthub.vocabulary import DurationUnit

_SPACE = r"[\s\N{NO-BREAK SPACE}]"
_PERSON = (
    r"(?:\w*kind(?:eren)?|jongeren?|jeugd|personen|persoon|mensen|iemand|wie|inwoners?|aanvragers?|\w*jarigen?|ouders?"
    r"|nederlanders?|studenten?|leerlingen?|bezoekers?|\w*school|children|child|people|persons?|anyone|residents?|applicants?)"
)
_THAN = re.compile(rf"\b(?:jonger|ouder|younger|older){_SPACE}(?:\w+{_SPACE})?(?:dan|than){_SPACE}(?:de{_SPACE})?\Z", re.I)
_OR_OLDER = re.compile(
    rf"{_SPACE}(?:(?:of|en|or|and){_SPACE}(?:ouder|jonger|older|over|younger|under)|oud|old|of{_SPACE}age|wordt|bent)\b|{_SPACE}worden(?=[:?!.,]|\Z)", re.I
)
_TURNS = re.compile(rf"\b(?:wordt|word|worden|turn|turns){_SPACE}(?:\w+{_SPACE})?\Z", re.I)
_AGE_FROM = re.compile(rf"\b(?:vanaf|tot|t/m|met|onder|boven|van|from|under|over|until){_SPACE}(?:(?:de|the|the age of){_SPACE})?\Z", re.I)
_OF_PERSON = re.compile(rf"\b{_PERSON}\b[^.?!;]{{0,30}}\Z", re.I)
_FIRST_OF_TWO = re.compile(rf"\b\d{{1,2}}{_SPACE}(?:tot|en|t/m|-|–){_SPACE}?\Z", re.I)
# Ages at which Dutch law lets something begin or end; they need no word for a person beside them.
_LEGAL_AGES = frozenset({12, 14, 16, 18, 21})
_NAME_OF_LAW = re.compile(
    rf"\b\w*(?:wet|besluit|regeling|verordening|richtlijn|verdrag|arrest|uitspraak|beschikking|act|directive|regulation)"
    rf"{_SPACE}(?:van|of){_SPACE}(?:de{_SPACE})?\Z",
    re.I,
)
_ROUND_THE_CLOCK = re.compile(rf"{_SPACE}(?:per|in de|a|bereikbaar){_SPACE}?(?:dag|etmaal|week|day)?", re.I)
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+", re.I)
_DUTCH_LENGTH = 10
# A bank account or a card, as in NL91 ABNA 0417 1643 00.
_GROUPS_OF_FOUR = re.compile(r"\d{4} \d{4} \d")
_SHORT_NUMBER = re.compile(r"14\d{3,4}\Z|112\Z|0[89]00\d{4,7}\Z")


def exempt(text: str, placed: Placed) -> bool:
    """Whether this claim is no loose value where it stands in the text."""
    before, after = text[: placed.start], text[placed.end :]
    match placed.find.claim:
        case Claim.DURATION:
            return _is_age(placed, before, after) or _is_always(placed, after)
        case Claim.DATE:
            return bool(_NAME_OF_LAW.search(before))
        case Claim.URL:
            return bool(_SITE.fullmatch(placed.find.text)) and not placed.find.text.lower().startswith("www.")
        case Claim.PHONE:
            return not _is_telephone(placed)
    return False


def _is_age(placed: Placed, before: str, after: str) -> bool:
    amount, _, unit = placed.find.readings[0][1].partition(" ")
    if unit != DurationUnit.YEAR or not amount.isdigit() or int(amount) > 120:
        return False
    if _THAN.search(before) or _TURNS.search(before) or _OR_OLDER.match(after):
        return True
    first = _FIRST_OF_TWO.search(before)
    led = before[: first.start()] if first else before
    if not _AGE_FROM.search(led):
        return False
    return int(amount) in _LEGAL_AGES or bool(_OF_PERSON.search(led))


def _is_always(placed: Placed, after: str) -> bool:
    """`24 uur per dag`, `7 dagen per week`: a way to say always."""
    always = placed.find.readings[0][1] in (f"24 {DurationUnit.HOUR}", f"7 {DurationUnit.DAY}")
    return always and bool(_ROUND_THE_CLOCK.match(after))


def _is_telephone(placed: Placed) -> bool:
    digits = placed.find.readings[0][1]
    if _SHORT_NUMBER.match(digits):
        return True
    if (digits.startswith("0") and len(digits) != _DUTCH_LENGTH) or _GROUPS_OF_FOUR.match(placed.find.text):
        return False
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(placed.find.text, "NL"))
    except phonenumbers.NumberParseException:
        return False
