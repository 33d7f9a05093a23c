"""`make serve`, for real: what a probe, a proxy, a browser and a log reader see of it, and how it stops."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.served import HOST, ROOT, TOKEN, WORLD, Served, environment, manage, served

# What is served here has a database of its own, whatever the test run has.
pytestmark = pytest.mark.own_hub

ASK = '{ product(slug: "paspoort", municipality: "GM9001") { title reference } }'
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    given = environment(folder)
    manage(given, "manage.py", "migrate", "--verbosity", "0")
    manage(given, "-c", WORLD)
    with served(given, folder, ("make", "--silent", "--no-print-directory", "serve")) as running:
        yield running


def line_of(hub: Served, request_id: str) -> dict[str, Any]:
    found = [line for line in hub.lines() if line.get("request_id") == request_id and line["logger"] == "contenthub.access"]
    assert len(found) == 1, found
    return found[0]


def test_it_lives_and_is_ready_also_for_a_probe_that_knows_no_name(hub: Served) -> None:
    assert hub.ask("GET", "/healthz", Host="10.1.2.3", X_Forwarded_Proto="")[::2] == (200, b"ok\n")
    status, headers, body = hub.ask("GET", "/readyz", Host="10.1.2.3", X_Forwarded_Proto="")
    assert (status, json.loads(body)) == (200, {"ready": True, "missing": []})
    assert headers["cache-control"] == "no-store"


def test_an_answer_has_no_cookie_and_all_the_headers(hub: Served) -> None:
    status, headers, body = hub.ask("POST", "/graphql", {"query": ASK})
    assert status == 200 and json.loads(body)["data"]["product"]["title"] == "Paspoort aanvragen"
    assert "set-cookie" not in headers and "cookie" not in headers.get("vary", "").lower()
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ") and "frame-ancestors 'none'" in policy and "unsafe" not in policy


def test_plain_http_is_led_to_https_and_an_unknown_name_is_refused(hub: Served) -> None:
    status, headers, _ = hub.ask("GET", "/graphql", X_Forwarded_Proto="")
    assert status == 301 and headers["location"] == f"https://{HOST}/graphql"
    assert hub.ask("GET", "/graphql", Host="elsewhere.example")[0] == 400


def test_the_admin_sends_its_cookie_over_https_only_and_its_files_are_kept_for_ever(hub: Served) -> None:
    status, headers, body = hub.ask("GET", "/admin/login/", Accept="text/html")
    assert status == 200 and "; Secure" in headers["set-cookie"]
    static = re.search(rb'/static/[^"]+\.[0-9a-f]{12}\.css', body)
    assert static is not None
    status, headers, _ = hub.ask("GET", static[0].decode(), Accept_Encoding="gzip")
    assert status == 200 and headers["content-encoding"] == "gzip"
    assert headers["cache-control"] == "max-age=315360000, public, immutable"
    assert not any("GraphiQL" in text or "graphiql" in text for text in (body.decode(), *headers.values()))


def test_a_page_that_is_not_there_is_plain_dutch(hub: Served) -> None:
    status, headers, body = hub.ask("GET", "/weg", Accept="text/html", Accept_Language="nl")
    assert status == 404 and headers["content-type"].startswith("text/html")
    assert "Deze pagina is er niet" in body.decode() and "weg" not in body.decode()


def test_each_line_is_json_and_says_which_request_but_not_what_was_asked(hub: Served) -> None:
    hub.ask("POST", "/graphql?naam=KANARIE", {"query": ASK}, X_Request_ID=TRACE, User_Agent="KANARIE")
    line = line_of(hub, TRACE)
    assert line == {
        "time": line["time"], "level": "INFO", "logger": "contenthub.access", "message": "request", "request_id": TRACE,
        "method": "POST", "path": "/graphql", "status": 200, "duration_ms": line["duration_ms"]}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"]) and line["duration_ms"] > 0
    said = hub.printed.read_text(encoding="utf-8")
    assert "KANARIE" not in said and ASK not in said and "127.0.0.1" not in said.split("Listening at", 1)[1].split("\n", 1)[1]


def test_the_id_comes_back_and_one_that_could_be_a_person_is_replaced(hub: Served) -> None:
    assert hub.ask("GET", "/healthz", X_Request_ID=TRACE)[1]["x-request-id"] == TRACE
    for given in ("jan.de.vries@example.nl", "999990019", "1234567890123456", "a" * 65, ""):
        made = hub.ask("GET", "/healthz", X_Request_ID=given)[1]["x-request-id"]
        assert re.fullmatch("[0-9a-f]{32}", made) and made != given


def test_metrics_add_up_over_the_processes_and_only_for_those_who_may(hub: Served) -> None:
    assert hub.ask("GET", "/metrics")[0] == 404
    assert hub.ask("GET", "/metrics", Authorization="Bearer wrong")[0] == 404

    def refused() -> float:
        status, _, body = hub.ask("GET", "/metrics", Authorization=f"Bearer {TOKEN}")
        assert status == 200 and b"contenthub_database_up 1.0" in body and b"contenthub_epoch_age_seconds" in body
        found = re.search(rb'contenthub_refused_total{status="405"} ([0-9.]+)', body)
        return float(found[1]) if found else 0.0

    before = refused()
    for _ in range(10):
        assert hub.ask("PUT", "/healthz")[0] == 405
    assert refused() == before + 10


def test_a_stop_lets_a_running_request_end(tmp_path: Path, hub: Served) -> None:
    with served(environment(tmp_path, CONTENTHUB_DATA=str(hub.printed.parent / "data")), tmp_path) as second:
        body = json.dumps({"query": ASK}).encode()
        head = (f"POST /graphql HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n").encode()
        with socket.create_connection(("127.0.0.1", second.port), timeout=60) as running:
            running.sendall(head)
            # The server sends this when the application reads the body: from here on the request is running.
            assert running.recv(1024).startswith(b"HTTP/1.1 100 Continue")
            second.process.terminate()
            second.wait_until_said("Shutting down granian")
            running.sendall(body)
            answer = b""
            while chunk := running.recv(65536):
                answer += chunk
                if b"Paspoort aanvragen" in answer:
                    break
        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert second.process.wait(60) == 0
    assert [line["message"] for line in second.lines()][-1] == "Granian shutdown completed, see ya!"


def test_production_with_its_settings_has_nothing_to_remark(tmp_path: Path) -> None:
    said = manage(environment(tmp_path), "manage.py", "check", "--deploy", "--fail-level", "DEBUG")
    assert said.strip() == "System check identified no issues (0 silenced)."


def test_with_wrong_settings_nothing_starts_and_all_of_them_are_named(tmp_path: Path) -> None:
    given = environment(tmp_path, CONTENTHUB_SECRET_KEY="short-and-secret", CONTENTHUB_HOSTS="https://antwoord.example",
                        CONTENTHUB_WORKERS="many", DATABASE_URL="mysql://user:hidden@host/name", CONTENTHUB_REFERENCE_KEY="")
    done = subprocess.run([sys.executable, "-m", "contenthub.serve"], cwd=ROOT, env=given, capture_output=True, text=True)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.splitlines() == [
        "5 of contenthub's settings are wrong:",
        "  DATABASE_URL is (not shown); give postgresql://user:password@host/name or sqlite:////folder/file.sqlite3",
        "  CONTENTHUB_SECRET_KEY is (not shown); give at least 50 characters, at least 5 of them different",
        "  CONTENTHUB_HOSTS is 'https://antwoord.example'; 'https://antwoord.example' is no host name; give names like "
        "antwoord.gemeente.nl, without https:// and port",
        "  CONTENTHUB_WORKERS is 'many'; give a whole number from 1 to 64",
        "  CONTENTHUB_REFERENCE_KEY is not set; give at least 16 characters: makes antwoordcodes",
    ]


def test_a_misspelt_setting_is_noticed(tmp_path: Path) -> None:
    said = manage(environment(tmp_path, CONTENTHUB_HOST="antwoord.example"), "manage.py", "check")
    assert "(contenthub.W001) CONTENTHUB_HOST is set" in said and "Did you mean CONTENTHUB_HOSTS?" in said
