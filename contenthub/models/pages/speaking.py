"""A refusal as an editor reads it: in the language of the admin, with the name of the field on the form."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contenthub.models.blocks.choosing import page_of
from contenthub.models.blocks.items import EFFECT_LABELS
from contenthub.models.blocks.sections import CHANNEL_LABELS, KIND_LABELS, MODE_LABELS
from contenthub.resolving.material import AMSTERDAM
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, FactType, PersonFactType, RuleEffect, SectionKind, SectionMode

LABELLED_FIELDS = {
    **{kind.value: label for kind, label in KIND_LABELS.items()},
    **{channel.value: label for channel, label in CHANNEL_LABELS.items()},
    "wordings": _("wordings"),
    "rules": _("personal rules"),
    "status_texts": _("status texts"),
    "steps": _("journey"),
    "introduction": _("introduction"),
    "title": _("title"),
    "item": _("generic item"),
    "upls": _("UPL names"),
    "valid_from": _("valid from"),
    "municipalities": _("municipalities"),
    "falls_under": _("falls under"),
    "explanation": _("explanation"),
    "product": _("product"),
    "reason": _("reason"),
    "replacement": _("replacement"),
    "translation": _("translation"),
    "routes": _("routes"),
    "summary": _("summary"),
    "question": _("question"),
    "phrasings": _("other phrasings"),
    "because": _("because"),
    "legal_id": _("Legal source: BWB or CVDR identifier"),
    "legal_url": _("Address of the article"),
    "page": _("page"),
    "edition": _("version"),
    "when": _("condition"),
    "condition": _("condition"),
    "person": _("person fact"),
    "key": _("key"),
    "name": _("name"),
    "slug": _("slug"),
    "municipality": _("municipality"),
    "organisation": _("organisation"),
    "notice": _("notice"),
    "text": _("text"),
    "keywords": _("keywords"),
    "scope": _("scope"),
    "begins_at": _("from"),
    "ends_at": _("until"),
    "channels": _("channels"),
    "severity": _("severity"),
    "life_events": _("life events"),
    "topics": _("topics"),
    "related": _("related items"),
}
# What a place ends in when it begins with something's own key or code.
_ENDS = {
    **LABELLED_FIELDS,
    "begins_on": _("begins on"),
    "ends_on": _("ends on"),
    "successors": _("successors"),
    "keeps_old_texts": _("keeps old texts until"),
    "default_language": _("default language"),
    "languages": _("languages offered"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "website": _("website"),
    "street": _("street"),
    "postcode": _("postcode"),
    "city": _("city"),
    "term": _("term"),
    "choices": _("choices"),
    "names": _("names"),
    "type": _("type"),
}
FACT_TYPE_LABELS = {
    FactType.MONEY: _("Amount of money"),
    FactType.TARIFF: _("Table of tariffs"),
    FactType.DURATION: _("Length of time"),
    FactType.DATE: _("Date"),
    FactType.PHONE: _("Telephone number"),
    FactType.EMAIL: _("E-mail address"),
    FactType.URL: _("Web address"),
    FactType.ADDRESS: _("Address"),
    FactType.OPENING_HOURS: _("Opening hours"),
    FactType.NUMBER: _("Number with a unit"),
    FactType.TEXT: _("Short text"),
}
PERSON_FACT_TYPE_LABELS = {
    PersonFactType.NUMBER: _("Number"),
    PersonFactType.TEXT: _("Text"),
    PersonFactType.BOOLEAN: _("Yes or no"),
    PersonFactType.DATE: _("Date"),
    PersonFactType.CHOICE: _("Choice"),
    PersonFactType.POSTCODE: _("Postcode"),
}
_WORDS: dict[type[StrEnum], Any] = {
    Channel: CHANNEL_LABELS,
    FactType: FACT_TYPE_LABELS,
    PersonFactType: PERSON_FACT_TYPE_LABELS,
    RuleEffect: EFFECT_LABELS,
    SectionKind: KIND_LABELS,
    SectionMode: MODE_LABELS,
}
_PLACE = "%(field)s: "
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def in_own_language(refused: Refused, field: str | None = None) -> str:
    """The sentence in the active language. Codes and keys that editors gave themselves stay as they are.

    `field` names the place where it is not to be named as on the form.
    """
    return gettext(refused.template) % {**_words(refused), "field": _path(refused.field) if field is None else field}


def beside_its_field(refused: Refused) -> str:
    """The same sentence where it stands at the field itself, which it then need not name."""
    said = gettext(refused.template)
    if said.startswith(_PLACE):
        said = said.removeprefix(_PLACE)
        said = said[:1].upper() + said[1:]
    return said % {**_words(refused), "field": _path(refused.field)}


def moment_in_words(moment: dt.date) -> str:
    """A moment as people write it, in Dutch time, or a day."""
    if not isinstance(moment, dt.datetime):
        return date_format(moment, "j F Y")
    here = moment.astimezone(AMSTERDAM)
    return gettext("%(day)s at %(time)s") % {"day": date_format(here, "j F Y"), "time": f"{here:%H:%M}"}


def _words(refused: Refused) -> dict[str, Any]:
    return {name: _word(name, param) for name, param in refused.params.items()}


def _word(name: str, param: Any) -> Any:
    if isinstance(param, dt.datetime) and param.tzinfo is None:
        return param.isoformat()
    if isinstance(param, dt.date):
        return moment_in_words(param)
    if label := _WORDS.get(type(param), {}).get(param):
        return label
    if name in ("wanted", "what") and param:
        return gettext(param)
    return _title_of(param) if name == "value" and isinstance(param, str) else param


def _title_of(value: str) -> str:
    """An item by its title, which editors know, and not by its id. A draft may be another's, so its title is not said."""
    if not _ID.fullmatch(value):
        return value
    page = page_of(value)
    return f"‘{page.title}’" if page is not None and page.live else value


def _path(field: str) -> str:
    parts = _parts(field)
    path = " › ".join(str(_ENDS.get(part, part)) for part in parts)
    return capfirst(path) if parts[0] in _ENDS else path


def _parts(field: str) -> list[str]:
    """The path apart, but a key such as `paspoort.kosten` in one piece."""
    head, dot, rest = field.partition(".")
    if dot and head in LABELLED_FIELDS:
        return [head, *_parts(rest)]
    start, dot, end = field.rpartition(".")
    if dot and end in _ENDS:
        return [*_parts(start), end]
    return [field]
