"""The list of items: what one sees there, how it is found, and that it stays quick."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contenthub.actions.append import By, cancel
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.withdraw import withdraw_item
from contenthub.actions.write_page import write_item, write_life_event, write_local
from contenthub.models import Edition, ProductPage, Topic, UplName
from contenthub.models.pages import PublishedPage
from contenthub.vocabulary import SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, LifeEventDraft, LocalDraft, SectionDraft
from tests import pages
from tests.editorial.frame import ADDRESS
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401

pytestmark = pytest.mark.django_db
INDEX = "items:index"
UPL = "http://standaarden.overheid.nl/owms/terms/paspoort"
SOON = dt.timedelta(days=10)


def key(slug: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, slug))


def write(slug: str, title: str = "", *, kind: str = "product", html: str = "<p>U vraagt het aan.</p>", **fields: Any) -> None:
    where = {name: fields.pop(name) for name in ("organisation", "valid_from") if name in fields}
    draft = ItemDraft(type=kind, slug=slug, title=title or slug.title(),
                      sections={SectionKind.INTRODUCTION: SectionDraft(html=html)}, **fields)
    write_item(draft, item=key(slug), language="nl", by=By(actor="import"), **where)


def page(slug: str) -> PublishedPage:
    return ProductPage.objects.get(translation_key=key(slug))


def draft(of: PublishedPage, title: str) -> None:
    of.title = title
    of.save_revision()


def titles(client: Client, **asked: str) -> list[str]:
    response = client.get(reverse(INDEX), asked)
    assert response.status_code == 200
    return [row.known_title for row in response.context["object_list"]]


def tags(client: Client, **asked: str) -> dict[str, list[str]]:
    rows = client.get(reverse(INDEX), asked).context["object_list"]
    return {row.known_title: [tag.text for tag in row.tags] for row in rows}


@pytest.fixture
def items(house: None) -> None:
    UplName.objects.create(uri=UPL, name="reisdocument voor Nederlanders")
    Topic.objects.create(slug="reizen", names={"nl": "Reizen"})
    write("paspoort", "Paspoort aanvragen", keywords=["pas", "bordeauxrood"], upls=[UPL], topics=["reizen"])
    write("rijbewijs", "Rijbewijs verlengen")
    write("kwijt", "Ik ben iets kwijt", kind="question")
    write_life_event(LifeEventDraft(slug="op-reis", title="Op reis"), item=key("op-reis"), language="nl")
    for town in ("waterrijk", "heidestad"):
        write(f"{town}pas", f"{town.title()}pas", organisation=town)
    text = SectionDraft(html="<p>Bij ons aan de kade.</p>", mode=SectionMode.APPEND)
    write_local(LocalDraft(sections={SectionKind.INTRODUCTION: text}), item=key("paspoort"), language="nl",
                organisation="waterrijk")


GENERIC = ["Ik ben iets kwijt", "Op reis", "Paspoort aanvragen", "Rijbewijs verlengen"]


def test_an_editor_sees_the_library_and_the_own_branch(items, waterrijk, library, admin):
    own = sorted([*GENERIC, "Paspoort aanvragen", "Waterrijkpas"])
    assert titles(waterrijk) == own
    assert titles(library) == GENERIC
    assert titles(admin) == sorted([*own, "Heidestadpas"])


def test_who_writes_for_nobody_sees_no_list(items):
    assert dutch(pages.user("nobody")).get(reverse(INDEX)).status_code == 302
    assert Client().get(reverse(INDEX)).status_code == 302


def test_the_draft_of_another_is_neither_shown_nor_found(items, waterrijk, library):
    draft(page("rijbewijs"), "Geheim plan")
    assert "Geheim plan" in titles(library) and titles(library, q="geheim") == ["Geheim plan"]
    assert "Geheim plan" not in titles(waterrijk) and "Rijbewijs verlengen" in titles(waterrijk)
    assert titles(waterrijk, q="geheim") == [] and titles(waterrijk, state="draft") == []
    assert tags(waterrijk)["Rijbewijs verlengen"] == ["Gepubliceerd"]
    assert "Geheim" not in waterrijk.get(reverse(INDEX)).content.decode()


def test_what_another_never_published_is_not_shown(items, waterrijk, library):
    made = page("rijbewijs")
    made.get_parent().add_child(instance=ProductPage(title="Nog geheim", public_slug="nog", live=False, locale=made.locale))
    assert "Nog geheim" not in titles(waterrijk) and titles(waterrijk, q="nog") == []
    assert titles(library, state="draft") == ["Nog geheim"] and tags(library)["Nog geheim"] == ["Concept"]


def test_what_waits_at_another_keeps_the_title_that_holds_now(items, waterrijk, library):
    write("rijbewijs", "Straks heet het anders", keywords=["verrassing"], valid_from=timezone.now() + SOON)
    write("nieuw", "Pas volgend jaar", valid_from=timezone.now() + SOON)
    seen = titles(waterrijk)
    assert "Rijbewijs verlengen" in seen and not {"Straks heet het anders", "Pas volgend jaar"} & set(seen)
    assert [titles(waterrijk, q=word) for word in ("straks", "verrassing", "volgend")] == [[], [], []]
    assert titles(waterrijk, q="rijbewijs") == ["Rijbewijs verlengen"] and titles(waterrijk, state="waiting") == []
    assert titles(library, state="waiting") == ["Pas volgend jaar", "Straks heet het anders"]
    assert [text.split(" op ")[0] for text in tags(library, q="straks")["Straks heet het anders"]] == ["Gepubliceerd", "Gaat in"]
    assert [text.split(" op ")[0] for text in tags(library, q="volgend")["Pas volgend jaar"]] == ["Gaat in"]


@pytest.mark.parametrize(("query", "expected"), [
    ("paspoort", ["Paspoort aanvragen", "Paspoort aanvragen"]),
    ("AANVRAGEN pasp", ["Paspoort aanvragen", "Paspoort aanvragen"]),
    ("bordeauxrood", ["Paspoort aanvragen", "Paspoort aanvragen"]),
    ("nederlanders", ["Paspoort aanvragen", "Paspoort aanvragen"]),
    ("op-reis", ["Op reis"]), ("paspoort rijbewijs", []), ("%", []), ("owms", []),
])
def test_items_are_found_by_words_also_the_local_version_of_them(items, waterrijk, query, expected):
    assert titles(waterrijk, q=query) == expected


def test_the_library_finds_its_own_by_upl_name(items, library):
    assert titles(library, q="reisdocument") == ["Paspoort aanvragen"]
    assert titles(library, q="standaarden") == []


@pytest.mark.parametrize(("asked", "expected"), [
    ({"kind": "product"}, ["Paspoort aanvragen", "Rijbewijs verlengen", "Waterrijkpas"]),
    ({"kind": "question"}, ["Ik ben iets kwijt"]), ({"kind": "life_event"}, ["Op reis"]),
    ({"kind": "local"}, ["Paspoort aanvragen"]), ({"topic": "reizen"}, ["Paspoort aanvragen"]),
    ({"organisation": "national"}, GENERIC),
    ({"organisation": "waterrijk"}, ["Paspoort aanvragen", "Waterrijkpas"]),
    ({"state": "draft"}, []), ({"state": "withdrawn"}, []),
    ({"kind": "product", "ordering": "-sort_title"}, ["Waterrijkpas", "Rijbewijs verlengen", "Paspoort aanvragen"]),
])
def test_the_list_is_narrowed_down_and_sorted(items, waterrijk, asked, expected):
    assert titles(waterrijk, **asked) == expected


def test_the_list_is_narrowed_down_to_a_language(items, admin):
    prepare_library(["en"])
    easy = ItemDraft(type="product", slug="passport", title="Passport",
                     sections={SectionKind.INTRODUCTION: SectionDraft(html="<p>Apply.</p>")})
    write_item(easy, item=key("paspoort"), language="en", by=By(actor="import"))
    assert titles(admin, locale="en") == ["Passport"] and "Passport" not in titles(admin, locale="nl")


def test_what_was_withdrawn_says_so_to_everybody(items, waterrijk, library):
    withdraw_item(page("rijbewijs"), reason="Weg.", by=By(actor="lia"))
    for client in (waterrijk, library):
        assert tags(client, state="withdrawn") == {"Rijbewijs verlengen": ["Ingetrokken"]}
        assert "Rijbewijs verlengen" not in titles(client, state="live")


def test_a_row_leads_to_the_editor_or_to_what_is_published(items, waterrijk):
    seen = waterrijk.get(reverse(INDEX)).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page("waterrijkpas").pk]) in seen
    assert reverse("wagtailadmin_pages:edit", args=[page("paspoort").pk]) not in seen
    rows = {row.translation_key: row for row in waterrijk.get(reverse(INDEX)).context["object_list"]}
    edition = rows[page("paspoort").translation_key].edition
    assert reverse("editions:show", args=[edition.pk]) in seen
    assert f"subject={key('paspoort')}" in seen


def test_the_organisations_of_others_cannot_be_asked_for(items, waterrijk):
    response = waterrijk.get(reverse(INDEX), {"organisation": "heidestad"})
    assert "Heidestad" not in response.content.decode()


def test_nothing_found_says_what_to_do(items, waterrijk):
    said = waterrijk.get(reverse(INDEX), {"q": "zzz <b>"}).content.decode()
    assert "Niets gevonden voor “zzz &lt;b&gt;”" in said and "Alles tonen" in said


def test_an_empty_hub_says_where_to_begin(house, waterrijk):
    assert "Er zijn nog geen producten of vragen" in waterrijk.get(reverse(INDEX)).content.decode()


def test_a_local_version_whose_source_came_to_mean_something_else_says_so(items, waterrijk, library):
    def told(client):
        return [name for name, found in tags(client, kind="local").items() if "Bron gewijzigd" in found]

    write("paspoort", "Paspoort aanvragen", html="<p>U vraagt het <b>aan</b>!</p>")
    assert told(waterrijk) == []
    write("paspoort", "Paspoort aanvragen", html="<p>U vraagt het digitaal aan.</p>")
    assert told(waterrijk) == ["Paspoort aanvragen"] and told(library) == []


def _beyond(client: Client, **asked: str) -> int:
    """How many queries the list asks more than Wagtail's own without a row."""
    counted = []
    for address in (reverse(INDEX), ADDRESS):
        client.get(address, asked)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, asked).status_code == 200
        counted.append(len(captured))
    return counted[0] - counted[1]


