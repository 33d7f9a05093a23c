"""A section's own fields say what the channels say of it."""

from __future__ import annotations

from channels.voice.plain import plain
from contenthub.vocabulary import SectionKind
from schemas.types.parts import Said, Section
from tests.channels.answers import answer

DAYS = ("vrijdag 25 december 2026", "donderdag 31 december 2026")


def contact() -> Said:
    made = answer()
    section = made.section(SectionKind.CONTACT)
    assert section
    return Said(section, made)


def test_text_names_the_days_on_which_opening_hours_differ() -> None:
    said = contact()
    assert "Afwijkende openingstijden:" not in plain(said.section.blocks, said.facts, "nl")
    assert Section.resolve_text(said, None).endswith(
        "Afwijkende openingstijden:\n\n"
        "- vrijdag 25 december 2026: gesloten (eerste kerstdag)\n- donderdag 31 december 2026: 9.00 tot 13.00 uur"
    )


def test_html_and_markdown_name_them_too() -> None:
    for said in (Section.resolve_html(contact(), None), Section.resolve_markdown(contact(), None)):
        assert all(day in said for day in DAYS)


def test_speech_says_them_in_words() -> None:
    assert "vrijdag vijfentwintig december tweeduizend zesentwintig" in Section.resolve_speech(contact(), None)
