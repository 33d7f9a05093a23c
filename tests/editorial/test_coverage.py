"""What can be answered in a municipality, by life event: counted from published texts, for whoever has a role."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contenthub.actions.append import append
from contenthub.actions.branches import organisation_branch
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item
from contenthub.answering import ask
from contenthub.editorial.coverage.columns import columns, marks
from contenthub.editorial.coverage.counting import coverage
from contenthub.models import Organisation
from contenthub.resolving.content import ItemContent, LifeEventContent, Section, Step, Withdrawn
from contenthub.resolving.editions import Series
from contenthub.vocabulary import Channel, EditionKind, EditionState, Offered, Phase, SectionKind
from tests import pages, unpublished, world
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401

pytestmark = pytest.mark.django_db
MOVING, EMPTY = "8f5c0f2e-0000-4000-8000-0000000000f0", "8f5c0f2e-0000-4000-8000-0000000000f1"
WHOLE, SHORT, ASKED, TOPICAL, HIDDEN, GONE = (f"8f5c0f2e-0000-4000-8000-0000000000a{n}" for n in range(6))
ALL = (SectionKind.INTRODUCTION, SectionKind.APPLICATION, SectionKind.COSTS, SectionKind.TERM)


def sections(*kinds: SectionKind, wordings: tuple[Channel, ...] = ()) -> dict[SectionKind, Section]:
    own = {channel: world.text("Kort gezegd.") for channel in wordings}
    return {kind: Section(blocks=world.text("Zo gaat het."), wordings=own if kind == kinds[0] else {}) for kind in kinds}


def event(item: str, title: str, *steps: list[str]) -> None:
    made = tuple(Step(id=f"stap{n}", phase=Phase.APPLY, title="Stap", items=tuple(items)) for n, items in enumerate(steps))
    content = LifeEventContent(slug=title.lower(), title=title, steps=made)
    append(Series(EditionKind.LIFE_EVENT, item, language="nl"), content, verb="publish", by=world.BY)


@pytest.fixture
def moving(house):
    """Verhuizen names one item that is whole and one that withdrew; two more name it. Erven has nothing."""
    world.product(WHOLE, title="Verhuizing doorgeven", slug="a", sections=sections(*ALL, wordings=(Channel.PHONE, Channel.CHAT)))
    world.product(WHOLE, title="Report a move", slug="a", language="en", sections=sections(*ALL))
    world.product(SHORT, title="Briefadres", slug="b", sections=sections(*ALL[:2]), life_events=(MOVING,))
    world.product(ASKED, title="Wanneer?", slug="c", type="question", sections=sections(ALL[0]), life_events=(MOVING,))
    world.product(TOPICAL, title="Afval", slug="d", sections=sections(*ALL), topics=("afval",))
    world.product(HIDDEN, title="=Verborgen()", slug="e", sections=sections(*ALL))
    withdraw(GONE, "nl")
    event(MOVING, "Verhuizen", [WHOLE, GONE])
    event(EMPTY, "Erven", [])


def withdraw(item: str, language: str) -> None:
    content = ItemContent(type="product", slug="weg", title="Weg", withdrawn=Withdrawn(reason="Bestaat niet meer."))
    append(Series(EditionKind.ITEM, item, language=language), content, verb="withdraw", by=world.BY,
           state=EditionState.WITHDRAWN)


def found(code: str = "GM9001"):
    return coverage(ask(code))


def report(client: Client, **query: str):
    response = client.get(reverse("contenthub_coverage"), query)
    response.text_ = response.content.decode()
    return response


def lines(client: Client, **query: str) -> list[list[str]]:
    said = report(client, municipality="GM9001", export="csv", **query).text_
    assert said.startswith("\ufeff")
    return list(csv.reader(io.StringIO(said.removeprefix("\ufeff")), delimiter=";"))


def test_the_journey_comes_first_then_what_names_the_life_event(moving):
    empty, event = found().events
    assert [(row.item, row.in_journey) for row in event.rows] == [(WHOLE, True), (SHORT, False), (ASKED, False)]
    assert (event.title, event.steps, event.unpublished) == ("Verhuizen", 1, 1)
    assert (empty.title, empty.steps, empty.rows) == ("Erven", 1, ())


def test_what_is_there_of_each_item(moving):
    rows = {row.item: row for group in found().groups for row in group.rows}
    assert rows[WHOLE].languages == {"nl", "en"} and rows[WHOLE].wordings == {Channel.PHONE, Channel.CHAT}
    assert rows[SHORT].languages == {"nl"} and rows[SHORT].lacks == {SectionKind.COSTS, SectionKind.TERM}
    # A question is answered in its introduction.
    assert rows[ASKED].lacks == frozenset()
    shown = [mark.state for mark in marks(rows[SHORT], columns(("nl", "en")))]
    assert shown == ["yes", "no", "yes", "yes", "no", "no", *["needless"] * 8]


def test_what_leads_nowhere_is_listed_apart(moving):
    assert [row.item for row in found().topical.rows] == [TOPICAL]
    assert [row.item for row in found().hidden.rows] == [HIDDEN]
    assert [event.title for event in found().empty] == ["Erven"]


def test_a_language_in_which_it_was_withdrawn_does_not_count(moving):
    withdraw(WHOLE, "en")
    assert next(row for group in found().events for row in group.rows if row.item == WHOLE).languages == {"nl"}


def test_a_municipality_that_adds_in_dutch_alone_has_no_english_answer(moving):
    world.local(WHOLE, organisation="waterrijk", explanation="Hier aan de balie.")
    assert {code: [group.spoken("en") for group in found(code).events if group.rows] for code in ("GM9001", "GM9002")} == {
        "GM9001": [0], "GM9002": [1]}


def test_what_is_not_offered_here_lacks_nothing(moving):
    world.local(SHORT, organisation="waterrijk", offered=Offered.NO, explanation="Dat doet het Rijk.")
    row = next(row for group in found().events for row in group.rows if row.item == SHORT)
    assert (row.offered, row.lacks) == (False, frozenset())
    assert next(row for group in found("GM9002").events for row in group.rows if row.item == SHORT).offered


def test_the_page_says_the_totals_and_has_headers_for_every_cell(moving, admin):
    said = report(admin, municipality="GM9001").text_
    for total in ("3 van 3 in het Nederlands", "1 van 3 in het Engels", "0 van 3 in het Eenvoudig Nederlands",
                  "2 van 3 met de belangrijkste onderdelen", "3 van 3 hier te krijgen"):
        assert f"<li>{total}</li>" in said
    table = said.partition(f'aria-labelledby="event-{MOVING}"><table')[2].partition("</table>")[0]
    assert table.count('scope="colgroup"') == 3 and table.count('scope="col"') == 2 + 3 + 4 + 8
    assert table.count('scope="row"') == 3 + 1
    # A mark is a word to who listens.
    assert table.count('<span class="w-sr-only">Nee</span>') == 3 + 2 + 2
    assert "Deze zijn moeilijk te vinden" in said and "<li lang=\"nl\">Erven</li>" in said


def test_only_what_lacks_something(moving, admin):
    world.organisation("eentalig", world.municipality("GM9003", "Eentalig", languages=["nl"]))
    said = report(admin, municipality="GM9003", gaps="1").text_
    assert ">Briefadres</a>" in said and ">Verhuizing doorgeven</a>" not in said and "Hier ontbreekt niets." in said


def test_the_file_has_a_row_for_each_item_of_each_life_event(moving, admin):
    heading, *rows = lines(admin)
    assert heading[:5] == ["Levensgebeurtenis", "Product of vraag", "Soort", "In de klantreis", "Hier te krijgen"]
    by_title = {row[1]: dict(zip(heading, row, strict=False)) for row in rows}
    assert by_title["Verhuizing doorgeven"]["Te lezen in het: Engels"] == "Ja"
    assert by_title["Briefadres"]["Te lezen in het: Engels"] == "Nee"
    assert by_title["Verhuizing doorgeven"]["Eigen tekst voor een kanaal: Telefoon"] == "Ja"
    assert ["Erven", "geen product of vraag"] in rows


def test_a_title_in_the_file_is_never_a_formula(moving, admin):
    assert [row[1] for row in lines(admin) if "Verborgen" in row[1]] == ["'=Verborgen()"]


def test_a_municipality_that_is_no_choice_is_refused_in_words(moving, admin):
    response = report(admin, municipality="GM0000")
    assert response.status_code == 200 and "Kies een gemeente uit de lijst." in response.text_
    assert "coverage-table" not in response.text_
    assert report(admin, municipality="GM0000", export="csv")["Content-Type"].startswith("text/html")


def test_ones_own_municipality_is_chosen(moving, waterrijk):
    assert '<option value="GM9001" selected>' in report(waterrijk).text_


def test_an_empty_hub_says_so(db):
    client = dutch(pages.user("ann", superuser=True))
    assert "Er is nog geen gemeente." in report(client).text_


def test_nothing_hidden_and_nothing_at_all_say_so(admin):
    assert "Hier is nog geen product of vraag gepubliceerd." in report(admin).text_
    world.product(TOPICAL, title="Afval", slug="d", sections=sections(*ALL), topics=("afval",))
    assert "Elk product en elke vraag heeft een levensgebeurtenis of een onderwerp." in report(admin).text_


def test_a_draft_is_not_told(moving, admin):
    draft = unpublished.product("geheim", "Geheim concept", life_events=[MOVING])
    unpublished.draft_item("8f5c0f2e-0000-4000-8000-0000000000aa", draft)
    said = report(admin, municipality="GM9001")
    assert "Verhuizing doorgeven" in said.text_ and "Geheim" not in said.text_
    assert not any("Geheim" in cell for row in lines(admin) for cell in row)


@pytest.mark.parametrize(("group", "status"), [
    ("landelijk-editors", 200), ("waterrijk-editors", 200), ("waterrijk-translators", 200), ("waterrijk-readers", 200),
    ("waterrijk-agents", 302), ("", 302)])
def test_who_has_a_role_may_look(moving, group, status):
    prepare_library(["nl", "en"])
    organisation_branch(Organisation.objects.get(pk="waterrijk"), "en")
    client = dutch(pages.user("iemand", *filter(None, [group])))
    for query in ({}, {"export": "csv"}):
        response = report(client, **query)
        assert response.status_code == status
        assert ("Verhuizing" in response.text_) == (status == 200)


def test_who_may_not_change_an_item_has_no_link_to_its_form(moving, admin):
    world.money_fact("paspoort.kosten", "1.00")
    write_item(unpublished.product("pas", "Pas"), item=unpublished.PASS, language="nl", by=world.BY)
    reader = dutch(pages.user("lezer", "waterrijk-readers"))
    edit = re.compile(r'class="coverage-edit" href="/admin/pages/\d+/edit/"')
    assert edit.search(report(admin).text_) and not edit.search(report(reader).text_)


def test_more_items_and_life_events_ask_no_more_queries(moving, admin):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            report(admin, municipality="GM9001")
        return len(asked)

    queries()
    before = queries()
    for n in range(6):
        item = f"8f5c0f2e-0000-4000-8000-00000000b00{n}"
        world.product(item, title=f"Meer {n}", slug=f"meer-{n}", sections=sections(*ALL))
        event(f"8f5c0f2e-0000-4000-8000-00000000c00{n}", f"Meer{n}", [item])
    assert queries() == before
    with CaptureQueriesContext(connection) as asked:
        found()
    assert len(asked) == 6
