"""In what state each row of the list of items is; a few queries for all rows that are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext
from wagtail.models import Page

from contenthub.actions.drift import drifting
from contenthub.models import Edition
from contenthub.vocabulary import PAGE_KINDS, EditionState


class Tag:
    """A word about the state of a row; `strong` for what citizens read now."""

    def __init__(self, text: str, strong: bool = False) -> None:
        self.text, self.strong = text, strong


def describe(pages: Iterable[Page]) -> None:
    """Give each page `tags`, and `edition`: the one of it that is in force, if any. The pages come from `seen`."""
    now = timezone.now()
    by_page: dict[int, list[Edition]] = defaultdict(list)
    written = Edition.objects.filter(page__in=[page.pk for page in pages])
    series = Edition.objects.filter(kind__in=PAGE_KINDS, subject__in=written.values("subject"))
    rows = series.around(now).filter(pk__in=written)
    for edition in rows.order_by("valid_from", "number"):
        by_page[edition.page or 0].append(edition)
    mine = [edition for page in pages if page.mine for edition in by_page[page.pk] if edition.organisation]
    changed = drifting([edition.row() for edition in mine], now)
    for page in pages:
        editions = by_page[page.pk]
        held = [edition for edition in editions if edition.valid_from <= now and edition.state != EditionState.ENDED]
        page.edition = held[-1] if held else None
        page.later = [edition for edition in editions if edition.valid_from > now] if page.mine else []
        page.tags = list(_tags(page, held))
        if any(edition.pk in changed for edition in held[-1:]):
            page.tags.append(Tag(gettext("Source has changed")))


def _tags(page: Page, held: list[Edition]) -> Iterable[Tag]:
    said = {edition.state for edition in held}
    withdrawn = EditionState.WITHDRAWN in said or (page.mine and not page.live and page.first_published_at)
    if withdrawn:
        yield Tag(gettext("Withdrawn"))
    elif EditionState.PUBLISHED in said:
        yield Tag(pgettext("state of a text", "Live"), strong=True)
    if not page.mine:
        return
    if page.later:
        moment = date_format(localtime(page.later[0].valid_from), "SHORT_DATETIME_FORMAT")
        yield Tag(gettext("Waits until %(moment)s") % {"moment": moment})
    if (page.has_unpublished_changes or not page.live) and not withdrawn:
        submitted = page.current_workflow_state is not None
        yield Tag(gettext("Waits for approval") if submitted else pgettext("state of a text", "Draft"))
