"""The way to a person: through which channel, and what to do now. It stands beside every reply of the bot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from channels.phrases import base, day_name
from contenthub.resolving.content import MunicipalityContent
from contenthub.resolving.facts import OpeningHours
from contenthub.resolving.material import AMSTERDAM
from contenthub.vocabulary import Channel, Weekday

_AHEAD = 14


class Why(StrEnum):
    """Why one might want a person."""

    SURE = "sure"
    UNSURE = "unsure"
    NOTHING = "nothing"


class Handover(Struct, frozen=True):
    reason: str
    channel: Channel
    instruction: str


_WORDS: Mapping[str, Mapping[str, str]] = {
    Why.SURE: {
        "nl": "Staat het antwoord er niet bij, dan helpt een medewerker verder.",
        "en": "If this does not answer the question, a member of staff can help.",
        "nl-x-a2": "Is dit niet wat u zoekt? Een medewerker kan u helpen.",
    },
    Why.UNSURE: {
        "nl": "Het is niet zeker welk antwoord bij deze vraag past. Zit het er niet bij, dan helpt een medewerker.",
        "en": "It is not certain which answer fits this question. If none does, a member of staff can help.",
        "nl-x-a2": "Wij weten niet zeker wat u bedoelt. Een medewerker kan u helpen.",
    },
    Why.NOTHING: {
        "nl": "Op deze vraag staat hier geen antwoord. Een medewerker kan wel helpen.",
        "en": "There is no answer to this question here. A member of staff can help.",
        "nl-x-a2": "Wij hebben hier geen antwoord op uw vraag. Een medewerker kan u helpen.",
    },
    "call": {"nl": "Bel {phone}.", "en": "Call {phone}."},
    "call_open": {"nl": "Bel {phone}, nu bereikbaar tot {closes} uur.", "en": "Call {phone}, open now until {closes}."},
    "call_later": {
        "nl": "Bel {phone}, weer bereikbaar {day} vanaf {opens} uur.",
        "en": "Call {phone}, open again {day} from {opens}.",
    },
    "mail": {"nl": "Mail {email}.", "en": "E-mail {email}."},
    "visit": {"nl": "Kom langs bij {name}, {address}.", "en": "Visit {name}, {address}."},
    "site": {"nl": "Kijk op {website}.", "en": "See {website}."},
    "today": {"nl": "vandaag", "en": "today"},
    "tomorrow": {"nl": "morgen", "en": "tomorrow"},
    "dutch": {
        "nl": "",
        "en": "The answer is in Dutch.",
        "tr": "Yanıt Hollandacadır.",
        "pl": "Odpowiedź jest po niderlandzku.",
        "ar": "الإجابة باللغة الهولندية.",
        "uk": "Відповідь нідерландською мовою.",
    },
}


def handover(why: Why, town: MunicipalityContent, moment: dt.datetime, language: str, asked_in: str = "") -> Handover:
    """By phone where there is a number, else by e-mail, else at the counter, else by the website.

    `moment` is aware. `asked_in` is the language in which the question seems to be asked; where the answer is in another,
    the reason says so in the asker's own words.
    """
    reason = _say(why, language)
    if why is not Why.NOTHING and asked_in and asked_in != base(language) and base(language) == "nl":
        reason = " ".join(filter(None, (_WORDS["dutch"].get(asked_in, ""), reason)))
    if town.phone:
        return Handover(reason=reason, channel=Channel.PHONE, instruction=_call(town, moment, language))
    if town.email:
        return Handover(reason=reason, channel=Channel.EMAIL, instruction=_say("mail", language, email=town.email))
    if town.locations:
        place = town.locations[0]
        address = f"{place.address.street} {place.address.number}, {place.address.city}".replace(" ,", ",")
        told = _say("visit", language, name=place.name, address=address)
        return Handover(reason=reason, channel=Channel.COUNTER, instruction=told)
    told = _say("site", language, website=town.website) if town.website else ""
    return Handover(reason=reason, channel=Channel.WEBSITE, instruction=told)


def _call(town: MunicipalityContent, moment: dt.datetime, language: str) -> str:
    """With the hours of the first location: the telephone is answered where the counter is."""
    if not town.locations:
        return _say("call", language, phone=town.phone)
    hours, now = town.locations[0].opening_hours, moment.astimezone(AMSTERDAM)
    clock = f"{now:%H:%M}"
    for ahead in range(_AHEAD):
        day = now.date() + dt.timedelta(days=ahead)
        for opens, closes in spans(hours, day):
            if ahead == 0 and opens <= clock < closes:
                return _say("call_open", language, phone=town.phone, closes=closes)
            if ahead > 0 or clock < opens:
                return _say("call_later", language, phone=town.phone, day=_day(ahead, day, language), opens=opens)
    return _say("call", language, phone=town.phone)


def spans(hours: OpeningHours, day: dt.date) -> list[tuple[str, str]]:
    """When it is open on this day, in order: (opens, closes) as HH:MM; an exception replaces the weekday's hours."""
    for exception in hours.exceptions:
        if exception.date == day:
            opens, closes = exception.opens, exception.closes
            return [(opens, closes)] if opens and closes else []
    weekday = list(Weekday)[day.weekday()]
    return sorted((one.opens, one.closes) for one in hours.days if one.day == weekday and one.opens and one.closes)


def _day(ahead: int, day: dt.date, language: str) -> str:
    if ahead < 2:
        return _say("today" if ahead == 0 else "tomorrow", language)
    name = day_name(list(Weekday)[day.weekday()], language)
    return f"on {name}" if base(language) == "en" else f"op {name}"


def _say(key: str, language: str, **params: str) -> str:
    words = _WORDS[key]
    return (words.get(language) or words.get(base(language)) or words["nl"]).format(**params)
