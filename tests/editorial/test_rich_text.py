"""A fact in rich text survives the editor, and what the editor offers is what the tree can say."""

from __future__ import annotations

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import expand_db_html

from contenthub.models.blocks.items import RuleBlock
from contenthub.models.blocks.text import INLINE, RICH
from contenthub.writing.tree import tree

pytestmark = pytest.mark.django_db
FACT = '<a id="paspoort.kosten" linktype="fact">de kosten</a>'
KEPT = [
    f"<p>Een paspoort kost {FACT}.</p>",
    f"<p>Een paspoort kost <b>{FACT}</b> en <i>meer</i>.</p>",
    f"<ul><li>Kosten: {FACT}</li><li>Pasfoto</li></ul>",
    "<h3>Kop</h3><ol><li>Eerst</li><li>Dan</li></ol><h4>Onderkop</h4>",
    '<p><a href="https://www.rijksoverheid.nl/">Lees meer</a> of <a href="mailto:info@meer.example">mail</a></p>',
    "<p>Het kost {{paspoort.kosten}}.</p>",
]


def through_draftail(html: str, features: list[str]) -> str:
    converter = ContentstateConverter(features=features)
    return converter.to_database_format(converter.from_database_format(html))


@pytest.mark.parametrize("html", KEPT)
def test_what_is_written_survives_the_editor(html: str) -> None:
    assert tree(through_draftail(html, RICH), "x") == tree(html, "x") != ()


def test_a_fact_survives_in_a_table_cell() -> None:
    assert tree(through_draftail(f"<p>{FACT}</p>", INLINE), "x") == tree(f"<p>{FACT}</p>", "x")


def test_a_fact_shown_by_wagtail_is_escaped() -> None:
    assert expand_db_html('<a linktype="fact" id="a.b">x</a>') == '<a data-fact="a.b">x</a>'


@pytest.mark.parametrize(("sent", "kept"), [("", ""), ("<p></p>", ""), ('<p data-block-key="a1"></p>', ""), ("<p>Ja</p>", "<p>Ja</p>")])
def test_a_rule_without_a_text_holds_no_empty_paragraph(sent: str, kept: str) -> None:
    block = RuleBlock()
    value = block.to_python({"rule_id": "r", "when": "{}", "do": "suggest", "text": sent})
    assert block.clean(value)["text"].source == kept
