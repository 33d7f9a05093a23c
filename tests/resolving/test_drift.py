"""Drift is about what a generic text means: words, figures, facts and whether it is law."""

from __future__ import annotations

import pytest

from contenthub.resolving.content import ItemContent, LocalContent, LocalSection, Section
from contenthub.resolving.drift import changed, drifted, meaning
from contenthub.vocabulary import Channel, SectionKind, SectionMode
from contenthub.writing.tree import tree

FEE = '<a linktype="fact" id="{}">x</a>'
SAID = f"<p>Een paspoort kost {FEE.format('pas.kosten')}. U betaalt met pin.</p>"


def section(html=SAID, **fields):
    return Section(blocks=tree(html, "costs"), **fields)


def item(html=SAID, kind=SectionKind.COSTS, **fields):
    return ItemContent(type="product", slug="pas", title="Pas", sections={kind: section(html, **fields)})


@pytest.mark.parametrize("html", [
    SAID.replace(". U", "; u"), SAID.replace("met pin", "<b>met pin</b>"), SAID.replace(". U betaalt", ".</p><p>U betaalt"),
    f"<ul><li>Een paspoort kost {FEE.format('pas.kosten')}</li><li>U betaalt met pin</li></ul>", SAID.replace("Een", "EEN")])
def test_punctuation_markup_and_paragraphs_mean_nothing(html):
    assert not changed(section(), section(html))


@pytest.mark.parametrize("html", [
    SAID.replace("pin", "contant geld"), SAID.replace("pas.kosten", "pas.spoed"), SAID.replace("Een", "Elk"),
    SAID.replace("U betaalt", "U betaalt niet"), SAID.replace("met pin", "binnen 5 dagen met pin")])
def test_words_figures_and_facts_mean_something(html):
    assert changed(section(), section(html))


def test_law_a_wording_and_a_section_that_comes_or_goes_mean_something():
    assert changed(section(), section(law=True))
    assert changed(section(), section(wordings={Channel.CHAT: tree("<p>Kort.</p>", "costs")}))
    assert changed(section(), None) and changed(None, section()) and not changed(None, None)


def test_a_sentence_around_a_link_reads_the_same_with_another_address():
    one, other = (f'<p>Lees <a href="https://{host}">de uitleg</a>.</p>' for host in ("a.nl", "b.nl"))
    assert meaning(tree(one, "x")) == meaning(tree(other, "x")) == ("lees", "de", "uitleg")


@pytest.mark.parametrize(("mode", "expected"), [
    (SectionMode.REPLACE, True), (SectionMode.APPEND, True), (SectionMode.HIDE, True), (SectionMode.INHERIT, False)])
def test_a_local_version_drifts_where_it_was_written_with_that_text_at_hand(mode, expected):
    local = LocalContent(sections={SectionKind.COSTS: LocalSection(mode=mode, based_on=1)})
    before, now = item(), item(SAID.replace("pin", "contant geld"))
    assert bool(drifted(local, {1: before}, now)) == expected
    assert drifted(local, {1: before}, before) == ()
    assert drifted(local, {}, now) == ()


def test_only_the_section_that_changed_drifts():
    local = LocalContent(sections={kind: LocalSection(mode=SectionMode.APPEND, based_on=3) for kind in (SectionKind.COSTS, SectionKind.TERM)})
    before = ItemContent(type="product", slug="p", title="P", sections={SectionKind.COSTS: section(), SectionKind.TERM: section("<p>Vijf dagen.</p>")})
    now = ItemContent(type="product", slug="p", title="P", sections={SectionKind.COSTS: section(), SectionKind.TERM: section("<p>Tien dagen.</p>")})
    assert drifted(local, {3: before}, now) == (SectionKind.TERM,)
