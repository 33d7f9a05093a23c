"""The nouns in Wagtail's menu: Gegevens, Gemeenten, Meldingen, and API-clients under the settings."""

from __future__ import annotations

from wagtail import hooks

from contenthub.editorial.nouns import permissions

permissions.register()

from contenthub.editorial.nouns.menu import Clients, Facts, Municipalities, Notices  # noqa: E402


@hooks.register("register_admin_viewset")
def nouns() -> list[object]:
    return [Facts(), Municipalities(), Notices(), Clients()]
