"""From a night's round to the list, the first page and the check beside the form."""

from __future__ import annotations

import datetime as dt
import socket

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contenthub.actions.keep_link_states import NO_SUCH_HOST, keep_link_state
from contenthub.actions.write_page import write_local
from contenthub.editorial import checks
from contenthub.editorial.links.running import check_links
from contenthub.editorial.links.standing import broken_in, in_texts, known_broken
from contenthub.editorial.work.tasks import KINDS, Reader
from contenthub.models import Edition, LinkState
from contenthub.vocabulary import EditionKind, SectionKind, SectionMode
from contenthub.writing.drafts import LocalDraft, SectionDraft
from tests import pages, unpublished, world
from tests.clock import Clock
from tests.editorial.links.server import linking, served
from tests.editorial.nouns import dutch

pytestmark = pytest.mark.django_db
site = pytest.fixture(served)
NIGHT = dt.datetime(2026, 12, 1, 3, tzinfo=dt.UTC)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch, NIGHT - dt.timedelta(hours=1))


@pytest.fixture(autouse=True)
def hub(clock, settings):
    settings.LINKS_TO_PRIVATE = True
    unpublished.build()


def night(clock, number, hour=4):
    clock.set(2026, 12, number, hour)
    return check_links(sleep=lambda _seconds: None)


def states() -> dict[str, tuple[int | None, int]]:
    return {state.address.rpartition("/")[2]: (state.status, state.failures) for state in LinkState.objects.all()}


def broken(address: str, subject: str = unpublished.PASS, status: int = 404) -> LinkState:
    for day in range(3):
        state = keep_link_state(address, status, [subject], now=NIGHT + dt.timedelta(days=day))
    return state


def found(user) -> list[str]:
    [kind] = [each for each in KINDS if each.id == "broken"]
    return [task.title for task in kind.tasks(Reader(user))]


def test_only_what_is_gone_on_three_days_in_a_row_is_broken(site, clock):
    site.status |= {"/down": 500, "/closed": 403, "/busy": 429}
    site.moved["/old"] = "/ok"
    linking(*(f"{site.url}/{path}" for path in ("ok", "gone", "gone#hier", "down", "closed", "busy", "old")))
    assert night(clock, 1).broken == 0
    assert states() == {"ok": (200, 0), "gone": (404, 1), "down": (500, 0), "closed": (403, 0), "busy": (429, 0), "old": (200, 0)}
    assert site.asked["HEAD", "/gone"] == 1 and site.most_at_once == 1
    assert night(clock, 1, hour=23).broken == 0 and states()["gone"] == (404, 1)
    assert night(clock, 2).broken == 0 and states()["gone"] == (404, 2)
    assert broken_in(["", "waterrijk"], clock.now) == []
    assert night(clock, 3).broken == 1
    [standing] = broken_in([""], clock.now)
    assert (standing.title, standing.section, standing.state.address) == ("Pas", SectionKind.INTRODUCTION, f"{site.url}/gone")
    assert standing.state.first_failed_at.date() == dt.date(2026, 12, 1)


def test_a_page_that_comes_back_begins_anew(site, clock):
    linking(f"{site.url}/x")
    night(clock, 1), night(clock, 2)
    site.status["/x"] = 200
    night(clock, 3)
    assert states() == {"x": (200, 0)}
    del site.status["/x"]
    assert night(clock, 4).broken == 0 and states() == {"x": (404, 1)}


def test_a_server_that_is_away_for_a_night_breaks_the_row_but_mends_nothing(site, clock):
    linking(f"{site.url}/x")
    night(clock, 1), night(clock, 2)
    site.status["/x"] = 503
    night(clock, 3)
    assert states() == {"x": (503, 0)}
    del site.status["/x"]
    for number in (4, 5, 6):
        night(clock, number)
    site.status["/x"] = 503
    assert night(clock, 7).broken == 1


def test_without_a_way_out_no_name_counts_as_gone(monkeypatch, clock, site):
    real = socket.getaddrinfo

    def none(host, *args, **kwargs):
        if host == "127.0.0.1":
            return real(host, *args, **kwargs)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", none)
    linking("https://weg.example/")
    assert night(clock, 1).alone and not LinkState.objects.exists()
    linking("https://weg.example/", f"{site.url}/ok")
    assert not night(clock, 2).alone
    assert LinkState.objects.get(address="https://weg.example/").status == NO_SUCH_HOST


