"""Sameness: silent where all channels say the same, and finding what was planted, of every type in every channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import msgspec
import pytest
from msgspec.structs import replace

from channels.letter.document import LetterDocument
from channels.letter.render import document
from channels.registry import CHANNELS
from channels.renderings import ChatMessage, PhoneStep, Rendering
from channels.sameness import Difference, Kind, check, compare
from channels.voice import written
from contenthub.resolving.answer import Answer
from contenthub.resolving.content import Route
from contenthub.resolving.facts import (
    Address,
    Date,
    DayHours,
    Duration,
    Email,
    FactValue,
    Money,
    Number,
    OpeningHours,
    Phone,
    PlainText,
    Tariff,
    Url,
)
from contenthub.resolving.text import Link, Table, Text
from contenthub.vocabulary import Channel, DurationUnit, FactType, Purpose, SectionKind, Weekday
from tests.channels.answers import (
    KOSTEN,
    VALUES,
    alert,
    answer,
    every_block,
    fact,
    internal_answer,
    merged,
    not_offered,
    notice,
    p,
    personal,
    question,
    section,
    with_sections,
    withdrawn,
)

DAY = dt.date(2026, 11, 20)
LEAD = "Wat u in elk geval moet weten over dit ene gegeven: "
PLANTED: dict[FactType, FactValue] = {
    FactType.MONEY: Money(amount=Decimal("61.10")),
    FactType.TARIFF: Tariff(rows=(replace(KOSTEN.rows[0], amount=Decimal("99.95")), KOSTEN.rows[1])),
    FactType.DURATION: Duration(amount=9, unit=DurationUnit.WEEK),
    FactType.DATE: Date(date=dt.date(2027, 3, 2)),
    FactType.PHONE: Phone(number="14 0456"),
    FactType.EMAIL: Email(address="post@waterrijk.example"),
    FactType.URL: Url(url="https://www.elders.example"),
    FactType.ADDRESS: Address(street="Dorpsstraat", number="7", postcode="1234AB", city="Waterrijk"),
    FactType.OPENING_HOURS: OpeningHours(days=(DayHours(day=Weekday.MONDAY, opens="10:15", closes="16:45"),)),
    FactType.NUMBER: Number(value=Decimal(21), unit={"nl": "jaar", "en": "years"}),
    FactType.TEXT: PlainText(text={"nl": "alleen contant", "en": "only cash"}),
}


TWO_OF_EACH = (
    Route(purpose=Purpose.APPLY, channel=Channel.COUNTER, text="Kom naar balie Noord."),
    Route(
        purpose=Purpose.APPLY,
        channel=Channel.COUNTER,
        text="Kom naar balie Zuid.",
        address="Zuidweg 3, 1234 AB Waterrijk",
        phone="0800 1234",
    ),
    Route(purpose=Purpose.APPLY, channel=Channel.WEBSITE, text="Vraag het aan.", url="https://een.example/pas"),
    Route(purpose=Purpose.APPLY, channel=Channel.WEBSITE, text="Of vraag het hier aan.", url="https://twee.example/pas"),
)


def key_of(kind: FactType) -> str:
    return next(key for key, (each, _) in VALUES.items() if each is kind)


def about(kind: FactType, language: str = "nl") -> Answer:
    """An answer whose only text is about one fact of this type."""
    return with_sections(section(SectionKind.INTRODUCTION, p(LEAD, f"@{key_of(kind)}", ".")), language=language)


def with_value(made: Answer, key: str, value: FactValue) -> Answer:
    return replace(made, facts=tuple(fact(key, value, each.type) if each.key == key else each for each in made.facts))


def rendered(made: Answer) -> dict[Channel, Rendering]:
    return {channel: spec.render(made) for channel, spec in CHANNELS.items()}


def letter(made: Answer) -> LetterDocument:
    return document(made, addressee=None, date=DAY)


def found(made: Answer, changed: Mapping[Channel, Rendering]) -> tuple[Difference, ...]:
    return compare(made, {**rendered(made), **changed}, letter(made))


@pytest.mark.parametrize(
    "made",
    [
        answer(),
        answer(language="en"),
        answer(language="nl-x-a2"),
        answer(notices=(notice(),), personal=personal()),
        answer(personal=alert(p("U betaalt ", "@paspoort.spoedtoeslag", " extra."))),
        answer(language_fell_back=True),
        question(),
        withdrawn(),
        not_offered(),
        not_offered(falls_under="identiteitskaart-aanvragen"),
        merged(),
        merged("GM9003"),
        internal_answer(),
        answer(sections=()),
        answer(routes=()),
        *(withdrawn(language=language, asked_language=language) for language in ("en", "nl-x-a2")),
        answer(routes=TWO_OF_EACH),
        answer(routes=TWO_OF_EACH, language="en"),
    ],
)
def test_channels_that_say_the_same_are_not_reported(made: Answer) -> None:
    assert check(made) == ()


def test_another_day_of_withdrawal_is_heard() -> None:
    right = withdrawn(language="en", asked_language="en")
    gone = right.withdrawal
    assert gone is not None
    wrong = replace(right, withdrawal=replace(gone, since=dt.datetime(2026, 5, 2, tzinfo=dt.UTC)))
    spoken = CHANNELS[Channel.PHONE].render(wrong)
    assert {each.channel for each in found(right, {Channel.PHONE: spoken})} == {Channel.PHONE}


@pytest.mark.parametrize("channel", list(Channel))
def test_two_routes_of_one_kind_are_both_said(channel: Channel) -> None:
    made = str(msgspec.to_builtins(CHANNELS[channel].render(with_sections(routes=TWO_OF_EACH))))
    assert [text for text in (route.text.rstrip(".") for route in TWO_OF_EACH) if text not in made] == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", list(PLANTED))
def test_a_planted_value_is_found_in_every_channel(kind: FactType, language: str) -> None:
    right = about(kind, language)
    wrong = rendered(with_value(right, key_of(kind), PLANTED[kind]))
    good = rendered(right)
    assert compare(right, good, letter(right)) == ()
    for channel in Channel:
        differences = compare(right, {**good, channel: wrong[channel]}, letter(right))
        assert {difference.channel for difference in differences} == {channel}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", list(PLANTED))
def test_a_planted_value_is_found_in_every_view(kind: FactType, language: str) -> None:
    right = about(kind, language)
    wrong = with_value(right, key_of(kind), PLANTED[kind])
    differences = compare(right, rendered(wrong), letter(wrong))
    places = {(difference.channel, difference.place.split()[0]) for difference in differences}
    assert places >= {
        (Channel.WEBSITE, "html"),
        (Channel.WEBSITE, "blocks"),
        (Channel.APP, "blocks"),
        (Channel.PHONE, "script"),
        (Channel.PHONE, "ssml"),
        (Channel.CHAT, "messages"),
        (Channel.LETTER, "paragraphs"),
        (Channel.LETTER, "document"),
        (Channel.EMAIL, "text"),
        (Channel.EMAIL, "html"),
        (Channel.COUNTER, "card"),
        (Channel.KIOSK, "card"),
    }


def test_a_voice_that_says_another_amount_is_found_in_all_channels() -> None:
    original = written.written_value.dispatch(Money)
    written.written_value.register(Money, lambda value, language: "€\u00a01,00")
    try:
        made = check(about(FactType.MONEY))
    finally:
        written.written_value.register(Money, original)
    assert {difference.channel for difference in made} == set(Channel)


def test_a_price_in_linked_data_is_checked() -> None:
    right = answer()
    wrong = rendered(with_value(right, "paspoort.spoedtoeslag", Money(amount=Decimal("61.10"))))
    places = {each.place for each in found(right, {Channel.WEBSITE: wrong[Channel.WEBSITE]})}
    assert "json_ld" in places


def test_a_value_for_machines_is_checked() -> None:
    right = about(FactType.DATE)
    page = rendered(right)[Channel.WEBSITE]
    planted = replace(page, html=page.html.replace('datetime="2027-01-01"', 'datetime="2027-01-31"'))
    assert [(each.place, each.kind, each.found) for each in found(right, {Channel.WEBSITE: planted})] == [
        ("html paspoort-aanvragen.introduction", Kind.FOREIGN, "2027-01-31")
    ]


def test_where_a_link_leads_is_checked() -> None:
    right = about(FactType.PHONE)
    page = rendered(right)[Channel.WEBSITE]
    planted = replace(page, html=page.html.replace("tel:140123", "tel:140999"))
    assert [each.found for each in found(right, {Channel.WEBSITE: planted})] == ["tel:140999"]


def test_a_value_of_another_section_is_foreign_there() -> None:
    right = answer()
    reply = rendered(right)[Channel.CHAT]
    planted = replace(
        reply, messages=(*reply.messages, ChatMessage(text="Het kost € 58,95.", section="paspoort-aanvragen.term"))
    )
    assert [(each.place, each.kind, each.found) for each in found(right, {Channel.CHAT: planted})] == [
        ("messages paspoort-aanvragen.term", Kind.FOREIGN, "€ 58,95")
    ]


def test_two_facts_that_changed_places_are_found() -> None:
    right = with_sections(
        section(
            SectionKind.COSTS,
            p(
                "Voor een volwassen mens ",
                "@paspoort.kosten.18plus",
                " en voor een klein kind ",
                "@paspoort.kosten.tot18",
                ".",
            ),
        ),
        routes=(),
    )
    reply = rendered(right)[Channel.CHAT]
    text = reply.messages[0].text
    swapped = text.replace("86,85", "x").replace("65,70", "86,85").replace("x", "65,70")
    planted = replace(reply, messages=(replace(reply.messages[0], text=swapped), *reply.messages[1:]))
    assert {each.found for each in found(right, {Channel.CHAT: planted})} == {
        "een volwassen mens 65 70 en voor",
        "een klein kind 86 85 antwoordcode k7qf",
    }


def test_a_fact_that_is_left_out_is_missing() -> None:
    right = answer()
    script = rendered(right)[Channel.PHONE]
    planted = replace(script, steps=tuple(step for step in script.steps if "bezwaar" not in step.say))
    assert [(each.channel, each.place, each.kind, each.found) for each in found(right, {Channel.PHONE: planted})] == [
        (Channel.PHONE, "script paspoort-aanvragen.objection", Kind.MISSING, "bezwaar.termijn")
    ]


def test_a_wording_may_leave_a_fact_out() -> None:
    worded = section(
        SectionKind.COSTS,
        p("Dat kost ", "@paspoort.leges", "."),
        wordings={Channel.CHAT: (p("Wij rekenen daar iets voor."),)},
    )
    assert check(with_sections(worded)) == ()


def test_a_number_word_that_no_fact_explains_is_heard() -> None:
    right = about(FactType.DURATION)
    script = rendered(right)[Channel.PHONE]
    planted = replace(script, ssml=script.ssml.replace("vijf werkdagen", "vijf werkdagen of zeven uur"))
    assert [(each.place, each.found) for each in found(right, {Channel.PHONE: planted})] == [("ssml", "7 uur")]


def test_articles_ordinals_and_spelled_codes_are_not_heard_as_values() -> None:
    told = p("Een paspoort krijgt u de eerste keer gratis, en één keer per jaar.")
    made = with_sections(section(SectionKind.COSTS, told, p("Twee ouders tekenen.")))
    assert check(made) == ()


def test_an_extra_step_with_a_loose_amount_is_foreign() -> None:
    right = answer()
    script = rendered(right)[Channel.PHONE]
    planted = replace(script, steps=(*script.steps, PhoneStep(say="Dat is dan € 12,34.")))
    assert [(each.place, each.found) for each in found(right, {Channel.PHONE: planted})] == [("script", "€ 12,34")]


@pytest.mark.parametrize(
    ("text", "shown", "claim"),
    [
        ("U betaalt € 12,50.", "€ 12,50", "money"),
        ("U betaalt vijftien euro.", "15 euro", "money"),
        ("Vanaf 1 mei 2027 niet meer.", "1 mei 2027", "date"),
        ("Binnen zes weken.", "6 weken", "duration"),
        ("Bel 0800 1234.", "0800 1234", "phone"),
        ("U krijgt 10% terug.", "10%", "percentage"),
        ("Mail naar a@b.example.", "a@b.example", "email"),
        ("Kijk op www.ergens.nl daarvoor.", "www.ergens.nl", "url"),
        ("Kom naar Dorpsweg 3, 4321 AB Dorp.", "4321 AB", "address"),
        ("Kom na 17.00 uur.", "17.00", "time"),
    ],
)
def test_a_typed_value_is_reported_as_loose_once_for_all_channels(text: str, shown: str, claim: str) -> None:
    made = check(with_sections(section(SectionKind.COSTS, p(text))))
    assert [(each.channel, each.place, each.kind, each.found) for each in made] == [
        (None, "text paspoort-aanvragen.costs", Kind.LOOSE, shown)
    ]
    assert made[0].expected.startswith(f"{claim}: ")


def test_a_typed_value_in_a_wording_is_reported_with_its_channel() -> None:
    worded = section(
        SectionKind.COSTS, p("Dat kost ", "@paspoort.leges", "."), wordings={Channel.CHAT: (p("Dat kost € 16."),)}
    )
    assert [(each.channel, each.kind, each.found) for each in check(with_sections(worded))] == [
        (Channel.CHAT, Kind.LOOSE, "€ 16")
    ]


def test_a_typed_value_in_a_personal_alert_is_reported() -> None:
    assert [each.place for each in check(answer(personal=alert(p("Betaal € 5 extra."))))] == ["alert buitenland"]


@pytest.mark.parametrize(
    "link",
    [
        Link(href="https://www.rijksoverheid.nl/pas", c=(Text(s="rijksoverheid.nl"),)),
        Link(href="https://www.rijksoverheid.nl/pas", c=(Text(s="www.rijksoverheid.nl/pas"),)),
        Link(href="mailto:info@waterrijk.example", c=(Text(s="info@waterrijk.example"),)),
        Link(href="tel:140123", c=(Text(s="14 0123"),)),
    ],
)
def test_a_link_that_shows_its_own_address_is_not_loose(link: Link) -> None:
    assert check(with_sections(section(SectionKind.COSTS, p("Kijk bij ", link, ".")))) == ()


def test_a_link_that_shows_another_address_is_loose() -> None:
    link = Link(href="https://www.rijksoverheid.nl", c=(Text(s="www.elders.nl"),))
    assert [each.found for each in check(with_sections(section(SectionKind.COSTS, p("Zie ", link, "."))))] == [
        "www.elders.nl"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Volgens artikel 9 van de Wmo 2015.",
        "Neem formulier 2 mee.",
        "Twee ouders tekenen.",
    ],
)
def test_figures_that_are_no_values_are_left_alone(text: str) -> None:
    assert check(with_sections(section(SectionKind.COSTS, p(text)))) == ()


def test_every_block_is_read() -> None:
    table = Table(header=((Text(s="Voor wie"),),), rows=(((Text(s="18 jaar en ouder, voor € 3"),),),))
    made = check(with_sections(section(SectionKind.COSTS, *every_block(), table)))
    assert {(each.kind, each.found) for each in made} == {(Kind.LOOSE, "€ 1"), (Kind.LOOSE, "€ 3")}


def test_internal_text_is_not_searched_for_loose_values() -> None:
    memo = section(SectionKind.DESK_MEMO, p("Het kost € 3."))
    assert check(answer(sections=(memo,))) == ()


def test_a_difference_reads_as_a_sentence() -> None:
    assert str(
        Difference(
            channel=Channel.CHAT,
            place="messages x.costs",
            kind=Kind.FOREIGN,
            found="€ 3",
            expected="the answer holds EUR 4.00",
        )
    ) == ("CHAT, messages x.costs: foreign: '€ 3'; the answer holds EUR 4.00")
