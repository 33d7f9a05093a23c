"""The history of an answer: what changed when, by whom and why, and what nobody may see before its time."""

from __future__ import annotations

import datetime as dt
import re

import msgspec
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contenthub.actions.append import By, append
from contenthub.actions.publish_fact import publish_fact_value
from contenthub.actions.publish_notice import publish_notice
from contenthub.actions.write_page import write_item, write_local
from contenthub.models import Edition, LocalVersionPage, Notice, ProductPage
from contenthub.resolving.content import ItemContent, Section, Withdrawn
from contenthub.vocabulary import Channel, EditionKind, EditionState, SectionKind, SectionMode
from contenthub.writing.drafts import LocalDraft, SectionDraft
from tests import pages, unpublished, world
from tests.clock import Clock
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401

pytestmark = pytest.mark.django_db
ITEM = world.PASSPORT
LIA = By(actor="lia", note="Na een klacht")


@pytest.fixture
def clock(monkeypatch, settings):
    # Months go by in these tests, and everybody stays signed in.
    settings.SESSION_COOKIE_AGE = 10**9
    return Clock(monkeypatch, dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC))


@pytest.fixture
def passport(clock, house):
    """Published in March; in April the introduction changed, in May the fee."""
    world.money_fact("paspoort.kosten", "86.85")
    world.product(sections=texts("U vraagt een paspoort aan bij de gemeente."))
    clock.set(2027, 4, 1, 9)
    publish(texts("U vraagt een paspoort zelf aan bij de gemeente."))
    clock.set(2027, 5, 1, 9)
    publish_fact_value("paspoort.kosten", {"amount": "90.00"}, by=LIA)
    clock.set(2027, 6, 1, 9)


def texts(introduction: str, **more: str) -> dict[SectionKind, Section]:
    return {
        SectionKind.INTRODUCTION: Section(blocks=world.text(introduction)),
        SectionKind.COSTS: Section(blocks=world.text("Het kost ", "{{paspoort.kosten}}", ".")),
        **{SectionKind[kind]: Section(blocks=world.text(text)) for kind, text in more.items()},
    }


def publish(sections: dict[SectionKind, Section], by: By = LIA, **fields) -> Edition:
    last = Edition.objects.filter(kind=EditionKind.ITEM, subject=ITEM, organisation="").order_by("-number").first()
    moment = fields.pop("valid_from", None)
    content: ItemContent = msgspec.structs.replace(last.row().content, sections=sections, **fields)
    made = append(last.series, content, verb="publish", by=by, valid_from=moment)
    assert made is not None
    return made


def history(client: Client, name: str = "contenthub_history", item: str = ITEM, **asked: str):
    response = client.get(reverse(name, args=[item]), {"municipality": "GM9001", **asked})
    response.text_ = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
    return response


def told(response) -> list[list[str]]:
    """What changed in each turn, the last one first."""
    return [[change.what for change in row.turn.changes] for row in response.context["turns"]]


def test_each_turn_with_what_changed_by_whom_and_why(passport, waterrijk):
    response = history(waterrijk)
    assert told(response) == [["paspoort.kosten"], ["Inleiding"], ["Hier voor het eerst gezegd"]]
    fee, words, first = response.context["turns"]
    assert (fee.turn.changes[0].old, fee.turn.changes[0].new, fee.turn.changes[0].layer) == ("€\xa086,85", "€\xa090", "Landelijk")
    assert words.turn.changes[0].marked == "U vraagt een paspoort<ins> zelf</ins> aan bij de gemeente."
    assert [(made.by, made.note, made.layer, made.number) for made in words.made] == [("lia", "Na een klacht", "Landelijk", 2)]
    assert (words.moment, first.turn.code_before) == ("1 april 2027, 09.00.00", "")
    assert fee.turn.code_before == words.turn.code != words.turn.code_before == first.turn.code != ""
    assert "Na een klacht" in response.text_ and not response.context["quiet"]


def test_an_edition_that_says_the_same_is_counted_and_not_shown(passport, waterrijk, clock):
    before = told(history(waterrijk))
    publish(texts("U vraagt een paspoort zelf aan bij de gemeente."))
    publish(texts("U vraagt een paspoort zelf aan bij de gemeente."), owner="Team Burgerzaken", keywords=("pas",))
    response = history(waterrijk)
    assert told(response) == before and "2 technische wijzigingen zonder gevolg" in response.text_
    other, same = response.context["quiet"]
    assert same.turn.code == same.turn.code_before != other.turn.code


