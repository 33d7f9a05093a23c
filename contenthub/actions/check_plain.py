"""Plain fields are published as they stand: a reference to a fact in them would be read out as braces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from contenthub.resolving.content import (
    ItemContent,
    LifeEventContent,
    LocalContent,
    LocalLifeEventContent,
    Route,
    Rule,
    Step,
)
from contenthub.resolving.refusal import Refused

Placed = tuple[str, str]
_BRACES = ("{{", "}}")


def check_plain(content: object) -> None:
    """Raises Refused (BRACES_IN_PLAIN_TEXT) naming the field of an item, a life event or a local version."""
    refuse_braces(_plain(content))


def check_plain_languages(field: str, texts: Mapping[str, str]) -> None:
    """The same for a text that is kept by language."""
    refuse_braces((f"{field}.{language}", text) for language, text in texts.items())


def refuse_braces(texts: Iterable[Placed]) -> None:
    for place, text in texts:
        if any(braces in text for braces in _BRACES):
            raise Refused(
                "BRACES_IN_PLAIN_TEXT",
                place,
                "%(field)s: %(value)s would be read out with its braces; write words here, and refer to facts in the "
                "text of a section",
                value=text,
            )


def _plain(content: object) -> Iterator[Placed]:
    match content:
        case ItemContent():
            yield from (("title", content.title), ("summary", content.summary), ("question", content.question))
            yield from (("phrasings", text) for text in content.phrasings)
            yield from (("keywords", text) for text in content.keywords)
            yield from _rules(content.rules)
            yield from _routes(content.routes)
        case LocalContent():
            yield "explanation", content.explanation
            yield from _rules(content.rules)
            yield from _routes(content.routes)
        case LifeEventContent():
            yield "title", content.title
            yield from _steps(content.steps)
        case LocalLifeEventContent():
            yield from _steps(local.step for local in content.steps if local.step)


def _rules(rules: Iterable[Rule]) -> Iterator[Placed]:
    return ((f"rules.{rule.id}", rule.because) for rule in rules)


def _routes(routes: Iterable[Route]) -> Iterator[Placed]:
    return (("routes", text) for route in routes for text in (route.text, route.address, route.path))


def _steps(steps: Iterable[Step]) -> Iterator[Placed]:
    return ((f"steps.{step.id}", step.title) for step in steps)


__all__ = ["check_plain", "check_plain_languages", "refuse_braces"]
