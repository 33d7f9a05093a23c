"""Where one applies, objects or complains, as words and an address to go to."""

from __future__ import annotations

from msgspec import Struct

from channels.phrases import channel_title, joined, login_level, phrase, purpose_title
from channels.voice.html import safe_address, tel
from channels.voice.sentence import split_sentences
from contenthub.resolving.answer import Answer
from contenthub.resolving.content import Route
from contenthub.vocabulary import Channel, Purpose


class SaidRoute(Struct, frozen=True):
    """One route: `how` is the channel's name, `text` what to do there, `notes` what one needs; `label` names `url`."""

    purpose: Purpose
    how: str
    text: str
    notes: tuple[str, ...]
    url: str
    label: str
    channel: Channel

    @property
    def line(self) -> str:
        """The route in one line, with its address where it is not that of a telephone."""
        return f"{self.how}: {self._told(links=True)}"

    def titled(self, title: str, *, links: bool) -> str:
        """The line where it stands by itself: "Bezwaar maken, per post: Stuur een brief."."""
        return f"{title}, {self.how[:1].lower()}{self.how[1:]}: {self._told(links=links)}"

    @property
    def web(self) -> str:
        """The address of a page to go to; empty where there is none."""
        return self.url if self.url.startswith(("http://", "https://")) else ""

    def _told(self, *, links: bool) -> str:
        """What to do and what one needs; a web address stands behind the first sentence that is no question."""
        notes = "".join(f" {note}." for note in self.notes)
        if not links or not self.web:
            return f"{self.text}{notes}"
        told = split_sentences(self.text)
        at = next((at for at, sentence in enumerate(told) if not sentence.endswith("?")), len(told) - 1)
        told[at] = f"{told[at].rstrip('.')} ({self.web})."
        return f"{' '.join(told)}{notes}"


def said_routes(answer: Answer) -> tuple[tuple[str, tuple[SaidRoute, ...]], ...]:
    """Routes by purpose with the purpose's title, in the answer's order of preference; none once it is not offered."""
    if answer.withdrawal or not answer.offered:
        return ()
    groups: dict[Purpose, list[SaidRoute]] = {}
    for route in answer.routes:
        groups.setdefault(route.purpose, []).append(_said(route, answer))
    return tuple((purpose_title(purpose, answer.language), tuple(routes)) for purpose, routes in groups.items())


def route_url(route: Route, answer: Answer) -> str:
    """Where the route leads: its own address, else its path on the municipality's website, else nowhere."""
    site = answer.contact.website.rstrip("/")
    path = f"{site}/{route.path.lstrip('/')}" if site and route.path else ""
    return safe_address(route.url or path)


def _said(route: Route, answer: Answer) -> SaidRoute:
    language = answer.language
    url, notes = route_url(route, answer), []
    number = route.phone or (answer.contact.phone if route.channel is Channel.PHONE else "")
    text = route.text.strip() or _what(route, url, number, language)
    if route.login:
        key = "log_in_level" if route.login_level else "log_in"
        means = joined(list(route.login), language, "or")
        notes.append(phrase(key, language, means=means, level=login_level(route.login_level, language)))
    if route.designated:
        notes.append(phrase("designated", language))
    if number and number not in text:
        notes.append(phrase("call", language, phone=number))
    if route.address and route.address not in text:
        notes.append(f"{phrase('address', language)}: {route.address}")
    dial = safe_address(tel(number)) if number else ""
    return SaidRoute(
        purpose=route.purpose,
        how=channel_title(route.channel, language),
        text=text,
        notes=tuple(notes),
        url=url or dial,
        label=text if url else phrase("call", language, phone=number) if dial else "",
        channel=route.channel,
    )


def _what(route: Route, url: str, number: str, language: str) -> str:
    if url:
        return phrase("go_to", language, where=url.partition("://")[2].partition("/")[0])
    if number:
        return phrase("call", language, phone=number)
    return purpose_title(route.purpose, language)