@pytest.mark.urls("tests.editorial.framed")
@pytest.mark.parametrize(("asked", "most"), [
    ({}, 10), ({"q": "pas"}, 12), ({"state": "live", "kind": "product"}, 10), ({"state": "withdrawn"}, 10), ({"topic": "reizen"}, 12),
    ({"organisation": "waterrijk", "q": "pas"}, 12), ({"ordering": "-latest_revision_created_at"}, 10),
], ids=["all", "words", "live", "withdrawn", "topic", "organisation and words", "by date"])
def test_the_number_of_queries_beyond_the_frame_does_not_grow(items, waterrijk, library, admin, asked, most):
    clients = (waterrijk, library, admin)
    withdraw_item(page("waterrijkpas"), reason="Weg.", by=By(actor="wim"))
    withdraw_item(page("rijbewijs"), reason="Weg.", by=By(actor="lia"))
    before = [_beyond(client, **asked) for client in clients]
    # Forty rows in all: those of before must still stand on the first sheet.
    for number in range(15):
        write(f"pas-{number}", f"Pas {number}", topics=["reizen"])
        write(f"eigen-{number}", f"Eigen pas {number}", organisation="waterrijk", topics=["reizen"])
    for name in ("eigen-5", "pas-5"):
        withdraw_item(page(name), reason="Weg.", by=By(actor="lia"))
    draft(page("eigen-3"), "Eigen pas drie")
    write("eigen-4", "Eigen pas vier", organisation="waterrijk", valid_from=timezone.now() + SOON)
    assert [_beyond(client, **asked) for client in clients] == before
    assert max(before) <= most


