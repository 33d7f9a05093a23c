"""The page in the menu, below the list of items."""

from __future__ import annotations

from wagtail import hooks

from contenthub.editorial.local.listing import LocalViewSet


@hooks.register("register_admin_viewset")
def local() -> LocalViewSet:
    return LocalViewSet()
