"""Who comes in at the desk, and what stays behind: nothing."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from contenthub.actions.publish_municipality import publish_municipality
from contenthub.models import Municipality, StoredAnswer
from tests import desk_world
from tests.desk_world import HEIDEVELD, MARRIAGE, PASSPORT, WATERRIJK, address

PAGES = ["/desk/", f"/desk/{WATERRIJK}/", f"/desk/{WATERRIJK}/antwoordcode/", address(WATERRIJK, PASSPORT)]
POSTS = [
    f"/desk/{WATERRIJK}/zoek/",
    *(
        address(WATERRIJK, PASSPORT, more)
        for more in ("", "versturen/", "voorbeeld/", "brief.pdf", "bericht.eml", "doorverbinden/")
    ),
]


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(built: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={path}")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", POSTS)
def test_a_post_of_who_is_not_signed_in_does_nothing_and_tells_nothing(built: None, client: Client, path: str) -> None:
    response = client.post(path, {"q": "paspoort", "person.leeftijd": "16"})
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/desk/")
    assert StoredAnswer.objects.count() == 0


def test_htmx_is_told_to_leave_the_page(built: None, client: Client, htmx: dict[str, Any]) -> None:
    response = client.post(address(WATERRIJK, PASSPORT), **htmx)
    assert response["HX-Redirect"] == "/admin/login/?next=/desk/"


@pytest.mark.parametrize("path", PAGES)
def test_who_has_no_role_is_refused(built: None, client: Client, path: str) -> None:
    client.force_login(desk_world.agent(), backend="contenthub.access.people.backends.LocalBackend")
    response = client.get(path)
    assert response.status_code == 403
    assert "rol van KCC-medewerker" in response.content.decode() and desk_world.MEMO not in response.content.decode()


@pytest.mark.parametrize(
    "path", [f"/desk/{HEIDEVELD}/", f"/desk/{HEIDEVELD}/antwoordcode/", address(HEIDEVELD, MARRIAGE), "/desk/GM0000/"]
)
def test_an_agent_of_one_municipality_is_refused_at_another(agent: Client, path: str) -> None:
    response = agent.get(path)
    assert response.status_code == 403
    assert desk_world.LOCAL_MEMO not in response.content.decode()


@pytest.mark.parametrize("more", ["", "versturen/", "voorbeeld/", "brief.pdf", "bericht.eml", "doorverbinden/"])
def test_nor_does_it_give_anything_by_post(agent: Client, more: str) -> None:
    response = agent.post(address(HEIDEVELD, MARRIAGE, more))
    assert response.status_code == 403 and desk_world.LOCAL_MEMO not in response.content.decode()


def test_the_local_memo_is_for_its_own_agents(agent: Client, client: Client) -> None:
    client.force_login(
        desk_world.agent("gm9002", name="ander"), backend="contenthub.access.people.backends.LocalBackend"
    )
    assert desk_world.LOCAL_MEMO in client.get(address(HEIDEVELD, MARRIAGE)).content.decode()
    assert desk_world.LOCAL_MEMO not in agent.get(address(WATERRIJK, MARRIAGE)).content.decode()


def test_the_successor_of_an_ended_municipality_needs_its_own_role(agent: Client) -> None:
    ended = Municipality.objects.get(pk=WATERRIJK)
    ended.ends_on = timezone.localdate() - timezone.timedelta(days=1)
    ended.save()
    ended.successors.set([HEIDEVELD])
    publish_municipality(ended)
    for path in (f"/desk/{WATERRIJK}/", f"/desk/{WATERRIJK}/zoek/", address(WATERRIJK, MARRIAGE)):
        response = agent.post(path, {"q": "toestel Kuiper"}) if "zoek" in path else agent.get(path)
        assert response.status_code == 403 and desk_world.LOCAL_MEMO not in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_may_be_kept_by_anybody(agent: Client, path: str) -> None:
    assert agent.get(path)["Cache-Control"] == "no-store"


def test_every_page_has_the_strict_policy_and_nothing_inline(agent: Client) -> None:
    for path in PAGES[1:]:
        response = agent.get(path)
        assert "script-src 'self'; style-src 'self';" in response["Content-Security-Policy"]
        page = response.content.decode()
        assert "<style" not in page and " style=" not in page and "onclick" not in page and "<script>" not in page


def test_a_person_fact_in_an_address_is_not_read(agent: Client) -> None:
    page = agent.get(address(WATERRIJK, PASSPORT), {"person.leeftijd": "16"}).content.decode()
    assert "Uw ouders geven toestemming." not in page
    assert "mogen niet in een webadres staan" in page


def test_a_person_fact_is_found_nowhere_afterwards(
    agent: Client, caplog: pytest.LogCaptureFixture, htmx: dict[str, Any], tmp_path: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    said = {"person.postcode": "9876 ZX", "person.geboortedatum": "1971-03-29", "person.woonsituatie": "alleen"}
    to = {
        "name": "KANARIEVOGEL",
        "street": "Kanariestraat",
        "postcode": "9876 ZX",
        "city": "Kanariestad",
        "to": "kanarie@example.nl",
    }
    for more in ("", "versturen/", "voorbeeld/", "brief.pdf", "bericht.eml", "doorverbinden/", "koppelcode/", "opmerking/"):
        response = agent.post(address(WATERRIJK, PASSPORT, more), {**said, **to}, **(htmx if not more else {}))
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store"), more
        assert not any("9876" in value for value in response.headers.values())
    assert StoredAnswer.objects.filter(personal=True).exists()
    out = tmp_path / "all.json"
    call_command("dumpdata", output=str(out), verbosity=0)
    kept = out.read_text() + caplog.text + json.dumps(dict(agent.session.items()))
    for canary in ("9876 ZX", "9876ZX", "1971-03-29", "KANARIE", "Kanarie", "kanarie"):
        assert canary not in kept, canary


def test_the_session_holds_what_was_looked_at_and_no_more(agent: Client) -> None:
    agent.post(address(WATERRIJK, PASSPORT), {"person.leeftijd": "16"})
    agent.get(address(WATERRIJK, MARRIAGE))
    desk = {key: value for key, value in agent.session.items() if key.startswith("desk")}
    assert desk == {
        "desk_place": WATERRIJK,
        "desk_looked_at": [[WATERRIJK, MARRIAGE, "Trouwen"], [WATERRIJK, PASSPORT, "Paspoort aanvragen"]],
    }
