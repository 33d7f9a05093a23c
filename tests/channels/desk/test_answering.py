"""What an agent sees of an answer, and how the questions change it."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from contenthub.models import StoredAnswer
from tests import desk_world
from tests.desk_world import HEIDEVELD, MARRIAGE, PASSPORT, WATERRIJK, address


def seen(client: Client, path: str, given: dict[str, str] | None = None, **more: Any) -> BeautifulSoup:
    response = client.post(path, given, **more) if given is not None else client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(page: BeautifulSoup, selector: str) -> str:
    found = page.select_one(selector)
    assert isinstance(found, Tag), selector
    return " ".join(found.get_text(" ").split())


def test_the_item_page_says_first_what_is_said_in_one_breath(agent: Client) -> None:
    page = seen(agent, address(WATERRIJK, PASSPORT))
    assert text(page, "h1") == "Paspoort aanvragen"
    assert text(page, "#breath") == "U vraagt een paspoort zelf aan bij de balie."


def test_sections_stand_in_order_after_the_memo_which_is_marked(agent: Client) -> None:
    page = seen(agent, address(WATERRIJK, PASSPORT))
    assert [section["id"] for section in page.select("#sections > .part")] == [
        "memo",
        "s-introduction",
        "s-application",
        "s-evidence",
        "s-costs",
    ]
    memo = page.select_one(".internal")
    assert isinstance(memo, Tag) and desk_world.MEMO in memo.text and "intern: niet voor de beller" in memo.text
    assert desk_world.MEMO not in text(page, "#script")


def test_figures_are_figures(agent: Client) -> None:
    page = seen(agent, address(WATERRIJK, PASSPORT))
    assert "€ 86,85" in text(page, ".figures").replace("\xa0", " ")
    assert "€ 86,85" in text(page, "#s-costs").replace("\xa0", " ")


def test_a_section_is_copied_with_its_figures_as_text(agent: Client) -> None:
    button = seen(agent, address(WATERRIJK, PASSPORT)).select_one("#s-costs [data-copy]")
    assert isinstance(button, Tag) and str(button["data-copy"]).replace("\xa0", " ") == "Een paspoort kost € 86,85."


def test_notices_stand_on_top_and_those_for_agents_say_so(agent: Client) -> None:
    for path in (f"/desk/{WATERRIJK}/", address(WATERRIJK, PASSPORT)):
        marked = {
            text: "agents" in notice["class"]
            for notice in seen(agent, path).select(".notice")
            for text in (desk_world.FOR_ALL, desk_world.FOR_AGENTS)
            if text in notice.text
        }
        assert marked == {desk_world.FOR_ALL: False, desk_world.FOR_AGENTS: True}


def test_a_question_is_settled_by_a_button_and_changes_the_answer_at_once(agent: Client, htmx: dict[str, Any]) -> None:
    before = seen(agent, address(WATERRIJK, PASSPORT))
    assert {str(b["name"]) for b in before.select("#questions button[name]")} == {
        "person.spoed",
        "person.woonsituatie",
        "person.zaak.status",
    }
    after = seen(agent, address(WATERRIJK, PASSPORT), {"person.spoed": "true"}, **htmx)
    assert after.select_one("html") is None
    assert "Kom vóór twaalf uur." in text(after, ".statement")
    pressed = after.select_one("#ask-spoed-yes")
    assert isinstance(pressed, Tag) and (pressed["aria-pressed"], pressed["value"]) == ("true", "")
    assert "Het antwoord is nu:" in text(after, "#announce[hx-swap-oob=true]")


def test_the_code_of_the_answer_that_was_said_can_be_looked_up(agent: Client, htmx: dict[str, Any]) -> None:
    neutral = text(seen(agent, address(WATERRIJK, PASSPORT)), ".item-head code")
    personal = text(seen(agent, address(WATERRIJK, PASSPORT), {"person.leeftijd": "16"}, **htmx), ".item-head code")
    assert neutral != personal
    assert dict(StoredAnswer.objects.values_list("reference", "personal")) == {neutral: False, personal: True}
    found = seen(agent, f"/desk/{WATERRIJK}/antwoordcode/", {"code": personal.lower()}, **htmx)
    assert "Uw ouders geven toestemming." in found.text and "persoonlijk" in found.text
    assert desk_world.MEMO not in found.text


@pytest.mark.parametrize(
    "code, told",
    [
        ("", "Dit is geen antwoordcode."),
        ("hallo", "Dit is geen antwoordcode."),
        ("2222-2222-2222", "antwoord"),
    ],
)
def test_a_code_that_is_none_is_told_so(agent: Client, code: str, told: str) -> None:
    page = seen(agent, f"/desk/{WATERRIJK}/antwoordcode/", {"code": code})
    assert told in text(page, "[role=alert].error")


def test_a_code_of_another_municipality_is_not_shown(agent: Client, client: Client, htmx: dict[str, Any]) -> None:
    client.force_login(
        desk_world.agent("gm9002", name="ander"), backend="contenthub.access.people.backends.LocalBackend"
    )
    other = text(seen(client, address(HEIDEVELD, PASSPORT)), ".item-head code")
    found = seen(agent, f"/desk/{WATERRIJK}/antwoordcode/", {"code": other}, **htmx)
    assert "bibliotheek" not in found.text and "waarvoor u niet antwoordt" in found.text


def test_a_wrong_value_is_told_beside_its_question_and_changes_nothing(agent: Client, htmx: dict[str, Any]) -> None:
    page = seen(agent, address(WATERRIJK, PASSPORT), {"person.leeftijd": "oud"}, **htmx)
    field = page.select_one("#ask-leeftijd")
    assert isinstance(field, Tag) and (field["aria-invalid"], field["value"]) == ("true", "oud")
    assert "getal" in text(page, "#ask-leeftijd-error")
    assert not StoredAnswer.objects.filter(personal=True).exists()


def test_the_script_is_the_phones_own(agent: Client) -> None:
    script = text(seen(agent, address(WATERRIJK, PASSPORT)), "#script").replace("\xa0", " ")
    assert "Waterrijk" in script and "Een paspoort kost € 86,85." in script and "Hoe oud bent u?" in script


def test_an_item_that_is_none_is_a_page_that_says_so(agent: Client) -> None:
    response = agent.get(address(WATERRIJK, "geen-onderwerp"))
    assert response.status_code == 404 and "Waterrijk heeft dit onderwerp niet." in response.content.decode()


def test_the_start_page_lists_items_by_life_event(agent: Client) -> None:
    events = {
        text_of(e, "summary span"): [a["href"] for a in e.select("a")]
        for e in seen(agent, f"/desk/{WATERRIJK}/").select(".event")
    }
    assert events == {"Op reis": [address(WATERRIJK, PASSPORT)], "Andere onderwerpen": [address(WATERRIJK, MARRIAGE)]}


def text_of(element: Tag, selector: str) -> str:
    found = element.select_one(selector)
    return found.get_text(strip=True) if found else ""


def test_the_desk_opens_with_the_last_municipality(built: None, client: Client) -> None:
    client.force_login(desk_world.agent("gm9001", "gm9002"), backend="contenthub.access.people.backends.LocalBackend")
    assert client.get("/desk/")["Location"] == f"/desk/{HEIDEVELD}/"
    client.get(address(WATERRIJK, PASSPORT))
    assert client.get("/desk/")["Location"] == f"/desk/{WATERRIJK}/"


def test_another_municipality_is_one_link_away_with_the_same_item(built: None, client: Client) -> None:
    client.force_login(desk_world.agent("gm9001", "gm9002"), backend="contenthub.access.people.backends.LocalBackend")
    page = seen(client, address(WATERRIJK, PASSPORT))
    assert [(a["href"], a["data-digit"], a.get("aria-current")) for a in page.select("#place-list a")] == [
        (address(HEIDEVELD, PASSPORT), "1", None),
        (address(WATERRIJK, PASSPORT), "2", "true"),
    ]


def test_found_as_one_types_with_the_answer_ready_to_be_said(
    agent: Client, settings: Any, tmp_path: Any, htmx: dict[str, Any]
) -> None:
    desk_world.index(settings, tmp_path)
    page = seen(agent, f"/desk/{WATERRIJK}/zoek/", {"q": "paspoort"}, **htmx)
    first = page.select(".hits a")[0]
    assert str(first["href"]).startswith(address(WATERRIJK, PASSPORT))
    assert "U vraagt een paspoort zelf aan bij de balie." in first.text and desk_world.MEMO not in page.text
    assert "gevonden" in text(page, "[role=status]")
    whole = seen(agent, f"/desk/{WATERRIJK}/zoek/", {"q": "paspoort"})
    assert whole.select_one("h1") and whole.select(".hits a")


def test_words_of_an_internal_memo_find_it_for_its_agents_only(
    agent: Client, client: Client, settings: Any, tmp_path: Any, htmx: dict[str, Any]
) -> None:
    desk_world.index(settings, tmp_path)
    client.force_login(
        desk_world.agent("gm9002", name="ander"), backend="contenthub.access.people.backends.LocalBackend"
    )
    own = seen(client, f"/desk/{HEIDEVELD}/zoek/", {"q": "toestel Kuiper"}, **htmx)
    assert address(HEIDEVELD, MARRIAGE) in str(own.select(".hits a"))
    assert agent.post(f"/desk/{HEIDEVELD}/zoek/", {"q": "toestel Kuiper"}, **htmx).status_code == 403


def test_without_an_index_the_desk_says_so_and_goes_on(
    agent: Client, settings: Any, tmp_path: Any, htmx: dict[str, Any]
) -> None:
    settings.SEARCH_FOLDER = tmp_path
    assert "Zoeken lukt nu even niet." in seen(agent, f"/desk/{WATERRIJK}/zoek/", {"q": "paspoort"}, **htmx).text


@pytest.mark.parametrize(
    "path, given, most",
    [
        (f"/desk/{WATERRIJK}/", None, 12),
        (address(WATERRIJK, PASSPORT), None, 12),
        (address(WATERRIJK, PASSPORT), {"person.leeftijd": "16"}, 14),
    ],
)
def test_the_number_of_queries_is_bounded(
    agent: Client, django_assert_max_num_queries: Any, path: str, given: Any, most: int
) -> None:
    seen(agent, path, given)
    with django_assert_max_num_queries(most):
        seen(agent, path, given)
