"""Two versions of a page field by field, as an editor reads them: words and keys, no markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from msgspec import Struct
from wagtail import blocks
from wagtail.rich_text import RichText

from contenthub.editorial.history.words import beside
from contenthub.models.pages.published import PublishedPage

_FACT = re.compile(r'<a\b[^>]*\blinktype="fact"[^>]*>(.*?)</a>')
_ID = re.compile(r'\bid="([^"]+)"')
# What names a part or a paragraph, and says nothing to a reader.
_NAMES = re.compile(r'"id": "[0-9a-f-]{36}"| data-block-key=\\"\w*\\"')
_ENDS = re.compile(r"<br\s*/?>|</(?:p|li|h\d|tr|summary)>")


class Difference(Struct, frozen=True):
    """One field that the versions hold otherwise; `by_me` and `by_them` tell who changed it since it was opened."""

    label: str
    theirs: SafeString
    mine: SafeString
    by_me: bool
    by_them: bool
    only_markup: bool


def differences(
        theirs: PublishedPage, mine: PublishedPage, opened: PublishedPage | None, request: HttpRequest) -> list[Difference]:
    """In the order of the form. Without the version that was opened, both are said to have changed what differs."""
    found = []
    panel = mine.get_edit_handler().get_bound_panel(instance=mine, request=request, form=None)
    for comparison in panel.get_comparison():
        pair = comparison(theirs, mine)
        if not pair.is_field or not pair.has_changed():
            continue
        field = pair.field
        before, after = text_of(field, theirs), text_of(field, mine)
        if before == after and _raw(field, theirs) == _raw(field, mine):
            continue
        base = text_of(field, opened) if opened else None
        label = str(capfirst(pair.field_label()))
        found.append(Difference(label, *beside(before, after), after != base, before != base, before == after))
    return found


def text_of(field: Any, page: PublishedPage) -> str:
    """What a field of this page holds, a line for each paragraph and each named part."""
    value = field.value_from_object(page)
    if isinstance(value, blocks.StreamValue):
        return "\n".join(_lines(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if getattr(value, "tzinfo", None) and is_aware(value):
        value = localtime(value)
    return "" if value is None else str(localize(value))


def _raw(field: Any, page: PublishedPage) -> str:
    value = field.value_from_object(page)
    plain = value.get_prep_value() if isinstance(value, blocks.StreamValue) else str(value)
    return _NAMES.sub("", json.dumps(plain, cls=DjangoJSONEncoder))


def _lines(value: Any, label: str = "") -> Iterator[str]:
    """A part that holds others is told by these; a part of one word or number has its name before it."""
    if isinstance(value, blocks.StreamValue):
        for child in value:
            yield from _lines(child.value, "" if _holds_others(child.value) else str(child.block.label or ""))
    elif isinstance(value, blocks.StructValue):
        for name, child in value.items():
            yield from _lines(child, str(value.block.child_blocks[name].label))
    elif isinstance(value, RichText):
        yield from _written(value.source)
    elif value not in (None, "", False, []):
        told = _("Yes") if value is True else str(localize(value))
        yield f"{label}: {told}" if label else told


def _holds_others(value: Any) -> bool:
    return isinstance(value, (blocks.StreamValue, blocks.StructValue, RichText))


def _written(html: str) -> list[str]:
    """The lines of a text; a fact stands between braces, as it is typed."""
    def named(found: re.Match[str]) -> str:
        key = _ID.search(found[0])
        return "{{" + key[1] + "}}" if key else found[1]

    text = unescape(strip_tags(_ENDS.sub("\n", _FACT.sub(named, html))))
    return [line.strip() for line in text.split("\n") if line.strip()]
