"""What surrounds an answer, and its shortest true form."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from channels.voice.first import first_sentence, short_spoken, short_written
from channels.voice.frame import StatementKind, item_url, local_date, public_notices, sections, statements
from channels.voice.plain import plain
from contenthub.resolving.answer import Answer, Personal
from contenthub.resolving.text import Bullets, FactRef, Heading, Image, Text
from contenthub.vocabulary import Channel, SectionKind, Severity
from tests.channels.answers import (
    FACTS,
    MEMO,
    SECRET,
    WATERRIJK,
    alert,
    answer,
    bullets,
    internal_answer,
    merged,
    not_offered,
    notice,
    p,
    personal,
    run,
    section,
    with_sections,
    withdrawn,
)

ALL = tuple(Channel)


def kinds(made: Answer, channel: Channel = Channel.WEBSITE) -> list[StatementKind]:
    return [each.kind for each in statements(made, channel)]


def said(made: Answer, channel: Channel = Channel.WEBSITE) -> str:
    return "\n".join(plain(each.blocks, FACTS, made.language) for each in statements(made, channel))


def test_a_plain_answer_has_no_statements() -> None:
    assert statements(answer(), Channel.WEBSITE) == ()


def test_notices_come_gravest_first() -> None:
    made = answer(
        notices=(
            notice("Tip", severity=Severity.INFO),
            notice("Storing", severity=Severity.URGENT),
            notice("Drukte", severity=Severity.WARNING),
        )
    )
    assert [each.title for each in statements(made, Channel.APP)] == ["Storing", "Drukte", "Tip"]


def test_a_notice_says_its_gravity_in_words_once() -> None:
    notices = (notice("Balie dicht"), notice("Let op: druk"), notice("Tip", severity=Severity.INFO))
    made = statements(answer(notices=notices), Channel.APP)
    assert [each.heading("nl") for each in made] == ["Let op: Balie dicht", "Let op: druk", "Tip"]
    assert made[0].heading("en") == "Please note: Balie dicht"


def test_a_notice_shows_only_in_its_channels() -> None:
    made = answer(notices=(notice(channels=(Channel.PHONE,)),))
    assert kinds(made, Channel.PHONE) == [StatementKind.NOTICE]
    assert kinds(made, Channel.WEBSITE) == []


@pytest.mark.parametrize("channel", ALL)
def test_internal_text_is_never_said(channel: Channel) -> None:
    made = internal_answer()
    assert SECRET not in said(made, channel)
    assert public_notices(made, channel) == ()
    assert all(each.kind is not SectionKind.DESK_MEMO for each in sections(made, channel))


def test_alerts_come_after_notices_and_before_the_rest() -> None:
    made = answer(notices=(notice(),), personal=alert(p("Ga naar de ambassade.")), language_fell_back=True)
    assert kinds(made) == [StatementKind.NOTICE, StatementKind.ALERT, StatementKind.LANGUAGE]


def test_outcomes_that_hold_are_explained_as_an_indication() -> None:
    text = said(answer(personal=personal()))
    assert "U bent jonger dan 18, daarom tekent een ouder." in text
    assert "Het is geen besluit." in text


def test_withheld_personal_text_is_said_to_be_left_out() -> None:
    assert kinds(answer(personal=Personal(withheld=True))) == [StatementKind.WITHHELD]


def test_a_withdrawn_item_says_since_when_why_and_where_to() -> None:
    assert said(withdrawn()) == (
        "Deze informatie geldt niet meer sinds 1 maart 2026.\n\nDe wet is veranderd.\n\nWat er nu geldt, staat bij "
        "Identiteitskaart aanvragen (https://www.waterrijk.example/identiteitskaart-aanvragen)."
    )


def test_a_withdrawn_item_has_no_sections() -> None:
    assert sections(withdrawn(), Channel.WEBSITE) == ()


def test_the_day_of_withdrawal_is_that_of_the_netherlands() -> None:
    assert local_date(dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)) == dt.date(2027, 1, 1)


def test_not_offered_says_so_with_the_reason() -> None:
    assert said(not_offered()) == "De gemeente Waterrijk biedt dit niet aan.\n\nDit doet de politie."


def test_falling_under_another_product_points_to_it() -> None:
    assert said(answer(falls_under="paspoort-aanvragen")) == (
        "In de gemeente Waterrijk hoort dit bij Paspoort aanvragen (https://www.waterrijk.example/paspoort-aanvragen)."
    )


def test_a_municipality_that_ended_says_who_answers_now() -> None:
    assert said(merged()) == "De gemeente Ouderdam bestaat niet meer. De gemeente Waterrijk helpt u verder."


def test_old_local_rules_are_said_to_apply_still() -> None:
    assert said(merged("GM9003")).endswith("Voorlopig gelden hier nog de lokale regels van Ouderdam.")


def test_a_municipality_that_says_je_does_so_here() -> None:
    contact = msgspec.structs.replace(WATERRIJK, form_of_address="je")
    made = msgspec.structs.replace(merged(), contact=contact)
    assert "helpt je verder" in said(made)


def test_fallen_back_language_is_said_in_both_on_paper_and_in_dutch_on_the_phone() -> None:
    made = answer(language_fell_back=True, asked_language="tr")
    assert "This answer is not available in Turkish yet" in said(made)
    assert said(made, Channel.PHONE) == (
        "Dit antwoord is er nog niet in het Turks. Ik geef u het antwoord in het Nederlands."
    )


def test_each_channel_says_its_own_wording() -> None:
    phone = {each.kind: each for each in sections(answer(), Channel.PHONE)}
    assert plain(phone[SectionKind.APPLICATION].blocks, FACTS, "nl") == "Maak een afspraak en kom zelf naar de balie."


def test_days_with_other_hours_are_told_behind_the_hours_without_past_ones() -> None:
    contact = next(each for each in sections(answer(), Channel.APP) if each.kind is SectionKind.CONTACT)
    assert plain(contact.blocks[-2:], FACTS, "nl") == (
        "Afwijkende openingstijden:\n\n- vrijdag 25 december 2026: gesloten (eerste kerstdag)\n"
        "- donderdag 31 december 2026: 9.00 tot 13.00 uur"
    )


def test_section_titles_are_in_the_language_of_the_answer() -> None:
    assert sections(answer(language="en"), Channel.APP)[0].title == "In short"


def test_without_a_website_there_is_no_address() -> None:
    assert item_url(answer(contact=msgspec.structs.replace(WATERRIJK, website=""))) == ""


def test_short_answer_is_the_first_sentence_of_the_introduction() -> None:
    assert short_written(answer(), Channel.WEBSITE) == (
        "U vraagt een paspoort zelf aan bij de balie en haalt het na 5 werkdagen op."
    )
    assert short_spoken(answer()) == "U vraagt een paspoort zelf aan bij de balie en haalt het na vijf werkdagen op."


def test_short_answer_uses_the_wording_of_the_channel() -> None:
    intro = section(SectionKind.INTRODUCTION, p("Lang verhaal."), wordings={Channel.CHAT: (p("Kort! En meer."),)})
    made = with_sections(intro)
    assert short_written(made, Channel.CHAT) == "Kort!"
    assert short_written(made, Channel.EMAIL) == "Lang verhaal."


def test_short_answer_of_a_withdrawn_item_is_that_it_is() -> None:
    assert short_written(withdrawn(), Channel.CHAT) == (
        "Deze informatie geldt niet meer sinds 1 maart 2026. De wet is veranderd. Wat er nu geldt, staat bij "
        "Identiteitskaart aanvragen."
    )


def test_short_answer_where_it_is_not_offered_says_so() -> None:
    assert short_written(not_offered(), Channel.PHONE).startswith("De gemeente Waterrijk biedt dit niet aan.")


def test_short_answer_without_introduction_is_from_the_first_section() -> None:
    made = with_sections(section(SectionKind.COSTS, p("Het kost ", "@paspoort.leges")))
    assert short_written(made, Channel.APP) == "Het kost €\u00a015."


def test_short_answer_never_comes_from_the_desk_memo() -> None:
    assert short_written(with_sections(MEMO), Channel.PHONE) == "U vraagt uw paspoort zelf aan bij de balie."


def test_short_answer_of_nothing_is_the_title() -> None:
    assert short_written(with_sections(summary=""), Channel.APP) == "Paspoort aanvragen."


def test_a_lead_in_takes_its_list_along() -> None:
    blocks = (p("Neem mee:"), bullets("een pas.", p("een foto van ", "@paspoort.leges")))
    made = with_sections(section(SectionKind.INTRODUCTION, *blocks))
    assert short_written(made, Channel.APP) == "Neem mee: een pas; een foto van €\u00a015."


def test_first_sentence_skips_headings_and_images_and_keeps_facts_whole() -> None:
    blocks = (
        Heading(level=3, c=run("Kop")),
        Image(url="https://x.example", alt="Pas"),
        p("Na ", "@paspoort.levertijd", " klaar. Daarna niet."),
    )
    assert first_sentence(blocks) == (Text(s="Na "), FactRef(key="paspoort.levertijd"), Text(s=" klaar."))


def test_first_sentence_of_a_list_joins_its_items() -> None:
    assert first_sentence((Bullets(items=((p("a"),), (p("b"),))),)) == (Text(s="a"), Text(s="; "), Text(s="b"))


def test_a_section_without_words_in_a_channel_is_left_out_there() -> None:
    made = with_sections(
        section(SectionKind.COSTS, p("Gratis."), wordings={Channel.CHAT: ()}), section(SectionKind.TERM, p(" "))
    )
    assert [each.kind for each in sections(made, Channel.APP)] == [SectionKind.COSTS]
    assert sections(made, Channel.CHAT) == ()


def test_an_item_known_by_its_id_alone_is_never_shown_as_one() -> None:
    identifier = "1f0c6a52-7c39-4d0e-9f1f-0a4a3c1d2e3f"
    gone = msgspec.structs.replace(withdrawn().withdrawal, replacement=identifier)
    assert said(answer(withdrawal=gone)).endswith("Op de website van de gemeente staat wat er nu geldt.")
    assert said(answer(falls_under=identifier)) == "In de gemeente Waterrijk hoort dit bij een ander product."


def test_who_asked_for_easy_dutch_is_not_answered_in_english() -> None:
    made = statements(answer(language_fell_back=True, asked_language="nl-x-a2"), Channel.WEBSITE)
    assert plain(made[-1].blocks, {}, "nl") == (
        "Dit antwoord is er nog niet in eenvoudig Nederlands. Hieronder staat de Nederlandse tekst."
    )
