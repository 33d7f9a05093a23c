"""Every role does everything everywhere: to the library, to its own organisation and to another one. Where a role may not,
nothing has changed; where it may, something has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    Collection,  # noqa: F401
    Locale,
    Page,
    WorkflowState,
)

from contenthub.access.roles import editable, has_role, publishable, readable
from contenthub.actions.branches import branch_for, complete_rights
from contenthub.actions.law_changes import keep_law_change
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item, write_local
from contenthub.models import Edition, LawChange, LocalVersionPage, Notice, OrganisationPage, ProductPage
from contenthub.vocabulary import SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, LocalDraft, SectionDraft
from tests import pages, world
from tests.editorial import nouns, test_law, test_nouns_facts, test_nouns_lists, test_nouns_notices, test_nouns_places
from tests.editorial.sheets.sheet import csv

pytestmark = pytest.mark.django_db
PASS, CARD, OWN, THEIRS = (f"8f5c0f2e-0000-4000-8000-0000000000e{n}" for n in range(4))
ROLES = {
    "national editor": "landelijk-editors", "national reviewer": "landelijk-reviewers",
    "editor": "waterrijk-editors", "reviewer": "waterrijk-reviewers", "translator": "waterrijk-translators",
    "reader": "waterrijk-readers", "agent": "waterrijk-agents", "nobody": "", "administrator": "",
}
COUNTED = ("contenthub", "wagtailcore", "wagtail_localize", "auth", "wagtailimages", "wagtaildocs")
# What looking leaves behind, and what is kept beside: neither is anybody's text.
LEFT_ALONE = {"ReferenceIndex", "IndexEntry", "StoredAnswer", "PreparedAnswer"}


def item(slug: str, words: str = "U vraagt het aan.") -> ItemDraft:
    sections = {SectionKind.INTRODUCTION: SectionDraft(html=f"<p>{words}</p>"),
                SectionKind.COSTS: SectionDraft(html="<p>Betaal aan de balie.</p>")}
    return ItemDraft(type="product", slug=slug, title=slug.title(), sections=sections)


@pytest.fixture
def places(db: None) -> dict[str, SimpleNamespace]:
    prepare_library(["nl", "en"])
    for code, name in (("GM9001", "Waterrijk"), ("GM9002", "Heideveld")):
        world.municipality(code, name)
        onboard_organisation(name.lower(), name, [code], ["nl", "en"], by=world.BY)
    world.money_fact("paspoort.kosten", "86.85")
    for subject, organisation in ((PASS, ""), (OWN, "waterrijk"), (THEIRS, "heideveld")):
        write_item(item(f"pas-{organisation or 'hier'}"), item=subject, language="nl", organisation=organisation, by=world.BY)
        write_item(item(f"pas-{organisation or 'hier'}", "Binnenkort anders."), item=subject, language="nl",
                   organisation=organisation, by=world.BY, valid_from=timezone.now() + dt.timedelta(days=9))
    for organisation in ("waterrijk", "heideveld"):
        ours = SectionDraft(html="<p>Betaal met pin.</p>", mode=SectionMode.REPLACE)
        write_local(LocalDraft(sections={SectionKind.COSTS: ours}), item=PASS, language="nl", organisation=organisation, by=world.BY)
    world.municipality("GM9003", "Zonderland")
    found = {}
    for place, organisation, code, subject in (
            ("national", "", "", PASS), ("own", "waterrijk", "GM9001", OWN), ("other", "heideveld", "GM9002", THEIRS)):
        branch = branch_for(organisation, "nl")
        notice = notice_of(organisation)
        found[place] = SimpleNamespace(
            organisation=organisation, layer=organisation or "national", code=code, name=organisation.title(), branch=branch, notice=notice,
            page=ProductPage.objects.get(translation_key=subject),
            local=LocalVersionPage.objects.child_of(branch).filter(item=PASS).first(),
            waiting=Edition.objects.get(subject=subject, valid_from__gt=timezone.now()),
        )
    return found


def notice_of(organisation: str) -> Notice:
    client = nouns.dutch(pages.user(f"maker-{organisation}", superuser=True))
    before = set(Notice.objects.values_list("pk", flat=True))
    assert test_nouns_notices.add(client, organisation=organisation or "national").status_code == 302
    return Notice.objects.exclude(pk__in=before).get()


@pytest.fixture
def clients(places: Any) -> dict[str, Client]:
    return {role: pages.client(pages.user(role.replace(" ", "-"), *([group] if group else []), superuser=role == "administrator"))
            for role, group in ROLES.items()}


def post(name: str, /, *args: Any, **data: Any) -> Callable[[Client], Any]:
    return lambda client: client.post(reverse(name, args=args), data)


def save(p: SimpleNamespace, action: str) -> Callable[[Client], Any]:
    data = pages.product_data("Pas", "<p>Zo wordt het.</p>", action, public_slug=p.page.public_slug)
    return post("wagtailadmin_pages:edit", p.page.pk, **data)


def create(p: SimpleNamespace, action: str) -> Callable[[Client], Any]:
    data = pages.product_data("Nieuw", "<p>Nieuw.</p>", action, public_slug="nieuw")
    return post("wagtailadmin_pages:add", "contenthub", "productpage", p.branch.pk, **data)


def settle(p: SimpleNamespace, action: str) -> Callable[[Client], Any]:
    return post("contenthub_side_by_side", p.local.pk, revision=p.local.latest_revision_id, number=1, note="", action=action,
                COSTS="take")


def submit(p: SimpleNamespace) -> Callable[[Client], Any]:
    return post("wagtail_localize:submit_page_translation", p.page.pk, locales=[Locale.objects.get(language_code="en").pk])


def english(p: SimpleNamespace) -> Callable[[Client], Any]:
    branch = OrganisationPage.objects.filter(organisation=p.organisation or None, locale__language_code="en").first()
    branch = branch or branch_for("", "en")
    return post("wagtailadmin_pages:add", "contenthub", "productpage", branch.pk,
                **pages.product_data("Pass", "<p>Apply for it.</p>", "action-save", public_slug="pass"))


def fact(p: SimpleNamespace) -> Callable[[Client], Any]:
    return lambda client: test_nouns_facts.give(client, layer=p.layer, amount="12,50")


def expert(p: SimpleNamespace) -> Callable[[Client], Any]:
    return post("contenthub_fact_checks", p.page.pk, expert_name="Jo", expert_email="jo@example.nl", question="Klopt dit?",
                until=f"{timezone.localdate() + dt.timedelta(days=5)}", municipality=p.code or "GM9001")


def sheet(p: SimpleNamespace) -> Callable[[Client], Any]:
    def upload(client: Client) -> Any:
        file = SimpleUploadedFile("leges.csv", csv([["paspoort.kosten", "", "90,00", "01-01-2027", "", ""]]))
        return client.post(f"{reverse('facts:sheet')}?layer={p.layer}", {"file": file})

    return upload


def loose(p: SimpleNamespace) -> Callable[[Client], Any]:
    given = {"fact-type": "MONEY", "fact-key": "pas.spoed", "fact-label_nl": "Spoed", "fact-source": "", "value-amount": "12,50",
             "value-layer": "national", "value-valid_from": ""}
    return post("contenthub_make_fact", place=reverse("wagtailadmin_pages:edit", args=[p.page.pk]), **given)


def looked(p: SimpleNamespace) -> Callable[[Client], Any]:
    change = LawChange.objects.first() or keep_law_change(
        LawChange(regulation="BWBR0005212", in_force_on=dt.date(2027, 1, 1), title="Anders"), actor="import")
    return post("law:show", change.pk, subject=PASS, organisation=p.organisation, section="COSTS")


NATIONAL_EDIT, NATIONAL_PUBLISH = {"national editor", "national reviewer"}, {"national reviewer"}
EDIT, PUBLISH = {"editor", "reviewer"}, {"reviewer"}
Act = Callable[[SimpleNamespace], Callable[[Client], Any]]
# What is done; who may do it in the library, and who of one's own organisation. To another organisation's nobody may do
# anything. None: there is no such thing there.
MATRIX: dict[str, tuple[Act, set[str] | None, set[str] | None]] = {
    "save a draft": (lambda p: save(p, "action-save"), NATIONAL_EDIT, EDIT),
    "publish": (lambda p: save(p, "action-publish"), NATIONAL_PUBLISH, PUBLISH),
    "submit for approval": (lambda p: save(p, "action-submit"), NATIONAL_EDIT, EDIT),
    "begin a text": (lambda p: create(p, "action-save"), NATIONAL_EDIT, EDIT),
    "begin and publish a text": (lambda p: create(p, "action-publish"), NATIONAL_PUBLISH, PUBLISH),
    "begin a text in English": (english, NATIONAL_EDIT, EDIT | {"translator"}),
    "submit for translation": (submit, NATIONAL_EDIT, EDIT),
    "unpublish": (lambda p: post("wagtailadmin_pages:unpublish", p.page.pk), NATIONAL_PUBLISH, PUBLISH),
    "delete": (lambda p: post("wagtailadmin_pages:delete", p.page.pk), NATIONAL_PUBLISH, PUBLISH),
    "withdraw": (lambda p: post("contenthub_withdraw", p.page.pk, reason="Bestaat niet meer.", replacement=""),
                 NATIONAL_PUBLISH, PUBLISH),
    "cancel what waits": (lambda p: post("contenthub_cancel_waiting", p.page.pk, p.waiting.pk), NATIONAL_PUBLISH, PUBLISH),
    "lock": (lambda p: post("wagtailadmin_pages:lock", p.page.pk), NATIONAL_PUBLISH, PUBLISH),
    "copy": (lambda p: post("wagtailadmin_pages:copy", p.page.pk, new_title="Kopie", new_slug="product-kopie",
                            new_parent_page=p.branch.pk), NATIONAL_EDIT, EDIT),
    "settle a changed source in the draft": (lambda p: settle(p, "save"), None, EDIT),
    "settle a changed source and publish": (lambda p: settle(p, "publish"), None, PUBLISH),
    "give a fact a value": (fact, NATIONAL_PUBLISH, PUBLISH),
    "declare a fact": (lambda p: post("facts:add", **{**test_nouns_facts.DEFINITION, "key": "nieuw.gegeven"}),
                       NATIONAL_PUBLISH, None),
    "declare a fact about persons": (lambda p: post("person_facts:add", **test_nouns_lists.AGE), NATIONAL_PUBLISH, None),
    "add a topic": (lambda p: post("topics:add", **test_nouns_lists.WASTE), NATIONAL_PUBLISH, None),
    "publish a notice": (lambda p: lambda client: test_nouns_notices.add(client, organisation=p.layer),
                         NATIONAL_PUBLISH, PUBLISH),
    "change a notice": (lambda p: post("notices:edit", p.notice.pk, **{
        **test_nouns_notices.STORING, "organisation": p.layer, "title_nl": "Iets anders"}), NATIONAL_PUBLISH, PUBLISH),
    "end a notice": (lambda p: post("notices:end", p.notice.pk), NATIONAL_PUBLISH, PUBLISH),
    "change a municipality": (lambda p: lambda client: test_nouns_places.save(
        client, p.code, phone="14 0333", name=p.name, slug=p.name.lower()),
                              None, PUBLISH | NATIONAL_PUBLISH),
    "add a counter": (lambda p: lambda client: test_nouns_places.place(client, p.code), None, PUBLISH | NATIONAL_PUBLISH),
    "ask an expert": (expert, NATIONAL_EDIT, EDIT),
    "upload a sheet of values": (sheet, NATIONAL_PUBLISH, PUBLISH),
    "make a fact of what was typed": (loose, NATIONAL_PUBLISH, None),
    "enter a change of the law": (lambda p: post("law:add", **test_law.CHANGE), NATIONAL_PUBLISH | PUBLISH, None),
    "look at a change of the law": (looked, NATIONAL_EDIT, EDIT),
    "add an organisation": (lambda p: lambda client: client.post(reverse("organisations:add"), test_nouns_places.NEW),
                            set(), None),
    "add a person": (lambda p: post("wagtailusers_users:add", username="nieuw", email="n@example.nl", first_name="N",
                                    last_name="N", password1="geheim-en-lang-9", password2="geheim-en-lang-9"), set(), None),
}
# The library also keeps the details of municipalities, and so of others than one's own organisation.
OF_OTHERS = {"change a municipality": NATIONAL_PUBLISH, "add a counter": NATIONAL_PUBLISH}


def state() -> dict[str, Any]:
    """How many rows of everything there are, and how every page stands."""
    models = [model for label in COUNTED for model in apps.get_app_config(label).get_models()
              if model.__name__ not in LEFT_ALONE]
    return {
        **{model._meta.label: model._default_manager.count() for model in models},
        "pages": list(Page.objects.order_by("pk").values_list(
            "pk", "live", "locked", "title", "draft_title", "latest_revision", "path", "has_unpublished_changes")),
        "workflows": list(WorkflowState.objects.values_list("pk", "status")),
    }


# Who may not publish and posts it all the same keeps a draft: only what is published counts here.
SAYS = {"publish", "begin and publish a text"}


# To build the hub takes longer than to try: a few tests try many acts each.
SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
def test_who_may_does_and_for_others_nothing_changes(share: int, places: Any, clients: dict[str, Client]) -> None:
    names = list(MATRIX)[share::SHARES]
    wanted, found = {}, {}
    for name in names:
        act, in_library, in_own = MATRIX[name]
        may = {"national": in_library, "own": in_own, "other": None if in_own is None else OF_OTHERS.get(name, set())}
        here = {place: places[place] for place, roles in may.items() if roles is not None}
        wanted[name] = {place: may[place] | {"administrator"} for place in here}
        found[name] = {place: tried(act(p), clients, Edition.objects.count if name in SAYS else state) for place, p in here.items()}
    assert {name: found[name] for name in names if found[name] != wanted[name]} == {}
    assert len(found) == len(names) and all(found.values())


def tried(do: Callable[[Client], Any], clients: dict[str, Client], look: Callable[[], Any]) -> set[str]:
    """The roles in which this changes something; whatever it changed is taken back."""
    changed, before = set(), look()
    for role, client in clients.items():
        with transaction.atomic():
            response = do(client)
            assert response.status_code in (200, 302, 403, 404), (role, response.status_code)
            if look() != before:
                changed.add(role)
            transaction.set_rollback(True)
    return changed


ANY_ROLE = {*ROLES} - {"nobody", "agent"}
SEEN = {
    "the form with the draft": (lambda p: reverse("wagtailadmin_pages:edit", args=[p.page.pk]), NATIONAL_EDIT, EDIT),
    "the preview of the draft": (lambda p: reverse("wagtailadmin_pages:view_draft", args=[p.page.pk]), NATIONAL_EDIT, EDIT),
    "the history of the page": (lambda p: reverse("wagtailadmin_pages:history", args=[p.page.pk]), NATIONAL_EDIT, EDIT),
    "an older version": (lambda p: reverse("wagtailadmin_pages:revisions_view", args=[p.page.pk, p.page.latest_revision_id]),
                         NATIONAL_EDIT, EDIT),
    "the history of the answer": (lambda p: reverse("contenthub_history", args=[p.page.item_id]), ANY_ROLE, ANY_ROLE),
    "who still has to look": (lambda p: reverse("contenthub_looking", args=[p.page.pk]), NATIONAL_EDIT, None),
    "fact checks": (lambda p: reverse("contenthub_fact_checks", args=[p.page.pk]), NATIONAL_EDIT, EDIT),
    "what waits": (lambda p: reverse("contenthub_waiting", args=[p.page.pk]), NATIONAL_PUBLISH, PUBLISH),
    "a version that waits": (lambda p: reverse("editions:show", args=[p.waiting.pk]),
                             ANY_ROLE, EDIT | {"translator", "reader"}),
}
# What was published may be known by whoever has a role for anyone.
KNOWN_TO_ALL = {"the history of the answer"}


def test_who_may_sees_and_others_see_nothing_of_it(places: Any, clients: dict[str, Client]) -> None:
    canary = "KANARIE-CONCEPT"
    for p in places.values():
        p.page.title = canary
        p.page.save_revision()
        p.page.refresh_from_db()
    found, wanted = {}, {}
    for name, (address, in_library, in_own) in SEEN.items():
        others = ANY_ROLE if name in KNOWN_TO_ALL else set()
        may = {"national": in_library, "own": in_own, "other": others if in_own is not None else None}
        wanted[name] = {place: roles | {"administrator"} if roles is not None else set() for place, roles in may.items()}
        found[name] = {}
        for place, p in places.items():
            answers = {role: client.get(address(p)) for role, client in clients.items()}
            found[name][place] = {role for role, answer in answers.items() if answer.status_code == 200}
            assert all(canary not in answers[role].content.decode() for role in {*ROLES} - found[name][place])
    assert {name: found[name] for name in SEEN if found[name] != wanted[name]} == {}


def test_what_each_role_comes_to(places: Any) -> None:
    def of(role: str) -> tuple[set[str], set[str], set[str], bool]:
        who = pages.user(role, ROLES[role])
        return {*publishable(who)}, {*editable(who)}, {*readable(who)}, has_role(who)

    assert of("reviewer") == ({"waterrijk"}, {"waterrijk"}, {"waterrijk"}, True)
    assert of("editor") == (set(), {"waterrijk"}, {"waterrijk"}, True)
    assert of("translator") == (set(), set(), {"waterrijk"}, True)
    assert of("reader") == (set(), set(), {"waterrijk"}, True)
    assert of("national editor") == (set(), {""}, {""}, True)
    assert of("agent") == (set(), set(), set(), False)


def test_a_branch_of_before_is_given_the_roles_that_it_lacks_and_nothing_else(places: Any) -> None:
    Group.objects.filter(name__in=["waterrijk-readers", "waterrijk-translators"]).delete()
    editors = Group.objects.get(name="waterrijk-editors")
    editors.page_permissions.all().delete()
    onboard_organisation("waterrijk", "Waterrijk", ["GM9001"], ["nl", "en"])
    assert Group.objects.get(name="waterrijk-readers").page_permissions.count() == 2
    assert Group.objects.get(name="waterrijk-translators").page_permissions.count() == 2
    # What an administrator took away on purpose does not come back.
    assert not editors.page_permissions.exists()
    complete_rights("waterrijk", OrganisationPage.objects.filter(organisation="waterrijk"))
    assert not editors.page_permissions.exists()
