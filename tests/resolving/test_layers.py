"""What layers make of a journey, of routes and of the question whether a product is offered at all."""

from __future__ import annotations

import msgspec
import pytest

from contenthub.resolving.content import (
    ItemContent,
    LifeEventContent,
    LocalContent,
    LocalLifeEventContent,
    LocalSection,
    LocalStep,
    Route,
    Step,
)
from contenthub.resolving.editions import EditionRow, Series
from contenthub.resolving.journey import LifeEventAnswer, resolve_life_event
from contenthub.resolving.resolve import resolve
from contenthub.resolving.text import Blocks, Paragraph, Text
from contenthub.vocabulary import Channel, EditionKind, Offered, Phase, Purpose, SectionMode
from tests.resolving.histories import ITEM, KEY, START, material, row

LINGE, OWN = ("linge", ""), ("eigen", "GM9001")
CHANGE = LocalStep(mode=SectionMode.APPEND, step_id="1", step=Step(id="hier", phase=Phase.APPLY, title="Bij ons ook"))
HIDE = LocalStep(mode=SectionMode.HIDE, step_id="1")


def words(text: str) -> Blocks:
    return (Paragraph(c=(Text(s=text),)),)


def event(content: object, language: str, scope: tuple[str, str] = ("", "")) -> EditionRow:
    made = row(1, content, scope)
    return msgspec.structs.replace(made, series=Series(EditionKind.LIFE_EVENT, "verhuizen", *scope, language))


def journey(language: str, *local: EditionRow) -> LifeEventAnswer | None:
    steps = {"nl": "Aanvragen", "en": "Apply"}
    bases = [
        event(
            LifeEventContent(slug=f"v-{code}", title="V", steps=(Step(id="1", phase=Phase.APPLY, title=title),)), code
        )
        for code, title in steps.items()
    ]
    return resolve_life_event("verhuizen", material([*bases, *local]), moment=START, language=language)


def told(made: LifeEventAnswer | None) -> tuple[str, bool, list[str]]:
    assert made is not None
    return made.language, made.language_fell_back, [step.title for step in made.steps]


def test_a_journey_changed_in_one_language_is_told_in_that_language() -> None:
    change = event(LocalLifeEventContent(steps=(CHANGE,)), "nl", OWN)
    assert told(journey("en", change)) == ("nl", True, ["Aanvragen", "Bij ons ook"])
    assert told(journey("nl", change)) == ("nl", False, ["Aanvragen", "Bij ons ook"])


def test_an_introduction_written_in_one_language_makes_the_whole_journey_fall_back() -> None:
    said = LocalSection(mode=SectionMode.REPLACE, blocks=words("Welkom."))
    made = journey("en", event(LocalLifeEventContent(introduction=said), "nl", OWN))
    assert made is not None and (made.language, made.introduction) == ("nl", words("Welkom."))


def test_a_journey_changed_in_both_languages_is_told_in_each() -> None:
    both = [
        event(LocalLifeEventContent(steps=(CHANGE,)), "nl", OWN),
        event(LocalLifeEventContent(steps=(HIDE,)), "en", OWN),
    ]
    assert told(journey("en", *both)) == ("en", False, [])


def test_a_change_without_words_holds_in_every_language() -> None:
    hidden = event(LocalLifeEventContent(steps=(HIDE,)), "nl", OWN)
    assert told(journey("en", hidden)) == ("en", False, [])


def test_every_layer_of_a_journey_must_have_the_language() -> None:
    rows = [
        event(LocalLifeEventContent(steps=(CHANGE,)), "nl", LINGE),
        event(LocalLifeEventContent(steps=(CHANGE,)), "en", LINGE),
        event(LocalLifeEventContent(introduction=LocalSection(SectionMode.APPEND, words("X"))), "nl", OWN),
    ]
    made = journey("en", *rows)
    assert made is not None and made.language == "nl"


