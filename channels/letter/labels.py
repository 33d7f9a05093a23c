"""The fixed words of a letter, per language, and its dates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from channels.phrases import month_name


@dataclass(frozen=True)
class Labels:
    """The words that the letter itself brings; `page` has the places `{page}` and `{pages}`."""

    language: str
    return_address: str
    date: str
    subject: str
    our_reference: str
    your_reference: str
    answer_code: str
    answer_code_hint: str
    contact: str
    enclosures: str
    page: str

    def day(self, date: datetime.date) -> str:
        """A date in words, like `3 maart 2026`."""
        return f"{date.day} {month_name(date.month, self.language)} {date.year}"


NL = Labels(
    language="nl",
    return_address="Retouradres",
    date="Datum",
    subject="Onderwerp",
    our_reference="Ons kenmerk",
    your_reference="Uw kenmerk",
    answer_code="Antwoordcode",
    answer_code_hint="Noem deze code als u contact opneemt.",
    contact="Contact",
    enclosures="Bijlagen",
    page="Pagina {page} van {pages}",
)

EN = Labels(
    language="en",
    return_address="Return address",
    date="Date",
    subject="Subject",
    our_reference="Our reference",
    your_reference="Your reference",
    answer_code="Answer code",
    answer_code_hint="Mention this code when you contact us.",
    contact="Contact",
    enclosures="Enclosures",
    page="Page {page} of {pages}",
)

# Frisian and Papiamento readers live in Dutch-speaking administrations; every other language gets English.
_BY_LANGUAGE = {"nl": NL, "fy": NL, "pap": NL, "en": EN}


def labels(language: str) -> Labels:
    """The words for a language tag (`nl`, `nl-x-a2`, `en`, …); English where we have none of our own."""
    return _BY_LANGUAGE.get(language.split("-")[0].lower(), EN)
