"""Life events with their journeys, topics, and the notices of a whole municipality."""

from __future__ import annotations

from msgspec import Struct

from contenthub.answering.answers import load, spoken_here
from contenthub.answering.asking import Asking
from contenthub.models import Edition
from contenthub.resolving.journey import LifeEventAnswer, resolve_life_event
from contenthub.resolving.languages import choose
from contenthub.resolving.noticing import NoticesShown, Place, notices_for
from contenthub.vocabulary import EditionKind, EditionState


class TopicAnswer(Struct, frozen=True):
    slug: str
    name: str


def life_event(subject: str, asking: Asking) -> LifeEventAnswer | None:
    return _resolved([subject], asking).get(subject)


def life_events(asking: Asking, subjects: list[str] | None = None) -> list[LifeEventAnswer]:
    """Those asked for, or all that there are here, in their own order."""
    if subjects is None:
        here = Edition.objects.filter(kind=EditionKind.LIFE_EVENT).filter(spoken_here(asking.town))
        drafted = asking.drafts.subjects(EditionKind.LIFE_EVENT) if asking.drafts else ()
        subjects = sorted({*here.values_list("subject", flat=True), *drafted})
    return sorted(_resolved(subjects, asking).values(), key=lambda event: (event.order, event.title))


def topics(asking: Asking) -> list[TopicAnswer]:
    every = Edition.objects.filter(kind=EditionKind.TOPIC).in_force(asking.moment).rows()
    rows = [row for row in every if row.state != EditionState.WITHDRAWN]
    names: dict[str, dict[str, str]] = {}
    for row in rows:
        names.setdefault(row.series.subject, {})[row.series.language] = row.content.name
    default = asking.town.texts_of.default_language
    found = [
        TopicAnswer(slug=slug, name=by[language])
        for slug, by in names.items()
        if (language := choose(asking.language, default, by))
    ]
    return sorted(found, key=lambda topic: topic.name.casefold())


def _resolved(subjects: list[str], asking: Asking) -> dict[str, LifeEventAnswer]:
    if not subjects:
        return {}
    material = load(EditionKind.LIFE_EVENT, subjects, asking)
    events = {
        subject: resolve_life_event(
            subject, material, moment=asking.moment, language=asking.language, for_agents=asking.for_agents
        )
        for subject in subjects
    }
    return {subject: event for subject, event in events.items() if event is not None}


def notices_here(asking: Asking) -> NoticesShown:
    """Running notices of the municipality as a whole, and when that is known to change."""
    material = load(EditionKind.NOTICE, [], asking)
    place = Place(municipality=asking.town.contact.code)
    return notices_for(place, material, asking.moment, asking.language, for_agents=asking.for_agents)
