"""A tree as editors' HTML and back is the same tree."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from contenthub.resolving.text import Blocks, Bullets, FactRef, Link, Paragraph, Table, Text
from contenthub.writing.markup import html_of_tree
from contenthub.writing.tree import tree
from tests.writing.trees import TREES


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TREES)
def test_every_tree_comes_back_as_it_was(blocks: Blocks) -> None:
    assert tree(html_of_tree(blocks), "COSTS") == blocks


def test_what_looks_like_markup_in_a_text_stays_text() -> None:
    blocks = (Paragraph(c=(Text(s='<script>"&amp;"</script>'),)),)
    assert html_of_tree(blocks) == "<p>&lt;script&gt;&quot;&amp;amp;&quot;&lt;/script&gt;</p>"
    assert tree(html_of_tree(blocks), "COSTS") == blocks


def test_a_fact_in_a_link_is_written_as_it_is_typed() -> None:
    blocks = (Paragraph(c=(Link(href="https://www.example.nl", c=(FactRef(key="a.b"),)),)),)
    assert html_of_tree(blocks) == '<p><a href="https://www.example.nl">{{a.b}}</a></p>'
    assert tree(html_of_tree(blocks), "COSTS") == blocks


def test_a_table_without_heading_has_none() -> None:
    blocks = (Table(rows=(((Text(s="1"),),),)),)
    assert html_of_tree(blocks) == "<table><tbody><tr><td>1</td></tr></tbody></table>"


def test_an_item_of_two_paragraphs_keeps_both() -> None:
    blocks = (Bullets(items=((Paragraph(c=(Text(s="Een"),)), Paragraph(c=(Text(s="Twee"),))),)),)
    assert tree(html_of_tree(blocks), "COSTS") == blocks
