"""The proxy of compose.yaml, in a real Caddy before a real hub: what it lets through, what it gives out, what it adds."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.served import ROOT, TOKEN, environment, filled, free_port, served
from tests.needed import missing

# What is served here has a database of its own, whatever the test run has.
pytestmark = pytest.mark.own_hub

ASK = json.dumps({"query": '{ product(slug: "paspoort", municipality: "GM9001") { title } }'})
MEDIA = {"images/foto.png": b"\x89PNG", "images/kwaad.svg": b"<svg><script/></svg>", "original_images/foto.png": b"with a place in it",
         "documents/intern.pdf": b"%PDF-"}


class Proxy:
    def __init__(self, hub: Any, folder: Path, tls: int, plain: int) -> None:
        self.hub, self.folder, self.tls, self.plain = hub, folder, tls, plain

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPSConnection("localhost", self.tls, timeout=60, context=ssl._create_unverified_context())
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    caddy = shutil.which("caddy")
    if caddy is None:
        missing("there is no caddy; install it with: apt-get install -y caddy")
    folder = tmp_path_factory.mktemp("proxy")
    given = environment(folder, CONTENTHUB_HOSTS="localhost")
    filled(given)
    for name, content in MEDIA.items():
        file = folder / "data" / "media" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    with served(given, folder) as hub:
        tls, plain = free_port(), free_port()
        variables = {"PATH": os.environ["PATH"], "HOME": str(folder), "SITE": "localhost", "DATA": str(folder / "data"),
                     "XDG_DATA_HOME": str(folder / "caddy"), "XDG_CONFIG_HOME": str(folder / "caddy"), "APP_HOST": "localhost",
                     "APP_PORT": str(hub.port), "HTTPS_PORT": str(tls), "HTTP_PORT": str(plain)}
        with (folder / "caddy.log").open("wb") as output:
            process = subprocess.Popen([caddy, "run", "--config", ROOT / "deploy" / "Caddyfile", "--adapter", "caddyfile"],
                                       env=variables, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        try:
            made = Proxy(hub, folder, tls, plain)
            _wait(made, process)
            yield made
        finally:
            process.terminate()
            process.wait(30)


def _wait(proxy: Proxy, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, (proxy.folder / "caddy.log").read_text()
        try:
            if proxy.ask("GET", "/admin/login/")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError((proxy.folder / "caddy.log").read_text())


def test_an_answer_comes_through_and_its_id_is_in_the_log(proxy: Proxy) -> None:
    status, headers, body = proxy.ask("POST", "/graphql", ASK, Content_Type="application/json")
    assert status == 200 and json.loads(body)["data"]["product"]["title"] == "Paspoort aanvragen"
    assert "strict-transport-security" in headers and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", headers["x-request-id"])
    assert [line["status"] for line in proxy.hub.lines() if line.get("request_id") == headers["x-request-id"]] == [200]


def test_a_client_cannot_say_that_it_came_another_way(proxy: Proxy) -> None:
    assert proxy.ask("POST", "/graphql", ASK, Content_Type="application/json", X_Forwarded_Proto="http")[0] == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_are_for_those_inside(proxy: Proxy, path: str) -> None:
    assert proxy.ask("GET", path, Authorization=f"Bearer {TOKEN}")[::2] == (404, b"")


def test_an_upload_is_given_out_and_runs_nothing(proxy: Proxy) -> None:
    status, headers, body = proxy.ask("GET", "/media/images/kwaad.svg")
    assert status == 200 and body == MEDIA["images/kwaad.svg"]
    assert headers["content-security-policy"].startswith("default-src 'none'") and headers["content-security-policy"].endswith("sandbox")
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", [
    "/media/original_images/foto.png", "/media/documents/intern.pdf", "/media//documents/intern.pdf", "/media/./documents/intern.pdf",
    "/media/%64ocuments/intern.pdf", "/media/images/../documents/intern.pdf", "/media/../contenthub.sqlite3",
    "/media/%2e%2e/contenthub.sqlite3", "/media/", "/media/images/", "/media/weg.png"])
def test_nothing_else_of_the_data_folder_is(proxy: Proxy, path: str) -> None:
    status, _, body = proxy.ask("GET", path)
    assert status in (404, 400, 308) and not any(content in body for content in (*MEDIA.values(), b"SQLite format"))


def test_plain_http_is_led_to_https(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("localhost", proxy.plain, timeout=60)
    connection.request("GET", "/graphql")
    response = connection.getresponse()
    assert response.status == 308 and (response.getheader("Location") or "").startswith("https://localhost")
    connection.close()


def test_the_proxy_keeps_no_log_of_what_was_asked(proxy: Proxy) -> None:
    proxy.ask("GET", "/graphql?naam=KANARIE-4711")
    assert "KANARIE" not in (proxy.folder / "caddy.log").read_text()
