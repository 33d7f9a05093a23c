"""What is wrong in the demo is refused with its file, and nothing of it is written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from contenthub.exchange.demo import load_demo
from contenthub.exchange.ledger import id_of
from contenthub.exchange.report import Outcome, Report
from contenthub.models import Edition, Fact, LocalVersionPage, Municipality, Notice, ProductPage, QuestionPage, Topic
from contenthub.resolving.refusal import Refused
from tests.exchange.small_demo import SmallDemo

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(tmp_path: Path) -> SmallDemo:
    return SmallDemo(tmp_path)


def load(demo: SmallDemo) -> Report:
    report = Report("load_demo")
    load_demo(report, folder=demo.folder)
    return report


BAD = {
    "nested braces": (
        "products/pas.yaml",
        ("nl", "sections", "COSTS"),
        "Kost {{{{paspoort.kosten}}}}",
        "BAD_FACT_KEY: nl.COSTS",
    ),
    "open braces": ("products/pas.yaml", ("nl", "sections", "COSTS"), "{{" * 3000, "BROKEN_REFERENCE: nl.COSTS"),
    "unknown fact": ("products/pas.yaml", ("en", "sections", "COSTS"), "{{paspoort.kosen}}", "UNKNOWN_FACT: COSTS"),
    "one unknown fact among many": (
        "products/pas.yaml",
        ("nl", "sections", "COSTS"),
        "{{paspoort.kosten}} " * 1999 + "{{geen.feit}}",
        "UNKNOWN_FACT: COSTS: there is no fact geen.feit",
    ),
    "a section of 10 MB": ("products/pas.yaml", ("nl", "sections", "COSTS"), "x" * 10_000_000, "TOO_LONG: nl.COSTS"),
    "unknown section": ("products/pas.yaml", ("nl", "sections", "KOSTEN"), "x", "UNKNOWN_WORD: nl.sections: KOSTEN"),
    "unknown upl": (
        "products/pas.yaml",
        ("upls",),
        ["http://standaarden.overheid.nl/owms/terms/paspoord"],
        "UNKNOWN_UPL: upls",
    ),
    "unknown related item": (
        "products/pas.yaml",
        ("related",),
        ["paspor"],
        "UNKNOWN_ITEM: related: there is no product or question paspor",
    ),
    "unknown life event": ("products/pas.yaml", ("life_events",), ["opreis"], "UNKNOWN_LIFE_EVENT: life_events"),
    "unknown channel": (
        "products/pas.yaml",
        ("nl", "wordings", "COSTS"),
        {"FAX": "x"},
        "UNKNOWN_WORD: nl.COSTS.wordings: FAX",
    ),
    "unknown person fact": (
        "products/pas.yaml",
        ("rules", 0, "when", "fact"),
        "leeftyd",
        "UNKNOWN_PERSON_FACT: rules.jong",
    ),
    "a condition without value": (
        "products/pas.yaml",
        ("rules", 0, "when"),
        {"fact": "leeftijd", "op": "<"},
        "BAD_CONDITION: rules.jong",
    ),
    "unknown effect": ("products/pas.yaml", ("rules", 0, "do"), "verwijder", "UNKNOWN_WORD: rules.jong"),
    "no title": ("products/pas.yaml", ("nl", "title"), "", "EMPTY_TITLE: title"),
    "circular falls-under": (
        "local/GM9001/paspoort.yaml",
        (),
        {"item": "paspoort", "offered": "under", "falls_under": "pas"},
        "CIRCULAR: falls_under",
    ),
    "falls under itself": (
        "local/GM9001/pas.yaml",
        (),
        {"item": "pas", "offered": "under", "falls_under": "pas"},
        "CIRCULAR: falls_under",
    ),
    "not offered without why": (
        "local/GM9001/pas.yaml",
        (),
        {"item": "pas", "offered": "no"},
        "NOT_OFFERED_UNEXPLAINED: explanation",
    ),
    "law replaced": (
        "local/GM9001/pas.yaml",
        (),
        {"item": "pas", "nl": {"sections": {"OBJECTION": {"mode": "replace", "text": "x"}}}},
        "LAW_ONLY_ADDED_TO: OBJECTION",
    ),
    "unknown mode": (
        "local/GM9001/pas.yaml",
        (),
        {"item": "pas", "nl": {"sections": {"COSTS": {"mode": "wijzig", "text": "x"}}}},
        "UNKNOWN_WORD: nl.COSTS.mode",
    ),
    "unknown offered": ("local/GM9001/pas.yaml", (), {"item": "pas", "offered": "misschien"}, "BAD_OFFERED: offered"),
    "unknown local item": ("local/GM9001/pas.yaml", (), {"item": "pasje", "offered": "no"}, "UNKNOWN_ITEM: item"),
    "folder of nobody": (
        "local/GM9901/pas.yaml",
        (),
        {"item": "pas", "offered": "no"},
        "UNKNOWN_ORGANISATION: local/GM9901/pas.yaml",
    ),
    "overlapping hours": (
        "municipalities.yaml",
        (0, "locations", 0, "opening_hours", "days", 1, "opens"),
        "11:30",
        "OVERLAPPING_HOURS: GM9001.stadhuis.opening_hours.monday: 11:30-17:00",
    ),
    "closes before it opens": (
        "municipalities.yaml",
        (0, "locations", 0, "opening_hours", "days", 0, "closes"),
        "08:00",
        "BAD_HOURS",
    ),
    "code typo": ("municipalities.yaml", (0, "code"), "GM901", "BAD_FIELD: GM901.code"),
    "bad postcode": (
        "municipalities.yaml",
        (0, "address", "postcode"),
        "912 WR",
        "BAD_FACT_VALUE: GM9001.address.postcode",
    ),
    "bad telephone": ("municipalities.yaml", (0, "phone"), "bel ons", "BAD_FACT_VALUE: GM9001.phone"),
    "unknown successor": (
        "municipalities.yaml",
        (0, "successors"),
        ["GM9009"],
        "UNKNOWN_MUNICIPALITY: GM9001.successors",
    ),
    "serves a typo": (
        "organisations.yaml",
        (0, "serves"),
        ["GM9O01"],
        "UNKNOWN_MUNICIPALITY: municipalities: there is no municipality GM9O01",
    ),
    "value for a typo": (
        "facts/a.yaml",
        (0, "values", 0, "who"),
        "GM901",
        "UNKNOWN_ORGANISATION: paspoort.kosten: GM901",
    ),
    "value dated back": (
        "facts/a.yaml",
        (0, "values", 2, "from"),
        dt.date(2020, 1, 1),
        "DATED_BACK: valid_from: 2020-01-01",
    ),
    "value at no moment": ("facts/a.yaml", (0, "values", 2, "from"), "ooit", "BAD_MOMENT: paspoort.kosten.from"),
    "above the maximum": (
        "facts/a.yaml",
        (0, "values", 0, "value"),
        {"amount": "99.00"},
        "ABOVE_MAXIMUM: paspoort.kosten",
    ),
    "amount in words": (
        "facts/a.yaml",
        (0, "values", 1, "value"),
        {"amount": "tien euro"},
        "BAD_FACT_VALUE: paspoort.kosten",
    ),
    "three decimals": ("facts/a.yaml", (0, "values", 1, "value"), {"amount": "86.855"}, "BAD_AMOUNT: paspoort.kosten"),
    "unknown type": ("facts/a.yaml", (0, "type"), "GELD", "UNKNOWN_WORD: paspoort.kosten.type"),
    "bad key": ("facts/a.yaml", (0, "key"), "paspoort", "BAD_FACT_KEY: key"),
    "question without Dutch": (
        "person_facts.yaml",
        (0, "question"),
        {"en": "How old?"},
        "EMPTY_QUESTION: leeftijd.question",
    ),
    "notice that ends first": ("notices.yaml", (0, "until"), "-1d", "NOTICE_ENDS_BEFORE_BEGIN"),
    "notice for a typo": (
        "notices.yaml",
        (0, "scope"),
        {"municipality": "GM901"},
        "UNKNOWN_MUNICIPALITY: notice dicht",
    ),
    "notice about nothing": ("notices.yaml", (0, "scope"), {"item": "pasje"}, "UNKNOWN_ITEM: notice dicht"),
    "step without English": ("life_events/op-reis.yaml", ("journey", 0, "en"), None, "MISSING_PART"),
    "unknown phase": ("life_events/op-reis.yaml", ("journey", 0, "phase"), "KLAAR", "UNKNOWN_WORD: journey.1.phase"),
    "term without unit": ("life_events/op-reis.yaml", ("journey", 0, "term"), {"amount": 5}, "BAD_PART: journey.1"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_refused_with_its_file_and_nothing_of_it_written(small: SmallDemo, case: str) -> None:
    name, path, value, said = BAD[case]
    small.change(name, path, value) if path else small.add(name, value)
    report = load(small)
    refused = {entry.place: entry for entry in report.of(Outcome.REFUSED)}
    assert name in refused, list(report.lines(every=True))
    assert refused[name].note.startswith(said), refused[name].note
    assert len(refused[name].note) < 400
    assert not written(name, refused[name].what)


def written(name: str, what: str) -> bool:
    """Whether anything of the record is there: its row, its page, an edition."""
    kind = name.split("/")[0].removesuffix(".yaml")
    key = {
        "products": id_of("product", what),
        "life_events": id_of("life-event", what),
        "notices": id_of("notice", what),
    }.get(kind, what)
    if kind == "local":
        organisation = name.split("/")[1].lower()
        return Edition.objects.filter(subject=id_of("product", what), organisation=organisation).exists() or any(
            page.branch().organisation_slug == organisation
            for page in LocalVersionPage.objects.filter(item=id_of("product", what))
        )
    rows: dict[str, Any] = {
        "products": ProductPage.objects.filter(translation_key=key) if kind == "products" else None,
        "municipalities": Municipality.objects.filter(pk=what),
        "facts": Fact.objects.filter(pk=what),
        "notices": Notice.objects.filter(pk=key) if kind == "notices" else None,
    }
    found = rows.get(kind)
    return Edition.objects.filter(subject=key).exists() or bool(found is not None and found.exists())


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"type: product\nslug: [pas", "BAD_YAML", "products/pas.yaml:"),
        ("type: product\nslug: caf\u00e9".encode("cp1252"), "WRONG_ENCODING", "products/pas.yaml:2"),
        ("type: product".encode("utf-16"), "WRONG_ENCODING", "products/pas.yaml"),
        (b"type: product\nslug: pas\ntype: question", "BAD_YAML", "products/pas.yaml:3"),
        (b"", "MISSING_PART", "products/pas.yaml.slug"),
        (b"type: product", "MISSING_PART", "products/pas.yaml.slug"),
    ],
)
def test_a_file_that_cannot_be_read_stops_everything_before_anything_is_written(
    small: SmallDemo, content: bytes, code: str, place: str
) -> None:
    (small.folder / "products/pas.yaml").write_bytes(content)
    with pytest.raises(Refused) as refused:
        load(small)
    assert refused.value.code == code and refused.value.field.startswith(place)
    assert not Municipality.objects.exists() and not Topic.objects.exists() and not QuestionPage.objects.exists()
