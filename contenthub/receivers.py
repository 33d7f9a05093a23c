"""What Django and Wagtail tell us, each passed on to one verb in one line."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished

from contenthub.models import guards


def connect() -> None:
    from contenthub.actions.publish_page import publish_page
    from contenthub.actions.withdraw import retract_page

    def published(instance: Page, revision: Revision, **kwargs: Any) -> None:
        publish_page(instance, revision=revision)

    def unpublished(instance: Page, **kwargs: Any) -> None:
        retract_page(instance)

    post_migrate.connect(guards.install, sender=apps.get_app_config("contenthub"))
    page_published.connect(published, weak=False, dispatch_uid="contenthub")
    page_unpublished.connect(unpublished, weak=False, dispatch_uid="contenthub")
