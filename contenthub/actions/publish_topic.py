"""Publish a topic's names, one edition per language."""

from __future__ import annotations

from contenthub.actions.append import By, append
from contenthub.actions.check_plain import check_plain_languages
from contenthub.models import Edition, Topic
from contenthub.resolving.content import TopicContent
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind


def publish_topic(topic: Topic, *, by: By = By()) -> list[Edition]:
    if not topic.names.get("nl"):
        raise Refused("EMPTY_TOPIC", f"{topic.slug}.names", "%(field)s: give a name in Dutch")
    check_plain_languages("names", topic.names)
    made = [
        append(
            Series(EditionKind.TOPIC, topic.slug, language=language),
            TopicContent(slug=topic.slug, name=name),
            verb="publish_topic",
            by=by,
            unless_same=True,
        )
        for language, name in sorted(topic.names.items())
    ]
    return [edition for edition in made if edition is not None]
