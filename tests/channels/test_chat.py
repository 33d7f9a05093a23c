"""The chat's rendering: the shortest true answer first, short messages, whole facts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channels.chat.render import LONGEST_MESSAGE, render
from channels.phrases import phrase
from channels.renderings import ChatMessage
from channels.voice.facts import written
from contenthub.resolving.answer import Answer, Personal, PersonQuestion
from contenthub.resolving.text import Heading, Link, Text
from contenthub.vocabulary import Channel, SectionKind, Severity
from tests.channels.answers import (
    FACTS,
    REFERENCE,
    SECRET,
    SECTIONS,
    alert,
    answer,
    bullets,
    internal_answer,
    merged,
    not_offered,
    notice,
    p,
    personal,
    question,
    run,
    section,
    with_sections,
    withdrawn,
)

INTRODUCTION = "paspoort-aanvragen.introduction"


def texts(made: Answer) -> list[str]:
    return [message.text for message in render(made).messages]


def test_the_first_message_is_the_shortest_true_answer() -> None:
    first = render(answer(notices=(notice(),))).messages[0]
    assert first == ChatMessage(text="U vraagt een paspoort zelf aan bij de balie en haalt het na 5 werkdagen op.")


def test_a_notice_and_an_alert_follow_the_answer_gravest_first() -> None:
    made = answer(
        notices=(
            notice("Druk", "Het is druk.", severity=Severity.INFO),
            notice("Storing", "Bel later.", severity=Severity.URGENT),
        ),
        personal=alert(p("Woont u in het buitenland?")),
    )
    assert texts(made)[1] == "Belangrijk: Storing. Bel later."
    assert texts(made)[3:5] == ["Druk: Het is druk.", "Let op: Woont u in het buitenland?"]


def test_an_introduction_written_for_chat_is_said_whole() -> None:
    worded = section(
        SectionKind.INTRODUCTION,
        p("Lang verhaal. Nog meer."),
        wordings={Channel.CHAT: (p("Kom naar de balie. Na ", "@paspoort.levertijd", " is het klaar."),)},
    )
    reply = render(with_sections(worded, routes=()))
    assert reply.messages[0] == ChatMessage(
        text="Kom naar de balie. Na 5 werkdagen is het klaar.", section=INTRODUCTION
    )
    assert len(reply.messages) == 2


def test_follow_ups_carry_their_section_and_do_not_repeat_the_answer() -> None:
    messages = render(answer()).messages
    assert [message.text for message in messages if message.section == INTRODUCTION] == [
        "Met een paspoort kunt u over de hele wereld reizen.\nEen paspoort verlengen kan niet."
    ]


def test_a_tariff_is_said_row_by_row() -> None:
    costs = next(message for message in render(answer()).messages if message.section == "paspoort-aanvragen.costs")
    assert costs.text.split("\n") == [
        "Dit kost een paspoort:",
        "18 jaar en ouder: €\u00a086,85",
        "jonger dan 18 jaar: €\u00a065,70",
        "Met spoed betaalt u €\u00a058,95 extra. U betaalt met pin of contant.",
    ]


def test_a_link_is_said_by_its_words_and_carried_as_an_address() -> None:
    evidence = next(each for each in render(answer()).messages if each.section == "paspoort-aanvragen.evidence")
    assert "https://" not in evidence.text
    assert evidence.url == "https://www.rijksoverheid.nl/pasfoto"


def test_a_second_link_in_one_message_follows_by_itself() -> None:
    links = [Link(href=f"https://www.waterrijk.example/{name}", c=(Text(s=name),)) for name in ("een", "twee")]
    made = with_sections(section(SectionKind.COSTS, p("Hoi."), p("Kijk bij ", links[0], " en ", links[1], ".")))
    assert [(message.text, message.url) for message in render(made).messages[1:3]] == [
        ("Kosten: Kijk bij een en twee.", "https://www.waterrijk.example/een"),
        ("twee", "https://www.waterrijk.example/twee"),
    ]


def test_a_link_of_the_first_message_is_not_repeated() -> None:
    link = Link(href="https://www.waterrijk.example/pas", c=(Text(s="onze site"),))
    made = with_sections(section(SectionKind.INTRODUCTION, p("Kijk op ", link, ". Of kom langs.")), routes=())
    assert [(message.text, message.url) for message in render(made).messages] == [
        ("Kijk op onze site.", "https://www.waterrijk.example/pas"),
        ("Of kom langs.", None),
        (f"Antwoordcode: {REFERENCE}", None),
    ]


def test_a_heading_in_a_section_costs_no_letter() -> None:
    made = with_sections(
        section(
            SectionKind.INTRODUCTION,
            p("Kom langs. En neem uw pas mee."),
            Heading(level=3, c=run("Daarna")),
            p("U krijgt bericht."),
        )
    )
    assert texts(made)[:2] == ["Kom langs.", "En neem uw pas mee.\nDaarna\nU krijgt bericht."]


def test_quick_replies_are_titles_of_follow_ups_and_where_to_go() -> None:
    assert render(answer()).quick_replies == (
        "Zo werkt het",
        "Dit is nodig",
        "Kosten",
        "Hoelang het duurt",
        "Bezwaar maken",
        "Contact",
        "Waar en hoe",
    )


def test_an_open_question_is_asked_last_and_its_choices_are_the_first_replies() -> None:
    undecided = (
        PersonQuestion(name="woon", question="Hoe woont u?", type="CHOICE", choices=("huur", "koop")),
        PersonQuestion(name="leeftijd", question="Hoe oud bent u?", type="NUMBER"),
    )
    reply = render(answer(personal=Personal(undecided=undecided)))
    assert reply.messages[-1] == ChatMessage(
        text="Mag ik u iets vragen? Dan kan ik u precies zeggen hoe het voor u zit. Hoe woont u?"
    )
    assert reply.quick_replies[:3] == ("huur", "koop", "Zo werkt het")
    assert not any("oud" in text for text in (*reply.quick_replies, reply.messages[-1].text))


def test_a_question_goes_along_with_its_answer() -> None:
    long = "Een briefje waarin de hoofdbewoner toestemming geeft, en een kopie van het identiteitsbewijs. " * 3
    asked = bullets("Uw eigen geldige paspoort.", f"Trekt u bij iemand in? {long}")
    made = with_sections(section(SectionKind.INTRODUCTION, p("Hoi.")), section(SectionKind.EVIDENCE, asked))
    assert not any(text.endswith("?") for text in texts(made))


def test_a_section_without_lead_in_is_said_with_its_title() -> None:
    made = with_sections(
        section(SectionKind.INTRODUCTION, p("Hoi.")),
        section(SectionKind.CONDITIONS, p("U bent 16 jaar of ouder.")),
        section(SectionKind.EVIDENCE, bullets("een pasfoto", "uw pas")),
        section(SectionKind.COSTS, p("Dit kost het:"), p("@paspoort.kosten")),
    )
    assert [text.split("\n")[0] for text in texts(made)[1:4]] == [
        "Voorwaarden: U bent 16 jaar of ouder.",
        "Dit is nodig:",
        "Dit kost het:",
    ]


def test_each_route_is_a_message_with_its_address() -> None:
    object_online = next(each for each in render(answer()).messages if "aangewezen" in each.text)
    assert object_online == ChatMessage(
        text=(
            "Bezwaar maken, online: Maak online bezwaar. Inloggen met DigiD (niveau substantieel). "
            "Dit is de digitale weg die de gemeente hiervoor heeft aangewezen."
        ),
        url="https://www.waterrijk.example/bezwaar",
    )
    assert texts(answer())[-2] == "Bezwaar maken, per post: Stuur een brief. Adres: Postbus 90, 1230 AB Waterrijk."


def test_a_section_that_was_said_whole_gives_no_quick_reply() -> None:
    assert render(with_sections(section(SectionKind.COSTS, p("Het is gratis.")), routes=())).quick_replies == ()


def test_a_withdrawn_item_says_so_and_nothing_else() -> None:
    reply = render(withdrawn(personal=personal()))
    pointing = phrase("replacement", "nl")
    assert reply.messages[0].text == (
        "Deze informatie geldt niet meer sinds 1 maart 2026. De wet is veranderd. "
        f"{pointing}Identiteitskaart aanvragen."
    )
    assert reply.messages[0].url == "https://www.waterrijk.example/identiteitskaart-aanvragen"
    assert reply.quick_replies == ()
    assert not any(message.section for message in reply.messages)


def test_a_product_that_is_not_offered_says_so_first() -> None:
    assert texts(not_offered())[0] == "De gemeente Waterrijk biedt dit niet aan. Dit doet de politie."


def test_a_successor_says_who_answers() -> None:
    assert any("De gemeente Ouderdam bestaat niet meer." in text for text in texts(merged()))


def test_the_last_message_is_the_answer_code() -> None:
    assert texts(answer())[-1] == f"Antwoordcode: {REFERENCE}"
    assert texts(answer(language="en"))[-1] == f"Answer code: {REFERENCE}"


def test_internal_text_is_never_said() -> None:
    assert SECRET not in " ".join(texts(internal_answer()))


def test_a_question_gets_its_answer() -> None:
    assert texts(question())[0] == "Nee, verlengen kan niet."


KEYS = sorted(set(FACTS) - {"paspoort.kosten", "balie.uren"})
WORD = st.text(alphabet="abcdefghijklmnopqrstuvw", min_size=1, max_size=12)
NODES = st.lists(
    st.one_of(
        WORD.map(lambda word: f"{word} "),
        st.sampled_from(KEYS).map(lambda key: f"@{key}"),
        st.sampled_from([". ", ", ", " en ", "; "]),
    ),
    min_size=1,
    max_size=80,
)
BLOCKS = st.lists(
    st.one_of(
        NODES.map(lambda nodes: p(*nodes)),
        st.lists(NODES, min_size=1, max_size=5).map(lambda items: bullets(*(p(*nodes) for nodes in items))),
    ),
    min_size=1,
    max_size=6,
)


@given(BLOCKS)
def test_messages_are_never_too_long_whatever_the_text(blocks: list) -> None:
    reply = render(with_sections(section(SectionKind.INTRODUCTION, *blocks), section(SectionKind.COSTS, *blocks)))
    assert all(0 < len(message.text) <= LONGEST_MESSAGE for message in reply.messages)


@given(BLOCKS)
def test_every_fact_stands_whole_in_a_message(blocks: list) -> None:
    made = with_sections(*SECTIONS[:1], section(SectionKind.COSTS, *blocks))
    said = [message.text for message in render(made).messages if message.section == "paspoort-aanvragen.costs"]
    keys = {
        node.key
        for block in blocks
        for run in ([block.c] if hasattr(block, "c") else [child.c for item in block.items for child in item])
        for node in run
        if hasattr(node, "key")
    }
    for key in keys:
        assert any(written(FACTS[key], "nl") in text for text in said), key
