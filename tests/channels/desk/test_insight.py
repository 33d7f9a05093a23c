"""What an agent leaves behind and takes over: contacts, remarks, what was looked for, and switch codes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from contenthub.access import limits
from contenthub.insight.feedback import answer_feedback
from contenthub.insight.switching import Code, create_switch_code
from contenthub.models import AskedQuestion, Contact, Feedback, Municipality, SwitchCode
from contenthub.vocabulary import Channel
from tests import desk_world, world
from tests.channels.desk.test_answering import seen, text
from tests.desk_world import HEIDEVELD, LOCAL_MEMO, MARRIAGE, PASSPORT, WATERRIJK, address

COSTS = f"{PASSPORT}:costs"
REGISTER = f"/desk/{WATERRIJK}/contact/vastleggen/"
SWITCH = f"/desk/{WATERRIJK}/koppelcode/"


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    limits.forget()


def code(**change: Any) -> Code:
    given = {"item": PASSPORT, "municipality": WATERRIJK, "channel": Channel.WEBSITE, "person": {"spoed": True}}
    return create_switch_code(**{**given, "who": "bezoeker", **change})


def test_a_contact_is_registered_at_the_level_of_sections(agent: Client, htmx: dict[str, Any]) -> None:
    page = seen(agent, address(WATERRIJK, PASSPORT))
    reference = page.select_one(".item-head code").text  # type: ignore[union-attr]
    panel = seen(agent, f"/desk/{WATERRIJK}/contact/", {"item": PASSPORT, "reference": reference}, **htmx)
    offered = {box["value"] for box in panel.select("input[name=section]")}
    assert COSTS in offered and f"{PASSPORT}:desk_memo" not in offered
    given = {"channel": "PHONE", "question": "Wat kost het? 06-12345678", "outcome": "PARTLY", "missing": "spoed"}
    sent = {**given, "section": [COSTS], "item": PASSPORT, "reference": reference}
    assert "Het contact is vastgelegd." in text(seen(agent, REGISTER, sent, **htmx), "#panel-title")
    row = Contact.objects.get()
    assert (row.question, row.sections, row.references) == ("Wat kost het? …", [COSTS], [reference])
    assert (row.municipality_id, row.channel, row.outcome, row.missing) == (WATERRIJK, "PHONE", "PARTLY", "spoed")


def test_items_of_this_call_can_be_chosen_beside_the_open_one(agent: Client, htmx: dict[str, Any]) -> None:
    for item in (MARRIAGE, PASSPORT):
        agent.get(address(WATERRIJK, item))
    panel = seen(agent, f"/desk/{WATERRIJK}/contact/", {"item": PASSPORT}, **htmx)
    titles = [(one.text, one.parent.has_attr("open")) for one in panel.select("summary")]  # type: ignore[union-attr]
    assert titles == [("Paspoort aanvragen", True), ("Trouwen", False)]


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(agent: Client, htmx: dict[str, Any]) -> None:
    sent = {"channel": "PHONE", "question": "", "outcome": "ANSWERED", "missing": "het bedrag", "section": [COSTS]}
    panel = seen(agent, REGISTER, {**sent, "item": PASSPORT}, **htmx)
    assert panel.select_one("#id_question_error") and "het bedrag" in text(panel, "#id_missing")
    assert panel.select_one(f'input[value="{COSTS}"]').has_attr("checked")  # type: ignore[union-attr]
    assert not Contact.objects.exists()


def test_what_is_not_there_is_registered_from_the_results(
    agent: Client, htmx: dict[str, Any], settings: Any, tmp_path: Any
) -> None:
    desk_world.index(settings, tmp_path)
    found = seen(agent, f"/desk/{WATERRIJK}/zoek/", {"q": "zwaluwbrief"}, **htmx)
    assert text(found, "#missing-button") == "Staat het er niet bij? Leg vast wat er werd gevraagd"
    panel = seen(agent, f"/desk/{WATERRIJK}/contact/", {"q": "zwaluwbrief"}, **htmx)
    assert "zwaluwbrief" in text(panel, "#id_question")
    assert panel.select_one("input[name=outcome][checked]")["value"] == "NOT_COVERED"  # type: ignore[index]


def test_what_was_looked_for_is_kept_only_where_the_municipality_says_so(
    agent: Client, htmx: dict[str, Any], settings: Any, tmp_path: Any
) -> None:
    desk_world.index(settings, tmp_path)
    agent.post(f"/desk/{WATERRIJK}/gezocht/", {"q": "zwaluwbrief"}, **htmx)
    assert not AskedQuestion.objects.exists()
    Municipality.objects.filter(pk=WATERRIJK).update(keeps_questions=True)
    agent.post(f"/desk/{WATERRIJK}/gezocht/", {"q": "zwaluwbrief, ik ben Jan"}, **htmx)
    agent.post(f"/desk/{WATERRIJK}/gezocht/", {"q": "paspoort", "item": PASSPORT}, **htmx)
    assert {row.text: (row.items[:1], row.good) for row in AskedQuestion.objects.all()} == {
        "zwaluwbrief, ik ben …": ([], False),
        "paspoort": ([PASSPORT], True),
    }


def test_a_remark_becomes_a_task_of_whoever_wrote_the_section(agent: Client, htmx: dict[str, Any]) -> None:
    panel = seen(agent, address(WATERRIJK, PASSPORT, "opmerking/"), {"section": COSTS}, **htmx)
    assert text(panel, "#panel-title") == "Opmerking bij ‘Kosten’"
    sent = {"section": COSTS, "comment": ""}
    assert seen(agent, address(WATERRIJK, PASSPORT, "opmerking/versturen/"), sent, **htmx).select_one("#remark_error")
    sent["comment"] = "Het bedrag klopt niet, vraag Jan op 0344 579 314."
    done = seen(agent, address(WATERRIJK, PASSPORT, "opmerking/versturen/"), sent, **htmx)
    assert "de opmerking is verstuurd" in text(done, "#panel-title")
    task = Feedback.objects.get()
    assert (task.section, task.agent, task.helpful) == (COSTS, "medewerker", False)
    assert task.comment == "Het bedrag klopt niet, vraag Jan op …."
    assert "wacht op antwoord" in text(seen(agent, f"/desk/{WATERRIJK}/"), ".remarks")
    answer_feedback(task, "Aangepast, dank.", user=world.administrator())
    assert "Aangepast, dank." in text(seen(agent, f"/desk/{WATERRIJK}/"), ".remarks")


def test_a_remark_on_the_memo_goes_to_whoever_wrote_the_memo(built: None, htmx: dict[str, Any]) -> None:
    client = Client()
    client.force_login(desk_world.agent("gm9002"), backend="contenthub.access.people.backends.LocalBackend")
    sent = {"section": f"{MARRIAGE}:desk_memo", "comment": "Toestel 214 is opgeheven."}
    panel = seen(client, address(HEIDEVELD, MARRIAGE, "opmerking/"), sent, **htmx)
    assert LOCAL_MEMO[:20] in text(panel, "blockquote")
    seen(client, address(HEIDEVELD, MARRIAGE, "opmerking/versturen/"), sent, **htmx)
    task = Feedback.objects.get()
    assert (task.organisation, task.owner) == ("gm9002", "Team Heideveld")


def test_others_do_not_see_the_remarks_of_an_agent(agent: Client, htmx: dict[str, Any]) -> None:
    sent = {"section": COSTS, "comment": "Alleen voor mij"}
    seen(agent, address(WATERRIJK, PASSPORT, "opmerking/versturen/"), sent, **htmx)
    other = Client()
    other.force_login(
        desk_world.agent("gm9001", name="ander"), backend="contenthub.access.people.backends.LocalBackend"
    )
    assert "Alleen voor mij" not in other.get(f"/desk/{WATERRIJK}/").content.decode()


def test_a_conversation_is_taken_over_with_what_was_answered(agent: Client) -> None:
    page = seen(agent, SWITCH, {"code": code(section=COSTS).code.lower()})
    assert text(page, "h1") == "Paspoort aanvragen"
    assert "Kom vóór twaalf uur." in text(page, ".statement")
    assert page.select_one("#ask-spoed-yes")["aria-pressed"] == "true"  # type: ignore[index]
    assert "Overgenomen van de website" in text(page, ".taken-over")
    assert page.select_one(".taken-over a")["href"] == "#s-costs"  # type: ignore[index]
    assert not SwitchCode.objects.exists()


def test_a_code_that_does_not_hold_says_what_one_looks_like(agent: Client) -> None:
    for given in ("", "K7QF2M", "hallo"):
        page = seen(agent, SWITCH, {"code": given})
        assert "zes tekens" in text(page, "#code-error") and (not given or given not in page.text)


def test_a_code_of_another_municipality_opens_nothing_and_stays(agent: Client) -> None:
    other = code(municipality=HEIDEVELD, item=PASSPORT)
    page = seen(agent, SWITCH, {"code": other.code})
    assert "waarvoor u niet" in text(page, "#code-error") and SwitchCode.objects.count() == 1


def test_guessing_is_limited(agent: Client) -> None:
    for number in range(10):
        agent.post(SWITCH, {"code": f"ZZZ{number:03}"})
    assert "Te veel verkeerde codes" in text(seen(agent, SWITCH, {"code": code().code}), "#code-error")


def test_a_code_is_given_to_the_caller_with_the_answers(agent: Client, htmx: dict[str, Any]) -> None:
    given = {"person.leeftijd": "16", "person.spoed": "true"}
    panel = seen(agent, address(WATERRIJK, PASSPORT, "koppelcode/"), given, **htmx)
    shown = text(panel, ".switch-code code")
    assert re.fullmatch(r"[0-9A-Z]{3}-[0-9A-Z]{3}", shown)
    page = seen(agent, SWITCH, {"code": shown})
    assert page.select_one("#ask-leeftijd")["value"] == "16"  # type: ignore[index]
    assert page.select_one("#ask-spoed-yes")["aria-pressed"] == "true"  # type: ignore[index]


@pytest.mark.parametrize("path", ["contact/", "contact/vastleggen/", "gezocht/", "koppelcode/"])
def test_only_agents_of_this_municipality(agent: Client, path: str) -> None:
    assert Client().post(f"/desk/{WATERRIJK}/{path}").status_code == 302
    assert agent.post(f"/desk/{HEIDEVELD}/{path}").status_code == 403