def test_a_title_that_was_published_again_without_a_new_version_is_still_shown(items, waterrijk):
    """Then the edition in force was made of an older revision than the live one."""
    page("rijbewijs").save_revision().publish()
    assert "Rijbewijs verlengen" in titles(waterrijk) and titles(waterrijk, q="rijbewijs") == ["Rijbewijs verlengen"]


def test_a_version_that_was_cancelled_gives_no_title_away(items, waterrijk):
    write("rijbewijs", "Straks heet het anders", valid_from=timezone.now() + SOON)
    cancel(Edition.objects.filter(subject=key("rijbewijs")).latest("number"), by=By(actor="lia"))
    assert "Rijbewijs verlengen" in titles(waterrijk) and titles(waterrijk, q="straks") == []


def test_sheets_follow_each_other(items, library):
    for number in range(60):
        write(f"gelijk-{number}", "Zelfde titel")
    first, second = (library.get(reverse(INDEX), {"p": sheet}).context["object_list"] for sheet in ("1", "2"))
    assert len(first) == 50 and not {row.pk for row in first} & {row.pk for row in second}


def test_a_reader_sees_what_is_published_of_the_organisation_and_no_draft(items, waterrijk):
    leo = dutch(pages.user("leo", "waterrijk-readers"))
    write("vlag", "Vlag lenen", organisation="waterrijk")
    write("boot", "Boot aanmeren", organisation="heidestad")
    before = titles(leo)
    assert "Vlag lenen" in before and "Boot aanmeren" not in before and before == titles(waterrijk)
    draft(page("vlag"), "Vlag van morgen")
    assert "Vlag van morgen" in titles(waterrijk) and "Vlag lenen" in titles(leo) and "Vlag van morgen" not in titles(leo)
    assert titles(leo, q="morgen") == []
    response = leo.get(reverse(INDEX), {"q": "Vlag lenen"}).content.decode()
    shown = Edition.objects.get(subject=key("vlag"))
    assert reverse("editions:show", args=[shown.pk]) in response
    assert reverse("wagtailadmin_pages:edit", args=[page("vlag").pk]) not in response
