"""A statement of what was said: as it was said, of the past alone, and without anything that is not for everybody."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from contenthub.actions.append import append
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.answering import answer_item, ask, keep, keep_sent
from contenthub.models import Edition, Municipality, StoredAnswer
from contenthub.models.trace import AuditRow
from contenthub.resolving.conditions import Compare
from contenthub.resolving.content import Rule, Withdrawn
from contenthub.vocabulary import Channel, EditionKind, EditionState, RuleEffect, SectionKind
from tests import world
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401
from tests.editorial.test_history import ITEM, LIA, clock, history, passport, publish, texts  # noqa: F401

pytestmark = pytest.mark.django_db
MARCH = "2027-03-15T12:00"


def statement(client, moment: str, **asked: str):
    return history(client, "contenthub_statement", moment=moment, **asked)


def by_code(client, code: str, **asked: str):
    response = client.post(reverse("contenthub_said"), {"code": code, **asked})
    response.text_ = " ".join(response.content.decode().split())
    return response


def made(response):
    return response.context["statement"]


def test_what_was_said_in_every_channel_with_what_it_was_made_of(passport, waterrijk):
    response = statement(waterrijk, MARCH)
    said = made(response)
    assert (len(said.channels), said.proved, said.withheld) == (8, True, False)
    for channel in said.channels:
        text = "\n".join(line.text for line in channel.lines)
        assert "86,85" in text and "90" not in text.replace("9001", "") and said.answer.reference in text, channel.title
        assert "paspoort aan bij de gemeente" in text and "zelf" not in text
    assert [(fact.key, fact.value, fact.layer.name) for fact in said.facts] == [("paspoort.kosten", "€\xa086,85", "Landelijk")]
    assert [(each.what.partition(":")[0], each.number, each.by) for each in said.editions] == [
        ("Tekst", 1, "editor"), ("Waarde van een gegeven", 1, "editor"), ("Gemeente", 1, "editor")]
    assert "Gevraagd moment</dt><dd>15 maart 2027, 12.00<" in response.content.decode()
    assert "tot 1 april 2027, 09.00.00" in response.text_ and "door wim" in response.text_ and "GM9001" in response.text_
    assert "opnieuw berekend" in response.text_
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize("channel", Channel)
def test_one_channel_alone(passport, waterrijk, channel):
    said = made(statement(waterrijk, MARCH, channel=channel.value))
    assert len(said.channels) == 1


def test_a_statement_writes_nothing(passport, waterrijk):
    before = [model.objects.count() for model in (Edition, StoredAnswer, AuditRow)]
    statement(waterrijk, MARCH)
    assert [model.objects.count() for model in (Edition, StoredAnswer, AuditRow)] == before


def test_the_minute_in_which_it_changed(passport, waterrijk):
    before, after = (made(statement(waterrijk, f"2027-04-01T{at}")) for at in ("09:00", "09:01"))
    assert before.until == after.since and before.answer.reference != after.answer.reference


def test_before_the_first_publication_it_says_so(passport, waterrijk):
    response = statement(waterrijk, "2026-12-01T12:00")
    assert made(response).answer is None and made(response).channels == ()
    assert "Op dat moment was hierover nog niets gezegd. Voor het eerst gebeurde dat op 1 maart 2027" in response.text_


@pytest.mark.parametrize(("moment", "message"), [
    ("2027-06-01T09:05", "Dit moment moet nog komen."), ("2099-01-01T00:00", "Dit moment moet nog komen."),
    ("gisteren", "geen datum met tijd"), ("", "Vul de datum en de tijd in"), ("1500-01-01T00:00", "Vul een jaar in van 1900"),
    ("2027-03-28T02:30", "Dit tijdstip bestond niet")])
def test_a_moment_that_is_refused(passport, waterrijk, moment, message):
    response = statement(waterrijk, moment)
    assert "statement" not in response.context and message in response.text_
    assert response.context["form"].errors["moment"]


def test_a_channel_that_does_not_exist_is_refused(passport, waterrijk):
    response = statement(waterrijk, MARCH, channel="FAX")
    assert "statement" not in response.context and response.context["form"].errors["channel"]


def test_the_hour_that_came_twice_is_asked_about(clock, house, waterrijk):
    clock.set(2027, 10, 1, 9)
    world.money_fact("paspoort.kosten", "86.85")
    world.product(sections=texts("In de zomer."))
    clock.set(2027, 10, 31, 2, 30, fold=1)
    publish(texts("In de winter."))
    clock.set(2027, 11, 1, 9)
    asked = statement(waterrijk, "2027-10-31T02:45")
    assert "twee keer" in asked.text_ and "Welke van de twee" in asked.text_
    summer, winter = (statement(waterrijk, "2027-10-31T02:45", clock=name) for name in ("summer", "winter"))
    assert "In de zomer." in summer.text_ and "In de winter." in winter.text_
    assert "02.45 (zomertijd)" in summer.text_ and "02.45 (wintertijd)" in winter.text_
    assert "van 31 oktober 2027, 02.30.00 (wintertijd)" in winter.text_


def test_both_sides_of_midnight(clock, house, waterrijk):
    world.money_fact("paspoort.kosten", "86.85")
    world.product(sections=texts("Vraag het aan."))
    world.money_fact("paspoort.kosten", "90.00", valid_from=dt.datetime(2027, 12, 31, 23, tzinfo=dt.UTC))
    clock.set(2028, 1, 2, 9)
    told = [statement(waterrijk, at) for at in ("2027-12-31T23:59", "2028-01-01T00:00")]
    assert ["86,85" in each.text_ for each in told] == [True, False]
    assert "tot 1 januari 2028, 00.00" in told[0].text_ and "van 1 januari 2028, 00.00 tot nu" in told[1].text_


def test_a_withdrawn_item_says_that_it_was(passport, waterrijk, clock):
    last = Edition.objects.filter(kind=EditionKind.ITEM).order_by("-number").first()
    gone = msgspec.structs.replace(last.row().content, withdrawn=Withdrawn(reason="De wet is veranderd."))
    append(last.series, gone, verb="withdraw", by=LIA, state=EditionState.WITHDRAWN)
    clock.set(2027, 6, 2, 9)
    response = statement(waterrijk, "2027-06-02T08:00")
    assert "ingetrokken" in response.text_ and "De wet is veranderd." in response.text_
    assert "zelf aan bij de gemeente" not in response.text_
    assert "zelf aan bij de gemeente" in statement(waterrijk, MARCH.replace("03-15", "05-15")).text_


def test_a_municipality_that_merged(passport, waterrijk, clock):
    old, new = Municipality.objects.get(pk="GM9002"), Municipality.objects.get(pk="GM9001")
    old.ends_on = dt.date(2027, 6, 30)
    old.save()
    old.successors.add(new)
    publish_municipality(old, by=LIA)
    clock.set(2027, 7, 10, 9)
    before, after = (statement(waterrijk, at, municipality="GM9002") for at in ("2027-06-30T23:59", "2027-07-01T00:00"))
    assert "opgeheven" not in before.text_ and "Deze gemeente was opgeheven; Waterrijk (GM9001) gaf antwoord." in after.text_
    assert "tot 1 juli 2027, 00.00" in before.text_


@pytest.mark.parametrize("typed", ["{}", " {} ", "dashless", "lower"])
def test_by_its_code(passport, waterrijk, clock, typed):
    answer = answer_item(ITEM, ask("GM9001", language="nl", moment=dt.datetime(2027, 3, 15, tzinfo=dt.UTC)))
    keep([answer])
    code = {"dashless": answer.reference.replace("-", ""), "lower": answer.reference.lower()}.get(
        typed, typed.format(answer.reference))
    response = by_code(waterrijk, code)
    said = made(response)
    assert (said.answer.reference, said.proved, said.withheld, len(said.channels)) == (answer.reference, True, False, 8)
    assert "86,85" in response.text_ and "paspoort zelf" not in response.text_
    assert "tot 1 april 2027, 09.00.00" in response.text_


@pytest.mark.parametrize(("code", "message"), [
    ("", "Vul de antwoordcode in."), ("geen code", "Dit is geen antwoordcode."), ("K7QF-2M9D-4TXR", "Onder deze code is niets gezegd."),
    ("K7QF-2M9D-4TX\x00", "Null-tekens")])
def test_a_code_that_leads_to_nothing(passport, waterrijk, code, message):
    response = by_code(waterrijk, code)
    assert "statement" not in response.context and message in response.text_
    assert response.context["form"].errors["code"]


def personal():
    world.person_fact("haast", "BOOLEAN", "Hebt u haast?")
    rule = Rule(id="spoed", when=Compare(fact="haast", op="=", value=True), do=RuleEffect.ADD, section=SectionKind.COSTS,
                blocks=world.text("Met spoed: GEHEIM-VOOR-EEN."), because="U hebt haast, GEHEIM-WAAROM.")
    publish(texts("U vraagt een paspoort zelf aan bij de gemeente."), rules=(rule,))
    answer = answer_item(ITEM, ask("GM9001", language="nl", person={"haast": True}))
    assert answer.personal.given and "GEHEIM-VOOR-EEN" in str(answer.sections)
    keep_sent(answer)
    return answer


def test_the_answer_of_one_person_is_withheld_also_from_an_administrator(passport, waterrijk, admin):
    answer = personal()
    for client in (waterrijk, admin):
        response = by_code(client, answer.reference)
        assert made(response).withheld and answer.reference in response.text_
        assert "Deze code hoort bij een antwoord voor één persoon." in response.text_ and "GEHEIM" not in response.text_
        assert "zelf aan bij de gemeente" in response.text_ and "opnieuw berekend" not in response.text_


def test_internal_text_that_was_kept_is_left_out(passport, waterrijk):
    publish(texts("U vraagt een paspoort zelf aan bij de gemeente.", DESK_MEMO="GEHEIM-MEMO {{paspoort.kosten}}"))
    inside = answer_item(ITEM, ask("GM9001", language="nl", for_agents=True))
    assert "GEHEIM-MEMO" in str(inside.sections)
    keep_sent(inside)
    response = by_code(waterrijk, inside.reference)
    assert made(response).answer.reference == inside.reference and "GEHEIM" not in response.text_


def test_a_code_is_never_in_an_address(passport, waterrijk):
    assert waterrijk.get(reverse("contenthub_said"), {"code": "K7QF-2M9D-4TXR"}).context["form"].is_bound is False


def test_who_makes_it_stands_on_it(passport, waterrijk):
    get_user_model().objects.filter(username="wim").update(first_name="Wim", last_name="de <b>Wit</b>")
    response = statement(waterrijk, MARCH)
    assert "door Wim de &lt;b&gt;Wit" in response.content.decode()
