"""The admin as a Dutch editor meets it: no page of it holds English, be it ours or that of a package."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import html as markup
from wagtail.models import Page

from contenthub.actions.append import By
from contenthub.actions.write_page import write_item, write_life_event
from contenthub.models import LifeEventPage, LocalVersionPage, Notice, ProductPage, QuestionPage, Topic
from contenthub.models.pages import OrganisationPage
from contenthub.vocabulary import Phase, SectionKind
from contenthub.writing.drafts import ItemDraft, LifeEventDraft, SectionDraft, StepDraft
from tests import msgids, pages, world
from tests.editorial.nouns import dutch, house  # noqa: F401

# Wagtail has these in its markup without translating them.
NOT_TRANSLATABLE = {"Actions", "Search", "None"}
PRODUCT, QUESTION, EVENT = (f"8f5c0f2e-0000-4000-8000-0000000000{n:02}" for n in range(3))
BY = By(actor="import")


def catalogues() -> list[Path]:
    """The Dutch that Django reads: of the installed packages, and what stands above these."""
    homes = [Path(app.path) / "locale" for app in apps.get_app_configs()] + [Path(path) for path in settings.LOCALE_PATHS]
    found = [home / "nl" / "LC_MESSAGES" / "django.po" for home in homes]
    return list(dict.fromkeys(path for path in found if path.exists()))


@pytest.fixture(scope="module")
def english() -> set[str]:
    """What is English for certain: it has another Dutch, and is nobody's Dutch."""
    entries = [entry for path in catalogues() for entry in polib.pofile(str(path)) if entry.msgstr]
    said_in_dutch = {entry.msgstr for entry in entries}
    return {entry.msgid for entry in entries if entry.msgid not in said_in_dutch} - NOT_TRANSLATABLE


@pytest.fixture
def site(house: None) -> Client:
    intro = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U regelt het bij de balie.</p>")}
    for item, kind in ((PRODUCT, "product"), (QUESTION, "question")):
        made = ItemDraft(type=kind, slug=kind, title="Paspoort", sections=intro)  # type: ignore[arg-type]
        write_item(made, item=item, language="nl", by=BY)
    step = StepDraft(id="een", phase=Phase.APPLY, title="Aanvragen", items=[PRODUCT])
    write_life_event(LifeEventDraft(slug="op-reis", title="Op reis", steps=[step]), item=EVENT, language="nl", by=BY)
    branch = OrganisationPage.objects.get(organisation="waterrijk")
    branch.add_child(instance=LocalVersionPage(title="Paspoort", item=PRODUCT))
    world.person_fact("spoed", "BOOLEAN", "Hebt u haast?")
    world.money_fact("paspoort.kosten", "86.85")
    Topic.objects.create(slug="reizen", names={"nl": "Reizen"})
    Notice.objects.create(title={"nl": "Storing"}, text={"nl": "Het ligt plat."})
    return dutch(pages.user("beheerder", superuser=True))


def english_in(page: bytes, english: set[str]) -> list[str]:
    """The English that a page shows: its text, what its attributes say, and what its scripts will draw."""
    tree = markup.fromstring(page)
    shown = [" ".join(text.split()) for text in tree.xpath("//text()[not(ancestor::script or ancestor::style)]")]
    shown += tree.xpath("//@title | //@placeholder | //@aria-label | //@alt | //input[@type='submit']/@value")
    # What a script draws stands in data attributes as JSON; names of fields there are in lower case.
    drawn = re.findall(r'"((?:[^"\\]|\\.)+)"', html.unescape(page.decode()))
    return sorted({text for text in shown if text in english} | {t for t in drawn if t in english and not t.islower()})


def lists() -> list[str]:
    nouns = ("facts", "notices", "municipalities", "organisations", "topics", "person_facts", "upl_names", "editions")
    return [reverse(f"{noun}:index") for noun in nouns] + [reverse("wagtailadmin_home")]


def forms() -> list[str]:
    nouns = ("facts", "notices", "municipalities", "organisations", "topics", "person_facts")
    add = [reverse(f"{noun}:add") for noun in nouns]
    notice = Notice.objects.get()
    return [*add, reverse("notices:edit", args=[notice.pk]), reverse("municipalities:edit", args=["GM9001"])]


