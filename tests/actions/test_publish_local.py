"""Local versions: an edition per municipality that is named, an end for a name that is dropped, and what is refused."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import streamfield

from contenthub.actions.append import By, append
from contenthub.actions.mend_editions import mend_editions
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.actions.withdraw import withdraw_item
from contenthub.actions.write_page import Written, write_item, write_local
from contenthub.answering import answer_item, ask
from contenthub.models import Edition, Fact, LocalVersionPage, OrganisationPage, ProductPage
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionState, Offered, RuleEffect, SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, LocalDraft, RuleDraft, SectionDraft
from tests.pages import ITEM, client, local_data, local_section, rows, said, user
from tests.world import money_fact, municipality, person_fact

pytestmark = pytest.mark.django_db
BY = By(actor="import")
OTHER = "0c7c7a5e-9a0c-5d38-9a44-0a3d5f1d1f10"
LAW = SectionDraft(html="<p>U mag bezwaar maken.</p>", law=True)


def generic(item: str = ITEM, slug: str = "paspoort", **sections: SectionDraft) -> None:
    texts = {
        SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt het aan.</p>"),
        SectionKind.EVIDENCE: LAW,
        SectionKind.COSTS: SectionDraft(html="<p>Het kost geld.</p>"),
        SectionKind.OBJECTION: LAW,
    }
    draft = ItemDraft(type="product", slug=slug, title=slug.title(), sections=texts)
    write_item(draft, item=item, language="nl", by=BY)


def local(draft: LocalDraft, item: str = ITEM) -> Written:
    return write_local(draft, item=item, language="nl", organisation="samen", by=BY)


def replacing(html: str = "<p>Bij ons kost het niets.</p>", *municipalities: str) -> LocalDraft:
    costs = SectionDraft(html=html, mode=SectionMode.REPLACE)
    return LocalDraft(sections={SectionKind.COSTS: costs}, municipalities=list(municipalities))


def local_rows() -> list[tuple[str, int, str]]:
    found = Edition.objects.filter(kind="item", organisation="samen").order_by("pk")
    return [(row.municipality, row.number, row.state) for row in found]


@pytest.fixture(autouse=True)
def _samen() -> None:
    prepare_library(["nl"])
    municipality("GM9001", "Meer")
    municipality("GM9002", "Duin")
    onboard_organisation("samen", "Samen", ["GM9001", "GM9002"], ["nl"], by=BY)
    generic()


def test_a_version_for_all_municipalities_is_one_edition() -> None:
    assert local(replacing()) == Written.NEW
    assert local_rows() == [("", 1, "published")]
    section = said(organisation="samen").sections[SectionKind.COSTS]
    assert (section.mode, section.based_on) == ("replace", 1)


def test_a_version_for_named_municipalities_is_an_edition_for_each() -> None:
    local(replacing("<p>Niets.</p>", "GM9001", "GM9002"))
    assert local_rows() == [("GM9001", 1, "published"), ("GM9002", 1, "published")]


def test_a_name_that_is_dropped_ends(client_of_samen: Client) -> None:
    local(replacing("<p>Niets.</p>", "GM9001", "GM9002"))
    page = LocalVersionPage.objects.get()
    data = local_data(
        ITEM,
        municipalities=streamfield([("municipality", "GM9002")]),
        section_costs=local_section("<p>Niets.</p>", "replace"),
    )
    assert client_of_samen.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302
    assert local_rows() == [("GM9001", 1, "published"), ("GM9002", 1, "published"), ("GM9001", 2, "ended")]


def test_unpublishing_ends_every_series(client_of_samen: Client) -> None:
    local(replacing("<p>Niets.</p>", "GM9001", "GM9002"))
    page = LocalVersionPage.objects.get()
    client_of_samen.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert sorted(local_rows())[1::2] == [("GM9001", 2, "ended"), ("GM9002", 2, "ended")]


def test_deleting_ends_it(client_of_samen: Client) -> None:
    local(replacing())
    client_of_samen.post(reverse("wagtailadmin_pages:delete", args=[LocalVersionPage.objects.get().pk]))
    assert local_rows() == [("", 1, "published"), ("", 2, "ended")]


def test_create_in_the_editor(client_of_samen: Client) -> None:
    branch = OrganisationPage.objects.get()
    data = local_data(ITEM, section_costs=local_section("<p>Niets.</p>", "append"))
    address = reverse("wagtailadmin_pages:add", args=["contenthub", "localversionpage", branch.pk])
    assert client_of_samen.post(address, data).status_code == 302
    assert LocalVersionPage.objects.get().item == ITEM
    assert local_rows() == [("", 1, "published")] and rows(organisation="samen")[0][2] == "sam"


def test_based_on_stays_until_the_text_is_looked_at_again() -> None:
    local(replacing())
    write_item(
        ItemDraft(
            type="product",
            slug="paspoort",
            title="Paspoort",
            sections={SectionKind.COSTS: SectionDraft(html="<p>Het kost nu meer.</p>"), SectionKind.OBJECTION: LAW},
        ),
        item=ITEM,
        language="nl",
        by=BY,
    )
    assert local(replacing()) == Written.UNCHANGED
    assert said(organisation="samen").sections[SectionKind.COSTS].based_on == 1
    assert local(replacing("<p>Bij ons kost het iets.</p>")) == Written.CHANGED
    assert said(organisation="samen").sections[SectionKind.COSTS].based_on == 2


@pytest.mark.parametrize("mode", [SectionMode.REPLACE, SectionMode.HIDE])
def test_law_is_only_added_to(mode: SectionMode) -> None:
    draft = LocalDraft(sections={SectionKind.EVIDENCE: SectionDraft(html="<p>Anders.</p>", mode=mode)})
    with pytest.raises(Refused, match="EVIDENCE is law") as refused:
        local(draft)
    assert refused.value.code == "LAW_ONLY_ADDED_TO"
    assert local_rows() == [] and not LocalVersionPage.objects.exists()


@pytest.mark.parametrize("mode", [SectionMode.APPEND, SectionMode.PREPEND])
def test_law_is_added_to(mode: SectionMode) -> None:
    local(LocalDraft(sections={SectionKind.EVIDENCE: SectionDraft(html="<p>En dit.</p>", mode=mode)}))
    assert local_rows() == [("", 1, "published")]


def test_objection_is_never_hidden() -> None:
    with pytest.raises(Refused) as refused:
        local(LocalDraft(sections={SectionKind.OBJECTION: SectionDraft(mode=SectionMode.HIDE)}))
    assert refused.value.code == "NEVER_HIDDEN" and local_rows() == []


def test_a_municipality_of_somebody_else() -> None:
    municipality("GM9003", "Elders")
    with pytest.raises(Refused, match="samen does not write for GM9003; choose from GM9001, GM9002"):
        local(replacing("<p>Niets.</p>", "GM9003"))
    assert local_rows() == []


def test_a_second_version_for_the_same_municipality() -> None:
    local(replacing("<p>Niets.</p>", "GM9001"))
    with pytest.raises(Refused) as refused:
        local(replacing("<p>Iets.</p>", "GM9001", "GM9002"))
    assert refused.value.code == "SECOND_LOCAL_VERSION" and len(local_rows()) == 1


def test_one_for_all_and_one_for_a_town() -> None:
    local(replacing())
    local(replacing("<p>Iets.</p>", "GM9001"))
    assert local_rows() == [("", 1, "published"), ("GM9001", 1, "published")]


def test_an_item_that_is_not_published() -> None:
    with pytest.raises(Refused) as refused:
        local(replacing(), item=OTHER)
    assert refused.value.code == "UNKNOWN_ITEM" and not LocalVersionPage.objects.exists()


def test_falls_under_itself_by_a_detour() -> None:
    generic(OTHER, "identiteitskaart")
    local(LocalDraft(offered=Offered.UNDER, falls_under=OTHER))
    with pytest.raises(Refused) as refused:
        local(LocalDraft(offered=Offered.UNDER, falls_under=ITEM), item=OTHER)
    assert refused.value.code == "CIRCULAR" and len(local_rows()) == 1


def test_not_offered_without_explanation() -> None:
    with pytest.raises(Refused) as refused:
        local(LocalDraft(offered=Offered.NO))
    assert refused.value.code == "NOT_OFFERED_UNEXPLAINED"


def test_a_fact_with_a_value_for_one_of_two_towns() -> None:
    money_fact("paspoort.leges", "10.00", organisation="samen", municipality="GM9001")
    with pytest.raises(Refused, match=r"COSTS: fact paspoort.leges has no value for GM9002"):
        local(replacing("<p>Het kost {{paspoort.leges}}.</p>"))
    assert local_rows() == []
    assert local(replacing("<p>Het kost {{paspoort.leges}}.</p>", "GM9001")) == Written.NEW


def test_a_generic_text_on_local_values_needs_them_everywhere() -> None:
    money_fact("paspoort.leges", "10.00", organisation="samen", municipality="GM9001")
    draft = ItemDraft(
        type="product",
        slug="leges",
        title="Leges",
        sections={SectionKind.COSTS: SectionDraft(html="<p>{{paspoort.leges}}</p>")},
    )
    with pytest.raises(Refused, match="no value for GM9002"):
        write_item(draft, item=OTHER, language="nl", by=BY)
    assert ProductPage.objects.count() == 1
    publish_fact_value("paspoort.leges", {"amount": "11.00"}, organisation="samen", by=BY)
    assert write_item(draft, item=OTHER, language="nl", by=BY) == Written.NEW


def test_a_generic_text_that_waits_for_a_local_one_needs_no_value() -> None:
    money_fact("paspoort.leges", "10.00", organisation="samen", municipality="GM9001")
    draft = ItemDraft(
        type="product",
        slug="leges",
        title="Leges",
        sections={SectionKind.COSTS: SectionDraft(html="<p>{{paspoort.leges}}</p>", local_required=True)},
    )
    assert write_item(draft, item=OTHER, language="nl", by=BY) == Written.NEW


@pytest.fixture
def client_of_samen() -> Client:
    return client(user("sam", "samen-reviewers"))


def draft_for(html: str, *municipalities: str) -> LocalVersionPage:
    local(replacing(html, *municipalities))
    return LocalVersionPage.objects.get()


def rename(page: LocalVersionPage, *municipalities: str, valid_from: dt.datetime | None = None) -> None:
    """As an editor does: other municipalities on the same page, and publish."""
    page = page.get_latest_revision_as_object()
    page.municipalities = [("municipality", code) for code in municipalities]
    page.valid_from = valid_from
    page.save_revision().publish()


def test_a_page_published_again_leaves_what_another_page_took_over() -> None:
    first = draft_for("<p>Eerst.</p>", "GM9001")
    first.unpublish()
    local(replacing("<p>Nu.</p>", "GM9001", "GM9002"))
    rename(first)
    second = LocalVersionPage.objects.exclude(pk=first.pk).get()
    held = Edition.objects.filter(organisation="samen").in_force(timezone.now())
    assert sorted((row.municipality, row.page) for row in held) == [
        ("", first.pk),
        ("GM9001", second.pk),
        ("GM9002", second.pk),
    ]
    assert list(mend_editions()) == []


def test_unpublishing_leaves_what_another_page_took_over() -> None:
    first = draft_for("<p>Eerst.</p>", "GM9001", "GM9002")
    rename(first, "GM9002")
    local(replacing("<p>Nu.</p>", "GM9001"))
    LocalVersionPage.objects.get(pk=first.pk).unpublish()
    held = Edition.objects.filter(organisation="samen").in_force(timezone.now())
    assert [row.municipality for row in held] == ["GM9001"]


def test_an_end_that_waits_does_not_end_who_took_over() -> None:
    """Also where the other page says the very same: the words are its own from then on."""
    first = draft_for("<p>Eerst.</p>", "GM9001", "GM9002")
    later = timezone.now() + dt.timedelta(days=3)
    rename(first, "GM9002", valid_from=later)
    local(replacing("<p>Eerst.</p>", "GM9001"))
    second = LocalVersionPage.objects.exclude(pk=first.pk).get()
    held = Edition.objects.filter(organisation="samen", municipality="GM9001")
    assert [row.page for row in held.in_force(later + dt.timedelta(days=1))] == [second.pk]
    second.unpublish()
    assert not held.in_force(timezone.now()).exists()


def test_a_series_that_another_page_ended_is_mended() -> None:
    page = draft_for("<p>Eerst.</p>", "GM9001")
    other = page.pk + 1000
    series = Edition.objects.get(municipality="GM9001", organisation="samen").series
    append(series, None, verb="end", by=By(page=other), state=EditionState.ENDED)
    assert [found.what for found in mend_editions(dry_run=True)] == ["not said any more for GM9001"]
    assert [row[2] for row in local_rows()] == ["published", "ended"]
    assert [(found.page, found.refused) for found in mend_editions()] == [(page.pk, "")]
    assert [row[2] for row in local_rows()] == ["published", "ended", "published"]
    assert list(mend_editions()) == []


def test_a_version_that_was_ended_and_waits_again_needs_no_mending() -> None:
    page = draft_for("<p>Eerst.</p>", "GM9001")
    page.unpublish()
    rename(page, "GM9001", valid_from=timezone.now() + dt.timedelta(days=3))
    assert list(mend_editions()) == []


def under(target: str) -> LocalDraft:
    return LocalDraft(offered=Offered.UNDER, falls_under=target)


def refused_under(code: str, item: str, target: str, organisation: str) -> None:
    before = Edition.objects.count()
    with pytest.raises(Refused) as error:
        write_local(under(target), item=item, language="nl", organisation=organisation, by=BY)
    assert (error.value.code, error.value.field, Edition.objects.count()) == (code, "falls_under", before)


def test_falling_under_in_a_circle_across_organisations() -> None:
    generic(OTHER, "rijbewijs")
    onboard_organisation("meer", "Meer", ["GM9001"], ["nl"], by=BY)
    write_local(under(OTHER), item=ITEM, language="nl", organisation="samen", by=BY)
    refused_under("CIRCULAR", OTHER, ITEM, "meer")


def test_a_town_that_does_offer_it_is_no_part_of_a_circle() -> None:
    generic(OTHER, "pas")
    local(under(ITEM), item=OTHER)
    local(LocalDraft(offered=Offered.YES, municipalities=["GM9001"]), item=OTHER)
    before = Edition.objects.count()
    with pytest.raises(Refused, match="falls under this product itself"):
        local(msgspec.structs.replace(under(OTHER), municipalities=["GM9002"]))
    assert Edition.objects.count() == before
    assert local(msgspec.structs.replace(under(OTHER), municipalities=["GM9001"])) == Written.NEW


def test_a_town_offers_what_its_organisation_does_not() -> None:
    local(LocalDraft(offered=Offered.NO, explanation="Dat doen wij niet."))
    local(LocalDraft(offered=Offered.YES, municipalities=["GM9001"]))
    offered = {code: answer_item(ITEM, ask(code)) for code in ("GM9001", "GM9002")}
    assert {code: made.offered for code, made in offered.items() if made} == {"GM9001": True, "GM9002": False}


def test_not_filled_in_is_left_out_of_the_edition() -> None:
    local(replacing())
    assert "offered" not in Edition.objects.get(organisation="samen").content
    assert LocalVersionPage.objects.get().offered == "inherit"


def test_falling_under_each_other_in_municipalities_that_do_not_meet() -> None:
    generic(OTHER, "rijbewijs")
    municipality("GM9003", "Berg")
    onboard_organisation("berg", "Berg", ["GM9003"], ["nl"], by=BY)
    write_local(under(OTHER), item=ITEM, language="nl", organisation="samen", by=BY)
    assert write_local(under(ITEM), item=OTHER, language="nl", organisation="berg", by=BY) == Written.NEW


def test_falling_under_a_product_that_was_withdrawn() -> None:
    generic(OTHER, "rijbewijs")
    withdraw_item(ProductPage.objects.get(translation_key=OTHER), reason="Weg.", by=BY)
    refused_under("UNKNOWN_ITEM", ITEM, OTHER, "samen")


def test_falling_under_a_question() -> None:
    intro = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Ja.</p>")}
    write_item(ItemDraft(type="question", slug="mag-dat", title="Mag dat?", sections=intro), item=OTHER, language="nl")
    refused_under("UNKNOWN_ITEM", ITEM, OTHER, "samen")


def test_a_local_text_that_names_a_row_from_which_a_generic_rule_picks() -> None:
    person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    publish_fact(Fact.objects.create(key="paspoort.kosten", type="TARIFF", label={"nl": "Kosten"}), by=BY)
    row = {"key": "tot18", "label": {"nl": "jonger dan 18"}, "amount": "65.70"}
    publish_fact_value("paspoort.kosten", {"rows": [row]}, by=BY)
    table = SectionDraft(html="<p>{{paspoort.kosten}}</p>")
    rule = RuleDraft(
        id="jong",
        when={"fact": "leeftijd", "op": "<", "value": 18},
        do=RuleEffect.TARIFF,
        fact="paspoort.kosten",
        row="tot18",
        because="U bent jonger dan 18, daarom geldt dit tarief.",
    )
    made = ItemDraft(type="product", slug="visum", title="Visum", sections={SectionKind.COSTS: table}, rules=[rule])
    write_item(made, item=OTHER, language="nl", by=BY)
    with pytest.raises(Refused) as error:
        local(replacing("<p>Bij ons {{paspoort.kosten.tot18}}.</p>"), OTHER)
    assert (error.value.code, error.value.field) == ("TARIFF_ROW_NAMED", "COSTS")
    assert local_rows() == [] and not LocalVersionPage.objects.exists()
    assert local(replacing("<p>Bij ons: {{paspoort.kosten}}</p>"), OTHER) == Written.NEW
