"""Whoever reads Dutch reads nothing else: every text has its Dutch, whole and in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polib
import pytest
from django.apps import apps
from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import override
from wagtail import blocks
from wagtail.admin.panels import Panel, get_edit_handler
from wagtail.fields import StreamField
from wagtail.models import Page

from contenthub.models.pages.speaking import LABELLED_FIELDS
from tests.msgids import ROOT, Text, made_up_templates, refusal_templates, shown_texts, texts

CATALOGUE = ROOT / "contenthub" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
_NAMED = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def catalogue() -> dict[tuple[str, str], polib.POEntry]:
    return {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(CATALOGUE))}


def test_every_text_has_its_dutch(catalogue):
    shown = shown_texts()
    assert len(shown) > 700
    missing = [f"{text.msgid!r} ({places[0]})" for text, places in shown.items() if not _dutch(catalogue, text)]
    assert missing == []


def test_nothing_is_uncertain_and_nothing_is_there_for_nobody(catalogue):
    used = {(text.context, text.msgid) for text in texts()}
    assert [key for key, entry in catalogue.items() if entry.fuzzy or entry.obsolete] == []
    assert [key for key, entry in catalogue.items() if key not in used and not entry.tcomment] == []


def test_dutch_names_what_the_english_names(catalogue):
    wrong = {}
    for key, entry in catalogue.items():
        english = set(_NAMED.findall(entry.msgid + entry.msgid_plural))
        for dutch in entry.msgstr_plural.values() or [entry.msgstr]:
            given = set(_NAMED.findall(dutch))
            if given - english or (english - given and not entry.msgid_plural):
                wrong[key] = dutch
    assert wrong == {}


def test_dutch_ends_and_begins_as_the_english_does(catalogue):
    """A label that is a sentence in one language and a word in the other looks like a mistake on the page."""
    refused = refusal_templates()
    assert [
        msgid
        for (_context, msgid), entry in catalogue.items()
        if msgid not in refused and not msgid.startswith("%(field)s") and not entry.msgid_plural
        if msgid.endswith((".", "…")) != entry.msgstr.endswith((".", "…"))
    ] == []


def test_the_compiled_catalogue_is_that_of_the_source():
    compiled = {
        (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    }
    written = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in polib.pofile(str(CATALOGUE))}
    assert compiled == written


def test_a_refusal_is_said_with_a_text_that_a_catalogue_can_hold(catalogue):
    assert made_up_templates() == []
    templates = refusal_templates()
    assert len(templates) > 150
    console = ("contenthub/exchange/", "contenthub/management/")
    assert [
        template
        for template, places in templates.items()
        if not all(place.startswith(console) for place in places) and not _dutch(catalogue, Text(template))
    ] == []


def test_a_refusal_begins_with_the_place_in_both_languages(catalogue):
    """So a form can leave the place out where the refusal stands beside its field."""
    assert [
        msgid
        for (_context, msgid), entry in catalogue.items()
        if msgid.startswith("%(field)s") and not entry.msgstr.startswith("%(field)s: ")
    ] == []


def test_every_label_of_an_editors_form_has_its_dutch(catalogue):
    labels = list(_labels())
    assert len(labels) > 400
    known = {msgid for _context, msgid in catalogue}
    wrong = []
    for place, label in labels:
        if not isinstance(label, Promise):
            wrong.append(f"{place}: {label!r} is not translated")
            continue
        with override("en"):
            english = str(label)
        with override("nl"):
            dutch = str(label)
        if english == dutch and english not in known:
            wrong.append(f"{place}: {english!r} has no Dutch")
    assert wrong == []


def test_the_places_of_refusals_have_labels():
    assert [name for name, label in LABELLED_FIELDS.items() if not isinstance(label, Promise)] == []


def _dutch(catalogue: Any, text: Text) -> bool:
    entry = catalogue.get((text.context, text.msgid))
    return entry is not None and bool(all(entry.msgstr_plural.values()) if text.plural else entry.msgstr)


def _labels() -> Iterator[tuple[str, Any]]:
    for model in apps.get_app_config("contenthub").get_models():
        name = model.__name__
        yield f"{name} verbose_name", model._meta.verbose_name
        yield f"{name} verbose_name_plural", model._meta.verbose_name_plural
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field.model._meta.app_label == "contenthub" and field.editable:
                yield from _of_field(name, field)
        if issubclass(model, Page):
            yield from _of_panels(name, get_edit_handler(model))


def _of_field(model: str, field: Field[Any, Any]) -> Iterator[tuple[str, Any]]:
    place = f"{model}.{field.name}"
    if not field.primary_key and not place.startswith(PLUMBING) and not field.name.endswith("_ptr"):
        yield f"{place} verbose_name", field.verbose_name
    if field.help_text:
        yield f"{place} help_text", field.help_text
    if isinstance(field, StreamField):
        yield from _of_block(place, field.stream_block, named=False)


# Rows that no form shows.
PLUMBING = ("Edition.", "StoredAnswer.", "PreparedAnswer.", "AuditRow.", "OutboxRow.", "Location.municipality")


def _of_block(place: str, block: blocks.Block, *, named: bool = True) -> Iterator[tuple[str, Any]]:
    if named:
        yield f"{place} label", block.label
    if help_text := getattr(block.meta, "help_text", None) or getattr(getattr(block, "field", None), "help_text", ""):
        yield f"{place} help_text", help_text
    choices = getattr(getattr(block, "field", None), "choices", ())
    if isinstance(block, blocks.ChoiceBlock) and not callable(block._constructor_kwargs.get("choices")):
        yield from ((f"{place} choice {value}", label) for value, label in choices if value)
    for name, child in getattr(block, "child_blocks", {}).items():
        yield from _of_block(f"{place}.{name}", child)


def _of_panels(place: str, panel: Panel) -> Iterator[tuple[str, Any]]:
    heading = getattr(panel, "heading", "")
    if heading and type(panel).__name__ != "FieldPanel":
        yield f"{place} panel", heading
    if panel.help_text:
        yield f"{place} panel help_text", panel.help_text
    for child in getattr(panel, "children", ()):
        yield from _of_panels(place, child)



