"""Markdown from files becomes editors' HTML, with facts as references."""

from __future__ import annotations

import pytest

from contenthub.resolving.refusal import Refused
from contenthub.resolving.text import Bullets, FactRef, Heading, Link, Paragraph, Table, Text, fact_keys
from contenthub.writing.markdown import html_of
from contenthub.writing.tree import tree


def test_a_reference_becomes_a_fact_link() -> None:
    assert html_of("Het kost {{paspoort.kosten}}.", "COSTS") == (
        '<p>Het kost <a linktype="fact" id="paspoort.kosten">paspoort.kosten</a>.</p>'
    )


def test_spaces_within_the_braces_do_not_matter() -> None:
    assert fact_keys(tree(html_of("{{ paspoort.kosten }}", "COSTS"), "COSTS")) == ("paspoort.kosten",)


def test_a_reference_in_a_link_keeps_the_link() -> None:
    blocks = tree(html_of("Ga naar [{{rdw.site}}](https://www.rdw.nl).", "CONTACT"), "CONTACT")
    assert blocks == (
        Paragraph(c=(Text(s="Ga naar "), Link(href="https://www.rdw.nl", c=(FactRef(key="rdw.site"),)), Text(s="."))),
    )


def test_headings_lists_emphasis_and_tables_come_over() -> None:
    blocks = tree(
        html_of("### Kop\n\n- een\n- **twee**\n\n| Wie | Kosten |\n|---|---|\n| 18+ | {{a.b}} |", "COSTS"), "COSTS"
    )
    assert blocks == (
        Heading(level=3, c=(Text(s="Kop"),)),
        Bullets(items=((Paragraph(c=(Text(s="een"),)),), (Paragraph(c=(Text(s="twee", b=True),)),))),
        Table(header=((Text(s="Wie"),), (Text(s="Kosten"),)), rows=(((Text(s="18+"),), (FactRef(key="a.b"),)),)),
    )


def test_steps_are_an_ordered_list() -> None:
    (block,) = tree(html_of("1. een\n2. twee", "APPLICATION"), "APPLICATION")
    assert isinstance(block, Bullets) and block.ordered and len(block.items) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{paspoort}}", "BAD_FACT_KEY"),
        ("{{Paspoort.Kosten}}", "BAD_FACT_KEY"),
        ("{{}}", "BAD_FACT_KEY"),
        ("{{{{paspoort.kosten}}}}", "BAD_FACT_KEY"),
        ("{{{{" * 500, "BROKEN_REFERENCE"),
        ("Het kost {{paspoort.kosten}", "BROKEN_REFERENCE"),
        ("Het kost paspoort.kosten}}", "BROKEN_REFERENCE"),
    ],
)
def test_a_broken_reference_is_refused_with_its_place(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        html_of(text, "nl.COSTS")
    assert (refused.value.code, refused.value.field) == (code, "nl.COSTS")
    assert "paspoort.kosten" in refused.value.message
