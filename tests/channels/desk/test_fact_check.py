"""An expert without an account sees one version of one text by a link that ends, and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from contenthub.access import limits, tokens
from contenthub.actions.append import append
from contenthub.actions.fact_checks import (
    answer_fact_check,
    ask_fact_check,
    close_fact_check,
    withdraw_fact_check,
)
from contenthub.actions.write_page import write_item
from contenthub.models import AuditRow, FactCheck, ProductPage
from contenthub.models.edition import StoredAnswer
from contenthub.resolving.content import NoticeContent
from contenthub.resolving.editions import Series
from contenthub.resolving.material import today
from contenthub.vocabulary import Channel, EditionKind, FactCheckOutcome, Phase, SectionKind, Severity
from contenthub.writing.drafts import LifeEventDraft, LocalDraft, SectionDraft, StepDraft
from tests import pages, unpublished, world
from tests.unpublished import CANARY, MOVING, PASS, appended, draft_item, draft_life_event, draft_local, product

pytestmark = pytest.mark.django_db
MEMO = "KANARIE-MEMO"
LINK = re.compile(r"http://localhost:8000(/feitencontrole/\S+/)")
CHANGED = {
    SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt de pas zelf aan.</p>"),
    SectionKind.TERM: SectionDraft(html="<p>Het duurt vijf dagen.</p>"),
    SectionKind.DESK_MEMO: SectionDraft(html=f"<p>{MEMO}</p>"),
}


@pytest.fixture(autouse=True)
def hub(db: None) -> None:
    limits.forget()
    unpublished.build()


@pytest.fixture
def editor() -> Any:
    user = pages.user("ria", "landelijk-editors")
    user.email, user.first_name, user.last_name = "ria@gemeente.example", "Ria", "Redacteur"
    user.save()
    return user


@pytest.fixture
def expert() -> Client:
    """As a browser: also with Django's own look-out for forms of strangers."""
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": "nl"})


def changed(**fields: Any) -> Any:
    return draft_item(PASS, product("pas", "Pas van morgen", sections=CHANGED), **fields)


def ask(page: Any, user: Any, **given: Any) -> tuple[FactCheck, str]:
    """The check, and the address in the e-mail."""
    check = ask_fact_check(page, user=user, **{
        "name": "Eva Expert", "email": "eva@rijk.example", "question": "Klopt de termijn?", "municipality": "GM9001",
        "until": today(timezone.now()) + dt.timedelta(days=14), **given})
    found = LINK.search(mail.outbox[-1].body)
    assert found
    return check, found[1]


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def answer(client: Client, address: str, **given: str) -> Any:
    key = re.search(r'name="key" value="(\w+)"', shown(client, address))
    assert key
    return client.post(address, {"key": key[1], "outcome": "APPROVED", "name": "Eva Expert", **given})


def test_the_email_is_dutch_text_with_the_link_and_goes_to_the_expert(editor):
    with translation.override("en"):
        check, address = ask(changed(), editor)
    sent = mail.outbox[-1]
    assert (sent.to, sent.reply_to, sent.content_subtype) == (["eva@rijk.example"], ["ria@gemeente.example"], "plain")
    assert sent.subject == "Wilt u deze tekst controleren: Pas van morgen"
    assert "Klopt de termijn?" in sent.body and "Ria Redacteur" in sent.body and "U hebt geen account nodig" in sent.body
    assert "<" not in sent.body and sent.body.count("http") == 1 and check.sent_at


def test_only_a_hash_of_the_token_is_kept(editor):
    check, address = ask(changed(), editor)
    token = address.split("/")[2]
    kept = str([list(model.objects.values()) for model in (FactCheck, AuditRow)])
    assert token not in kept and check.digest == tokens.digest(token)


def test_the_expert_sees_that_version_in_every_channel_with_what_differs(editor, expert):
    _check, address = ask(changed(), editor)
    said = shown(expert, address)
    assert "Klopt de termijn?" in said and "Pas van morgen" in said and said.count('<details class="card ') == len(Channel)
    assert "<ins>" in said and "zelf" in said and "Het duurt vijf dagen." in said and "vervalt" in said
    assert FactCheck.objects.get().opened_at is not None and not StoredAnswer.objects.exists()


def test_a_later_version_is_not_seen(editor, expert):
    check, address = ask(changed(), editor)
    later = {SectionKind.INTRODUCTION: SectionDraft(html="<p>Pas later geschreven.</p>")}
    draft_item(PASS, product("pas", "Pas van overmorgen", sections=later))
    said = shown(expert, address)
    assert "Het duurt vijf dagen." in said and "Pas later geschreven" not in said and "overmorgen" not in said
    assert FactCheck.objects.get().is_outdated


