"""The ground that everything stands on: languages, the library, and a site that has no pages of its own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page, Site

from contenthub.actions.branches import LIBRARY, complete_rights, library_branch
from contenthub.models.pages.library import LibraryPage

_BRANCHES = "Alle takken"


def prepare_library(languages: Iterable[str] = ("nl", "en", "nl-x-a2")) -> list[LibraryPage]:
    """Make a library per language and let the site begin at the first; safe to repeat."""
    with transaction.atomic():
        libraries = [library_branch(language) for language in languages]
        complete_rights(LIBRARY, libraries)
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            Site.objects.create(
                hostname="localhost", root_page=libraries[0], is_default_site=True, site_name="contenthub"
            )
        elif site.root_page_id != libraries[0].pk:
            welcome = site.root_page
            site.root_page = libraries[0]
            site.save()
            if welcome.specific_class is Page and not welcome.get_children().exists():
                welcome.delete()
        # Wagtail's own name for it, over what editors see as the list of branches.
        Page.objects.filter(depth=1, title="Root").update(title=_BRANCHES, draft_title=_BRANCHES)
        return libraries
