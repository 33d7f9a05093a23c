"""Finding and mending what a crash between page and edition has left behind."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils import timezone
from msgspec import Struct
from wagtail.models import Page

from contenthub.actions.append import By
from contenthub.actions.at_once import at_once
from contenthub.actions.publish_page import (
    acting,
    municipalities_of,
    planned,
    publish_page,
    says_already,
    series_of,
    series_written_by,
)
from contenthub.actions.withdraw import retract_series
from contenthub.models import Edition
from contenthub.models.pages import PUBLISHED_PAGES, PublishedPage
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import PAGE_KINDS, EditionState

_NOTE = "mended by check_editions"


class Finding(Struct, frozen=True):
    """One page and its editions that disagreed; `refused` says why it could not be mended."""

    page: int
    title: str
    what: str
    refused: str = ""


def mend_editions(*, dry_run: bool = False) -> Iterator[Finding]:
    """Give live pages the edition that they lack, and withdraw what has no live page any more.

    Publishing again without change makes no edition and needs none. With `dry_run` nothing is written.
    """
    yield from _pages_without_edition(dry_run)
    yield from _editions_without_page(dry_run)
    yield from _ended_by_another(dry_run)


def _pages_without_edition(dry_run: bool) -> Iterator[Finding]:
    theirs = Edition.objects.filter(page=OuterRef("pk"), revision=OuterRef("live_revision_id"))
    for model in PUBLISHED_PAGES:
        for live in model.objects.live().filter(~Exists(theirs)).select_related("live_revision"):
            page: PublishedPage = live.live_revision.as_object() if live.live_revision else live
            title = f"{live.title} ({live.locale.language_code})"
            try:
                moment = max(page.valid_from or timezone.now(), timezone.now())
                if says_already(planned(page, page.branch()), moment):
                    continue
                if not dry_run:
                    _publish_again(page, live)
            except Refused as refused:
                yield Finding(page=live.pk, title=title, what="live without an edition", refused=str(refused))
            else:
                yield Finding(page=live.pk, title=title, what="live without an edition")


def _editions_without_page(dry_run: bool) -> Iterator[Finding]:
    written = Edition.objects.filter(kind__in=PAGE_KINDS)
    live = set(Page.objects.live().values_list("pk", flat=True))
    for edition in written.in_force(timezone.now()).exclude(page=None).iterator():
        if edition.page in live or edition.state != EditionState.PUBLISHED:
            continue
        if not dry_run:
            with at_once():
                retract_series(
                    edition.series, By(page=edition.page, note=_NOTE), local=edition.content.get("type") == "local"
                )
        yield Finding(page=edition.page or 0, title=str(edition), what="published without a live page")


def _ended_by_another(dry_run: bool) -> Iterator[Finding]:
    """A live page's words in a series that a row of another page ended: none holds, though the page stands."""
    now = timezone.now()
    written = Edition.objects.filter(kind__in=PAGE_KINDS)
    last = written.around(now).filter(valid_from__lte=now, state__in=(EditionState.ENDED, EditionState.WITHDRAWN))
    broken: dict[int, list[Series]] = {}
    for edition in last.exclude(page=None):
        before = written.filter(**edition.series._asdict(), number__lt=edition.number, valid_from__lte=now).standing()
        theirs = before.exclude(page=edition.page).exclude(page=None).order_by("-number").first()
        if theirs is not None and theirs.page is not None and theirs.state == EditionState.PUBLISHED:
            broken.setdefault(theirs.page, []).append(edition.series)
    for live in Page.objects.live().filter(pk__in=broken).select_related("live_revision").specific():
        page = live.live_revision.as_object() if live.live_revision else live
        if not isinstance(page, PublishedPage):
            continue
        branch = page.branch()
        its = {series_of(page, branch, code) for code in municipalities_of(page)}
        unsaid = its.difference(series_written_by(page))
        lost = [series for series in broken[live.pk] if series in unsaid]
        refusal = ""
        try:
            if lost and not dry_run:
                _publish_again(page, live)
        except Refused as refused:
            refusal = str(refused)
        for series in lost:
            yield Finding(
                page=live.pk,
                title=f"{live.title} ({live.locale.language_code})",
                what=f"not said any more for {series.municipality or 'all its municipalities'}",
                refused=refusal,
            )


def _publish_again(page: PublishedPage, live: Page) -> None:
    user = live.live_revision.user if live.live_revision else None
    with acting(By(actor=user.get_username() if user else "", note=_NOTE)):
        publish_page(page, revision=live.live_revision)
