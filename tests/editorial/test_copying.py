"""No alias and no copy that is live without having been published: every path refused, with the reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale

from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item, write_local
from contenthub.models import LocalVersionPage, OrganisationPage, ProductPage
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, LocalDraft, SectionDraft
from tests.pages import ITEM, client, rows, user
from tests.world import municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> ProductPage:
    prepare_library(["nl", "en"])
    intro = SectionDraft(html="<p>U vraagt het aan.</p>")
    write_item(ItemDraft(type="product", slug="paspoort", title="Paspoort", sections={SectionKind.INTRODUCTION: intro}),
               item=ITEM, language="nl")
    return ProductPage.objects.get()


def only_the_original() -> bool:
    return ProductPage.objects.count() == 1 and len(rows()) == 1


def test_copy_action_that_keeps_live(page: ProductPage) -> None:
    with pytest.raises(Refused) as refused:
        CopyPageAction(page, to=page.get_parent(), update_attrs={"slug": "product-kopie"}).execute()
    assert refused.value.code == "COPIED_LIVE" and only_the_original()


def test_alias_action(page: ProductPage) -> None:
    with pytest.raises(Refused) as refused:
        CreatePageAliasAction(page, update_slug="product-kopie").execute()
    assert refused.value.code == "ALIAS" and only_the_original()


def test_alias_for_translation(page: ProductPage) -> None:
    english = Locale.objects.get(language_code="en")
    with pytest.raises(Refused) as refused:
        CopyPageForTranslationAction(page, english, alias=True).execute()
    assert refused.value.code == "ALIAS" and only_the_original()


@pytest.mark.parametrize("name", ["alias", "publish_copies"])
def test_copy_form_that_asks_for_it(page: ProductPage, name: str) -> None:
    boss = client(user("baas", superuser=True))
    data = {"new_title": "Kopie", "new_slug": "product-kopie", "new_parent_page": page.get_parent().pk, name: "on"}
    response = boss.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
    assert response.status_code == 200 and response.context["form"].non_field_errors() and only_the_original()


@pytest.mark.parametrize("action", ["copy", "create_alias"])
def test_admin_api(page: ProductPage, action: str) -> None:
    boss = client(user("baas", superuser=True))
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    response = boss.post(address, {"slug": "product-kopie"}, content_type="application/json")
    assert response.status_code == 422
    assert response.json()["code"] == {"copy": "COPIED_LIVE", "create_alias": "ALIAS"}[action] and only_the_original()


def test_a_copy_as_draft_is_a_new_item_with_its_own_slug(page: ProductPage) -> None:
    ria = client(user("ria", "landelijk-reviewers"))
    data = {"new_title": "Kopie", "new_slug": "product-kopie", "new_parent_page": page.get_parent().pk}
    assert ria.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data).status_code == 302
    copy = ProductPage.objects.exclude(pk=page.pk).get()
    assert (copy.live, copy.public_slug, copy.slug) == (False, "kopie", "product-kopie")
    assert copy.translation_key != page.translation_key and len(rows()) == 1


def test_local_versions_are_not_copied(page: ProductPage) -> None:
    municipality("GM9001", "Meer")
    onboard_organisation("meer", "Meer", ["GM9001"], ["nl"])
    extra = SectionDraft(html="<p>En dit.</p>", mode=SectionMode.APPEND)
    write_local(LocalDraft(sections={SectionKind.INTRODUCTION: extra}), item=ITEM, language="nl", organisation="meer")
    local = LocalVersionPage.objects.get()
    mees = client(user("mees", "meer-reviewers"))
    response = mees.get(reverse("wagtailadmin_pages:copy", args=[local.pk]), follow=True)
    assert "cannot be copied" in " ".join(map(str, response.context["messages"]))


def test_nothing_moves_to_another_branch(page: ProductPage) -> None:
    municipality("GM9001", "Meer")
    onboard_organisation("meer", "Meer", ["GM9001"], ["nl"])
    branch = OrganisationPage.objects.get()
    boss = client(user("baas", superuser=True))
    boss.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, branch.pk]), {})
    page.refresh_from_db()
    assert page.get_parent().pk != branch.pk


def test_a_slug_that_is_taken_is_named(page: ProductPage) -> None:
    second = ProductPage(title="Ook", public_slug="paspoort", locale=page.locale)
    with pytest.raises(ValidationError) as error:
        page.get_parent().add_child(instance=second)
    assert "slug" in error.value.message_dict
