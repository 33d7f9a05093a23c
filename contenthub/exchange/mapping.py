"""Where national texts belong here: subjects of the source to our topics and life events."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
from django.utils import timezone
from msgspec import Struct

from contenthub.actions.append import By
from contenthub.actions.publish_topic import publish_topic
from contenthub.exchange.sources import yaml_of
from contenthub.models import Edition, Topic
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState

_FILE = Path(__file__).with_name("rijksoverheid_subjects.yaml")


class Target(Struct, frozen=True):
    topics: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()


class Mapping(Struct, frozen=True):
    topics: dict[str, dict[str, str]]
    subjects: dict[str, Target]
    themes: dict[str, Target]


class Placement(Struct, frozen=True):
    """Topic slugs, life event ids, and the subjects that the mapping does not know."""

    topics: tuple[str, ...]
    life_events: tuple[str, ...]
    unknown: tuple[str, ...]


@cache
def mapping() -> Mapping:
    """The mapping file. Refused where it names a topic that it does not define."""
    found = msgspec.convert(yaml_of(_FILE.read_bytes(), _FILE.name), Mapping, strict=False)
    for name, target in {**found.subjects, **found.themes}.items():
        for topic in target.topics:
            if topic not in found.topics:
                raise Refused(
                    "UNKNOWN_TOPIC",
                    f"{_FILE.name}, {name}",
                    "%(field)s: topic %(value)s has no name; define it",
                    value=topic,
                )
    return found


def place(subjects: Iterable[str], themes: Iterable[str], life_events: dict[str, str]) -> Placement:
    """`life_events` is slug to id of those that are published here."""
    known = mapping()
    subjects = list(subjects)
    targets = [known.subjects[subject] for subject in subjects if subject in known.subjects]
    if not targets:
        targets = [known.themes[theme] for theme in themes if theme in known.themes]
    slugs = dict.fromkeys(slug for target in targets for slug in target.life_events)
    return Placement(
        topics=tuple(dict.fromkeys(topic for target in targets for topic in target.topics)),
        life_events=tuple(life_events[slug] for slug in slugs if slug in life_events),
        unknown=tuple(subject for subject in subjects if subject not in known.subjects),
    )


def need_topics(slugs: Iterable[str], by: By) -> None:
    """Make the topics that are not there yet; those of an editor keep their names."""
    wanted = set(slugs)
    for slug in sorted(wanted - set(Topic.objects.filter(pk__in=wanted).values_list("pk", flat=True))):
        publish_topic(Topic.objects.create(slug=slug, names=mapping().topics[slug]), by=by)


def published_life_events() -> dict[str, str]:
    rows = Edition.objects.filter(kind=EditionKind.LIFE_EVENT, organisation="").in_force(timezone.now())
    return {row.slug: row.subject for row in rows if row.state == EditionState.PUBLISHED and row.slug}
