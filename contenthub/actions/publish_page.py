"""Publishing a page: its content becomes an edition in the series of its branch, item and language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import msgspec
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision

from contenthub.actions.append import By, append, cancel
from contenthub.actions.at_once import at_once
from contenthub.actions.check_page import check_page, kind_of
from contenthub.actions.drift import based_on_now
from contenthub.actions.page_content import Content
from contenthub.models import Edition
from contenthub.models.pages.library import BranchPage
from contenthub.models.pages.local import LocalPage
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import PAGE_KINDS, EditionKind, EditionState

_acting: ContextVar[By | None] = ContextVar("acting", default=None)


@contextmanager
def acting(by: By) -> Iterator[None]:
    """Inside the block it is `by` who publishes, whoever is logged in: for importers and for our own forms."""
    token = _acting.set(by)
    try:
        yield
    finally:
        _acting.reset(token)


def publish_page(page: Page, *, revision: Revision | None) -> list[Edition]:
    """Append what this page says, once per municipality it names; nothing where that is in force already.

    Raises Refused for content that may not be published; the caller's transaction takes the page back with it.
    A "valid from" that passed while the page waited for approval means now: nothing is dated back.
    """
    if not isinstance(page, PublishedPage):
        return []
    with at_once():
        branch = page.branch()
        by = by_of(page, revision)
        begins = page.valid_from if page.valid_from and page.valid_from > timezone.now() else None
        written = series_written_by(page)
        _check_not_moved(page, branch, written)
        plan = planned(page, branch)
        for series in plan:
            _cancel_of_others(series, by)
        editions = [
            append(series, content, verb="publish_page", by=by, valid_from=begins, unless_same=True)
            for series, content in plan.items()
        ]
        ended = [end_series(series, by, begins) for series in written if series not in plan]
        return [edition for edition in (*editions, *ended) if edition is not None]


def planned(page: PublishedPage, branch: BranchPage) -> dict[Series, Content]:
    """What publishing this page would put in each series. Raises Refused for content that may not be published."""
    content = check_page(page, branch)
    moment = max(page.valid_from or timezone.now(), timezone.now())
    return {
        series: based_on_now(content, series, moment)
        for series in (series_of(page, branch, code) for code in municipalities_of(page))
    }


def says_already(plan: dict[Series, Content], moment: dt.datetime) -> bool:
    """Whether all this is in force at that moment, or was and has been withdrawn since."""
    for series, content in plan.items():
        row = Edition.objects.holding(series, moment)
        if row is None:
            return False
        there = row.row().content
        if getattr(there, "withdrawn", None) is not None:
            there = msgspec.structs.replace(there, withdrawn=None)
        if there != content:
            return False
    return True


def municipalities_of(page: PublishedPage) -> list[str]:
    """The municipalities that a local page names; one empty code where it speaks for all, or is not local."""
    named = [block.value for block in page.municipalities] if isinstance(page, LocalPage) else []
    return list(dict.fromkeys(named)) or [""]


def series_of(page: PublishedPage, branch: BranchPage, municipality: str = "") -> Series:
    return Series(kind_of(page), page.item_id, branch.organisation_slug, municipality, page.locale.language_code)


def series_written_by(page: Page) -> list[Series]:
    """The series in which the word is this page's: its row counts now, or waits for its moment.

    Not those that it wrote once and another page took over since.
    """
    now = timezone.now()
    rows = Edition.objects.filter(page=page.pk, kind__in=PAGE_KINDS)
    found = [Series(EditionKind(row[0]), *row[1:]) for row in rows.order_by().values_list(*Series._fields).distinct()]
    return [series for series in found if _speaks_in(page, series, now)]


def _check_not_moved(page: PublishedPage, branch: BranchPage, written: list[Series]) -> None:
    """A page that code has put in another branch would end what it says for the branch that it came from."""
    for series in written:
        if (series.organisation, series.language) != (branch.organisation_slug, page.locale.language_code):
            raise Refused(
                "OTHER_BRANCH",
                "page",
                "%(field)s: %(value)s speaks in another branch; unpublish it there and write it anew here",
                value=page.title,
            )


def _speaks_in(page: Page, series: Series, now: dt.datetime) -> bool:
    last = Edition.objects.last_begun(series, now)
    if last is not None and last.page == page.pk:
        return True
    return Edition.objects.waiting(series, now).filter(page=page.pk).exists()


def end_series(series: Series, by: By, begins: dt.datetime | None = None) -> Edition | None:
    """End what a page says in a local series: its versions after that moment are cancelled, the one of then stops."""
    moment = begins or timezone.now()
    cancel_waiting(series, by, after=moment)
    row = Edition.objects.holding(series, moment)
    if row is None or row.page != by.page:
        return None
    return append(series, None, verb="end", by=by, valid_from=begins, state=EditionState.ENDED)


def cancel_waiting(series: Series, by: By, after: dt.datetime | None = None) -> None:
    """Cancel what this page has waiting in a series; another page's is its own affair."""
    for edition in Edition.objects.waiting(series, max(after or timezone.now(), timezone.now())).filter(page=by.page):
        cancel(edition, by=by)


def _cancel_of_others(series: Series, by: By) -> None:
    """The end that a page has waiting, which gave this series up, must not end who speaks in it now."""
    for edition in Edition.objects.waiting(series, timezone.now()).exclude(page=by.page):
        cancel(edition, by=by)


def by_of(page: Page, revision: Revision | None) -> By:
    given = _acting.get()
    if given is None:
        user = get_active_log_context().user or (revision.user if revision else None)
        given = By(actor=user.get_username() if user else "")
    return By(actor=given.actor, note=given.note, page=page.pk, revision=revision.pk if revision else None)


__all__ = [
    "acting",
    "by_of",
    "cancel_waiting",
    "end_series",
    "municipalities_of",
    "planned",
    "publish_page",
    "says_already",
    "series_of",
    "series_written_by",
]
