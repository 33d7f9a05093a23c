"""Documents: one for each item, language and situation of layers, within its window of time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contenthub.actions.withdraw import retract_series
from contenthub.models import Edition
from contenthub.resolving.content import Section
from contenthub.vocabulary import Offered, SectionKind, SectionMode
from search.documents import documents_of
from tests import world

OTHER = "8f5c0f2e-0000-4000-8000-000000000002"


def documents(item: str = world.PASSPORT):
    return documents_of([item], timezone.now())[item]


def test_a_generic_item_is_one_document_that_serves_everywhere(hub):
    (document,) = documents()
    assert (document.served, document.excluded, document.languages) == (("*",), (), ("nl",))
    assert (document.title, document.summary, document.keywords) == (
        "Paspoort aanvragen", "U vraagt een paspoort aan.", ("reisdocument",),
    )  # fmt: skip
    assert [chunk.section for chunk in document.sections] == [
        f"{world.PASSPORT}:introduction", f"{world.PASSPORT}:costs",
    ]  # fmt: skip


def test_a_local_version_serves_its_municipality_and_the_generic_document_no_longer_does(hub):
    world.local(
        organisation="waterrijk",
        sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("In Waterrijk betaalt u met pin."))},
    )
    generic, local = sorted(documents(), key=lambda d: d.id)
    assert (generic.served, generic.excluded) == (("*",), ("GM9001",))
    assert (local.served, local.excluded) == (("GM9001",), ())
    assert "pin" in local.public_text() and "pin" not in generic.public_text()


def test_municipalities_with_the_same_writers_share_a_document(hub):
    world.local(
        organisation="linge",
        sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Betalen kan met pin."))},
    )
    local = [document for document in documents() if document.served != ("*",)]
    assert [document.served for document in local] == [("GM9001", "GM9002")]


def test_values_of_facts_are_no_part_of_a_document(hub):
    (document,) = documents()
    assert "86" not in document.public_text()


def test_the_memo_stands_apart_from_what_everybody_reads(hub):
    world.product(
        sections={
            SectionKind.INTRODUCTION: Section(blocks=world.text("Openbaar."), owner="Team"),
            SectionKind.DESK_MEMO: Section(blocks=world.text("Vraag naar collega Zwaluw."), owner="Team"),
        }
    )
    (document,) = documents()
    assert document.internal_text() == "Vraag naar collega Zwaluw."
    assert "Zwaluw" not in document.public_text()


def test_a_scheduled_text_has_a_window_of_its_own(hub):
    later = timezone.now() + dt.timedelta(days=3)
    world.product(title="Paspoort digitaal aanvragen", valid_from=later)
    now, then = documents()
    assert (now.title, now.valid_from, now.valid_until) == ("Paspoort aanvragen", None, later)
    assert (then.title, then.valid_from, then.valid_until) == ("Paspoort digitaal aanvragen", later, None)


def test_what_was_withdrawn_has_no_document(hub):
    retract_series(Edition.objects.get(subject=world.PASSPORT).series, world.BY, local=False)
    assert documents() == []


def test_each_complete_language_has_a_document(hub):
    world.product(language="en", title="Apply for a passport")
    assert sorted((d.language, d.title, d.languages) for d in documents()) == [
        ("en", "Apply for a passport", ("en", "nl")),
        ("nl", "Paspoort aanvragen", ("en", "nl")),
    ]


def test_an_unoffered_product_keeps_only_what_it_is(hub):
    world.local(organisation="waterrijk", offered=Offered.NO, explanation="Dat doet de buurgemeente.")
    (local,) = [document for document in documents() if document.served == ("GM9001",)]
    assert [chunk.section.split(":")[1] for chunk in local.sections] == ["introduction"]


def test_two_queries_make_the_documents_of_many_items(hub):
    for number in range(5):
        world.product(f"8f5c0f2e-0000-4000-8000-00000000001{number}", slug=f"p{number}", title=f"Product {number}")
    items = [f"8f5c0f2e-0000-4000-8000-00000000001{number}" for number in range(5)]
    with CaptureQueriesContext(connection) as queries:
        documents_of(items, timezone.now())
    assert len(queries) == 2


def test_the_digest_names_the_content(hub):
    (before,) = documents()
    assert documents()[0].digest == before.digest
    world.product(title="Paspoort halen")
    assert documents()[0].digest != before.digest
    with pytest.raises(AttributeError):
        before.title = "x"