def test_no_memo_no_draft_of_another_and_nothing_of_the_admin(editor, expert):
    unpublished.canaries()
    _check, address = ask(changed(), editor)
    said = shown(expert, address)
    assert MEMO not in said and CANARY not in said and "/admin" not in said and 'name="person' not in said


@pytest.mark.parametrize("path", ["/admin/", "/desk/", "/admin/pages/{}/edit/", "/admin/contenthub/fact-checks/{}/"])
def test_who_has_a_link_has_no_session(editor, expert, path):
    page = changed()
    _check, address = ask(page, editor)
    shown(expert, address)
    assert not expert.cookies and expert.get(path.format(page.pk)).status_code == 302


def test_nothing_of_the_visit_is_left_behind(editor, expert):
    response = expert.get(ask(changed(), editor)[1])
    assert response["Referrer-Policy"] == "no-referrer" and "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"] and "default-src 'none'" in response["Content-Security-Policy"]
    assert '<meta name="robots" content="noindex' in response.content.decode()


def over(response: Any) -> str:
    assert response.status_code == 404 and response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    said = response.content.decode()
    assert "Vraag de redactie om een nieuwe link." in said and "pas" not in said.casefold()
    return said


def expire(check: FactCheck, editor: Any) -> None:
    FactCheck.objects.filter(pk=check.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))


def withdraw(check: FactCheck, editor: Any) -> None:
    withdraw_fact_check(check, user=editor)


def close(check: FactCheck, editor: Any) -> None:
    FactCheck.objects.filter(pk=check.pk).update(outcome="APPROVED", answered_at=timezone.now())
    close_fact_check(check, user=editor)


def purge(check: FactCheck, editor: Any) -> None:
    FactCheck.objects.filter(pk=check.pk).update(revision=None)


@pytest.mark.parametrize("end", [expire, withdraw, close, purge])
def test_a_link_that_is_over_is_like_one_that_never_was(editor, expert, end):
    check, address = ask(changed(), editor)
    key = re.search(r'name="key" value="(\w+)"', shown(expert, address))
    end(check, editor)
    before = FactCheck.objects.values().get()
    unknown = over(expert.get(f"/feitencontrole/{tokens.make()}/"))
    assert over(expert.get(address)) == unknown == over(expert.get("/feitencontrole/zomaar/"))
    assert key and over(expert.post(address, {"key": key[1], "outcome": "REMARKS", "general": "Nee", "name": "X"})) == unknown
    assert over(expert.get(address, {"brief": "png"})) == unknown
    assert FactCheck.objects.values().get() == before


def test_a_link_of_another_page_shows_that_page_alone(editor, expert):
    other = draft_item(unpublished.CARD, product("kaart", "Kaart van morgen"))
    first, second = ask(changed(), editor)[1], ask(other, editor)[1]
    assert "Kaart van morgen" not in shown(expert, first) and "Pas van morgen" not in shown(expert, second)


@pytest.mark.parametrize("key", [None, "", "0" * 64])
def test_a_form_without_the_key_of_this_link_is_refused(editor, expert, key):
    _check, address = ask(changed(), editor)
    sent = {"outcome": "APPROVED", "name": "Eva", **({"key": key} if key is not None else {})}
    response = expert.post(address, sent, headers={"Origin": "null"})
    assert response.status_code == 403 and FactCheck.objects.get().outcome == ""


def test_the_key_of_one_link_does_not_open_another(editor, expert):
    first, second = ask(changed(), editor)[1], ask(changed(), editor)[1]
    key = re.search(r'name="key" value="(\w+)"', shown(expert, first))
    assert key and expert.post(second, {"key": key[1], "outcome": "APPROVED", "name": "Eva"}).status_code == 403
    assert not FactCheck.objects.exclude(outcome="").exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_do_nothing(editor, expert, method):
    assert getattr(expert, method)(ask(changed(), editor)[1]).status_code == 405


