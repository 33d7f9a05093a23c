"""An answer in the words of schema.org. Source: https://schema.org/GovernmentService and https://schema.org/FAQPage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from channels.phrases import base, phrase
from channels.voice.frame import item_url, local_date, sections, statements
from channels.voice.plain import plain
from channels.voice.routes import route_url
from contenthub.resolving.answer import Answer
from contenthub.resolving.content import Location, MunicipalityContent, Route
from contenthub.resolving.facts import Address, Fact, Money, OpeningHours, Tariff, find, row_of
from contenthub.resolving.languages import label
from contenthub.resolving.text import fact_keys
from contenthub.vocabulary import Audience, Channel, Purpose, SectionKind

Data = dict[str, Any]

_AUDIENCE = {
    "nl": {Audience.RESIDENT: "Inwoners", Audience.BUSINESS: "Ondernemers"},
    "en": {Audience.RESIDENT: "Residents", Audience.BUSINESS: "Businesses"},
}
_DAY = "https://schema.org/{}"


def linked_data(answer: Answer) -> Data:
    """GovernmentService for a product, FAQPage for a question; plain JSON values without empty ones."""
    made = _faq(answer) if answer.type == "question" else _service(answer)
    return {"@context": "https://schema.org", **made}


def _faq(answer: Answer) -> Data:
    return _filled(
        {
            "@type": "FAQPage",
            "inLanguage": answer.language,
            "url": item_url(answer),
            "identifier": answer.reference,
            "mainEntity": [
                _filled(
                    {
                        "@type": "Question",
                        "name": answer.question or answer.title,
                        "alternateName": list(answer.phrasings),
                        "acceptedAnswer": {"@type": "Answer", "inLanguage": answer.language, "text": _text(answer)},
                    }
                )
            ],
        }
    )


def _service(answer: Answer) -> Data:
    place = answer.contact
    return _filled(
        {
            "@type": "GovernmentService",
            "name": answer.title,
            "description": _description(answer),
            "identifier": answer.reference,
            "url": item_url(answer),
            "serviceType": [upl.name for upl in answer.upls],
            "sameAs": [upl.uri for upl in answer.upls],
            "provider": _provider(place, answer.language),
            "areaServed": _area(answer),
            "audience": [_audience(each, answer.language) for each in answer.audience],
            "offers": list(_offers(answer)),
            "availableChannel": list(_channels(answer)),
        }
    )


def _description(answer: Answer) -> str:
    """The summary; or that it is withdrawn or not offered, for a search engine must not promise what is not there."""
    facts = {fact.key: fact for fact in answer.facts}
    if answer.withdrawal or not answer.offered:
        told = [
            plain(each.blocks, facts, answer.language)
            for each in statements(answer, Channel.WEBSITE)
            if each.kind.value in ("withdrawn", "not-offered")
        ]
        return " ".join(" ".join(told).split())
    return answer.summary


def _provider(place: MunicipalityContent, language: str) -> Data:
    return _filled(
        {
            "@type": "GovernmentOrganization",
            "name": phrase("municipality_title", language, name=place.name),
            "identifier": place.code,
            "url": place.website,
            "telephone": place.phone,
            "email": place.email,
            "address": _address(place.address) if place.address else None,
        }
    )


def _area(answer: Answer) -> Data:
    return {"@type": "AdministrativeArea", "name": answer.municipality.name, "identifier": answer.municipality.code}


def _offers(answer: Answer) -> Iterator[Data]:
    """What the COSTS section says, as offers: the facts it refers to, a tariff row by row, each once."""
    if answer.withdrawal or not answer.offered or not (section := answer.section(SectionKind.COSTS)):
        return
    facts = {fact.key: fact for fact in answer.facts}
    seen: set[str] = set()
    for key in fact_keys(section.said(Channel.WEBSITE)):
        for priced in _priced(find(key, facts)):
            if priced.key not in seen and isinstance(priced.value, Money):
                seen.add(priced.key)
                yield {
                    "@type": "Offer",
                    "name": label(priced.label, answer.language),
                    "price": f"{priced.value.amount:f}",
                    "priceCurrency": priced.value.currency,
                }


def _priced(fact: Fact | None) -> Iterator[Fact]:
    if fact and isinstance(fact.value, Tariff):
        yield from filter(None, (row_of(fact, row.key) for row in fact.value.rows))
    elif fact and isinstance(fact.value, Money):
        yield fact


def _channels(answer: Answer) -> Iterator[Data]:
    if answer.withdrawal or not answer.offered:
        return
    for route in answer.routes:
        if route.purpose in (Purpose.APPLY, Purpose.CHANGE, Purpose.CANCEL):
            yield _channel(route, answer)


def _channel(route: Route, answer: Answer) -> Data:
    place = answer.contact
    phone = route.phone or (place.phone if route.channel is Channel.PHONE else "")
    today = local_date(answer.moment)
    locations = [_location(each, today) for each in place.locations] if route.channel is Channel.COUNTER else []
    return _filled(
        {
            "@type": "ServiceChannel",
            "name": route.text,
            "serviceUrl": route_url(route, answer),
            "servicePhone": {"@type": "ContactPoint", "telephone": phone} if phone else None,
            "servicePostalAddress": {"@type": "PostalAddress", "description": route.address} if route.address else None,
            "serviceLocation": locations,
            "availableLanguage": list(answer.languages),
        }
    )


def _location(location: Location, today: dt.date) -> Data:
    return _filled(
        {
            "@type": "Place",
            "name": location.name,
            "address": _address(location.address),
            "telephone": location.phone,
            "openingHoursSpecification": list(_hours(location.opening_hours, today)),
        }
    )


def _hours(hours: OpeningHours, today: dt.date) -> Iterator[Data]:
    for span in hours.days:
        yield {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": _DAY.format(span.day.value.capitalize()),
            "opens": span.opens,
            "closes": span.closes,
        }
    for day in (each for each in hours.exceptions if each.date >= today):
        moment = day.date.isoformat()
        yield {
            "@type": "OpeningHoursSpecification",
            "validFrom": moment,
            "validThrough": moment,
            "opens": "00:00" if day.closed else day.opens,
            "closes": "00:00" if day.closed else day.closes,
        }


def _address(address: Address) -> Data:
    digits, letters = address.postcode[:4], address.postcode[4:].strip()
    return {
        "@type": "PostalAddress",
        "streetAddress": f"{address.street} {address.number}".strip(),
        "postalCode": f"{digits} {letters}",
        "addressLocality": address.city,
        "addressCountry": "NL",
    }


def _audience(audience: Audience, language: str) -> Data:
    return {"@type": "Audience", "audienceType": _AUDIENCE.get(base(language), _AUDIENCE["nl"])[audience]}


def _text(answer: Answer) -> str:
    """All that is said, without headings: what the question's answer is."""
    facts = {fact.key: fact for fact in answer.facts}
    said = [each.blocks for each in statements(answer, Channel.WEBSITE)]
    said += [each.blocks for each in sections(answer, Channel.WEBSITE)]
    told = [plain(blocks, facts, answer.language) for blocks in said]
    return "\n\n".join(filter(None, told))


def _filled(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in (None, "", [])}