def test_what_no_text_links_to_any_more_is_forgotten(site, clock, capsys):
    linking(f"{site.url}/x")
    night(clock, 1)
    linking(f"{site.url}/ok")
    call_command("check_links")
    assert states() == {"ok": (200, 0)} and "asked: 1 addresses" in capsys.readouterr().out


def test_a_memo_for_agents_is_not_asked_for(clock):
    linking("https://intern.example/", where=SectionKind.DESK_MEMO)
    clock.set(2026, 12, 1, 4)
    assert in_texts(clock.now) == {}


def test_a_mended_text_goes_from_the_list_at_once(clock):
    linking("https://weg.example/a")
    broken("https://weg.example/a")
    assert len(broken_in([""], clock.tick())) == 1
    linking("https://goed.example/a")
    assert broken_in([""], clock.tick()) == []


def test_the_list_and_the_task_are_of_who_writes_there(clock):
    linking("https://weg.example/landelijk")
    html = '<p>Zie <a href="https://weg.example/lokaal">onze pagina</a>.</p>'
    write_local(LocalDraft(sections={SectionKind.COSTS: SectionDraft(html=html, mode=SectionMode.APPEND)}), item=unpublished.PASS,
                language="nl", organisation="waterrijk", by=world.BY)
    broken("https://weg.example/landelijk"), broken("https://weg.example/lokaal", status=0)
    eva, hans, lia = (pages.user(name, group) for name, group in (
        ("eva", "waterrijk-editors"), ("hans", "heideveld-editors"), ("lia", "landelijk-editors")))
    assert [found(who) for who in (eva, hans, lia)] == [["Pas: https://weg.example/lokaal"], [], ["Pas: https://weg.example/landelijk"]]
    clock.tick()
    seen = {who.username: dutch(who).get(reverse("contenthub_broken_links")).content.decode() for who in (eva, hans, lia)}
    assert "weg.example/lokaal" in seen["eva"] and "Er bestaat geen website met deze naam" in seen["eva"]
    assert "weg.example/landelijk" not in seen["eva"] and "weg.example" not in seen["hans"]
    assert "geen verbroken links" in seen["hans"] and "De pagina bestaat niet meer (404)" in seen["lia"]
    assert dutch(pages.user("leo", "waterrijk-readers")).get(reverse("contenthub_broken_links")).status_code == 302


def test_the_list_is_in_pages_and_its_queries_do_not_grow(clock):
    def many(number):
        linking(*(f"https://weg.example/{n}" for n in range(number)))
        for n in range(number):
            broken(f"https://weg.example/{n}")

    client = dutch(pages.user("lia", "landelijk-editors"))

    def counted():
        client.get(reverse("contenthub_broken_links"))
        with CaptureQueriesContext(connection) as asked:
            said = client.get(reverse("contenthub_broken_links")).content.decode()
        return len(asked), said

    many(2)
    before, _said = counted()
    many(60)
    after, said = counted()
    assert after == before and said.count('class="noun-address"') == 50 and "60 plekken" in said
    assert client.get(reverse("contenthub_broken_links"), {"p": 2}).content.decode().count('class="noun-address"') == 10


def test_the_check_names_a_link_that_is_known_as_broken(clock):
    linking("https://weg.example/a#hier", "https://goed.example/")
    content = Edition.objects.filter(kind=EditionKind.ITEM, subject=unpublished.PASS, organisation="").in_force(clock.tick()).rows()[0].content
    text = checks.written(content, "nl", dt.date(2026, 12, 4), broken=known_broken(content))
    assert [each for each in checks.check(text) if each.check == "broken-link"] == []
    broken("https://weg.example/a")
    text = checks.written(content, "nl", dt.date(2026, 12, 4), broken=known_broken(content))
    [finding] = [each for each in checks.check(text) if each.check == "broken-link"]
    assert finding.quotes == ("https://weg.example/a#hier",) and finding.kind == SectionKind.INTRODUCTION
