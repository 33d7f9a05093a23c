"""A page from another hub, for editors to go on with; what it says was published there and comes as editions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from msgspec import Struct
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from contenthub.models.pages.library import BranchPage
from contenthub.models.pages.published import PublishedPage

Fill = Callable[[PublishedPage], None]


class Brought(Struct, frozen=True):
    page: int
    revision: int


def bring_page(
    page: PublishedPage,
    branch: BranchPage,
    *,
    fill: Fill,
    draft: Fill | None,
    live: bool,
    first_published_at: dt.datetime | None,
    last_published_at: dt.datetime | None,
) -> Brought:
    """Add a new page to a branch as it stood: with what it says, and as a later revision what was drafted since.

    `fill` and `draft` give an empty page its fields. Nothing is published: a live page has its editions already. Gives
    back the page's id and that of the revision that it says.
    """
    with transaction.atomic(), disable_reference_index_auto_update():
        fill(page)
        page.live = False
        branch.add_child(instance=page)
        said = page.save_revision(clean=False, changed=False)
        latest, latest_page = said, page
        if draft is not None:
            draft(latest_page)
            latest = latest_page.save_revision(clean=False)
        # Past Wagtail's publishing and its signals: a publication of now would be another edition.
        Page.objects.filter(pk=page.pk).update(
            live=live,
            live_revision=said if live else None,
            latest_revision=latest,
            has_unpublished_changes=draft is not None or not live,
            first_published_at=first_published_at,
            last_published_at=last_published_at,
        )
    return Brought(page=page.pk, revision=said.pk)
