"""What is asked of other servers, how often, and what is never asked at all."""

from __future__ import annotations

import socket

import pytest

from contenthub.actions.keep_link_states import NO_SUCH_HOST
from contenthub.editorial.links.asking import ask_host
from contenthub.editorial.links.guarding import is_public
from contenthub.resolving.addresses import asked_as
from tests.editorial.links.server import served

site = pytest.fixture(served)


@pytest.fixture(autouse=True)
def _loopback(settings):
    settings.LINKS_TO_PRIVATE = True


def ask(*addresses, waits=None, timeout=5.0):
    return [(told.status, told.skipped) for told in ask_host(addresses, sleep=(waits if waits is not None else []).append, timeout=timeout)]


def test_a_page_that_is_there_is_asked_for_its_head_alone(site):
    assert ask(f"{site.url}/ok") == [(200, False)]
    assert dict(site.asked) == {("HEAD", "/ok"): 1}
    assert all(agent.startswith("contenthub-linkcheck (+http") for agent in site.agents)


def test_a_page_that_is_gone_is_asked_for_once_more_with_get_and_not_again(site):
    waits = []
    assert ask(f"{site.url}/gone", waits=waits) == [(404, False)]
    assert dict(site.asked) == {("HEAD", "/gone"): 1, ("GET", "/gone"): 1} and waits == []


@pytest.mark.parametrize("head", [403, 404, 405, 501])
def test_a_server_that_does_not_know_head_is_judged_by_get(site, head):
    site.status |= {"HEAD /x": head, "GET /x": 200}
    assert ask(f"{site.url}/x") == [(200, False)]


def test_a_server_that_stumbles_is_asked_again_after_ever_longer_waits(site):
    waits = []
    site.status["/flaky"] = [500, 500, 503, 503, 200]
    assert ask(f"{site.url}/flaky", waits=waits) == [(200, False)]
    assert waits == [10.0, 30.0]
    site.status["/broken"] = 500
    assert ask(f"{site.url}/broken") == [(500, False)] and site.times("/broken") == 6


def test_redirects_are_followed_to_their_end(site):
    site.moved |= {"/old": "/ok", "/older": "/old", "/lost": "/gone", "/round": "/round"}
    assert ask(*(f"{site.url}{path}" for path in ("/older", "/lost", "/round"))) == [(200, False), (404, False), (None, False)]


def test_a_host_that_is_silent_is_not_asked_for_its_other_pages(site):
    site.slow = {"/slow"}
    assert ask(f"{site.url}/slow", f"{site.url}/gone", timeout=0.2) == [(None, False), (None, False)]
    assert site.times("/slow") == 3 and site.times("/gone") == 0


def test_between_two_pages_of_one_host_it_waits(site):
    waits = []
    ask(f"{site.url}/ok", f"{site.url}/ok?2", waits=waits)
    assert waits == [1.0]


def test_a_name_without_a_host_is_gone_and_a_name_server_that_is_away_says_nothing(monkeypatch):
    def none(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def away(*args, **kwargs):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", none)
    assert ask("https://bestaat-niet.example/") == [(NO_SUCH_HOST, False)]
    monkeypatch.setattr(socket, "getaddrinfo", away)
    assert ask("https://bestaat-niet.example/") == [(None, False)]


def test_nothing_of_our_own_network_is_asked(site, settings):
    settings.LINKS_TO_PRIVATE = False
    addresses = [f"{site.url}/ok", f"http://localhost:{site.server.server_port}/ok", "http://[::1]/", "http://10.0.0.1/",
                 "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/"]
    assert ask(*addresses) == [(None, True)] * len(addresses)
    assert not site.asked


def test_a_redirect_into_our_own_network_is_not_followed(site, settings, monkeypatch):
    """The first host is let through, as one on the internet would be."""
    from contenthub.editorial.links import guarding

    settings.LINKS_TO_PRIVATE = False
    judged = []
    monkeypatch.setattr(guarding, "is_public", lambda number: not judged.append(number) and len(judged) == 1)
    site.moved["/out"] = f"http://localhost:{site.server.server_port}/ok"
    assert ask(f"{site.url}/out") == [(None, True)]
    assert site.times("/out") == 1 and site.times("/ok") == 0


@pytest.mark.parametrize(("number", "public"), [
    ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False), ("192.168.1.1", False), ("100.64.0.1", False),
    ("169.254.169.254", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False),
    ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:a00:1::", False), ("0.0.0.0", False),
])
def test_what_lies_on_the_internet(number, public):
    assert is_public(number) is public


@pytest.mark.parametrize(("written", "asked"), [
    ("https://www.voorbeeld.nl/a?b=c#d", "https://www.voorbeeld.nl/a?b=c"), (" http://x.nl ", "http://x.nl"), ("/media/x.pdf", ""),
    ("mailto:a@b.nl", ""), ("tel:14020", ""), ("https://jan:geheim@voorbeeld.nl/", ""), ("http://[", ""), ("https://", ""), ("", ""),
])
def test_what_a_server_is_asked_for(written, asked):
    assert asked_as(written) == asked


@pytest.mark.parametrize("address", ["http://" + "a" * 70 + ".nl/", "http://voorbeeld.nl:99999/", "http://xn--/", "http://a..b/"])
def test_an_address_that_is_written_oddly_ends_nothing(site, address):
    told = ask(address, f"{site.url}/ok")
    assert len(told) == 2 and told[0][0] in (None, NO_SUCH_HOST)