def test_the_memo_of_agents_stands_nowhere(passport, waterrijk, clock):
    publish(texts("U vraagt een paspoort zelf aan bij de gemeente.", DESK_MEMO="GEHEIM-MEMO"))
    publish_notice(Notice.objects.create(title={"nl": "GEHEIM-MELDING"}, text={"nl": "x"}, channels=["PHONE"], agents_only=True))
    clock.set(2027, 6, 2, 9)
    responses = [history(waterrijk), history(waterrijk, "contenthub_compare", channel="ALL"),
                 history(waterrijk, "contenthub_statement", moment="2027-06-01T12:00")]
    assert [response.status_code for response in responses] == [200] * 3
    assert "GEHEIM" not in "".join(response.text_ for response in responses)
    assert len(responses[0].context["quiet"]) == 1


def test_a_local_text_is_history_here_and_nowhere_else(passport, waterrijk, clock):
    world.local(organisation="waterrijk", sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Betaal met pin."))})
    here, there = history(waterrijk), history(waterrijk, municipality="GM9002")
    assert told(here)[0] == ["Kosten en betalen"] and "Betaal met pin." in here.text_
    assert here.context["turns"][0].made[0].layer == "Waterrijk" and len(told(there)) == 3


def test_who_works_at_another_organisation_is_not_named(passport, waterrijk, clock):
    edition = world.local(
        organisation="heidestad", sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Alleen contant."))})
    append(edition.series, edition.row().content, verb="publish", by=By(actor="hanna", note="Intern besluit 7"))
    response = history(waterrijk, municipality="GM9002")
    assert "Alleen contant." in response.text_ and "hanna" not in response.text_ and "Intern besluit" not in response.text_
    assert "editor" not in str([row.made for row in response.context["turns"] if row.made[0].layer == "Heidestad"])
    statement = history(waterrijk, "contenthub_statement", municipality="GM9002", moment="2027-06-01T09:00")
    assert "hanna" not in statement.text_


def test_what_waits_is_seen_by_who_writes_there_alone(passport, waterrijk, library, clock):
    publish(texts("GEHEIM tot juli."), valid_from=dt.datetime(2027, 7, 1, 7, tzinfo=dt.UTC), title="Geheime titel")
    mine, theirs = history(library), history(waterrijk)
    assert [row.waits for row in mine.context["turns"]] == [True, False, False, False]
    assert "GEHEIM tot juli" in mine.text_ and "Gaat nog in" in mine.text_
    assert len(told(theirs)) == 3 and "GEHEIM" not in theirs.text_ and "Geheime" not in theirs.text_
    ahead = {"from": "2027-06-01T07:00:00+00:00", "to": "2027-08-01T07:00:00+00:00", "channel": "ALL"}
    assert "GEHEIM" in history(library, "contenthub_compare", **ahead).text_
    compared = history(waterrijk, "contenthub_compare", **ahead)
    assert compared.status_code == 200 and "GEHEIM" not in compared.text_ and "Geheime" not in compared.text_
    for client in (waterrijk, library):
        stated = history(client, "contenthub_statement", moment="2027-06-01T09:00")
        assert "GEHEIM" not in stated.text_ and "Geheime" not in stated.text_ and "1 juli" not in stated.text_


def test_what_was_never_said_is_found_by_who_wrote_it_alone(clock, house, waterrijk, library):
    other = "8f5c0f2e-0000-4000-8000-000000000009"
    world.product(other, slug="nieuw", title="GEHEIM", valid_from=dt.datetime(2028, 1, 1, tzinfo=dt.UTC), sections={
        SectionKind.INTRODUCTION: Section(blocks=world.text("Straks."))})
    assert history(waterrijk, item=other).status_code == 404
    assert "Gaat nog in" in history(library, item=other).text_
    stated = history(library, "contenthub_statement", item=other, moment="2027-03-01T09:00")
    assert "Hierover is hier nooit iets gezegd." in stated.text_ and "GEHEIM" not in stated.text_


@pytest.mark.parametrize("item", ["bestaat-niet", "a%00b", "ligt/hier"])
def test_an_item_that_is_not_there_is_not_found(passport, waterrijk, item):
    assert waterrijk.get(f"/admin/contenthub/history/{item}/").status_code == 404


@pytest.mark.parametrize("name", ["contenthub_history", "contenthub_compare", "contenthub_statement"])
def test_who_writes_for_nobody_sees_nothing(passport, name):
    for client in (Client(), dutch(pages.user("nobody"))):
        assert history(client, name).status_code == 302
    assert Client().get(reverse("contenthub_said")).status_code == 302


@pytest.mark.parametrize("name", ["contenthub_history", "contenthub_compare", "contenthub_statement"])
def test_a_choice_that_is_none_is_told_at_its_field(passport, waterrijk, name):
    assert "Kies een gemeente uit de lijst." in history(waterrijk, name, municipality="GM0000").text_
    assert "Kies een andere taal." in history(waterrijk, name, language="fy").text_


def test_ones_own_municipality_is_chosen_first(passport, waterrijk, library):
    for client, code in ((waterrijk, "GM9001"), (dutch(pages.user("hans", "heidestad-reviewers")), "GM9002")):
        assert client.get(reverse("contenthub_history", args=[ITEM])).context["asked"].code == code
    asked = library.get(reverse("contenthub_history", args=[ITEM]), {"organisation": "waterrijk"}).context["asked"]
    assert asked.code == "GM9001"


def test_a_text_of_an_organisation_has_its_own_municipalities(passport, waterrijk, clock):
    own = "8f5c0f2e-0000-4000-8000-000000000008"
    world.product(own, organisation="waterrijk", slug="eigen", title="Eigen pas", sections=texts("Van ons."))
    asked = history(waterrijk, item=own).context["asked"]
    assert [option.value for group in asked.groups for option in group.options] == ["GM9001"]


def test_a_withdrawn_item(passport, waterrijk, clock):
    gone = Withdrawn(reason="De wet is veranderd.")
    last = Edition.objects.filter(kind=EditionKind.ITEM).order_by("-number").first()
    append(last.series, msgspec.structs.replace(last.row().content, withdrawn=gone), verb="withdraw", by=LIA,
           state=EditionState.WITHDRAWN)
    response = history(waterrijk)
    assert told(response)[0] == ["Ingetrokken"] and "De wet is veranderd." in response.text_
    assert response.context["turns"][0].made[0].state == "Ingetrokken"


def test_a_notice_comes_and_goes_without_anybody(passport, waterrijk, clock):
    publish_notice(Notice.objects.create(title={"nl": "Storing"}, text={"nl": "Kom morgen."}, channels=["WEBSITE"],
                                         ends_at=dt.datetime(2027, 6, 2, 7, tzinfo=dt.UTC)), by=LIA)
    clock.set(2027, 6, 3, 9)
    over, shown = history(waterrijk).context["turns"][:2]
    assert [(row.turn.changes[0].what, row.turn.changes[0].note) for row in (over, shown)] == [
        ("Melding", "melding voorbij"), ("Melding", "melding getoond")]
    assert over.made == () and shown.made[0].by == "lia"


@pytest.mark.parametrize("channel", Channel)
def test_two_moments_in_each_channel(passport, waterrijk, channel):
    begin, end = (row.value for row in history(waterrijk).context["turns"][::-2])
    response = history(waterrijk, "contenthub_compare", channel=channel.value, **{"from": begin, "to": end})
    [compared] = response.context["compared"]
    html = response.content.decode()
    assert not compared.same and [change.what for change in response.context["changes"]] == ["Inleiding", "paspoort.kosten"]
    assert re.search(r"<ins> ?zelf ?</ins>", html) and "<del>86,85</del>" in html and "<ins>90</ins>" in html


def test_all_channels_beside_each_other_and_what_is_the_same(passport, waterrijk):
    moment = history(waterrijk).context["turns"][0].value
    response = history(waterrijk, "contenthub_compare", channel="ALL", **{"from": moment, "to": moment})
    assert [each.same for each in response.context["compared"]] == [True] * 8
    assert "Dit kanaal zei op beide momenten hetzelfde." in response.text_


@pytest.mark.parametrize("moment", ["x", "2027-01-01", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "\x00"])
def test_a_moment_that_is_none_is_refused(passport, waterrijk, moment):
    response = history(waterrijk, "contenthub_compare", **{"from": moment})
    assert response.status_code == 200 and "Een van de momenten klopt niet." in response.text_


def test_markup_that_an_editor_typed_is_no_markup(passport, waterrijk, clock):
    publish(texts("<script>alert(1)</script> & meer"), by=By(actor="lia", note="<b>waarom</b>"))
    begin = history(waterrijk).context["turns"][1].value
    for response in (history(waterrijk), history(waterrijk, "contenthub_compare", channel="ALL", **{"from": begin}),
                     history(waterrijk, "contenthub_statement", moment="2027-06-01T09:00")):
        html = response.content.decode()
        assert "<script>alert" not in html and "<b>waarom" not in html


def _queries(client: Client, name: str, **asked: str) -> int:
    history(client, name, **asked)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(name, args=[ITEM]), {"municipality": "GM9001", **asked}).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(passport, waterrijk, clock):
    asked = {"contenthub_history": {}, "contenthub_compare": {"channel": "ALL"},
             "contenthub_statement": {"moment": "2027-06-01T09:00"}}
    before = {name: _queries(waterrijk, name, **given) for name, given in asked.items()}
    for day in range(2, 25):
        clock.set(2027, 6, day, 9)
        publish(texts(f"U vraagt een paspoort aan op dag {day}."))
        publish_fact_value("paspoort.kosten", {"amount": f"{60 + day}.00"}, by=LIA)
    response = history(waterrijk)
    assert (response.context["page"].paginator.num_pages, response.context["page"].paginator.count) == (3, 49)
    assert {name: _queries(waterrijk, name, **given) for name, given in asked.items()} == before
    assert _queries(waterrijk, "contenthub_history", p="3") == before["contenthub_history"]
    assert max(before.values()) <= 32, before


def test_sheets_follow_each_other_and_share_the_quiet_turns(passport, waterrijk, clock):
    for day in range(2, 25):
        clock.set(2027, 6, day, 9)
        publish(texts(f"Dag {day}."))
        publish(texts(f"Dag {day}."))
    first, second = (history(waterrijk, p=sheet).context for sheet in ("1", "2"))
    moments = [row.turn.moment for context in (first, second) for row in context["turns"]]
    assert moments == sorted(moments, reverse=True) and len(moments) == len(set(moments)) == 26
    quiet = [row.turn.moment for context in (first, second) for row in context["quiet"]]
    assert quiet == sorted(quiet, reverse=True) and len(quiet) == len(set(quiet)) == 23
    assert first["turns"][-1].earlier == second["turns"][0].value


def test_the_ways_to_it(passport, waterrijk, admin):
    edition = Edition.objects.filter(kind=EditionKind.ITEM).first()
    shown = waterrijk.get(reverse("editions:show", args=[edition.pk])).content.decode()
    assert reverse("contenthub_history", args=[ITEM]) in shown
    assert reverse("contenthub_said") in waterrijk.get(reverse("wagtailadmin_home")).content.decode()


def test_the_list_of_items_leads_to_it_with_the_language_and_the_writer(house, library, waterrijk):
    write_item(unpublished.product("pas", "Pas", sections=plain("Vraag aan.")), item=unpublished.PASS, language="nl", by=LIA)
    write_local(LocalDraft(sections={SectionKind.COSTS: unpublished.appended("Met pin.")}), item=unpublished.PASS, language="nl",
                organisation="waterrijk", by=LIA)
    address = reverse("contenthub_history", args=[unpublished.PASS])
    generic = library.get(reverse("items:index")).content.decode()
    assert f"{address}?language=nl&quot;" in generic or f'{address}?language=nl"' in generic
    assert "organisation=waterrijk" in waterrijk.get(reverse("items:index")).content.decode()
    for model in (ProductPage, LocalVersionPage):
        page = model.objects.get()
        html = waterrijk.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert (address in html.content.decode()) == (model is LocalVersionPage)


def plain(words: str) -> dict[SectionKind, SectionDraft]:
    return {SectionKind.INTRODUCTION: SectionDraft(html=f"<p>{words}</p>")}
