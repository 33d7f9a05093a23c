"""The phone script: what an agent says, and what a voice system says."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from msgspec.structs import replace

from channels.phone.render import LONGEST_BREATH, render
from channels.phrases import phrase
from channels.renderings import PhoneStep
from contenthub.resolving.answer import Personal, PersonQuestion
from contenthub.resolving.text import Link, Table, Text
from contenthub.vocabulary import Channel, Layer, SectionKind, Severity
from tests.channels.answers import (
    REFERENCE,
    SECRET,
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


def spoken(made: str | None) -> list[str]:
    assert made
    root = ElementTree.fromstring(made.encode())
    return ["".join(element.itertext()) for element in root.iter() if element.tag.endswith("}s")]


def test_the_answer_is_one_breath_with_figures() -> None:
    made = render(answer()).answer
    assert made == "U vraagt een paspoort zelf aan bij de balie en haalt het na 5 werkdagen op."
    assert len(made.split()) <= LONGEST_BREATH


def test_an_introduction_for_the_phone_gives_as_many_sentences_as_one_breath_holds() -> None:
    worded = section(
        SectionKind.INTRODUCTION,
        p("Aangifte doet u bij de gemeente."),
        wordings={
            Channel.PHONE: (
                p(
                    "Gecondoleerd met uw verlies. Meestal doet de uitvaartondernemer aangifte. ",
                    "Dat mag u ook zelf doen. " * 6,
                ),
            )
        },
    )
    made = render(with_sections(worded))
    assert made.answer.startswith("Gecondoleerd met uw verlies. Meestal doet de uitvaartondernemer aangifte. Dat mag u")
    assert len(made.answer.split()) <= LONGEST_BREATH
    assert made.steps[0].say == "Dat mag u ook zelf doen. Dat mag u ook zelf doen. Dat mag u ook zelf doen."


def test_the_opening_greets_and_says_what_it_is_about() -> None:
    assert render(answer()).opening == (
        "Goedendag, u spreekt met de gemeente Waterrijk. U belt over: Paspoort aanvragen."
    )
    assert render(question()).opening.endswith("Uw vraag is: Kan ik mijn paspoort verlengen?")
    assert render(answer(language="en")).opening.startswith("Hello, this is the municipality of Waterrijk.")


def test_the_opening_says_je_where_the_municipality_does() -> None:
    made = answer()
    assert render(replace(made, contact=replace(made.contact, form_of_address="je"))).opening == (
        "Goedendag, je spreekt met de gemeente Waterrijk. Je belt over: Paspoort aanvragen."
    )


def test_one_step_a_section_in_agents_order_without_the_sentence_already_said() -> None:
    steps = [step for step in render(answer()).steps if step.section]
    assert [step.section for step in steps] == [
        f"paspoort-aanvragen.{kind}"
        for kind in ("introduction", "application", "evidence", "costs", "term", "objection", "contact")
    ]
    assert steps[0].say == "Met een paspoort kunt u over de hele wereld reizen.\nEen paspoort verlengen kan niet."


def test_figures_stay_figures_for_the_agent() -> None:
    costs = next(step for step in render(answer()).steps if step.section == "paspoort-aanvragen.costs")
    assert costs.say == (
        "Dit kost een paspoort:\n18 jaar en ouder: €\u00a086,85\njonger dan 18 jaar: €\u00a065,70\n"
        "Met spoed betaalt u €\u00a058,95 extra. U betaalt met pin of contant."
    )


def test_a_wording_for_the_phone_replaces_the_text() -> None:
    steps = {step.section: step.say for step in render(answer()).steps}
    assert steps["paspoort-aanvragen.application"] == "Maak een afspraak en kom zelf naar de balie."


def test_the_note_names_layer_owner_law_and_addresses_to_send() -> None:
    notes = {step.section: step.note for step in render(answer()).steps}
    assert notes["paspoort-aanvragen.evidence"] == (
        "Landelijke tekst, van Team Burgerzaken. Bron: BWBR0005212, art. 9. "
        "Om te mailen: https://www.rijksoverheid.nl/pasfoto"
    )
    assert notes["paspoort-aanvragen.contact"].startswith("Eigen tekst van de gemeente, van Team Burgerzaken.")


def test_a_personal_text_is_noted_as_such() -> None:
    made = with_sections(section(SectionKind.COSTS, p("Gratis. Voor u."), layer=Layer.PERSONAL))
    assert render(made).steps[0].note.startswith("Tekst voor deze beller")


def test_the_words_of_a_link_are_said_and_not_its_address() -> None:
    link = Link(href="https://www.waterrijk.example/pas", c=(Text(s="onze website"),))
    made = render(with_sections(section(SectionKind.COSTS, p("Hoi."), p("Kijk op ", link, "."))))
    assert made.steps[0].say == "Kosten: Kijk op onze website."
    assert "Kijk op onze website." in spoken(made.ssml)


def test_open_questions_are_asked_before_the_sections_fewest_first() -> None:
    undecided = (
        PersonQuestion(name="leeftijd", question="Hoe oud bent u?", type="NUMBER"),
        PersonQuestion(name="woon", question="Hoe woont u?", type="CHOICE", choices=("huur", "koop")),
    )
    steps = render(answer(personal=Personal(undecided=undecided))).steps[1:]
    assert steps[0] == PhoneStep(
        say="Mag ik u iets vragen? Dan kan ik u precies zeggen hoe het voor u zit.",
        ask="Hoe oud bent u?",
        note="Antwoorden hoeft niet. Zonder antwoord geldt de tekst hieronder. Het antwoord wordt niet bewaard.",
    )
    assert steps[1] == PhoneStep(say="Dan nog een vraag.", ask="Hoe woont u?", note="Antwoorden: huur, koop.")


def test_a_voice_system_asks_nothing() -> None:
    assert "Hebt u haast?" not in spoken(render(answer(personal=personal())).ssml)


def test_notices_come_first_gravest_first_then_alerts() -> None:
    made = render(
        answer(
            notices=(
                notice("Druk", "Het is druk.", severity=Severity.INFO),
                notice("Storing", "Bel later.", severity=Severity.URGENT),
            ),
            personal=alert(p("U woont in het buitenland.")),
        )
    )
    assert made.steps[1].section == "paspoort-aanvragen.introduction"
    assert [step.say for step in (made.steps[0], *made.steps[2:4])] == [
        "Belangrijk: Storing. Bel later.",
        "Druk: Het is druk.",
        "Let op: U woont in het buitenland.",
    ]


def test_what_is_urgent_is_heard_right_after_the_short_answer() -> None:
    said = spoken(render(answer(notices=(notice("Storing", "Bel later.", severity=Severity.URGENT),))).ssml)
    short = said.index("U vraagt een paspoort zelf aan bij de balie en haalt het na vijf werkdagen op.")
    assert said[short + 1].startswith("Belangrijk: Storing")


def test_a_notice_for_another_channel_is_not_said() -> None:
    made = render(answer(notices=(notice("Storing", "Bel later.", channels=(Channel.WEBSITE,)),)))
    assert "Storing" not in made.steps[0].say
    assert "Let op: Storing." not in spoken(made.ssml)


def test_the_closing_spells_the_answer_code() -> None:
    assert render(answer()).closing == (
        f"Uw antwoordcode is {REFERENCE}: K zeven Q F, twee M negen D, vier T X R. "
        "Met deze code zien wij later precies wat ik u heb verteld. Kan ik u nog ergens anders mee helpen?"
    )


def test_withdrawn_is_the_answer_and_leaves_no_sections_or_questions() -> None:
    made = render(withdrawn(personal=personal(applied=())))
    assert made.answer.startswith("Deze informatie geldt niet meer sinds 1 maart 2026. De wet is veranderd.")
    assert made.steps == ()


def test_not_offered_is_the_answer() -> None:
    assert render(not_offered()).answer == "De gemeente Waterrijk biedt dit niet aan. Dit doet de politie."


def test_a_successor_says_who_answers_and_which_rules_apply() -> None:
    rules = phrase("old_rules_apply", "nl", old="Ouderdam")
    assert render(merged("GM9003")).steps[1].say == (
        f"De gemeente Ouderdam bestaat niet meer. De gemeente Waterrijk helpt u verder. {rules}"
    )


def test_another_language_than_asked_is_said() -> None:
    assert render(answer(language_fell_back=True)).steps[1].say.startswith("Dit antwoord is er nog niet")


def test_another_language_is_announced_by_voice_and_not_as_a_text_below() -> None:
    step = next(step for step in render(answer(language_fell_back=True, asked_language="pl")).steps if not step.section)
    assert step.say == "Dit antwoord is er nog niet in het Pools. Ik geef u het antwoord in het Nederlands."


def test_internal_text_is_never_in_a_script() -> None:
    made = render(internal_answer())
    assert SECRET not in str(made)
    assert not any(step.section == "paspoort-aanvragen.desk_memo" for step in made.steps)


def test_speech_says_figures_in_words_and_the_code_letter_by_letter() -> None:
    said = spoken(render(answer(notices=(notice(),))).ssml)
    assert [*said[:3], *said[5:7]] == [
        "Goedendag, u spreekt met de gemeente Waterrijk.",
        "U belt over: Paspoort aanvragen.",
        "U vraagt een paspoort zelf aan bij de balie en haalt het na vijf werkdagen op.",
        "Let op: Balie gesloten.",
        "Vandaag is de balie dicht.",
    ]
    assert "Met spoed betaalt u achtenvijftig euro vijfennegentig extra." in said
    assert "Uw antwoordcode is K zeven Q F, twee M negen D, vier T X R." in said
    assert not re.search(r"\d", " ".join(said))


def test_speech_says_the_short_answer_once() -> None:
    said = spoken(render(answer()).ssml)
    assert sum("zelf aan bij de balie en haalt" in sentence for sentence in said) == 1


def test_a_section_without_lead_in_is_said_with_its_title() -> None:
    made = render(
        with_sections(
            section(SectionKind.INTRODUCTION, p("Hoi.")),
            section(SectionKind.CONDITIONS, p("U bent 16 jaar of ouder.")),
            section(SectionKind.EVIDENCE, bullets("een pasfoto", "uw pas")),
            routes=(),
        )
    )
    assert [step.say for step in made.steps] == [
        "Voorwaarden: U bent 16 jaar of ouder.",
        "Dit is nodig:\n- een pasfoto\n- uw pas",
    ]
    assert spoken(made.ssml)[3:7] == ["Voorwaarden.", "U bent zestien jaar of ouder.", "Dit is nodig.", "een pasfoto."]


def test_what_the_introduction_adds_comes_before_notices_and_questions() -> None:
    steps = render(answer(notices=(notice(),), personal=personal())).steps
    assert [step.section for step in steps[:4]] == ["paspoort-aanvragen.introduction", None, None, None]


def test_routes_are_said_by_purpose_and_their_pages_are_for_the_agent_to_send() -> None:
    apply, object_ = render(answer()).steps[-2:]
    assert apply == PhoneStep(say="Aanvragen of doorgeven, aan de balie: Maak een afspraak en kom zelf naar de balie.")
    assert object_ == PhoneStep(
        say=(
            "Bezwaar maken, online: Maak online bezwaar. Inloggen met DigiD (niveau substantieel). Dit is de digitale "
            "weg die de gemeente hiervoor heeft aangewezen.\n"
            "Bezwaar maken, per post: Stuur een brief. Adres: Postbus 90, 1230 AB Waterrijk."
        ),
        note="Om te mailen: https://www.waterrijk.example/bezwaar",
    )
    said = spoken(render(answer()).ssml)
    assert "Bezwaar maken, per post: Stuur een brief." in said
    assert not any("https" in sentence for sentence in said)


def test_nobody_promises_to_find_a_personal_answer_again() -> None:
    made = render(answer(personal=Personal(given=True)))
    assert made.closing == (
        f"Uw antwoordcode is {REFERENCE}: K zeven Q F, twee M negen D, vier T X R. "
        "Kan ik u nog ergens anders mee helpen?"
    )
    assert "later" not in " ".join(spoken(made.ssml)[-3:])


def test_a_table_is_said_row_by_row_with_the_names_of_its_columns() -> None:
    wide = Table(
        header=(run("Wat"), run("Huwelijk"), run("Partnerschap")),
        rows=((run("Ja-woord"), run("verplicht"), run("niet verplicht")),),
    )
    narrow = Table(header=(run("Verzoek"), run("Kosten")), rows=((run("Alleen"), run("@paspoort.leges")),))
    made = render(with_sections(section(SectionKind.INTRODUCTION, p("Hoi."), wide, narrow)))
    assert made.steps[0].say == "Ja-woord: Huwelijk verplicht, Partnerschap niet verplicht\nAlleen: €\u00a015"
