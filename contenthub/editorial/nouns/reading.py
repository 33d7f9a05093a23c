"""The content of an edition for the eye: texts as text, everything else as name and value."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contenthub.editorial.nouns.words import LABELS
from contenthub.models.blocks.sections import CHANNEL_LABELS, KIND_LABELS
from contenthub.resolving.text import Block
from contenthub.vocabulary import (
    Channel,
    DurationUnit,
    FactType,
    PersonFactProvenance,
    PersonFactType,
    Severity,
    Weekday,
)
from contenthub.writing.markup import html_of_tree

# What editors call the parts of an edition; a part that is not here keeps its own name.
NAMES: dict[str, Any] = {
    **{kind.value: label for kind, label in KIND_LABELS.items()},
    **{channel.value: label for channel, label in CHANNEL_LABELS.items()},
    "type": _("type"),
    "slug": _("slug"),
    "title": _("title"),
    "summary": _("summary"),
    "keywords": _("search words"),
    "owner": _("owner (a team)"),
    "review_by": _("review by"),
    "life_events": _("life events"),
    "topics": _("topics"),
    "related": _("related items"),
    "sections": _("sections"),
    "blocks": _("text"),
    "wordings": _("wordings"),
    "law": _("law text"),
    "local_required": _("local text needed"),
    "legal_source": _("legal source"),
    "article": _("article"),
    "url": _("web address"),
    "rules": _("personal rules"),
    "status_texts": _("status texts"),
    "upls": _("UPL names"),
    "audience": _("audience"),
    "responsible": _("responsible"),
    "competent": _("competent"),
    "routes": _("routes"),
    "question": _("question"),
    "phrasings": _("other phrasings"),
    "product": _("product"),
    "withdrawn": _("withdrawn"),
    "reason": _("reason"),
    "replacement": _("replacement"),
    "name": _("name"),
    "label": _("label"),
    "key": _("key"),
    "role": _("role"),
    "maximum": _("the generic amount is a maximum"),
    "value": _("value"),
    "amount": _("amount"),
    "currency": _("currency"),
    "rows": _("rows"),
    "unit": _("unit"),
    "date": _("date"),
    "number": _("number"),
    "address": _("address"),
    "street": _("street"),
    "postcode": _("postcode"),
    "city": _("city"),
    "days": _("days"),
    "day": _("day"),
    "opens": _("opens"),
    "closes": _("closes"),
    "byAppointment": _("by appointment"),
    "note": _("remark"),
    "exceptions": _("days that are different"),
    "closed": _("closed"),
    "text": _("text"),
    "severity": _("severity"),
    "scope": _("scope"),
    "channels": _("channels"),
    "until": _("until"),
    "agents_only": _("for agents only"),
    "municipalities": _("municipalities"),
    "items": _("items"),
    "code": _("code"),
    "languages": _("languages offered"),
    "default_language": _("default language"),
    "form_of_address": _("form of address"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "website": _("website"),
    "postal_address": _("postal address"),
    "letterhead": _("letterhead"),
    "colour": _("colour"),
    "sender_lines": _("sender"),
    "return_address": _("return address"),
    "logo_svg": _("logo (SVG)"),
    "logo_alt": _("text alternative of the logo"),
    "signatory": _("signatory"),
    "signatory_role": _("role of the signatory"),
    "locations": _("locations"),
    "opening_hours": _("opening hours"),
    "services": _("services"),
    "service": _("service"),
    "organisations": _("organisations"),
    "begins_on": _("begins on"),
    "ends_on": _("ends on"),
    "successors": _("successors"),
    "keeps_old_texts": _("keeps old texts until"),
    "choices": _("choices"),
    "nl": _("Dutch"),
    "en": _("English"),
    "nl-x-a2": _("Easy Dutch"),
    "introduction": _("introduction"),
    "steps": _("journey"),
    "phase": _("phase"),
    "order": _("order"),
    "icon": _("icon"),
    "term": _("term"),
    "organisation": _("organisation"),
    "arrangement": _("arrangement"),
    "mode": _("mode"),
    "offered": _("offered"),
    "explanation": _("explanation"),
    "falls_under": _("falls under"),
    "based_on": _("based on national version"),
    "purpose": _("purpose"),
    "channel": _("channel"),
    "login": _("log in with"),
    "login_level": _("level of the log-in"),
    "designated": _("designated digital route"),
    "because": _("because"),
    "when": _("condition"),
    "do": _("effect"),
    "section": _("section"),
    "fact": _("fact"),
    "row": _("row"),
    "item": _("item"),
    "provenance": _("provenance"),
}
# Parts whose value is a word of the vocabulary.
_WORDS: dict[str, tuple[type[StrEnum], ...]] = {
    "day": (Weekday,),
    "unit": (DurationUnit,),
    "severity": (Severity,),
    "channels": (Channel,),
    "channel": (Channel,),
    "type": (FactType, PersonFactType),
    "provenance": (PersonFactProvenance,),
}
_LOGO = "logo_svg"


def readable(content: Any, part: str = "") -> SafeString:
    """Stored JSON as nested lists. Rich text is written by our own writer, which escapes what editors typed."""
    if isinstance(content, Mapping):
        shown = [(name, value) for name, value in content.items() if value not in ("", [], {}, None)]
        rows = (
            (NAMES.get(name, name), _("(an image)") if name == _LOGO else readable(value, name))
            for name, value in shown
        )
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))
    if isinstance(content, list):
        text = _rich_text(content)
        items = format_html_join("", "<li>{}</li>", ((readable(one, part),) for one in content))
        return text or format_html("<ul>{}</ul>", items)
    if isinstance(content, bool):
        return conditional_escape(gettext("yes") if content else gettext("no"))
    return conditional_escape(_word(part, str(content)))


def _word(part: str, value: str) -> str:
    for enum in _WORDS.get(part, ()):
        if value in set(enum):
            return str(LABELS[enum][enum(value)])
    return value


def _rich_text(content: list[Any]) -> SafeString | None:
    if not content or not all(isinstance(one, Mapping) and "t" in one for one in content):
        return None
    try:
        blocks = msgspec.convert(content, tuple[Block, ...])
    except msgspec.ValidationError:
        return None
    return mark_safe(html_of_tree(blocks))
