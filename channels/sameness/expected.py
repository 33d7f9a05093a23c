"""What an answer allows its channels to say: the values of its facts, of its own text, and of what surrounds it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from channels.sameness.due import dues, postal, same_address
from channels.sameness.extract import Claim, Find, Reading, claims, url_value
from channels.sameness.source import addresses, written_out
from channels.voice.frame import item_url, local_date
from contenthub.resolving.answer import Answer, SectionAnswer
from contenthub.resolving.content import Location, MunicipalityContent, Route
from contenthub.resolving.facts import Address, Date, Fact, OpeningHours, Phone, PlainText, Tariff, Url, find
from contenthub.resolving.languages import label
from contenthub.resolving.text import Blocks, fact_keys
from contenthub.vocabulary import INTERNAL_KINDS, Channel

_SCHEMA = frozenset({(Claim.URL, "schema.org")})


def known_numbers(answer: Answer) -> tuple[str, ...]:
    """Phone numbers that count as one whatever their form, for `claims`."""
    facts = {fact.value.number for fact in answer.facts if isinstance(fact.value, Phone)}
    return tuple(sorted(facts | set(filter(None, (answer.contact.phone, answer.municipality.phone)))))


class Allowed(Struct, frozen=True):
    """Values that may be said; addresses apart, for they are compared by what stands around the postcode."""

    readings: frozenset[Reading] = frozenset()

    def __or__(self, other: Allowed) -> Allowed:
        return Allowed(readings=self.readings | other.readings)

    def allows(self, found: Find) -> bool:
        return any(self._allows(reading) for reading in found.readings)

    def of(self, claim: Claim) -> list[str]:
        """The values of one kind, for a report."""
        return sorted(value for kind, value in self.readings if kind is claim)

    def _allows(self, reading: Reading) -> bool:
        claim, value = reading
        if reading in self.readings:
            return True
        if claim is Claim.ADDRESS:
            return any(same_address(value, known) for kind, known in self.readings if kind is Claim.ADDRESS)
        if claim is Claim.URL:
            return value.startswith("schema.org/")
        return False


class Expected:
    """What one channel may say of an answer, in all and for each section.

    `other` is what another channel may say of the same answer: most of it is the same, and not worked out again.
    """

    def __init__(self, answer: Answer, channel: Channel, other: Expected | None = None) -> None:
        assert other is None or other.answer is answer
        self.answer: Answer = answer
        self.channel, self.language = channel, answer.language
        self.facts = {fact.key: fact for fact in answer.facts}
        self.known: tuple[str, ...] = other.known if other else known_numbers(answer)
        self._by_fact: dict[str, frozenset[Reading]] = other._by_fact if other else {}
        self._in_all: frozenset[Reading] = other._in_all if other else frozenset(self._around())
        self._frame = Allowed(readings=self._in_all | frozenset(self._of_notices()))
        said = () if answer.withdrawal else answer.sections
        self.sections = {each.id: each for each in said if each.kind not in INTERNAL_KINDS}
        self._sections = {each.id: self._frame | self._of_section(each) for each in self.sections.values()}
        every = {reading for fact in answer.facts for reading in self.of_fact(fact)}
        self.anywhere = Allowed(readings=frozenset(every)) | self._frame
        for allowed in self._sections.values():
            self.anywhere |= allowed

    def within(self, section: str | None) -> Allowed:
        """What may be said in this section; anything of the answer in a text that belongs to none."""
        return self._sections.get(section, self.anywhere) if section else self.anywhere

    def written_out(self) -> str:
        """All that the channel's sections and the personal alerts say, in plain figures."""
        texts = [section.said(self.channel) for section in self.sections.values()]
        texts += [alert.blocks for alert in self.answer.personal.alerts]
        return "\n".join(written_out(blocks, self.facts, self.language) for blocks in texts)

    def fact(self, key: str) -> Fact | None:
        return find(key, self.facts)

    def of_fact(self, fact: Fact) -> frozenset[Reading]:
        if self.facts.get(fact.key) is not fact:
            # A row of a tariff, made when it is asked for.
            return frozenset(self._of_fact(fact))
        if fact.key not in self._by_fact:
            self._by_fact[fact.key] = frozenset(self._of_fact(fact))
        return self._by_fact[fact.key]

    def _of_fact(self, fact: Fact) -> Iterator[Reading]:
        for due in dues(fact, self.language):
            yield from due.readings
            for phrase in due.phrases:
                yield from self._claimed(phrase)
        yield from self._claimed(label(fact.label, self.language))
        match fact.value:
            case Date():
                yield Claim.DATE, f"--{fact.value.date:%m-%d}"
            case Tariff():
                for row in fact.value.rows:
                    yield from self._claimed(f"{label(row.label, self.language)}; {row.article}")
            case Url():
                yield from self._claimed(label(fact.value.label, self.language))
            case OpeningHours():
                yield from self._of_hours(fact.value)
            case PlainText():
                yield from self._claimed(label(fact.value.text, self.language))
            case Address():
                yield from self._claimed(f"{fact.value.street} {fact.value.number}")

    def _of_section(self, section: SectionAnswer) -> Allowed:
        return Allowed(readings=frozenset(self._of_blocks(section.said(self.channel)) | self._of_origins(section)))

    def _of_origins(self, section: SectionAnswer) -> set[Reading]:
        texts = [
            text
            for origin in section.origins
            if (law := origin.legal_source)
            for text in (str(law), law.url, origin.owner)
        ]
        return set(self._claimed(*texts))

    def _of_blocks(self, blocks: Blocks) -> set[Reading]:
        found = set(self._claimed(written_out(blocks, self.facts, self.language)))
        found |= {(Claim.URL, url_value(href)) for href in addresses(blocks)}
        for href in addresses(blocks):
            found |= set(self._claimed(href.removeprefix("mailto:").removeprefix("tel:")))
        for fact in filter(None, map(self.fact, fact_keys(blocks))):
            found |= set(self.of_fact(fact))
        return found

    def _claimed(self, *texts: str) -> Iterator[Reading]:
        for text in texts:
            for find_ in claims(text, self.language, self.known, counted=True):
                for claim, value in find_.readings:
                    yield claim, _address(value) if claim is Claim.ADDRESS else value

    def _around(self) -> Iterator[Reading]:
        """What stands around the sections in every channel: the answer's own fields, personal texts, routes, contact."""
        answer = self.answer
        yield from self._claimed(
            answer.title,
            answer.summary,
            answer.question,
            answer.not_offered_because,
            *answer.phrasings,
            *answer.keywords,
            answer.owner,
        )
        for alert in answer.personal.alerts:
            yield from self._of_blocks(alert.blocks)
        yield from self._claimed(*(outcome.because for outcome in answer.personal.applied))
        for question in answer.personal.undecided:
            yield from self._claimed(question.question, *question.choices)
        if gone := answer.withdrawal:
            yield Claim.DATE, local_date(gone.since).isoformat()
            yield from self._claimed(gone.reason)
        for moment in (answer.moment, answer.updated_at, answer.valid_from):
            yield Claim.DATE, local_date(moment).isoformat()
        for route in answer.routes:
            yield from self._of_route(route)
        for place in (answer.contact, answer.municipality):
            yield from self._of_municipality(place)
        yield Claim.URL, url_value(item_url(answer))
        for named in answer.named:
            yield Claim.URL, url_value(item_url(answer, named.slug))
            yield from self._claimed(named.title)
        yield from ((Claim.URL, url_value(upl.uri)) for upl in answer.upls)
        yield from self._claimed(*(upl.name for upl in answer.upls))

    def _of_notices(self) -> Iterator[Reading]:
        for notice in self.answer.notices_for(self.channel):
            yield from self._claimed(notice.title, notice.text)

    def _of_route(self, route: Route) -> Iterator[Reading]:
        site = self.answer.contact.website.rstrip("/")
        yield from self._claimed(route.text, route.url, route.address, route.phone, route.login_level, *route.login)
        for url in (route.url, f"{site}/{route.path.lstrip('/')}" if route.path else ""):
            if url:
                yield Claim.URL, url_value(url)
                yield from self._claimed(url.partition("://")[2].partition("/")[0])

    def _of_municipality(self, place: MunicipalityContent) -> Iterator[Reading]:
        head = place.letterhead
        yield from self._claimed(
            place.name,
            place.phone,
            place.email,
            place.website,
            place.postal_address,
            "\n".join(head.sender_lines),
            head.return_address,
            head.signatory,
            head.signatory_role,
        )
        if place.website:
            yield Claim.URL, url_value(place.website)
        if place.address:
            yield from self._of_address(place.address)
        for location in place.locations:
            yield from self._of_location(location)

    def _of_location(self, location: Location) -> Iterator[Reading]:
        yield from self._claimed(location.name, location.phone)
        yield from self._of_address(location.address)
        for hours in (location.opening_hours, *(service.opening_hours for service in location.services)):
            yield from self._of_hours(hours)

    def _of_address(self, address: Address) -> Iterator[Reading]:
        street = f"{address.street} {address.number}".strip()
        yield Claim.ADDRESS, postal(street, address.postcode, address.city)
        yield from self._claimed(street, address.number)

    def _of_hours(self, hours: OpeningHours) -> Iterator[Reading]:
        for day in hours.days:
            yield from ((Claim.TIME, clock) for clock in (day.opens, day.closes))
            yield from self._claimed(label(day.note, self.language))
        for exception in hours.exceptions:
            yield Claim.DATE, exception.date.isoformat()
            clocks = ("00:00",) if exception.closed else (exception.opens, exception.closes)
            yield from ((Claim.TIME, clock) for clock in clocks)
            yield from self._claimed(label(exception.note, self.language))


def _address(spot: str) -> str:
    """An address found in a text as a known one; of what follows the postcode only the first word is the town."""
    before, postcode, after = spot.split("|")
    return postal(before, postcode, after.partition(" ")[0])
