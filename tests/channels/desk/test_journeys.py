"""A life event beside its form: the resident's timeline, and who acts in which phase, told by a table's own headers."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contenthub.actions.branches import branch_for
from contenthub.actions.write_page import write_item, write_life_event
from contenthub.models import LifeEventPage, LocalLifeEventPage
from contenthub.resolving.content import Organisation, Term
from contenthub.vocabulary import Arrangement, Phase, SectionMode
from contenthub.writing.drafts import LifeEventDraft, StepDraft
from tests import pages, unpublished, world
from tests.unpublished import CARD, MOVING, NEW, PASS, draft_item, draft_life_event, product

pytestmark = pytest.mark.django_db
STEPS = [
    StepDraft(id="adres", phase=Phase.LIFE_EVENT, title="U krijgt een adres", html="<p>Begin op tijd.</p>"),
    StepDraft(id="melden", phase=Phase.APPLY, title="Meld het", items=[PASS, NEW], term=Term(amount=5, unit="day"),
              organisation=Organisation(id="gemeente", name="Gemeente")),
    StepDraft(id="bellen", phase=Phase.APPLY, title="Bel de bank", arrangement=Arrangement.DEFERRABLE,
              organisation=Organisation(id="bank", name="Uw bank")),
    StepDraft(id="wachten", phase=Phase.WAIT, title="Wij verwerken het", arrangement=Arrangement.AUTOMATIC,
              term=Term(amount=1, unit="week"), organisation=Organisation(id="GM9001", name="Waterrijk")),
]


@pytest.fixture(autouse=True)
def hub(db):
    unpublished.build()


@pytest.fixture
def client() -> Client:
    client = Client(headers={"Accept-Language": "nl"})
    client.force_login(pages.user("hoofd", superuser=True))
    return client


def seen(client: Client, page, mode: str, who: str = "GM9001") -> str:
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    response = client.get(url, {"mode": mode}, headers={"Contenthub-Preview": f"municipality={who}"})
    assert response.status_code == 200
    return response.content.decode()


def moving(steps=STEPS):
    return draft_life_event(MOVING, LifeEventDraft(slug="verhuizen", title="Verhuizen", steps=steps))


def lanes(said: str) -> list[tuple[str, list[list[str]]]]:
    """Each row: its header, and the titles of the steps by cell."""
    body = said.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = []
    for row in body.split("<tr>")[1:]:
        header = re.search(r'<th scope="row">(.*?)</th>', row)
        assert header
        cells = re.findall(r"<td>(.*?)</td>", row, re.DOTALL)
        rows.append((header[1], [[re.sub("<.*?>", "", title) for title in re.findall(r"<strong.*?</strong>", cell)]
                                 for cell in cells]))
    return rows


def test_the_modes_of_a_life_event():
    assert [mode for mode, _name in moving().preview_modes] == ["JOURNEY", "SWIMLANE"]


def test_a_row_for_each_who_acts_the_resident_first_and_a_column_for_each_phase(client):
    said = seen(client, moving(), "SWIMLANE")
    assert said.count('<th scope="col">') == 1 + len(Phase)
    empty: list[str] = []
    assert lanes(said) == [
        ("De inwoner", [["U krijgt een adres"], empty, empty, empty, empty, empty]),
        ("Gemeente Waterrijk", [empty, empty, ["Meld het"], ["Wij verwerken het"], empty, empty]),
        ("Uw bank", [empty, empty, ["Bel de bank"], empty, empty, empty]),
    ]


def test_a_card_says_its_term_how_it_is_arranged_and_its_items(client):
    said = seen(client, moving(), "SWIMLANE")
    card = said.partition("Meld het")[2].partition("</td>")[0]
    assert "5 dagen" in card and "Moet iemand zelf doen" in card
    assert f"municipality=GM9001&amp;item={PASS}" in card and "opent in een nieuw tabblad" in card


def test_a_draft_of_another_page_is_not_told(client):
    draft_item(NEW, product("nieuw", "Geheim nieuw product"))
    said = seen(client, moving(), "SWIMLANE")
    assert "Geheim" not in said and "een product of vraag die hier niet gepubliceerd is" in said


def test_the_timeline_is_a_list_with_a_heading_for_each_phase_in_which_something_happens(client):
    said = seen(client, moving(), "JOURNEY")
    line = said.partition('<ol class="timeline">')[2]
    assert re.findall("<h3>(.*?)</h3>", line) == ["Levensgebeurtenis", "Aanvragen", "Afwachten"]
    assert re.findall("<h4.*?>(.*?)</h4>", line) == [step.title for step in STEPS]
    assert "Begin op tijd." in line and "1 week" in line and "Wat de inwoner krijgt" in line and ">Pas<" in line


@pytest.mark.parametrize("mode", ["JOURNEY", "SWIMLANE"])
def test_a_journey_without_steps_says_so(client, mode):
    assert "Er zijn nog geen stappen" in seen(client, moving([]), mode)


def test_a_step_leads_to_its_block_in_the_form(client):
    said = seen(client, moving(), "SWIMLANE")
    page = LifeEventPage.objects.get().get_latest_revision_as_object()
    assert re.findall('data-field-of="(.*?)"', said) == [page.steps[n].id for n in (0, 1, 3, 2)]


def test_of_a_local_life_event_only_its_own_steps_lead_to_the_form(client):
    write_item(product("derde", "Derde"), item=NEW, language="nl", by=world.BY)
    write_life_event(LifeEventDraft(slug="verhuizen", title="Verhuizen", steps=STEPS), item=MOVING, language="nl", by=world.BY)
    page = local([{"type": "apply", "id": "0f0f", "value": {
        "title": "Haal een sleutel", "mode": SectionMode.APPEND.value, "generic_step": "melden", "arrangement": "MUST"}}])
    said = seen(client, page, "SWIMLANE")
    assert "Haal een sleutel" in said and "U krijgt een adres" in said
    assert re.findall('data-field-of="(.*?)"', said) == ["0f0f"]


def local(steps: list[dict[str, object]]) -> LocalLifeEventPage:
    branch = branch_for("waterrijk", "nl")
    page = LocalLifeEventPage(title="Verhuizen hier", item=MOVING, locale=branch.locale, live=False, steps=json.dumps(steps))
    branch.add_child(instance=page)
    page.save_revision(clean=False)
    return page


def test_more_items_ask_no_more_queries(client):
    def queries(items: list[str]) -> int:
        page = moving([StepDraft(id="een", phase=Phase.USE, title="Een", items=items)])
        with CaptureQueriesContext(connection) as found:
            seen(client, page, "SWIMLANE")
        return len(found)

    queries([PASS])
    write_item(product("derde", "Derde"), item=NEW, language="nl", by=world.BY)
    assert queries([PASS]) == queries([PASS, CARD, NEW])
