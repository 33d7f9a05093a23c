"""Taking back what was published: by unpublishing or deleting the page, or by a withdrawal with a reason."""

from __future__ import annotations

import datetime as dt

import msgspec
from django.utils import timezone
from wagtail.models import Page

from contenthub.actions.append import By, append
from contenthub.actions.at_once import at_once
from contenthub.actions.publish_page import acting, by_of, cancel_waiting, end_series, series_of, series_written_by
from contenthub.models import Edition
from contenthub.models.pages.local import LocalPage
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.content import ItemContent, LifeEventContent, Withdrawn
from contenthub.resolving.editions import Series
from contenthub.resolving.languages import label
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionState

_UNPUBLISHED = {
    "nl": "Deze tekst is ingetrokken.",
    "en": "This text has been withdrawn.",
    "nl-x-a2": "Deze tekst is weg.",
}


def retract_page(page: Page) -> list[Edition]:
    """After unpublishing or deleting: an item or life event is withdrawn, a local version ended.

    What still waited for its moment is cancelled, or it would come back by itself.
    """
    if not isinstance(page, PublishedPage):
        return []
    with at_once():
        by = by_of(page, None)
        local = isinstance(page, LocalPage)
        rows = [retract_series(series, by, local=local) for series in series_written_by(page)]
        return [row for row in rows if row is not None]


def retract_series(series: Series, by: By, *, local: bool) -> Edition | None:
    """Nothing of this series is said any more from now on; None where nothing was."""
    cancel_waiting(series, by)
    if local:
        return end_series(series, by)
    return _withdraw_series(series, Withdrawn(reason=label(_UNPUBLISHED, series.language)), by)


def withdraw_item(page: Page, *, reason: str, replacement: str = "", by: By) -> list[Edition]:
    """Withdraw an item or life event in the language of this page, saying why and where to go instead.

    `replacement` is an item id. Refused: a page that is not live or is a local version, no reason, a replacement that
    is this item or is not published.
    """
    if not isinstance(page, PublishedPage) or isinstance(page, LocalPage):
        raise Refused(
            "NOT_WITHDRAWABLE",
            "page",
            "%(field)s: only an item or a life event is withdrawn; unpublish %(value)s instead",
            value=page,
        )
    if not page.live:
        raise Refused("NOT_PUBLISHED", "page", "%(field)s: %(value)s is not published", value=page)
    if not reason.strip():
        raise Refused("EMPTY_TEXT", "reason", "%(field)s: say why it is withdrawn; citizens will read it", value="")
    with at_once():
        now = timezone.now()
        series = series_of(page, page.branch())
        _check_replacement(replacement, series, now)
        with acting(by):
            who = by_of(page, page.live_revision)
            cancel_waiting(series, who)
            row = _withdraw_series(series, Withdrawn(reason=reason.strip(), replacement=replacement), who)
            page.unpublish()
        return [row] if row else []


def _withdraw_series(series: Series, withdrawn: Withdrawn, by: By) -> Edition | None:
    current = Edition.objects.holding(series, timezone.now())
    if current is None or current.state != EditionState.PUBLISHED:
        return None
    content = current.row().content
    assert isinstance(content, (ItemContent, LifeEventContent))
    return append(
        series,
        msgspec.structs.replace(content, withdrawn=withdrawn),
        verb="withdraw",
        by=by,
        state=EditionState.WITHDRAWN,
    )


def _check_replacement(replacement: str, series: Series, moment: dt.datetime) -> None:
    if not replacement:
        return
    if replacement == series.subject:
        raise Refused(
            "REPLACED_BY_ITSELF",
            "replacement",
            "%(field)s: %(value)s is the item itself; choose another",
            value=replacement,
        )
    there = Edition.objects.filter(kind=series.kind, subject=replacement).in_force(moment)
    if not any(row.state == EditionState.PUBLISHED for row in there):
        raise Refused("UNKNOWN_ITEM", "replacement", "%(field)s: %(value)s is no published item", value=replacement)
