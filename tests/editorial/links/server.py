"""A web server that misbehaves on demand, and texts that link to it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from contenthub.actions.write_page import write_item
from contenthub.vocabulary import SectionKind
from contenthub.writing.drafts import SectionDraft
from tests import unpublished, world


class Site:
    """`status` by path, 404 for what is not in it; `slow` are paths that take too long; `asked` counts (method, path)."""

    def __init__(self) -> None:
        self.status: dict[str, int | list[int]] = {"/ok": 200}
        self.moved: dict[str, str] = {}
        self.slow: set[str] = set()
        self.asked: Counter[tuple[str, str]] = Counter()
        self.agents: set[str] = set()
        self.at_once, self.most_at_once = 0, 0
        site, lock = self, threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                with lock:
                    site.asked[self.command, self.path] += 1
                    site.agents.add(self.headers.get("User-Agent", ""))
                    site.at_once += 1
                    site.most_at_once = max(site.most_at_once, site.at_once)
                if self.path in site.slow:
                    time.sleep(1)
                told = site.status.get(f"{self.command} {self.path}", site.status.get(self.path, 404))
                status = told if isinstance(told, int) else told.pop(0) if len(told) > 1 else told[0]
                with lock:
                    site.at_once -= 1
                try:
                    self.send_response(302 if self.path in site.moved else status)
                    if self.path in site.moved:
                        self.send_header("Location", site.moved[self.path])
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                except OSError:
                    pass

            do_HEAD = do_GET = answer

            def log_message(self, *args: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Site:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def times(self, path: str) -> int:
        return sum(count for (_method, asked), count in self.asked.items() if asked == path)


def served() -> Iterator[Site]:
    with Site() as site:
        yield site


def linking(*addresses: str, item: str = unpublished.PASS, slug: str = "pas", where: SectionKind = SectionKind.INTRODUCTION) -> None:
    """Publish a national text that has these links in one section."""
    links = "".join(f'<p>Ga naar <a href="{address}">pagina {n}</a>.</p>' for n, address in enumerate(addresses))
    sections = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt het aan.</p>"),
                where: SectionDraft(html=f"<p>U vraagt het aan.</p>{links}")}
    write_item(unpublished.product(slug, slug.title(), sections=sections), item=item, language="nl", by=world.BY)