def test_approving_is_kept_once_and_told_to_the_editor_and_in_the_audit_trail(editor, expert):
    check, address = ask(changed(), editor)
    response = answer(expert, address)
    assert (response.status_code, response["Location"]) == (303, address)
    kept = FactCheck.objects.get()
    assert (kept.outcome, kept.answered_name, kept.state) == ("APPROVED", "Eva Expert", "APPROVED")
    sent = mail.outbox[-1]
    assert sent.to == ["ria@gemeente.example"] and sent.subject == "De expert zegt dat het klopt: Pas van morgen"
    assert f"/admin/contenthub/fact-checks/{check.page_id}/" in sent.body and "/feitencontrole/" not in sent.body
    rows = list(AuditRow.objects.filter(verb__contains="fact_check").values_list("verb", "actor", "subject", "note"))
    assert rows == [
        ("ask_fact_check", "ria", PASS, f"fact check {check.pk}, revision {check.revision_id}"),
        ("answer_fact_check", "", PASS, f"fact check {check.pk}, revision {check.revision_id}: APPROVED")]
    assert "Eva" not in str(rows) and "Bedankt" in shown(expert, address)


def test_remarks_stand_at_their_section_and_can_be_changed_until_it_is_closed(editor, expert):
    check, address = ask(changed(), editor)
    answer(expert, address, outcome="REMARKS", general="Bijna goed.", **{"remark-TERM": "Het zijn zes dagen."})
    kept = FactCheck.objects.get()
    assert (kept.outcome, kept.general) == ("REMARKS", "Bijna goed.")
    assert kept.remarks == [{"section": "TERM", "title": "Hoelang het duurt", "text": "Het zijn zes dagen."}]
    assert "Het zijn zes dagen." in shown(expert, address)
    assert answer(expert, address).status_code == 303
    assert FactCheck.objects.values_list("outcome", "general", "remarks").get() == ("APPROVED", "", [])
    close_fact_check(check, user=editor)
    over(expert.get(address))


@pytest.mark.parametrize(("given", "said"), [
    ({"outcome": "REMARKS"}, "Schrijf minstens één opmerking"),
    ({"outcome": "APPROVED", "general": "Toch niet."}, "U schreef opmerkingen."),
    ({"outcome": ""}, "Kies een van de twee."),
    ({"outcome": "MISSCHIEN"}, "Kies een van de twee."),
    ({"name": " "}, "Vul uw naam in"),
    ({"outcome": "REMARKS", "general": "x" * 2_001}, "2000"),
])
def test_an_answer_that_is_not_complete_keeps_what_was_typed(editor, expert, given, said):
    _check, address = ask(changed(), editor)
    response = answer(expert, address, **{"remark-TERM": "", **given})
    text = response.content.decode()
    assert response.status_code == 422 and said in text and FactCheck.objects.get().outcome == ""
    assert given.get("general", "") in text and len(mail.outbox) == 1


def test_what_is_no_section_of_this_text_is_not_kept(editor, expert):
    _check, address = ask(changed(), editor)
    answer(expert, address, outcome="REMARKS", general="Ja.", **{"remark-DESK_MEMO": "x", "remark-CONTACT": "x"})
    assert FactCheck.objects.get().remarks == []


def test_guessing_is_stopped(editor, expert, monkeypatch):
    from channels.desk.fact_check import door
    monkeypatch.setattr(door, "GUESSING", limits.Act("test_guess", most=2, minutes=10))
    for _n in range(2):
        over(expert.get(f"/feitencontrole/{tokens.make()}/"))
    response = expert.get(ask(changed(), editor)[1])
    assert (response.status_code, response["Retry-After"]) == (429, "600")


def test_reading_is_limited_for_one_address(editor, expert, monkeypatch):
    from channels.desk.fact_check import door
    monkeypatch.setattr(door, "READING", limits.Act("test_read", most=1, minutes=10))
    address = ask(changed(), editor)[1]
    shown(expert, address)
    assert expert.get(address).status_code == 429


def test_the_letter_is_drawn_and_nothing_else(editor, expert):
    address = ask(changed(), editor)[1]
    response = expert.get(address, {"brief": "png"})
    assert response.content.startswith(b"\x89PNG") and response["Referrer-Policy"] == "no-referrer"
    over(expert.get(address, {"brief": "pdf"}))


def test_what_is_published_already_has_no_marks(editor, expert):
    page = ProductPage.objects.get(translation_key=PASS)
    said = shown(expert, ask(page, editor)[1])
    assert "Er is geen verschil met wat nu gepubliceerd is." in said and "<ins>" not in said


def test_a_text_of_which_nothing_is_published_says_so(editor, expert):
    page = draft_item(unpublished.NEW, product("nieuw", "Nieuw"))
    assert "Hiervan is nog niets gepubliceerd" in shown(expert, ask(page, editor)[1])