def page_views() -> list[str]:
    views = ("edit", "history", "usage", "copy", "unpublish", "delete", "move")
    kinds = (ProductPage, QuestionPage, LifeEventPage, LocalVersionPage)
    found = [reverse(f"wagtailadmin_pages:{view}", args=[kind.objects.get().pk]) for kind in kinds for view in views]
    branch = Page.objects.type(OrganisationPage).first()
    assert branch is not None
    more = [reverse("wagtailadmin_explore", args=[branch.pk]), reverse("wagtailadmin_pages:add_subpage", args=[branch.pk])]
    more.append(reverse("contenthub_fact_checks", args=[ProductPage.objects.get().pk]))
    return [*found, *more, reverse("wagtail_localize:submit_page_translation", args=[ProductPage.objects.get().pk])]


@pytest.mark.parametrize("addresses", [lists, forms, page_views])
def test_no_page_holds_english(site: Client, english: set[str], addresses: Any) -> None:
    found = {}
    for address in addresses():
        answer = site.get(address, follow=True)
        assert answer.status_code == 200, address
        if wrong := english_in(answer.content, english):
            found[address] = wrong
    assert found == {}


def test_english_is_found_where_it_is(site: Client, english: set[str]) -> None:
    """The look-out itself: with the admin in English it finds labels, block labels and Wagtail's own words."""
    who = pages.client(pages.user("english", superuser=True))
    page = who.get(reverse("wagtailadmin_pages:edit", args=[ProductPage.objects.get().pk]))
    assert {"Costs and payment", "Publish"} <= set(english_in(page.content, english)), sorted(english_in(page.content, english))


def test_a_refused_page_says_so_in_dutch(site: Client) -> None:
    product = ProductPage.objects.get()
    data = pages.product_data(introduction='<p><a linktype="fact" id="geen.feit">geen.feit</a></p>')
    answer = site.post(reverse("wagtailadmin_pages:edit", args=[product.pk]), data)
    said = "Inleiding: er is geen gegeven geen.feit. Maak het eerst aan of verbeter de sleutel."
    assert said in html.unescape(answer.content.decode())
    product.refresh_from_db()
    assert "geen.feit" not in str(product.section_introduction.raw_data)


def test_what_wagtail_and_localize_say_has_dutch() -> None:
    """Also what no page above shows; a new release that says something new is found here."""
    known = {
        (entry.msgctxt or "", entry.msgid)
        for path in catalogues()
        for entry in polib.pofile(str(path))
        if entry.translated()
    }
    missing = []
    for app in ("wagtailcore", "wagtailadmin", "wagtailusers", "wagtailimages", "wagtaildocs", "wagtail_localize"):
        folder = Path(apps.get_app_config(app).path)
        # Other packages, or what no editor meets.
        but = ("management", "migrations", "test", "machine_translators", "locales/apps.py")
        if app == "wagtailcore":
            but = (*but, "contrib", "admin", "users", "images", "documents", "locales", "snippets", "sites", "embeds", "search")
        missing += [f"{text.msgid!r} ({app}/{place})" for place, text in msgids.texts_of(folder, but)
                    if (text.context, text.msgid) not in known]
    assert missing == []


def test_our_words_do_not_change_those_of_wagtail() -> None:
    """Our catalogue stands above those of the packages: the same English with another Dutch would change their pages."""
    ours, *others = sorted(catalogues(), key=lambda path: "contenthub/locale" not in str(path))
    theirs: dict[tuple[str, str], set[str]] = {}
    for path in others:
        for entry in polib.pofile(str(path)):
            if entry.msgstr:
                theirs.setdefault((entry.msgctxt or "", entry.msgid), set()).add(entry.msgstr)
    changed = {
        entry.msgid
        for entry in polib.pofile(str(ours))
        if entry.msgstr not in theirs.get((entry.msgctxt or "", entry.msgid), {entry.msgstr})
    }
    # Each of these is another thing there, or stands on pages that we replace.
    assert changed == {"Confirm", "Number", "Publishing…", "Section", "Sign in", "Token", "label", "slug"}
