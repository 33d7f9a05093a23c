"""Which kind of section a heading announces, and how parts become sections."""

from __future__ import annotations

import pytest

from contenthub.exchange.headings import Part, kind_of, sections_of
from contenthub.resolving.text import Heading, Text, paragraph
from contenthub.vocabulary import SectionKind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Kosten voor verlenging", "COSTS"),
        ("Bezwaar indienen kost niets", "COSTS"),
        ("De kosten van (hoger) beroep", "COSTS"),
        ("Hoogte toeristenbelasting", "COSTS"),
        ("Direct beroep instellen na dwangsom", "NO_RESPONSE"),
        ("Recht op dwangsom als overheid niet op tijd besluit", "NO_RESPONSE"),
        ("Bezwaar of beroep tegen omgevingsvergunning", "OBJECTION"),
        ("In hoger beroep gaan", "OBJECTION"),
        ("Bekijk het beroepsonderwijs", "PARTICULARS"),
        ("Wat moet u meenemen?", "EVIDENCE"),
        ("Welke documenten heeft u nodig?", "EVIDENCE"),
        ("Voorwaarden om te mogen stemmen", "CONDITIONS"),
        ("Wie kan de verhuizing doorgeven?", "CONDITIONS"),
        ("Beslistermijn voor iets is vaak 6 weken", "TERM"),
        ("Geldigheid paspoort of ID-kaart", "TERM"),
        ("Wanneer geeft u de verhuizing door?", "TERM"),
        ("Reactie klacht binnen 4 weken", "TERM"),
        ("E-mail", "CONTACT"),
        ("DigiD aanvragen", "APPLICATION"),
        ("Verzoek indienen", "APPLICATION"),
        ("Schaduwwatermerk", "PARTICULARS"),
        ("", "PARTICULARS"),
    ],
)
def test_a_dutch_heading_announces_a_kind(heading: str, kind: str) -> None:
    assert kind_of(heading, "nl") == kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Costs for a market permit", "COSTS"),
        ("Exemptions", "CONDITIONS"),
        ("Conditions for a street trader’s licence", "CONDITIONS"),
        ("Online application procedure via Message Box", "APPLICATION"),
        ("Declaring tourist tax", "APPLICATION"),
        ("Objecting to a decision", "OBJECTION"),
        ("Training Course", "PARTICULARS"),
    ],
)
def test_an_english_heading_announces_a_kind(heading: str, kind: str) -> None:
    assert kind_of(heading, "en") == kind


def test_parts_of_one_kind_stand_together_under_their_own_headings() -> None:
    sections = sections_of(
        (paragraph("Kort."),),
        [
            Part("Bezwaar maken", (Heading(level=3, c=(Text(s="Hoe"),)), paragraph("a"))),
            Part("Kosten", (paragraph("b"),)),
            Part("In beroep gaan", (paragraph("c"),)),
        ],
        "nl",
        "Team",
    )
    assert {kind: section.html for kind, section in sections.items()} == {
        SectionKind.INTRODUCTION: "<p>Kort.</p>",
        SectionKind.COSTS: "<h3>Kosten</h3><p>b</p>",
        SectionKind.OBJECTION: "<h3>Bezwaar maken</h3><h4>Hoe</h4><p>a</p><h3>In beroep gaan</h3><p>c</p>",
    }
    assert sections[SectionKind.COSTS].owner == "Team"


def test_an_answer_without_introduction_begins_with_its_first_part() -> None:
    sections = sections_of((), [Part("", (paragraph("a"),)), Part("", (paragraph("b"),))], "nl", "")
    assert {kind: section.html for kind, section in sections.items()} == {
        SectionKind.INTRODUCTION: "<p>a</p>",
        SectionKind.PARTICULARS: "<p>b</p>",
    }


def test_empty_parts_make_no_section() -> None:
    assert sections_of((), [Part("Kosten", ())], "nl", "") == {}
