"""Facts made visible: each value that a channel says stands in an element that names its key and layer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from bs4 import BeautifulSoup, Tag
from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from channels.voice.facts import hours_rows, written
from contenthub.resolving.answer import Answer
from contenthub.resolving.facts import Fact, OpeningHours, Tariff, Url, find, row_of
from contenthub.resolving.languages import label
from contenthub.resolving.text import fact_keys

_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6"}


class Marker(Struct, frozen=True):
    """The written forms of the facts that one text may hold, longest first."""

    forms: tuple[tuple[str, str, str], ...]
    pattern: re.Pattern[str] | None

    def text(self, text: str) -> SafeString:
        """Plain text as safe HTML with its facts marked."""
        if self.pattern is None:
            return mark_safe(escape(text))
        out, at = [], 0
        for match in self.pattern.finditer(text):
            _form, key, layer = self.forms[(match.lastindex or 1) - 1]
            out += [escape(text[at:match.start()]), _open("mark", key, layer), escape(match[0]), "</mark>"]
            at = match.end()
        return mark_safe("".join([*out, escape(text[at:])]))


def marker(keys: Iterable[str], facts: Mapping[str, Fact], language: str, *, anywhere: bool = False) -> Marker:
    """A marker for these references; `anywhere` leaves out bare figures, which in an unknown text may be anything."""
    forms: dict[str, tuple[str, str]] = {}
    for key in keys:
        if fact := find(key, facts):
            for form, of in _forms(fact, language):
                if form and not (anywhere and form.isdigit()):
                    forms.setdefault(form, (of, fact.layer.value))
    ordered = tuple((form, *forms[form]) for form in sorted(forms, key=len, reverse=True))
    if not ordered:
        return Marker((), None)
    pattern = "|".join(rf"(?<!\w)({_loose(form)})(?!\w)" for form, _key, _layer in ordered)
    return Marker(ordered, re.compile(pattern, re.IGNORECASE))


class Markers:
    """Markers by section: a text is searched only for the facts that its section refers to."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._facts = {fact.key: fact for fact in answer.facts}
        self._made: dict[str | None, Marker] = {}

    def of(self, section: str | None) -> Marker:
        if section not in self._made:
            self._made[section] = self._make(section)
        return self._made[section]

    def layer(self, key: str) -> str:
        fact = find(key, self._facts)
        return fact.layer.value if fact else ""

    def _make(self, section: str | None) -> Marker:
        source = next((each for each in self._answer.sections if each.id == section), None)
        if source is None:
            return marker(self._facts, self._facts, self._answer.language, anywhere=True)
        keys = dict.fromkeys(key for blocks in (source.blocks, *source.wordings.values()) for key in fact_keys(blocks))
        return marker(keys, self._facts, self._answer.language)


def parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def dressed(element: Tag, markers: Markers) -> None:
    """The channel's HTML as it stands in this page: headings below the page's own, no inline style, no way to leave the
    page, and each fact in its colour."""
    for tag in [element, *element.find_all(True)]:
        tag.name = _HEADINGS.get(tag.name, tag.name)
        for attribute in ("style", "id", "aria-labelledby", "role"):
            tag.attrs.pop(attribute, None)
        if tag.name == "a":
            # The address belongs to an example, so it is shown as a link and leads nowhere.
            tag.name = "span"
            tag["class"] = "as-link"
            tag.attrs.pop("href", None)
        if key := tag.get("data-fact"):
            tag["class"] = [*tag.get_attribute_list("class"), "fact"] if tag.get("class") else ["fact"]
            tag["data-layer"] = markers.layer(str(key)).lower()


def inner(elements: Iterable[object]) -> SafeString:
    return mark_safe("".join(str(element) for element in elements))


def _open(tag: str, key: str, layer: str) -> str:
    return f'<{tag} class="fact" data-fact="{escape(key)}" data-layer="{escape(layer.lower())}">'


def _forms(fact: Fact, language: str) -> Iterable[tuple[str, str]]:
    """Each way in which the fact may stand in a text, with the key to show."""
    value = fact.value
    yield written(fact, language), fact.key
    if isinstance(value, Tariff):
        for row in value.rows:
            if single := row_of(fact, row.key):
                yield written(single, language), single.key
    elif isinstance(value, OpeningHours):
        yield from ((hours, fact.key) for _days, hours in hours_rows(value, language))
    elif isinstance(value, Url):
        yield from ((form, fact.key) for form in (label(value.label, language), value.url))


def _loose(form: str) -> str:
    """The form with any white space for its own: lines are wrapped and fixed spaces loosened on the way."""
    return r"\s+".join(map(re.escape, form.split()))
