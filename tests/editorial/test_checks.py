"""What the checks of texts find, and what they leave alone: each with a text that fails and one that passes."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from contenthub.editorial import checks
from contenthub.editorial.checks import Level
from contenthub.editorial.checks.reading import Grade, is_passive, rare_words, reading
from contenthub.resolving.content import ItemContent, LocalContent, LocalSection, Section
from contenthub.vocabulary import Channel, SectionKind, SectionMode
from contenthub.writing.tree import tree as tree_of
from tests import world

TODAY = dt.date(2026, 11, 28)
EASY = ("Vraag uw paspoort aan bij de gemeente. Maak eerst een afspraak. Neem uw oude paspoort mee. U krijgt het nieuwe paspoort "
        "na een week. U haalt het zelf op. Kunt u niet komen? Bel ons dan. Wij kijken samen wat er kan. U betaalt aan de balie.")
HARD = ("Ingevolge de desbetreffende verordening dient de belanghebbende, onverminderd het bepaalde in voornoemde regelgeving, "
        "een schriftelijk gemotiveerd verzoekschrift in te dienen waarin de omstandigheden die tot ontheffing nopen worden "
        "uiteengezet. Indien zulks wordt nagelaten, wordt de aanvraag buiten behandeling gesteld en wordt geen restitutie verleend.")


def tree(html):
    return tree_of(html, "text")


def text(introduction="<p>U vraagt het aan.</p>", kind=SectionKind.INTRODUCTION, wordings=None, law=False, language="nl", **fields):
    section = Section(blocks=tree(introduction), law=law, wordings={c: tree(html) for c, html in (wordings or {}).items()})
    fields.setdefault("type", "question")
    content = ItemContent(slug="x", title="X", sections={kind: section}, **fields)
    return checks.written(content, language, TODAY)


def found(written, name):
    return [quote for finding in checks.check(written) if finding.check == name for quote in finding.quotes]


def html(sentence):
    return f"<p>{sentence}</p>"


@pytest.mark.parametrize(("check", "failing", "passing"), [
    ("placeholder", "Bel XX voor een afspraak.", "Bel ons voor een afspraak."),
    ("placeholder", "Het kost [bedrag invullen].", "Het kost niets [dat is zo geregeld in de wet]."),
    ("placeholder", "De datum is n.t.b.", "De datum staat in de brief."),
    ("placeholder", "Stuur het naar ____.", "Stuur het naar de gemeente."),
    ("link-text", 'Klik <a href="https://www.voorbeeld.nl">hier</a>.',
     '<a href="https://www.voorbeeld.nl">Maak een afspraak</a>, dan bent u zo aan de beurt.'),
    ("headings", "<b>Dit neemt u mee</b>", "<b>Let op:</b> neem uw paspoort mee."),
    ("loose-value", "Het kost € 12,50.", 'Het kost <a linktype="fact" id="afval.kosten">kosten</a>.'),
    ("long-sentence", "U " + "en u " * 13 + "komt.", "U " + "en u " * 11 + "komt."),
    ("first-sentence", "U " + "en u " * 15 + "komt.", "U komt zelf. U " + "en u " * 15 + "komt."),
])
def test_a_check_finds_what_it_should_and_leaves_the_rest_alone(check, failing, passing):
    assert len(found(text(html(failing)), check)) == 1
    assert found(text(html(passing)), check) == []


def test_a_table_without_heads_is_found_and_one_with_them_is_not():
    rows = "<tr><td>Kind</td><td>nee</td></tr>"
    assert found(text(f"<table><tbody>{rows}</tbody></table>"), "table-header") == ["Kind | nee"]
    assert found(text(f"<table><thead><tr><th>Wie</th><th>Betaalt</th></tr></thead><tbody>{rows}</tbody></table>"),
                 "table-header") == []


def test_two_ways_of_address_are_found_over_all_of_the_item():
    mixed = text(html("U vraagt het aan. Uw gemeente helpt u."), wordings={Channel.CHAT: html("Vraag het aan bij je gemeente.")})
    assert found(mixed, "form-of-address") == ["Vraag het aan bij je gemeente."]
    assert found(text(html("Vraag het aan bij je gemeente. Neem je pas mee.")), "form-of-address") == []


def test_a_wording_says_the_facts_of_its_section():
    fee, row, other = (f'<p>Het kost <a linktype="fact" id="{key}">x</a>.</p>' for key in ("pas.kosten", "pas.kosten.kind", "pas.spoed"))
    assert found(text(fee, wordings={Channel.PHONE: other}), "wording-facts") == ["pas.spoed"]
    assert found(text(fee, wordings={Channel.PHONE: row}), "wording-facts") == []
    wording = checks.check(text(fee, wordings={Channel.PHONE: other}))[0]
    assert (wording.channel, wording.level) == (Channel.PHONE, Level.WARNING) and wording.where


def test_a_product_without_what_everybody_asks_is_found_and_a_question_is_left_alone():
    assert len(found(text(type="product"), "missing-sections")) == 3
    assert found(text(type="question"), "missing-sections") == []


def test_a_review_that_is_due_is_found_on_the_day_after():
    assert found(text(review_by=TODAY - dt.timedelta(days=1)), "review-due") == ["2026-11-27"]
    assert found(text(review_by=TODAY), "review-due") == []


def test_hard_dutch_is_told_from_easy_dutch_with_its_hardest_sentence_first():
    assert reading([*EASY.split(". ")]).grade in (Grade.A2, Grade.B1)
    hard = text(html(HARD + " " + "Bel ons gerust."))
    assert found(hard, "reading-level")[0].startswith("Ingevolge")
    assert checks.readings(hard)[SectionKind.INTRODUCTION].grade == Grade.C1
    assert found(text(html(EASY)), "reading-level") == []


def test_law_and_other_languages_are_not_measured():
    assert found(text(html(HARD), law=True), "reading-level") == []
    assert found(text(html(HARD), language="en"), "reading-level") == [] and checks.readings(text(html(HARD), language="en")) == {}


def test_too_little_text_has_no_reading_level():
    assert reading(["Vraag het aan."]) is None


def test_names_and_compounds_of_common_words_are_not_rare():
    assert rare_words("Vraag in Waterrijk uw paspoortaanvraag na.") == []
    assert rare_words("Dit is onverminderd van toepassing op restitutieverzoeken.") != []


def test_a_passive_sentence_is_known_and_becoming_is_not():
    assert is_passive("Uw aanvraag wordt binnen een week behandeld.")
    assert not is_passive("U wordt 18 jaar.") and not is_passive("Wij behandelen uw aanvraag.")


def test_what_agents_alone_read_is_left_alone():
    memo = text(html("XX"), kind=SectionKind.DESK_MEMO)
    assert checks.check(memo) == () and checks.readings(memo) == {}


def test_a_local_version_is_checked_and_a_life_event_has_nothing_to_check():
    local = LocalContent(sections={SectionKind.COSTS: LocalSection(mode=SectionMode.APPEND, blocks=tree("<p>Betaal XX.</p>"))})
    assert found(checks.written(local, "nl", TODAY), "placeholder") == ["Betaal XX."]
    assert checks.written(object(), "nl", TODAY) is None


def test_warnings_come_before_advice():
    levels = [finding.level for finding in checks.check(text(html("U moet XX betalen: € 12,50. Je krijgt het terug.")))]
    assert levels == sorted(levels, reverse=True) and len(set(levels)) == 2


@pytest.mark.django_db
def test_the_command_counts_what_is_published_and_shows_the_places():
    world.product(sections={SectionKind.INTRODUCTION: Section(blocks=world.text("Bel XX. Het kost € 12,50."))})
    out = StringIO()
    call_command("check_texts", show="placeholder", stdout=out)
    assert "1 texts" in out.getvalue() and "Bel XX." in out.getvalue()


def local(words: str, mode: SectionMode = SectionMode.APPEND) -> LocalContent:
    return LocalContent(sections={SectionKind.COSTS: LocalSection(mode=mode, blocks=tree(f"<p>{words}</p>"))})


def test_two_forms_of_address_that_meet_in_one_answer_are_found_and_each_by_itself_is_not():
    ours, generic = local("Betaal met je pas."), ("U betaalt aan de balie.",)
    assert found(checks.written(ours, "nl", TODAY, beside=generic), "form-of-address") == [
        "Betaal met je pas.", "U betaalt aan de balie."]
    assert found(checks.written(ours, "nl", TODAY), "form-of-address") == []
    assert found(checks.written(local("Betaal met uw pas."), "nl", TODAY, beside=generic), "form-of-address") == []


@pytest.mark.parametrize(("words", "address", "quotes"), [
    ("Betaal met je pas.", "u", ["Betaal met je pas."]), ("Betaal met uw pas.", "u", []), ("Betaal met uw pas.", "je", ["Betaal met uw pas."]),
    ("Betaal met je pas.", "je", []), ("Betaal met je pas.", "", []), ("Betaal met pin.", "u", [])])
def test_a_text_addresses_readers_as_its_municipality_does(words, address, quotes):
    assert found(checks.written(local(words), "nl", TODAY, address=address), "house-address") == quotes
