"""A local HTTP server that misbehaves as told: each request takes the next scripted answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.asked = parts.path
        self.query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append(self.path)
        script = self.server.script
        answer = script.pop(0) if script else self.server.then
        answer(self)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the screen."""


class Server(ThreadingHTTPServer):
    """`script` is used up first; then every request gets `then`."""

    daemon_threads = True

    def __init__(self, then: Answer, script: list[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.then, self.script, self.asked = then, script, []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is no news."""


@contextmanager
def serving(then: Answer, *script: Answer) -> Iterator[Server]:
    server = Server(then, list(script))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def body(content: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def status(code: int, **headers: str) -> Answer:
    return body(b"", code, **headers)


def cut_off(content: bytes) -> Answer:
    """Says that the whole is coming and hangs up half-way."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[: len(content) // 2])

    return answer


def cut_off_silently(content: bytes) -> Answer:
    """Without a length, so that only the content itself shows that it is not whole."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(content[: len(content) // 2])

    return answer


def too_slow(seconds: float) -> Answer:
    def answer(handler: Handler) -> None:
        time.sleep(seconds)
        body(b"[]")(handler)

    return answer


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
