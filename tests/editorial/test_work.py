"""What there is to do: on the first page, and by e-mail."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from contenthub.actions.append import By
from contenthub.actions.branches import branch_for
from contenthub.actions.end_fact_value import end_fact_value
from contenthub.actions.law_changes import keep_law_change
from contenthub.actions.write_page import write_item, write_local
from contenthub.editorial.work.digest import due, send_digests
from contenthub.editorial.work.tasks import KINDS, Reader
from contenthub.models import Digest, LawChange, LocalVersionPage, Notice, ProductPage
from contenthub.resolving.content import LegalSource
from contenthub.resolving.material import AMSTERDAM
from contenthub.vocabulary import SectionKind, SectionMode
from contenthub.writing.drafts import LocalDraft, SectionDraft
from tests import pages, unpublished, world
from tests.editorial import test_nouns_notices
from tests.unpublished import CARD, PASS, product

pytestmark = pytest.mark.django_db


def generic(costs: str, item: str = PASS, slug: str = "pas", **fields) -> None:
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt de pas aan.</p>"),
                SectionKind.COSTS: SectionDraft(html=costs, **fields)}
    write_item(product(slug, slug.title(), sections=sections), item=item, language="nl", by=world.BY)


@pytest.fixture(autouse=True)
def hub(db):
    unpublished.build()


def found(who, kind: str) -> list[str]:
    [one] = [each for each in KINDS if each.id == kind]
    return [task.title for task in one.tasks(Reader(who))]


def editor(name: str = "eva", *groups: str):
    return pages.user(name, *(groups or ("waterrijk-editors",)))


def test_a_changed_source_and_a_missing_text_are_work_of_who_writes_for_that_organisation():
    eva, hans, lia = editor(), editor("hans", "heideveld-editors"), editor("lia", "landelijk-editors")
    assert [found(who, "changed") for who in (eva, hans, lia)] == [[], [], []]
    generic("<p>Betaal alleen met pin.</p>")
    assert [found(who, "changed") for who in (eva, hans, lia)] == [["Pas"], ["Pas"], []]
    write_local(LocalDraft(sections={SectionKind.COSTS: unpublished.appended("Bij ons ook contant.")}), item=PASS, language="nl",
                organisation="waterrijk", by=world.BY)
    assert [found(who, "changed") for who in (eva, hans)] == [[], ["Pas"]]
    generic("<p>Uw gemeente zegt wat het kost.</p>", CARD, "kaart", local_required=True)
    assert [found(who, "missing") for who in (eva, lia)] == [["Kaart"], []]


def test_a_page_that_waits_for_approval_is_work_of_who_may_approve():
    eva, rik = editor(), editor("rik", "waterrijk-reviewers")
    page = LocalVersionPage.objects.child_of(branch_for("waterrijk", "nl")).get()
    page.save_revision()
    page.get_workflow().start(page, eva)
    assert found(rik, "approve") == [page.title] and found(eva, "approve") == []
    assert found(editor("hans", "heideveld-reviewers"), "approve") == []


def test_a_review_a_law_and_a_value_that_ends():
    lia, eva = editor("lia", "landelijk-editors"), editor()
    page = ProductPage.objects.get(translation_key=PASS)
    page.review_by = timezone.localdate() + dt.timedelta(days=10)
    page.save_revision().publish()
    assert found(lia, "review") == ["Pas"] and found(eva, "review") == []
    generic("<p>Leges.</p>", CARD, "kaart", legal_source=LegalSource(id="BWBR0005212", article="7"))
    keep_law_change(LawChange(regulation="BWBR0005212", article="7", in_force_on=dt.date(2027, 1, 1), title="Anders"), actor="x")
    assert found(lia, "law") == ["Kaart, Costs and payment"] or found(lia, "law") == ["Kaart, Kosten en betalen"]
    assert found(eva, "law") == []
    assert found(lia, "ending") == []
    end_fact_value("paspoort.kosten", valid_from=timezone.now() + dt.timedelta(days=20), leaving_gaps=True, by=By(actor="lia"))
    assert found(lia, "ending") == ["paspoort.kosten"] and found(eva, "ending") == []


def test_the_first_page_says_what_there_is_to_do_with_a_link_to_it():
    client = Client(headers={"Accept-Language": "nl"})
    client.force_login(editor())
    assert "Er ligt niets op u te wachten" in client.get(reverse("wagtailadmin_home")).content.decode()
    generic("<p>Betaal alleen met pin.</p>")
    said = client.get(reverse("wagtailadmin_home")).content.decode()
    page = LocalVersionPage.objects.child_of(branch_for("waterrijk", "nl")).get()
    assert "De bron is gewijzigd" in said and reverse("contenthub_side_by_side", args=[page.pk]) in said
    assert "1 versie gepubliceerd" in said and "vragen zonder goed antwoord" in said


def test_a_notice_is_begun_and_ended_from_the_first_page():
    rik = Client(headers={"Accept-Language": "nl"})
    rik.force_login(editor("rik", "waterrijk-reviewers"))
    home = reverse("wagtailadmin_home")
    assert reverse("notices:add") in rik.get(home).content.decode()
    test_nouns_notices.add(rik, organisation="waterrijk")
    notice = Notice.objects.get()
    assert reverse("notices:end", args=[notice.pk]) in rik.get(home).content.decode()
    hans, eva = Client(), Client()
    hans.force_login(editor("hans", "heideveld-reviewers"))
    eva.force_login(editor())
    assert str(notice.pk) not in hans.get(home).content.decode()
    assert reverse("notices:add") not in eva.get(home).content.decode().split("work-heading")[1]
    rik.post(reverse("notices:end", args=[notice.pk]))
    assert str(notice.pk) not in rik.get(home).content.decode()


def test_who_has_no_role_sees_no_work():
    client = Client()
    client.force_login(editor("leo", "waterrijk-readers"))
    assert "work-heading" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_queries_do_not_grow_with_what_there_is_to_do():
    client = Client()
    client.force_login(editor("lia", "landelijk-editors", "waterrijk-editors"))

    def counted() -> int:
        client.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("wagtailadmin_home"))
        return len(asked)

    def more(n: int) -> None:
        item = f"8f5c0f2e-0000-4000-8000-0000000002{n:02}"
        generic("<p>Leges.</p>", item, f"iets-{n}", legal_source=LegalSource(id="BWBR0005212"), local_required=True)
        write_local(LocalDraft(sections={SectionKind.INTRODUCTION: SectionDraft(html="<p>Hier.</p>", mode=SectionMode.REPLACE)}),
                    item=item, language="nl", organisation="waterrijk", by=world.BY)
        sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Heel anders.</p>")}
        write_item(product(f"iets-{n}", f"Iets {n}", sections=sections), item=item, language="nl", by=world.BY)
        keep_law_change(LawChange(regulation="BWBR0005212", article=f"{n}", in_force_on=dt.date(2027, 1, 1), title="Anders"), actor="x")

    more(1)
    before = counted()
    for n in range(2, 9):
        more(n)
    assert counted() == before


def told(who, pace: str) -> Digest:
    who.email = f"{who.username}@waterrijk.example"
    who.save()
    return Digest.objects.create(user=who, pace=pace)


def at(day: int, hour: int) -> dt.datetime:
    """In the week of Monday 30 November 2026."""
    return dt.datetime(2026, 11, day, hour, tzinfo=AMSTERDAM)


def test_a_mail_tells_what_is_new_and_nothing_twice(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://hub.example"
    eva = editor()
    UserProfile.objects.create(user=eva, preferred_language="nl")
    told(eva, "at_once")
    assert send_digests() == 0 and mail.outbox == []
    generic("<p>Betaal alleen met pin.</p>")
    assert (send_digests(), send_digests()) == (1, 0)
    [message] = mail.outbox
    assert message.to == ["eva@waterrijk.example"] and message.subject == "1 nieuw ding te doen"
    assert "De bron is gewijzigd (1)" in message.body and "https://hub.example/admin/contenthub/side-by-side/" in message.body
    # What was settled and comes back is new again.
    write_local(LocalDraft(sections={SectionKind.COSTS: unpublished.appended("Bij ons ook contant.")}), item=PASS, language="nl",
                organisation="waterrijk", by=world.BY)
    assert send_digests() == 0
    generic("<p>Toch maar weer contant.</p>")
    assert send_digests() == 1


@pytest.mark.parametrize(("pace", "when", "last", "wanted"), [
    ("at_once", at(28, 3), at(28, 2), True),
    ("daily", at(28, 6), None, False), ("daily", at(28, 7), None, True), ("daily", at(28, 9), at(28, 7), False),
    ("daily", at(29, 7), at(28, 7), True),
    ("weekly", at(28, 9), None, False), ("weekly", at(30, 9), None, True), ("weekly", at(30, 10), at(30, 9), False)])
def test_each_is_told_as_often_as_they_chose(pace, when, last, wanted):
    assert due(Digest(pace=pace, sent_at=last), when) is wanted


def test_who_left_who_chose_never_and_who_has_no_address_get_no_mail():
    gone, never, bare = editor("gone"), editor("never"), editor("bare")
    told(gone, "at_once")
    gone.is_active = False
    gone.save()
    told(never, "never")
    Digest.objects.create(user=bare, pace="at_once")
    generic("<p>Betaal alleen met pin.</p>")
    call_command("send_digests")
    assert mail.outbox == []


def test_a_mail_that_did_not_leave_is_sent_the_next_time(settings, monkeypatch):
    told(editor(), "at_once")
    generic("<p>Betaal alleen met pin.</p>")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    assert send_digests() == 0 and Digest.objects.get().told == []
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_digests() == 1


def test_one_chooses_it_under_account():
    client = Client(headers={"Accept-Language": "nl"})
    eva = editor()
    client.force_login(eva)
    said = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "E-mail met wat er te doen is" in said and "Elke week, op maandag" in said
