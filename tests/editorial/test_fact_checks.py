"""Where editors ask an expert, read the answer and end a link; refused is nothing sent and nothing changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from contenthub.access import limits
from contenthub.actions import fact_checks, mailing
from contenthub.actions.fact_checks import answer_fact_check, ask_fact_check, withdraw_fact_check
from contenthub.actions.publish_page import acting
from contenthub.models import AuditRow, FactCheck, ProductPage
from contenthub.resolving.material import today
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import FactCheckOutcome, SectionKind
from contenthub.writing.drafts import LocalDraft, SectionDraft
from tests import pages, unpublished, world
from tests.editorial.nouns import dutch
from tests.unpublished import MOVING, PASS, appended, draft_item, draft_local, product

pytestmark = pytest.mark.django_db
TITLE = "Laat controleren door een expert"


@pytest.fixture(autouse=True)
def hub(db: None) -> None:
    limits.forget()
    unpublished.build()


@pytest.fixture
def ria() -> Any:
    return pages.user("ria", "landelijk-editors")


@pytest.fixture
def client(ria: Any) -> Client:
    return dutch(ria)


@pytest.fixture
def page() -> ProductPage:
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt de pas zelf aan.</p>")}
    return draft_item(PASS, product("pas", "Pas van morgen", sections=sections))  # type: ignore[return-value]


def days(number: int) -> dt.date:
    return today(timezone.now()) + dt.timedelta(days=number)


def given(**other: Any) -> dict[str, Any]:
    return {"expert_name": "Eva Expert", "expert_email": "eva@rijk.example", "question": "Klopt het?",
            "until": days(14).isoformat(), "municipality": "GM9001", **other}


def address(page: Any) -> str:
    return reverse("contenthub_fact_checks", args=[page.pk])


def words(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def asked(page: Any, user: Any, **other: Any) -> FactCheck:
    return ask_fact_check(page, user=user, **{
        "name": "Eva Expert", "email": "eva@rijk.example", "question": "Klopt het?", "municipality": "GM9001",
        "until": days(14), **other})


def said(check: FactCheck, text: str = "") -> FactCheck:
    outcome = FactCheckOutcome.REMARKS if text else FactCheckOutcome.APPROVED
    return answer_fact_check(check, outcome=outcome, name="Eva de Expert", remarks={"COSTS": text}, sections={"COSTS": "Kosten"})


@pytest.mark.parametrize("item", [PASS, MOVING, unpublished.CARD])
def test_every_page_has_the_button(client, item):
    from wagtail.models import Page
    page = Page.objects.get(translation_key=item)
    assert TITLE in words(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))


def test_a_page_without_checks_says_what_will_happen_and_proposes_two_weeks(client, page):
    response = client.get(address(page))
    assert "Een account is niet nodig" in words(response) and "Wat experts zeiden" not in words(response)
    form = BeautifulSoup(response.content, "html.parser")
    assert form.find("input", {"name": "until"})["value"] == days(14).isoformat()
    assert [each["value"] for each in form.select("select[name=municipality] option")] == ["GM9002", "GM9001"]


def test_asking_sends_the_link_and_shows_that_it_was_sent(client, page):
    response = client.post(address(page), given(), follow=True)
    text = words(response)
    assert "Eva Expert heeft een link naar deze tekst gekregen." in text and "Verstuurd, nog niet geopend" in text
    check = FactCheck.objects.get()
    assert (check.page_id, check.revision_id, check.asked_by) == (page.pk, page.latest_revision_id, "ria")
    assert check.last_day == days(14) and len(mail.outbox) == 1


@pytest.mark.parametrize(("field", "value", "text"), [
    ("expert_name", "", "verplicht"),
    ("expert_email", "eva", "geldig e-mailadres"),
    ("question", " ", "verplicht"),
    ("question", "x" * 2_001, "2000"),
    ("until", days(61).isoformat(), "Kies een dag van"),
    ("until", days(-1).isoformat(), "Kies een dag van"),
    ("until", "morgen", "geldige datum"),
    ("municipality", "GM0000", "geldige keuze"),
])
def test_a_wrong_field_is_told_and_nothing_is_sent(client, page, field, value, text):
    response = client.post(address(page), given(**{field: value}))
    assert text in words(response) and not FactCheck.objects.exists() and mail.outbox == []
    assert "Klopt het?" in response.content.decode() or field == "question"


@pytest.mark.parametrize(("wrong", "code"), [
    ({"name": " "}, "EMPTY_TEXT"), ({"name": "x" * 121}, "TOO_LONG"), ({"email": "eva@"}, "BAD_EMAIL"),
    ({"email": "eva@rijk.example\nBcc: x@y.example"}, "BAD_EMAIL"), ({"question": ""}, "EMPTY_TEXT"),
    ({"until": days(61)}, "BAD_TERM"), ({"until": days(-1)}, "BAD_TERM"), ({"municipality": "GM0363"}, "UNKNOWN_MUNICIPALITY"),
])
def test_the_verb_itself_refuses_and_nothing_is_sent(ria, page, wrong, code):
    with pytest.raises(Refused) as refused:
        asked(page, ria, **wrong)
    assert refused.value.code == code and not FactCheck.objects.exists() and mail.outbox == []
    assert not AuditRow.objects.filter(verb="ask_fact_check").exists()


def test_a_title_with_a_line_end_makes_no_second_header(ria):
    page = draft_item(PASS, product("pas", "Pas\nBcc: x@y.example"))
    asked(page, ria)
    assert mail.outbox[0].subject == "Wilt u deze tekst controleren: Pas Bcc: x@y.example" and mail.outbox[0].bcc == []


def test_who_may_not_edit_the_page_sees_and_does_nothing(page, ria):
    check = asked(page, ria)
    stranger = pages.user("wim", "waterrijk-editors")
    other = dutch(stranger)
    before = FactCheck.objects.values().get()
    ends = [reverse(name, args=[page.pk, check.pk]) for name in ("contenthub_withdraw_fact_check", "contenthub_close_fact_check")]
    for where in (address(page), *ends):
        assert other.get(where).status_code == 302 and other.post(where, given()).status_code == 302
    with pytest.raises(Refused):
        withdraw_fact_check(check, user=stranger)
    with pytest.raises(Refused):
        asked(page, stranger)
    assert FactCheck.objects.values().get() == before and len(mail.outbox) == 1


def test_a_check_of_another_page_is_not_found_under_this_one(client, page, ria):
    other = asked(draft_item(unpublished.CARD, product("kaart", "Kaart")), ria)
    assert client.post(reverse("contenthub_withdraw_fact_check", args=[page.pk, other.pk])).status_code == 404
    assert FactCheck.objects.get().withdrawn_at is None
    assert 'value="Eva Expert"' not in client.get(address(page), {"again": other.pk}).content.decode()


def test_a_local_version_is_for_its_own_municipalities():
    wim = pages.user("wim", "waterrijk-editors")
    local = draft_local(PASS, LocalDraft(sections={SectionKind.COSTS: appended("Met pin.")}), "waterrijk")
    assert list(fact_checks.municipalities_shown(local, timezone.now())) == ["GM9001"]
    assert asked(local, wim).sent_at


def test_an_answer_is_read_with_its_remarks_and_that_the_text_was_changed(client, page, ria):
    said(asked(page, ria), "Het is duurder.")
    text = words(client.get(address(page)))
    assert "De expert heeft opmerkingen" in text and "Kosten Het is duurder." in text and "Eva de Expert" in text
    assert "daarna gewijzigd" not in text
    draft_item(PASS, product("pas", "Pas van overmorgen"))
    assert "De tekst is daarna gewijzigd." in words(client.get(address(page)))
    status = words(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert "Feitencontrole : De expert heeft opmerkingen – de tekst is daarna gewijzigd" in status.replace("Feitencontrole:", "Feitencontrole :")


def test_publishing_the_version_that_was_checked_changes_no_text(client, page, ria):
    said(asked(page, ria))
    page.get_latest_revision_as_object().save_revision(user=ria).publish()
    check = FactCheck.objects.get()
    assert check.page.latest_revision_id != check.revision_id and not check.is_outdated


def test_the_history_of_the_page_tells_of_it_without_a_name(client, page, ria):
    said(asked(page, ria))
    text = words(client.get(reverse("wagtailadmin_pages:history", args=[page.pk])))
    assert "Een expert gevraagd deze tekst te controleren" in text and "Een expert zegt dat deze tekst klopt" in text
    kept = str([*PageLogEntry.objects.values(), *AuditRow.objects.values()])
    assert "Eva" not in kept and "eva@" not in kept


def test_withdrawing_asks_first_and_ends_the_link(client, page, ria):
    check = asked(page, ria)
    where = reverse("contenthub_withdraw_fact_check", args=[page.pk, check.pk])
    assert "werkt dan niet meer" in words(client.get(where)) and FactCheck.objects.get().is_open
    assert "De link is ingetrokken." in words(client.post(where, follow=True))
    kept = FactCheck.objects.get()
    assert (kept.state, kept.withdrawn_by, kept.is_open) == ("WITHDRAWN", "ria", False)
    assert AuditRow.objects.filter(verb="withdraw_fact_check", actor="ria", subject=PASS).count() == 1
    assert "Deze link werkt niet meer." in words(client.get(where, follow=True))


def test_closing_keeps_the_answer_as_it_is(client, page, ria):
    check = asked(page, ria)
    where = reverse("contenthub_close_fact_check", args=[page.pk, check.pk])
    assert "Er is nog geen antwoord." in words(client.get(where, follow=True))
    assert "werkt niet meer" in words(client.post(where, follow=True)) and FactCheck.objects.get().closed_at is None
    said(check)
    assert "De controle is afgesloten." in words(client.post(where, follow=True))
    assert (FactCheck.objects.get().closed_by, FactCheck.objects.get().state) == ("ria", "APPROVED")


def test_asking_again_fills_in_the_form(client, page, ria):
    check = asked(page, ria)
    form = client.get(address(page), {"again": check.pk}).content.decode()
    assert 'value="eva@rijk.example"' in form and ">\nKlopt het?</textarea>" in form
    for nonsense in ("x", "999999", "9" * 30, "²"):
        assert client.get(address(page), {"again": nonsense}).status_code == 200


def test_a_mail_server_that_is_away_leaves_no_open_link_and_the_form_as_it_was(client, page, monkeypatch):
    def away(self: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(mailing.EmailMessage, "send", away)
    response = client.post(address(page), given())
    assert "De e-mail kon niet worden verstuurd." in words(response) and "Klopt het?" in response.content.decode()
    check = FactCheck.objects.get()
    assert (check.state, check.is_open) == ("UNSENT", False)


def test_an_editor_asks_no_more_than_so_often(client, page, monkeypatch):
    monkeypatch.setattr(fact_checks, "ASKING", limits.Act("test_ask", most=1, minutes=60))
    client.post(address(page), given())
    assert client.post(address(page), given()).status_code == 200
    assert (FactCheck.objects.count(), len(mail.outbox)) == (1, 1)


def test_the_list_has_pages_and_takes_no_query_for_each(client, page, ria, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(fact_checks, "ASKING", limits.Act("test_many", most=100, minutes=60))
    from django.test.utils import CaptureQueriesContext
    asked(page, ria)
    client.get(address(page))
    with CaptureQueriesContext(connection) as few:
        client.get(address(page))
    for number in range(24):
        asked(page, ria, name=f"Eva {number}")
    with CaptureQueriesContext(connection) as many:
        text = words(client.get(address(page)))
    assert len(many) == len(few) and "Pagina 1 van 2" in text and text.count("nog niet geopend") == 20


def test_names_are_forgotten_after_ninety_days_and_the_answer_stays(page, ria):
    said(asked(page, ria), "Het is duurder.")
    FactCheck.objects.update(expires_at=timezone.now() - dt.timedelta(days=89))
    call_command("tidy_up")
    assert FactCheck.objects.get().expert_email == "eva@rijk.example"
    FactCheck.objects.update(expires_at=timezone.now() - dt.timedelta(days=91))
    call_command("tidy_up")
    kept = FactCheck.objects.get()
    assert (kept.expert_name, kept.expert_email, kept.answered_name) == ("", "", "") and kept.remarks[0]["text"] == "Het is duurder."
    client = dutch(ria)
    assert "Naam verwijderd" in words(client.get(address(page)))


def test_a_page_that_code_made_gets_a_version_to_look_at(ria):
    with acting(world.BY):
        page = draft_item(unpublished.NEW, product("nieuw", "Nieuw"))
    page.latest_revision = None
    page.save(update_fields=["latest_revision"])
    live = ProductPage.objects.get(pk=page.pk)
    check = asked(live, ria)
    assert check.revision_id is not None and ProductPage.objects.get(pk=page.pk).latest_revision_id == check.revision_id


def test_a_page_that_is_deleted_takes_its_checks_along_and_the_audit_stays(page, ria):
    asked(page, ria)
    draft = draft_item(unpublished.NEW, product("nieuw", "Nieuw"))
    asked(draft, ria)
    draft.delete()
    assert FactCheck.objects.count() == 1 and AuditRow.objects.filter(verb="ask_fact_check").count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_email_leaves_outside_any_transaction(client, page, monkeypatch):
    found: list[bool] = []

    def send(self: Any) -> int:
        found.append(connection.in_atomic_block)
        return 1

    monkeypatch.setattr(mailing.EmailMessage, "send", send)
    client.post(address(page), given())
    assert found == [False]