def route(channel: Channel, text: str, purpose: Purpose = Purpose.APPLY, designated: bool = False) -> Route:
    return Route(purpose=purpose, channel=channel, text=text, designated=designated)


def routes(base: list[Route], *layers: tuple[tuple[str, str], list[Route]]) -> list[tuple[str, bool]]:
    rows = [row(1, ItemContent(type="product", slug="p", title="P", routes=tuple(base)))]
    rows += [row(1, LocalContent(routes=tuple(given)), scope) for scope, given in layers]
    made = resolve(ITEM, material(rows), moment=START, language="nl", key=KEY)
    assert made is not None
    return [(each.text, each.designated) for each in made.routes]


def test_two_routes_of_one_purpose_and_channel_both_stand() -> None:
    counters = [route(Channel.COUNTER, "Noord"), route(Channel.LETTER, "Post"), route(Channel.COUNTER, "Zuid")]
    assert [text for text, _ in routes(counters)] == ["Noord", "Post", "Zuid"]


def test_the_most_specific_layer_gives_all_routes_of_a_purpose_and_channel() -> None:
    base = [
        route(Channel.COUNTER, "Elke balie"),
        route(Channel.LETTER, "Post"),
        route(Channel.COUNTER, "Bezwaar", Purpose.OBJECT),
    ]
    linge = [route(Channel.COUNTER, "Linge 1"), route(Channel.COUNTER, "Linge 2"), route(Channel.WEBSITE, "Linge.nl")]
    own = [route(Channel.COUNTER, "Noord"), route(Channel.COUNTER, "Zuid")]
    made = routes(base, (LINGE, linge), (OWN, own))
    assert [text for text, _ in made] == ["Noord", "Zuid", "Linge.nl", "Post", "Bezwaar"]


def test_one_digital_route_of_a_purpose_is_the_designated_one_after_layering() -> None:
    base = [
        route(Channel.WEBSITE, "Landelijk", designated=True),
        route(Channel.WEBSITE, "Bezwaar", Purpose.OBJECT, designated=True),
    ]
    made = routes(base, (OWN, [route(Channel.APP, "Onze app", designated=True)]))
    assert made == [("Onze app", True), ("Landelijk", False), ("Bezwaar", True)]


NO = LocalContent(offered=Offered.NO, explanation="Niet bij Linge.")
UNDER = LocalContent(offered=Offered.UNDER, falls_under="ander")
YES, INHERITS = LocalContent(offered=Offered.YES), LocalContent()


@pytest.mark.parametrize(
    ("organisation", "municipality", "offered", "because", "under"),
    [
        (NO, None, False, "Niet bij Linge.", ""),
        (NO, YES, True, "", ""),
        (NO, INHERITS, False, "Niet bij Linge.", ""),
        (NO, UNDER, False, "", "ander"),
        (UNDER, YES, True, "", ""),
        (UNDER, INHERITS, False, "", "ander"),
        (YES, NO, False, "Niet bij Linge.", ""),
        (YES, INHERITS, True, "", ""),
        (INHERITS, INHERITS, True, "", ""),
    ],
)
def test_the_most_specific_word_on_being_offered_wins(organisation, municipality, offered, because, under) -> None:
    rows = [row(1, ItemContent(type="product", slug="p", title="P")), row(1, organisation, LINGE)]
    if municipality is not None:
        rows.append(row(1, municipality, OWN))
    made = resolve(ITEM, material(rows), moment=START, language="nl", key=KEY)
    assert made is not None
    assert (made.offered, made.not_offered_because, made.falls_under) == (offered, because, under)


def test_not_filled_in_leaves_the_stored_content_as_it_was() -> None:
    assert msgspec.json.encode(INHERITS) == b'{"type":"local"}'
    assert msgspec.json.decode(b'{"type":"local"}', type=LocalContent).offered == Offered.INHERIT
    assert msgspec.json.encode(YES) == b'{"type":"local","offered":"yes"}'
