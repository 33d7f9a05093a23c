"""The pages that are measured, what each must show, and how long and how many queries it takes."""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment
from django.urls import reverse
from msgspec import Struct
from wagtail.users.models import UserProfile

from benchmarks.editorial import building
from contenthub.editorial.local import gists
from contenthub.models import LocalVersionPage, Organisation, ProductPage
from contenthub.operating.memory import settle
from tests.editorial.frame import ADDRESS

# What the requirement says: queries beyond the frame, and milliseconds.
LISTS, MATRIX, FRAME = (15, 300), (None, 500), (None, None)
Checked = Callable[[Any], bool]


class Row(Struct):
    """One page: its address, what its answer must be like, and what it may cost."""

    name: str
    address: str
    check: Checked
    bound: tuple[int | None, int | None]
    before: Callable[[], None] = lambda: None


def run(options: argparse.Namespace) -> int:
    print(f"{connection.vendor}: {_told()}")
    print(f"{'':<46}{'cpu ms':>8}{'p50 ms':>8}{'p95 ms':>8}{'ratio':>7}{'queries':>9}{'beyond':>8}")
    # As a worker of `make serve` does once it has loaded: collecting garbage would otherwise look through all of Wagtail.
    settle()
    broken = []
    for reader, name in (("superuser", building.ADMINISTRATOR), ("editor of one", building.EDITOR)):
        client = _client(name)
        frame: tuple[float, int] | None = None
        for row in rows(superuser=name == building.ADMINISTRATOR):
            if frame is not None and options.only not in row.name:
                continue
            cpu, p50, p95, queries = _measured(client, row, options)
            frame = frame or (p50, queries)
            beyond = queries - frame[1]
            print(f"{reader + ': ' + row.name:<46}{cpu:8.1f}{p50:8.1f}{p95:8.1f}{p50 / frame[0]:7.1f}{queries:9}{beyond:8}", flush=True)
            most, longest = row.bound
            if (most is not None and beyond > most) or (longest is not None and p95 > longest):
                broken.append(f"{reader}: {row.name}")
    print("\nabove the bound: " + "; ".join(broken) if broken else "\neverything within its bound")
    return 1 if broken else 0


def _told() -> str:
    return (f"{building.generic().count()} generic items, {Organisation.objects.filter(slug__startswith='org-').count()} organisations, "
            f"{LocalVersionPage.objects.count()} local versions")


def _client(name: str) -> Client:
    user = get_user_model().objects.get(username=name)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "nl"})
    client = Client(headers={"referer": "http://testserver/admin/"})
    client.force_login(user)
    return client


def rows(*, superuser: bool) -> Iterator[Row]:
    items = reverse("items:index")

    def listed(least: int, most: int = 100_000) -> Checked:
        def right(response: Any) -> bool:
            page = response.context["page_obj"]
            return len(response.context["object_list"]) == page.end_index() - page.start_index() + 1 and least <= response.context["items_count"] <= most

        return right

    total = 15_000 if superuser else 2_500
    last = _last(superuser)
    yield Row("Wagtail's list without a row", ADDRESS, lambda response: not response.context["object_list"], FRAME)
    yield Row("items", items, listed(total), LISTS)
    yield Row("items, searched", f"{items}?q=paspoort+aanvragen", listed(30), LISTS)
    yield Row("items, found nothing", f"{items}?q=zebrapad+honing", lambda response: not response.context["object_list"], LISTS)
    for state in ("live", "draft", "waiting", "withdrawn"):
        yield Row(f"items, {state}", f"{items}?state={state}", listed(15), LISTS)
    yield Row("items, one organisation", f"{items}?organisation={building.OWN}", listed(900, 1_100), LISTS)
    yield Row("items, by date", f"{items}?ordering=-latest_revision_created_at", listed(total), LISTS)
    yield Row("items, last page", f"{items}?p={last}", lambda response: response.context["page_obj"].number == last and bool(response.context["object_list"]), LISTS)
    yield Row("published versions", reverse("editions:index"), listed(30), LISTS)
    ours = f"{reverse('local:index')}?organisation={building.OWN}"
    yield Row("our version", ours, listed(1_900, 2_000), LISTS)
    yield Row("our version, to do", f"{ours}&state=todo", listed(250, 1_000), LISTS)
    yield Row("our version, searched", f"{ours}&q=paspoort+aanvragen", listed(10), LISTS)
    yield Row("our version, last page", f"{ours}&p=39", listed(1_900, 2_000), LISTS)
    yield Row("our version, first after a start", ours, listed(1_900, 2_000), FRAME, before=gists.forget)
    local = LocalVersionPage.objects.filter(live=True, path__startswith=_branch(superuser), has_unpublished_changes=False).first()
    product = ProductPage.objects.filter(live=True, locale__language_code="nl").order_by("path").last() if superuser else local
    draft = reverse("wagtailadmin_pages:view_draft", args=[product.pk])
    yield Row("text matrix", f"{draft}?mode=MATRIX", lambda response: response.content.count(b"<tr") > 3, MATRIX)
    yield Row("preview in one channel", f"{draft}?mode=PHONE", lambda response: response.content.count(b'<div class="card ') == 1, MATRIX)
    yield Row("preview in all channels", f"{draft}?mode=ALL", lambda response: response.content.count(b'<div class="card ') == 8, FRAME)
    yield Row("a form", reverse("wagtailadmin_pages:edit", args=[product.pk]),
              lambda response: f'value="{product.draft_title}"'.encode() in response.content, FRAME)


def _branch(superuser: bool) -> str:
    return "" if superuser else Organisation.objects.get(pk=building.OWN).branches.get().path


def _last(superuser: bool) -> int:
    from contenthub.editorial.items.seeing import seen

    user = get_user_model().objects.get(username=building.ADMINISTRATOR if superuser else building.EDITOR)
    return -(-seen(user).count() // 50)


def _measured(client: Client, row: Row, options: argparse.Namespace) -> tuple[float, float, float, int]:
    # Only so does an answer tell what it was made of; it is slower so.
    setup_test_environment()
    response = client.get(row.address)
    teardown_test_environment()
    if response.status_code != 200 or not row.check(response):
        context = response.context or {}
        shown = context["items_count"] if "items_count" in context else response.content[:200]
        raise SystemExit(f"{row.name}: {row.address} answered {response.status_code}, not what it should show: {shown!r}")
    row.before()
    with CaptureQueriesContext(connection) as captured:
        client.get(row.address)
    # The next request empties the log.
    queries = len(captured)
    if options.queries:
        _tell_queries(captured)
    spent, used = [], []
    for _round in range(options.rounds):
        row.before()
        begun, before = time.perf_counter(), time.process_time()
        client.get(row.address)
        spent.append((time.perf_counter() - begun) * 1000)
        used.append((time.process_time() - before) * 1000)
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(client.get, row.address)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    spent.sort()
    return statistics.median(used), statistics.median(spent), spent[min(len(spent) - 1, int(len(spent) * 0.95))], queries


def _tell_queries(captured: CaptureQueriesContext) -> None:
    for query in captured.captured_queries:
        print(f"  {float(query['time']) * 1000:7.0f} ms  {query['sql'][:1500]}")
        if float(query["time"]) > 0.02 and query["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(f"{'EXPLAIN QUERY PLAN' if connection.vendor == 'sqlite' else 'EXPLAIN ANALYZE'} {query['sql'].replace('%', '%%')}", [])
                for line in cursor.fetchall():
                    print("             ", *line)