def test_a_question_and_a_version_that_begins_later(editor, expert):
    page = draft_item(unpublished.ASKED, product("vraag", "Vraag", type="question", question="Hoe lang duurt het?"))
    assert "Hoe lang duurt het?" in shown(expert, ask(page, editor)[1])
    page = changed(valid_from=timezone.now() + dt.timedelta(days=40))
    assert "Het duurt vijf dagen." in shown(expert, ask(page, editor)[1])


def test_a_version_that_begins_later_says_so_and_has_the_fee_of_then(editor, expert):
    begins = timezone.now() + dt.timedelta(days=40)
    world.money_fact("paspoort.kosten", "91.15", valid_from=begins - dt.timedelta(days=1))
    said = shown(expert, ask(draft_item(PASS, product("pas", "Pas van morgen"), valid_from=begins), editor)[1])
    assert "91,15" in said and "De tekst geldt vanaf" in said


def test_what_an_editor_or_expert_types_is_text_and_no_markup(editor, expert):
    evil = "<script>alert(1)</script>"
    page = draft_item(PASS, product("pas", f"Pas {evil}"))
    address = ask(page, editor, question=evil, name=evil)[1]
    answer(expert, address, outcome="REMARKS", general=evil, name=evil, **{"remark-title": evil})
    assert evil not in shown(expert, address)
    assert evil not in pages.client(editor).get(f"/admin/contenthub/fact-checks/{page.pk}/").content.decode()


def test_a_notice_for_agents_is_not_seen(editor, expert):
    notice = NoticeContent(title={"nl": CANARY}, text={"nl": CANARY}, severity=Severity.WARNING, agents_only=True)
    append(Series(EditionKind.NOTICE, "centrale"), notice, verb="publish", by=world.BY)
    assert CANARY not in shown(expert, ask(changed(), editor)[1])


def test_a_local_version_is_seen_within_the_answer(expert):
    user = pages.user("wim", "waterrijk-editors")
    page = draft_local(PASS, LocalDraft(sections={SectionKind.COSTS: appended("Alleen met pin.")}), "waterrijk")
    said = shown(expert, ask(page, user)[1])
    assert "Alleen met pin." in said and "U vraagt de pas aan" in said


def test_a_life_event_is_checked_step_by_step(editor, expert):
    step = StepDraft(id="inpakken", phase=Phase.APPLY, title="Alles inpakken", html="<p>Begin op tijd.</p>")
    page = draft_life_event(MOVING, LifeEventDraft(slug="verhuizen", title="Verhuizen morgen", steps=[step]))
    address = ask(page, editor)[1]
    said = shown(expert, address)
    assert "Alles inpakken" in said and "Begin op tijd." in said and 'name="remark-step.inpakken"' in said
    answer(expert, address, outcome="REMARKS", **{"remark-step.inpakken": "Te vroeg."})
    assert FactCheck.objects.get().remarks == [{"section": "step.inpakken", "title": "Alles inpakken", "text": "Te vroeg."}]


def test_words_of_one_channel_that_change_are_marked_with_its_name(editor, expert):
    chat = {Channel.CHAT: "<p>Kort gezegd.</p>"}
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt de pas aan.</p>", wordings=chat)}
    page = draft_item(PASS, product("pas", "Pas", sections=sections))
    assert "Wat verandert in de woorden voor Chat" in shown(expert, ask(page, editor)[1])


def test_the_page_takes_few_queries_however_long_the_text(editor, expert, django_assert_max_num_queries):
    address = ask(changed(), editor)[1]
    with django_assert_max_num_queries(30):
        shown(expert, address)


def test_publishing_afterwards_does_not_change_what_was_answered(editor, expert):
    check, address = ask(changed(), editor)
    answer(expert, address)
    write_item(product("pas", "Pas van gisteren"), item=PASS, language="nl", by=world.BY)
    assert FactCheck.objects.get(pk=check.pk).outcome == "APPROVED" and FactCheck.objects.get().is_outdated


def test_an_answer_after_a_withdrawal_in_between_is_refused(editor):
    from contenthub.resolving.refusal import Refused
    check, _address = ask(changed(), editor)
    withdraw_fact_check(check, user=editor)
    with pytest.raises(Refused) as refused:
        answer_fact_check(check, outcome=FactCheckOutcome.APPROVED, name="Eva", remarks={}, sections={})
    assert refused.value.code == "FACT_CHECK_OVER" and FactCheck.objects.get().outcome == ""
