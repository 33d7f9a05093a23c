"""Taking out of a text what looks like personal data, before it is kept. A machine finds much of it, never all."""

from __future__ import annotations

import re

from phonenumbers import PhoneNumberMatcher

# What stands in its place: short, and readable in any language.
GONE = "…"

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+")
_WEB = re.compile(r"\b(https?://|www\.)\S+", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z]{4})?(?: ?\d){8,}\b", re.IGNORECASE)
# Citizens', document and case numbers. An amount or a year is shorter.
_LONG_NUMBER = re.compile(r"\b[A-Z]{0,3}\d(?:[ .-]?\d){5,}\b", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b\d{1,2}[-/. ](?:\d{1,2}|jan\w*|feb\w*|maart|mrt|apr\w*|mei|juni?|juli?|aug\w*|sept?\w*|okt\w*|nov\w*|dec\w*)"
    r"[-/. ](?:19\d\d|20[01]\d)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}(?: ?\d+[a-z]?)?\b", re.IGNORECASE)
_STREET = re.compile(
    r"\b[\w'-]*(?:straat|laan|weg|plein|kade|gracht|dijk|hof|singel|steeg|dreef)\s+\d+(?:\s?[a-z])?(?!\w)",
    re.IGNORECASE,
)
_PLATE = re.compile(r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{1,3}-[A-Z0-9]{2,3}-[A-Z0-9]{1,3}\b", re.IGNORECASE)

_PARTICLE = r"(?:van|de|den|der|het|'t|ter|ten|te|la|el|al|von|da|bin|ben)"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
# After these a name follows, however it is written.
_INTRODUCED = re.compile(
    r"\b(mijn naam is|ik heet|u spreekt met|je spreekt met|naam\s*:|my name is|ismim|nazywam się)"
    r"(?!\s+(?:verkeerd|fout|niet|anders|te|veranderd|gewijzigd|not|wrong)\b)"
    r"(?:\s+[\w'’.-]+?){1,5}?(?=[,.;:!?]|\s+(?:en|ik|and|i|wil|hoe|wat|waar|kan|mag)\b|$)",
    re.IGNORECASE,
)
# Here often something else follows ("ik ben zwanger"), so only what is written as a name goes.
_PERHAPS = re.compile(
    rf"(?P<lead>\b(?i:ik ben|namens|meneer|mevrouw|mevr\.?|dhr\.?|mw\.?|i am|i'm)\s+)"
    rf"(?:{_PARTICLE}\s+)*{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)*{_CAPITAL})*"
)


def stripped(text: str) -> str:
    """The text on one line, without what cannot be printed (no database takes a NUL), and with `…` for e-mail addresses, web addresses, telephone, account and other long numbers,
    whole dates, postcodes, addresses, number plates, and names after words that introduce one."""
    text = "".join(each for each in " ".join(text.split()) if each.isprintable())
    for pattern in (_EMAIL, _WEB):
        text = pattern.sub(GONE, text)
    text = _telephones(_IBAN.sub(GONE, text))
    for pattern in (_BIRTH, _LONG_NUMBER, _POSTCODE, _STREET, _PLATE):
        text = pattern.sub(GONE, text)
    text = _INTRODUCED.sub(lambda found: f"{found[1]} {GONE}", text)
    return _PERHAPS.sub(lambda found: f"{found['lead']}{GONE}", text)


def _telephones(text: str) -> str:
    for found in sorted(PhoneNumberMatcher(text, "NL"), key=lambda one: -one.start):
        text = text[: found.start] + GONE + text[found.end :]
    return text
