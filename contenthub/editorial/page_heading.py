"""The heading of our own views about one page: what is done, of which page, and the way back to it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.models import Page


class PageHeading:
    """Mixed into a view of Wagtail that has `page_title`, and a `page` from `dispatch` on."""

    page: Page

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        parent = self.page.get_parent()
        return [
            *self.breadcrumbs_items,  # type: ignore[attr-defined]
            {"url": reverse("wagtailadmin_explore", args=[parent.pk]), "label": parent.specific.get_admin_display_title()},
            {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},  # type: ignore[attr-defined]
        ]
