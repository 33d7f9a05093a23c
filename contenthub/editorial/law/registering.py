"""Changes of the law in Wagtail's menu, below the list of items."""

from __future__ import annotations

from wagtail import hooks

from contenthub.editorial.law.viewset import LawViewSet


@hooks.register("register_admin_viewset")
def changes_of_the_law() -> LawViewSet:
    return LawViewSet()
