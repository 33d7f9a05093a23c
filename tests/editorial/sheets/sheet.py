"""Sheets as editors fill them in, and the world in which they upload them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.models import AuditRow, Edition, Fact, OutboxRow
from contenthub.resolving.material import midnight, today

HEADINGS = ("sleutel", "regel", "nieuwe waarde", "geldig vanaf", "artikel", "voor wie")
ROWS = [{"key": "18plus", "label": {"nl": "vanaf 18 jaar"}, "amount": "86.85", "article": "1.2"},
        {"key": "kind", "label": {"nl": "tot 18 jaar"}, "amount": "65.70", "article": "1.3"}]


def first_of_january() -> dt.date:
    return dt.date(today(timezone.now()).year + 1, 1, 1)


def begins() -> dt.datetime:
    return midnight(first_of_january())


def fact(key: str, kind: str = "MONEY", value: dict[str, Any] | None = None, label: str = "", **scope: Any) -> None:
    """A fact, with a value at one layer where one is given."""
    if not Fact.objects.filter(pk=key).exists():
        publish_fact(Fact.objects.create(key=key, type=kind, label={"nl": label or f"Kosten {key}"}))
    if value:
        publish_fact_value(key, value, **scope)


def xlsx(rows: Iterable[Iterable[Any]], headings: Iterable[str] = HEADINGS) -> bytes:
    book = Workbook()
    for row in [list(headings), *map(list, rows)]:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def csv(rows: Iterable[Iterable[str]], headings: Iterable[str] = HEADINGS, mark: str = ";", code: str = "utf-8") -> bytes:
    return "\r\n".join(mark.join(row) for row in [list(headings), *rows]).encode(code)


def cells(content: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()]


def upload(client: Client, content: bytes, layer: str = "waterrijk", name: str = "leges.xlsx") -> Any:
    """What the page says of the file: the preview, or the form with what is wrong."""
    address = f"{reverse('facts:sheet')}?layer={layer}"
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


def one(client: Client, *row: Any, **options: Any) -> Any:
    return upload(client, xlsx([row]), **options)


def confirm(client: Client, shown: Any) -> Any:
    address = reverse("facts:sheet_preview", args=[shown.context["sheet"].pk])
    return client.post(address, {"mark": shown.context["mark"]}, follow=True)


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Edition, AuditRow, OutboxRow, Fact))


def refusals(shown: Any) -> list[tuple[int, str, str]]:
    return [(each["number"], str(each["column"]), each["why"]) for each in shown.context["refusals"]]


def said(response: Any) -> str:
    return " ".join(map(str, response.context["messages"]))
