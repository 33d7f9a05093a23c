"""How strict an organisation is: who chooses, what it does to findings, and what a blocked publication leaves as it was."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from wagtail.models import Page

from contenthub.actions.branches import branch_for
from contenthub.actions.keep_check_levels import keep_check_levels
from contenthub.actions.write_page import write_item
from contenthub.editorial import checks
from contenthub.editorial.checks.levels import levels_of
from contenthub.models import AuditRow, CheckLevel, Edition, ProductPage
from contenthub.models.blocks.sections import section_field_name
from contenthub.resolving.content import ItemContent, Section
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import AIMS, Grade, Level, SectionKind, TextCheck
from contenthub.writing.drafts import SectionDraft
from contenthub.writing.tree import tree
from tests import pages, unpublished, world
from tests.editorial.nouns import dutch

pytestmark = pytest.mark.django_db
VAGUE = '<p>U vraagt het aan. Klik <a href="https://www.voorbeeld.nl">hier</a>.</p>'
PAGE = "contenthub_check_levels"
TODAY = dt.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def hub(db):
    unpublished.build()


def user(name: str, *groups: str):
    return pages.user(name, *groups)


def rik():
    return user("rik", "waterrijk-reviewers")


def lia():
    return user("lia", "landelijk-reviewers")


def rows() -> list[tuple[str, str, str, str]]:
    return list(CheckLevel.objects.order_by("organisation", "check_id").values_list("organisation", "check_id", "level", "aim"))


def found(html: str, organisation: str = "", language: str = "nl") -> dict[str, Level]:
    content = ItemContent(type="question", slug="x", title="X", sections={SectionKind.INTRODUCTION: Section(blocks=tree(html, "text"))})
    levels = levels_of(organisation)
    text = checks.written(content, language, TODAY, aim=levels.aim)
    return {each.check: each.level for each in checks.check(text, levels)}


def test_every_check_has_a_name_in_the_vocabulary():
    assert sorted(each.id for each in checks.CHECKS) == sorted(TextCheck)


def test_who_publishes_chooses_for_their_organisation_alone():
    keep_check_levels("waterrijk", {TextCheck.LINK_TEXT: Level.BLOCK, TextCheck.HEADINGS: None}, user=rik())
    assert rows() == [("waterrijk", "link-text", "block", "")]
    assert found(VAGUE, "waterrijk") == {"link-text": Level.BLOCK}
    assert found(VAGUE, "heideveld") == found(VAGUE) == {"link-text": Level.WARNING}
    audited = AuditRow.objects.get(verb="keep_check_level")
    assert (audited.actor, audited.subject, audited.organisation, audited.note) == ("rik", "link-text", "waterrijk", "own → block")


def test_a_check_that_is_off_says_nothing_and_its_own_level_comes_back():
    who = rik()
    assert keep_check_levels("waterrijk", {TextCheck.LINK_TEXT: Level.OFF}, user=who) == [TextCheck.LINK_TEXT]
    assert found(VAGUE, "waterrijk") == {}
    assert keep_check_levels("waterrijk", {TextCheck.LINK_TEXT: Level.OFF}, user=who) == []
    assert keep_check_levels("waterrijk", {TextCheck.LINK_TEXT: None}, user=who) == [TextCheck.LINK_TEXT]
    assert rows() == [] and found(VAGUE, "waterrijk") == {"link-text": Level.WARNING}
    assert AuditRow.objects.filter(verb="keep_check_level").count() == 2


@pytest.mark.parametrize(("name", "group", "organisation"), [
    ("eva", "waterrijk-editors", "waterrijk"), ("hans", "heideveld-reviewers", "waterrijk"), ("rik", "waterrijk-reviewers", ""),
    ("lia", "landelijk-reviewers", "waterrijk"), ("tom", "waterrijk-translators", "waterrijk"),
])
def test_nobody_else_chooses(name, group, organisation):
    who = user(name, group)
    with pytest.raises(Refused, match="right to publish"):
        keep_check_levels(organisation, {TextCheck.LINK_TEXT: Level.OFF}, user=who)
    said = dutch(who).post(f"{reverse(PAGE)}?organisation={organisation}", {"aim": "B1", "link-text": "off"})
    assert said.status_code == 302 and rows() == [] and not AuditRow.objects.filter(verb="keep_check_level").exists()


def test_an_aim_that_nothing_can_be_written_for_is_refused():
    with pytest.raises(Refused, match="A2, B1, B2"):
        keep_check_levels("waterrijk", {TextCheck.READING_LEVEL: None}, aim=Grade.C1, user=rik())
    assert rows() == []


def test_the_reading_level_is_held_to_what_is_aimed_at():
    from tests.editorial.test_checks import EASY, HARD
    who, hard, easy = rik(), f"<p>{HARD}</p>", f"<p>{EASY}</p>"
    assert "reading-level" in found(hard, "waterrijk") and "reading-level" not in found(easy, "waterrijk")
    middle = next(aim for aim in AIMS if aim is not Grade.B1)
    keep_check_levels("waterrijk", {TextCheck.READING_LEVEL: None}, aim=middle, user=who)
    assert rows() == [("waterrijk", "reading-level", "", "A2")] and levels_of("waterrijk").aim is Grade.A2
    content = ItemContent(type="question", slug="x", title="X", sections={SectionKind.INTRODUCTION: Section(blocks=tree(hard, "text"))})
    [said] = [each.message for each in checks.check(checks.written(content, "nl", TODAY, aim=Grade.B2)) if each.check == "reading-level"]
    assert said.endswith("B2.")


def blocked(action: str):
    """A new national product with a link that says nothing, posted where that must be right."""
    who = lia()
    keep_check_levels("", {TextCheck.LINK_TEXT: Level.BLOCK}, user=who)
    branch, client = branch_for("", "nl"), pages.client(who)
    url = reverse("wagtailadmin_pages:add", args=["contenthub", "productpage", branch.pk])
    return client.post(url, pages.product_data(introduction=VAGUE, action=action)), client


def test_publishing_is_refused_with_the_place_and_nothing_is_written():
    before = Edition.objects.count(), Page.objects.count()
    said, _client = blocked("action-publish")
    assert said.status_code == 200 and (Edition.objects.count(), Page.objects.count()) == before
    told = said.content.decode()
    assert "Introduction: A link does not say where it leads." in told and "Klik hier." in told


def test_asking_for_approval_is_refused_too():
    said, _client = blocked("action-submit")
    assert said.status_code == 200 and not ProductPage.objects.filter(title="Paspoort").exists()


def test_a_draft_is_always_saved_and_publishes_once_it_is_right():
    editions = Edition.objects.count()
    said, client = blocked("")
    page = ProductPage.objects.get(title="Paspoort")
    assert said.status_code == 302 and not page.live and Edition.objects.count() == editions
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(url, pages.product_data(introduction=VAGUE)).status_code == 200
    assert Edition.objects.count() == editions
    right = '<p>U vraagt het aan. <a href="https://www.voorbeeld.nl">Maak een afspraak</a>.</p>'
    assert client.post(url, pages.product_data(introduction=right)).status_code == 302
    assert Edition.objects.count() == editions + 1 and ProductPage.objects.get(pk=page.pk).live


def test_every_place_that_must_be_right_is_told_at_once():
    keep_check_levels("", {TextCheck.LINK_TEXT: Level.BLOCK, TextCheck.PLACEHOLDER: Level.BLOCK}, user=lia())
    client = pages.client(user("kim", "landelijk-reviewers"))
    url = reverse("wagtailadmin_pages:add", args=["contenthub", "productpage", branch_for("", "nl").pk])
    costs = {section_field_name(SectionKind.COSTS): pages.section("<p>Het kost XX.</p>")}
    told = client.post(url, pages.product_data(introduction=VAGUE, **pages.nested_form_data(costs))).content.decode()
    assert "Introduction: A link does not say" in told and "Costs and payment: Something is still to be filled in." in told


def test_what_brings_texts_in_is_never_stopped():
    keep_check_levels("", {TextCheck.LINK_TEXT: Level.BLOCK}, user=lia())
    sections = {SectionKind.INTRODUCTION: SectionDraft(html=VAGUE)}
    write_item(unpublished.product("pas", "Pas", sections=sections), item=unpublished.PASS, language="nl", by=world.BY)
    assert "voorbeeld.nl" in str(Edition.objects.filter(subject=unpublished.PASS, organisation="").latest("pk").content)


def test_the_page_saves_what_is_chosen_and_shows_it_again():
    client = dutch(rik())
    url = f"{reverse(PAGE)}?organisation=waterrijk"
    said = client.post(url, {"aim": "B2", "link-text": "block", "headings": "off"}, follow=True).content.decode()
    assert "De niveaus zijn opgeslagen." in said and '<option value="block" selected>' in said and '<option value="B2" selected>' in said
    assert rows() == [("waterrijk", "headings", "off", ""), ("waterrijk", "link-text", "block", ""), ("waterrijk", "reading-level", "", "B2")]


@pytest.mark.parametrize("given", [{"aim": "C1"}, {"aim": ""}, {"aim": "B1", "link-text": "streng"}])
def test_what_cannot_be_is_refused_and_nothing_is_written(given):
    said = dutch(rik()).post(f"{reverse(PAGE)}?organisation=waterrijk", {"headings": "off", **given})
    assert said.status_code == 200 and "Er is niets opgeslagen" in said.content.decode() and rows() == []


def test_who_writes_may_look_and_sees_who_can_change_it():
    said = dutch(user("eva", "waterrijk-editors")).get(reverse(PAGE)).content.decode()
    assert "Wie voor deze organisatie mag publiceren, kan het aanpassen." in said and "Opslaan</button>" not in said
    assert dutch(user("leo", "waterrijk-readers")).get(reverse(PAGE)).status_code == 302
    assert dutch(user("ann", "waterrijk-editors")).get(reverse(PAGE), {"organisation": "heideveld"}).status_code == 302


def test_rows_of_a_check_that_is_no_longer_there_say_nothing():
    CheckLevel.objects.create(organisation="waterrijk", check_id="gone", level="block")
    assert levels_of("waterrijk").chosen == {}


def draft(title: str = "Paspoort"):
    """A national draft with a link that says nothing, and who may publish it."""
    who = user("kim", "landelijk-reviewers")
    client = pages.client(who)
    url = reverse("wagtailadmin_pages:add", args=["contenthub", "productpage", branch_for("", "nl").pk])
    client.post(url, pages.product_data(title=title, introduction=VAGUE, action=""))
    return ProductPage.objects.get(title=title), client, who


def test_what_was_sent_in_before_a_check_became_strict_is_not_approved_by_its_form():
    page, client, who = draft()
    page.get_workflow().start(page, user("eva", "landelijk-editors"))
    keep_check_levels("", {TextCheck.LINK_TEXT: Level.BLOCK}, user=who)
    before, waiting = Edition.objects.count(), page.workflow_states.get().current_task_state
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    said = client.post(url, pages.product_data(introduction=VAGUE, action="", **approve))
    assert said.status_code == 200 and "A link does not say where it leads." in said.content.decode()
    waiting.refresh_from_db()
    assert Edition.objects.count() == before and waiting.status == "in_progress"
    keep_check_levels("", {TextCheck.LINK_TEXT: None}, user=who)
    assert client.post(url, pages.product_data(introduction=VAGUE, action="", **approve)).status_code == 302
    assert page.workflow_states.get().task_states.earliest("pk").status == "approved"


@pytest.mark.parametrize("below", [False, True])
def test_in_bulk_none_is_published_where_one_is_not_right(below):
    page, client, who = draft()
    keep_check_levels("", {TextCheck.LINK_TEXT: Level.BLOCK}, user=who)
    before = Edition.objects.count()
    chosen = page.get_parent() if below else page
    url = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={chosen.pk}"
    said = client.post(url, {"include_descendants": "on"} if below else {}, follow=True)
    assert "Paspoort. Introduction: A link does not say where it leads." in said.content.decode()
    assert Edition.objects.count() == before and not ProductPage.objects.get(pk=page.pk).live
    keep_check_levels("", {TextCheck.LINK_TEXT: None}, user=who)
    client.post(url, {"include_descendants": "on"} if below else {})
    assert ProductPage.objects.get(pk=page.pk).live
