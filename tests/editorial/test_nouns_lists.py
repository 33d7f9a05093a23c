"""Person facts, topics, UPL names and editions in the admin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from contenthub.models import AuditRow, Edition, OutboxRow, PersonFact, Topic, UplName
from contenthub.resolving.content import Section
from contenthub.vocabulary import SectionKind
from tests import pages, world
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401

pytestmark = pytest.mark.django_db
AGE = {"name": "leeftijd", "type": "NUMBER", "question_nl": "Hoe oud bent u?", "question_en": "How old are you?", "choices": ""}
WASTE = {"slug": "afval", "names_nl": "Afval", "names_en": "Waste"}


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Edition, AuditRow, OutboxRow, PersonFact, Topic))


def test_a_person_fact_makes_one_edition(library):
    before = Edition.objects.count()
    choice = {**AGE, "name": "zaak.status", "type": "CHOICE", "choices": "ontvangen\r\n besloten \r\n\r\nontvangen"}
    assert library.post(reverse("person_facts:add"), choice).status_code == 302
    assert Edition.objects.count() == before + 1
    assert PersonFact.objects.get().choices == ["ontvangen", "besloten"]
    edit = reverse("person_facts:edit", args=["zaak.status"])
    assert library.get(edit).context["form"]["choices"].value() == "ontvangen\nbesloten"
    assert library.post(edit, {**choice, "name": "anders", "choices": "a\nb"}).status_code == 302
    assert PersonFact.objects.get().pk == "zaak.status"
    assert Edition.objects.count() == before + 2


@pytest.mark.parametrize(("change", "field"), [
    ({"name": "Mijn feit"}, "name"), ({"question_nl": ""}, "question_nl"), ({"type": "LIST"}, "type"), ({"type": "CHOICE"}, "choices")])
def test_a_person_fact_that_is_wrong_is_refused_at_its_field(library, change, field):
    before = counts()
    assert list(library.post(reverse("person_facts:add"), {**AGE, **change}).context["form"].errors) == [field]
    assert counts() == before


def test_a_topic_makes_an_edition_per_language(library):
    before = Edition.objects.count()
    assert library.post(reverse("topics:add"), WASTE).status_code == 302
    assert Edition.objects.count() == before + 2
    assert library.post(reverse("topics:edit", args=["afval"]), {**WASTE, "names_en": "Rubbish"}).status_code == 302
    assert Edition.objects.count() == before + 3


@pytest.mark.parametrize(("change", "field"), [({"slug": "af val"}, "slug"), ({"names_nl": ""}, "names_nl")])
def test_a_topic_that_is_wrong_is_refused_at_its_field(library, change, field):
    before = counts()
    assert list(library.post(reverse("topics:add"), {**WASTE, **change}).context["form"].errors) == [field]
    assert counts() == before


def test_an_organisation_adds_no_shared_words(waterrijk):
    before = counts()
    for client in (Client(), waterrijk, dutch(pages.user("nobody"))):
        assert client.post(reverse("person_facts:add"), AGE).status_code == 302
        assert client.post(reverse("topics:add"), WASTE).status_code == 302
    assert counts() == before


@pytest.fixture
def upl(db):
    for number in range(30):
        UplName.objects.create(uri=f"http://standaarden.overheid.nl/owms/terms/naam{number}", name=f"naam {number}",
                               gone_since=timezone.now() if number == 7 else None, resident=True)


def test_upl_names_are_searched_and_filtered_in_few_queries(waterrijk, upl, django_assert_max_num_queries):
    index = reverse("upl_names:index")
    waterrijk.get(index)
    with django_assert_max_num_queries(18):
        assert waterrijk.get(index).context["paginator"].count == 30
    assert [waterrijk.get(index, asked).context["paginator"].count for asked in (
        {"q": "naam 7"}, {"gone": "yes"}, {"gone": "no"}, {"business": "true"})] == [1, 1, 29, 0]
    assert dutch(pages.user("nobody")).get(index).status_code == 302


@pytest.mark.parametrize("name", ["upl_names", "editions"])
def test_what_is_looked_up_is_not_written(name):
    for view in ("add", "edit", "delete", "copy"):
        with pytest.raises(NoReverseMatch):
            reverse(f"{name}:{view}", args=[] if view == "add" else [1])


def test_editions_are_filtered_and_shown_in_few_queries(admin, django_assert_max_num_queries):
    world.money_fact("paspoort.kosten", "86.85")
    world.product()
    memo = {SectionKind.COSTS: Section(blocks=world.text("<script>alert(1)</script>", "{{paspoort.kosten}}"))}
    world.product("8f5c0f2e-0000-4000-8000-000000000002", slug="x", title="Met een <b>", sections=memo)
    index = reverse("editions:index")
    admin.get(index)
    with django_assert_max_num_queries(18):
        assert b"Paspoort aanvragen" in admin.get(index).content

    def count(**asked: Any) -> int:
        return admin.get(index, asked).context["paginator"].count

    assert (count(kind="item"), count(subject="paspoort.kosten"), count(language="nl"), count(state="ended")) == (2, 2, 2, 0)
    assert (count(waiting="true"), count(q="paspoort.kosten")) == (0, 2)
    shown = admin.get(reverse("editions:show", args=[Edition.objects.latest("pk").pk])).content.decode()
    assert "<script>alert(1)" not in shown and "&lt;script&gt;alert(1)" in shown
    assert "<textarea" not in shown


def test_editions_of_another_organisation_are_not_shown(waterrijk):
    world.product(organisation="heidestad")
    own, generic = world.product(organisation="waterrijk"), world.product()
    found = waterrijk.get(reverse("editions:index"), {"kind": "item"}).context["object_list"]
    assert {edition.pk for edition in found} == {own.pk, generic.pk}
    other = Edition.objects.get(organisation="heidestad", kind="item")
    assert waterrijk.get(reverse("editions:show", args=[other.pk])).status_code == 404
    assert waterrijk.get(reverse("editions:show", args=[own.pk])).status_code == 200
    assert dutch(pages.user("nobody")).get(reverse("editions:show", args=[generic.pk])).status_code == 302


def test_the_menu_holds_what_one_may_see(admin, waterrijk):
    def names(client: Client) -> set[str]:
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        return {name for name in ("facts", "person_facts", "notices", "municipalities", "editions") if reverse(f"{name}:index") in page}

    assert names(admin) == names(waterrijk) == {"facts", "person_facts", "notices", "municipalities", "editions"}
    assert names(dutch(pages.user("nobody"))) == set()


def test_every_word_of_the_nouns_has_dutch():
    catalogue = polib.pofile(str(Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES" / "django.po"))
    there = {entry.msgid for entry in catalogue if entry.msgstr and not entry.obsolete}
    from tests.editorial.nouns import msgids
    assert sorted(msgids() - there) == []
