"""A refusal as an editor reads it: in the language of the admin, with the name of the field on the form."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contenthub.models.blocks.sections import CHANNEL_LABELS, KIND_LABELS
from contenthub.resolving.refusal import Refused

_FIELDS = {
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
}


def in_own_language(refused: Refused) -> str:
    """The sentence in the active language. Codes and keys that editors gave themselves stay as they are."""
    field = " › ".join(str(_FIELDS.get(part, part)) for part in _parts(refused.field))
    wanted = {name: gettext(text) for name, text in refused.params.items() if name == "wanted" and text}
    return gettext(refused.template) % {**refused.params, **wanted, "field": field}


def _parts(field: str) -> list[str]:
    """The path apart, but a key such as `paspoort.kosten` in one piece."""
    head, _dot, rest = field.partition(".")
    if head not in _FIELDS or not rest:
        return [field]
    return [head, *_parts(rest)]
