"""A look at an upload as its page tells it: pages of rows and of texts, in the language of the admin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, pgettext_lazy
from wagtail.coreutils import get_content_languages

from channels.voice.written import written_value
from contenthub.editorial.nouns.reading import NAMES
from contenthub.editorial.sheets.columns import COLUMNS
from contenthub.editorial.sheets.effects import Change, TextChange
from contenthub.editorial.sheets.looking import Look
from contenthub.editorial.sheets.planning import CHANGED, NEW, REFUSED, UNCHANGED, Outcome
from contenthub.models import Municipality
from contenthub.models.pages.speaking import beside_its_field
from contenthub.resolving.facts import FactValue
from contenthub.resolving.refusal import Refused

ROWS, TEXTS = 100, 25
_NAMED = 3
STATUSES = {
    NEW: pgettext_lazy("row of a sheet", "new"),
    CHANGED: pgettext_lazy("row of a sheet", "changed"),
    UNCHANGED: pgettext_lazy("row of a sheet", "unchanged"),
    REFUSED: pgettext_lazy("row of a sheet", "refused"),
}


def told(look: Look, asked: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page; `asked` may have `p`, a page of rows, and `t`, a page of texts."""
    outcomes = look.plan.outcomes
    wrong = [(each, refused) for each in outcomes if each.status == REFUSED for refused in each.refusals]
    rows = Paginator([each for each in outcomes if each.status in (NEW, CHANGED)], ROWS).get_page(asked.get("p"))
    texts = Paginator(look.texts, TEXTS).get_page(asked.get("t"))
    refusals = Paginator(wrong, ROWS).get_page(asked.get("r"))
    return {
        "counts": [(STATUSES[status], look.plan.count(status), status) for status in STATUSES],
        "facts": len(look.plan.values),
        "may": look.plan.may,
        "is_refused": bool(wrong),
        "refusals": [_refusal(*each) for each in refusals],
        "refusals_page": refusals,
        "rows": [_row(each) for each in rows],
        "rows_page": rows,
        "texts": _texts(texts.object_list, several=len({new.valid_from for new in look.plan.values}) > 1),
        "texts_page": texts,
        "turn": {name: _turning(page, name, asked) for name, page in (("r", refusals), ("p", rows), ("t", texts))},
    }


def _turning(page: Page, name: str, asked: Mapping[str, str]) -> dict[str, str]:
    """The addresses of the pages before and after, each with where the other lists stand."""
    others = {other: asked[other] for other in ("r", "p", "t") if other != name and asked.get(other)}
    turns = {}
    if page.has_previous():
        turns["before"] = f"?{urlencode({**others, name: page.previous_page_number()})}"
    if page.has_next():
        turns["after"] = f"?{urlencode({**others, name: page.next_page_number()})}"
    return turns


def _refusal(outcome: Outcome, refused: Refused) -> dict[str, Any]:
    # What a verb refuses names the fact; on this page that is the cell with its new value.
    column = refused.field if refused.field in COLUMNS else "new"
    return {
        "number": outcome.line.number,
        "key": f"{outcome.key}.{outcome.row}" if outcome.row else outcome.key,
        "column": COLUMNS[column],
        "value": outcome.line.cell(column).shown,
        "why": beside_its_field(refused),
    }


def _row(outcome: Outcome) -> dict[str, Any]:
    return {
        "number": outcome.line.number,
        "label": outcome.label,
        "key": outcome.key,
        "row": outcome.row,
        "status": STATUSES[outcome.status],
        "is_new": outcome.status == NEW,
        "before": _written(outcome.before),
        "after": _written(outcome.after),
        "article": outcome.article,
        "begins": outcome.begins,
        "waits": outcome.waits,
        "ends": outcome.ends,
        "url": reverse("facts:show", args=[outcome.key]),
    }


def _written(value: FactValue | None) -> str:
    return "" if value is None else written_value(value, get_language() or "nl")


def _texts(texts: Iterable[TextChange], *, several: bool) -> list[dict[str, Any]]:
    here = list(texts)
    codes = {code for text in here for change in text.changes for code in change.codes[:_NAMED]}
    names = dict(Municipality.objects.filter(pk__in=codes).values_list("pk", "name")) if codes else {}
    languages = get_content_languages()
    return [
        {
            "title": text.title,
            "language": "" if text.language == "nl" else languages.get(text.language, text.language),
            "url": f"{reverse('editions:index')}?{urlencode({'subject': text.subject})}",
            "changes": [
                {
                    "place": _place(change.place),
                    "before": change.before,
                    "after": change.after,
                    "moment": change.moment if several else None,
                    "towns": _towns(change, names),
                }
                for change in text.changes
            ],
        }
        for text in here
    ]


def _place(place: str) -> str:
    part, _dot, channel = place.partition(".")
    name = str(NAMES.get(part, part))
    return f"{name} ({NAMES.get(channel, channel)})" if channel else name


def _towns(change: Change, names: Mapping[str, str]) -> str:
    named = ", ".join(names.get(code, code) for code in change.codes[:_NAMED])
    more = len(change.codes) - _NAMED
    return gettext("%(named)s and %(more)s more") % {"named": named, "more": more} if more > 0 else named


__all__ = ["told"]
