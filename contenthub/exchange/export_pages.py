"""Editors' pages as plain JSON: the fields of the form by name, and the pictures and documents that they show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import models

from contenthub.exchange.export_shapes import PageRecord
from contenthub.models.blocks.fields import BlocksField
from contenthub.models.pages import (
    BranchPage,
    LifeEventPage,
    LocalLifeEventPage,
    LocalVersionPage,
    ProductPage,
    PublishedPage,
    QuestionPage,
)

TYPES: dict[str, type[PublishedPage]] = {
    "life-event": LifeEventPage,
    "product": ProductPage,
    "question": QuestionPage,
    "local-version": LocalVersionPage,
    "local-life-event": LocalLifeEventPage,
}
Upload = tuple[str, str]
_ELEMENT = re.compile(r"<(?:embed|a)\b[^>]*>")
_KIND = re.compile(r'\b(?:embedtype="(image)"|linktype="(document)")')
_ID = re.compile(r'\bid="(\d+)"')


def pages_of(branches: Iterable[BranchPage]) -> Iterator[PageRecord]:
    """Every page of these branches, drafts that were never published too."""
    for branch in branches:
        for name, model in TYPES.items():
            pages = model.objects.child_of(branch).select_related("latest_revision", "locale").order_by("pk")
            for page in pages.iterator(chunk_size=50):
                yield _record(name, page)


def _record(name: str, page: PublishedPage) -> PageRecord:
    latest = page.latest_revision
    return PageRecord(
        id=page.pk,
        type=name,
        key=str(page.translation_key),
        language=page.locale.language_code,
        slug=page.slug,
        live=page.live,
        fields=plain(type(page), page.serializable_data()),
        draft=plain(type(page), latest.content) if latest and latest.pk != page.live_revision_id else None,
        first_published_at=page.first_published_at,
        last_published_at=page.last_published_at,
    )


def own_fields(model: type[PublishedPage]) -> list[models.Field[Any, Any]]:
    """What an editor fills in: the title and the fields of the page's own table."""
    return [model._meta.get_field("title"), *(f for f in model._meta.local_concrete_fields if f.remote_field is None)]


def plain(model: type[PublishedPage], data: Mapping[str, Any]) -> dict[str, Any]:
    """Of Wagtail's data of a page what editors filled in; streams as JSON instead of as text that holds JSON."""
    found = {field.name: data[field.name] for field in own_fields(model) if field.name in data}
    streams = {field.name for field in own_fields(model) if isinstance(field, BlocksField)}
    return {
        name: json.loads(value or "[]") if name in streams and isinstance(value, str) else value
        for name, value in found.items()
    }


def fill(page: PublishedPage, fields: Mapping[str, Any]) -> None:
    """The way back. Raises ValidationError for what a field cannot hold; leaves alone what is not given."""
    for field in own_fields(type(page)):
        if field.name in fields:
            value = fields[field.name]
            text = json.dumps(value) if isinstance(field, BlocksField) else value
            setattr(page, field.attname, field.to_python(text))


def uploads_in(value: Any) -> set[Upload]:
    """("image" or "document", id) of everything of one's own that rich text shows."""
    found: set[Upload] = set()
    for text in _texts(value):
        for element in _ELEMENT.findall(text):
            kind, number = _KIND.search(element), _ID.search(element)
            if kind and number:
                found.add((kind[1] or kind[2], number[1]))
    return found


def with_uploads(value: Any, ids: Mapping[Upload, str]) -> Any:
    """The same with other ids; what did not come along gets 0, and never shows somebody else's picture."""
    if isinstance(value, str):
        return _ELEMENT.sub(lambda match: _renumbered(match[0], ids), value)
    if isinstance(value, dict):
        return {key: with_uploads(part, ids) for key, part in value.items()}
    if isinstance(value, list):
        return [with_uploads(part, ids) for part in value]
    return value


def _renumbered(element: str, ids: Mapping[Upload, str]) -> str:
    kind = _KIND.search(element)
    if kind is None:
        return element
    of = kind[1] or kind[2]
    return _ID.sub(lambda match: f'id="{ids.get((of, match[1]), "0")}"', element)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
