"""SSML 1.1 for voice systems (W3C Recommendation of 7 September 2010)."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

_PAUSE = '<break time="350ms"/>'
# A voice is chosen by language and country; a private tag such as nl-x-a2 would find none.
_LOCALES = {"nl": "nl-NL", "en": "en-GB"}
# Words that agents can read and voices cannot.
_ALIASES = {
    "nl": {
        "DigiD": "diegie dee",
        "WOZ": "woz",
        "iDEAL": "ai diel",
        "WIA": "wia",
        "eHerkenning": "ie herkenning",
    },
    "en": {"DigiD": "diggy dee", "iDEAL": "eye deal"},
}
# What XML 1.0 does not allow at all, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def locale(language: str) -> str:
    """The tag by which a voice is found: "nl" and "nl-x-a2" are "nl-NL"; a tag with a country stays."""
    primary, _, rest = language.partition("-")
    if re.fullmatch("[A-Za-z]{2}", rest.split("-")[0]):
        return f"{primary.lower()}-{rest.split('-')[0].upper()}"
    return _LOCALES.get(primary.lower(), primary.lower())


def _sentence(text: str, aliases: dict[str, str]) -> str:
    said = escape(_FORBIDDEN.sub("", text).strip())
    if not aliases:
        return said
    pattern = rf"(?<!\w)(?:{'|'.join(aliases)})(?!\w)"
    return re.sub(pattern, lambda found: f"<sub alias={quoteattr(aliases[found[0]])}>{found[0]}</sub>", said)


def ssml(sentences: list[str], language: str = "nl") -> str:
    """An SSML 1.1 document of one paragraph with a pause between sentences.

    `sentences` are already spoken text (see speak); they are escaped, and empty ones are left out.
    """
    aliases = _ALIASES.get(language.split("-")[0].lower(), {})
    said = [each for each in (_sentence(sentence, aliases) for sentence in sentences) if each]
    body = _PAUSE.join(f"<s>{each}</s>" for each in said)
    paragraph = f"<p>{body}</p>" if body else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis"'
        f" xml:lang={quoteattr(locale(language))}>{paragraph}</speak>\n"
    )
