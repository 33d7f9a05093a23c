"""Keeping what somebody wrote beside what somebody else had saved in the meantime."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Revision

from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.refusal import Refused


def keep_aside(page: PublishedPage, *, user: Any) -> Revision:
    """Put this page, as it was typed, among the older versions in its history; the newest version stays what it is.

    Nothing is published or submitted by it. Refused: NOT_ALLOWED for who may not edit the page, and NOTHING_NEWER where
    it has no saved version that this one could stand behind.
    """
    if not page.permissions_for_user(user).can_edit():
        raise Refused("NOT_ALLOWED", "page", "%(field)s: you may not edit %(value)s", value=page.title)
    newest = Revision.page_revisions.filter(object_id=str(page.pk)).order_by("created_at", "pk").last()
    if newest is None:
        raise Refused("NOTHING_NEWER", "page", "%(field)s: there is no saved version of %(value)s", value=page.title)
    with transaction.atomic():
        # Wagtail takes the latest moment for the newest version, wherever it does not ask the page itself.
        aside = Revision.objects.create(
            content_object=page, base_content_type=page.get_base_content_type(), user=user,
            created_at=newest.created_at - dt.timedelta(microseconds=1), content=page.serializable_data(),
            object_str=str(page))
        log(instance=page, action="contenthub.keep_aside", user=user, revision=aside, content_changed=True)
    return aside
