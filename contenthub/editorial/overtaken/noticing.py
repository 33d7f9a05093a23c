"""A save over somebody's newer version shows both first: nothing is overwritten unseen, and nothing that was typed is lost.

Wagtail tells it in the browser, for whom it reaches in time; its server saves whatever is posted.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, Revision

from contenthub.actions.keep_aside import keep_aside
from contenthub.editorial.overtaken.differing import differences
from contenthub.models.pages.forms import PUBLISHING_ACTIONS
from contenthub.models.pages.published import PublishedPage

THEIRS = "contenthub-theirs"
# What Wagtail's form says of the version that it was opened on.
_LOADED = ("loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id")


def before_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The answer to a save that would overwrite a newer version, or to the choice made there; None lets Wagtail save.

    Wagtail itself refuses to save by itself over something newer, in the words that its script understands.
    """
    if request.method != "POST" or not request.accepts("text/html") or not isinstance(page, PublishedPage):
        return None
    if THEIRS in request.POST:
        return _go_on_with_theirs(request, page)
    newest = page.get_latest_revision()
    if newest is None or not is_overtaken(page, request.POST, request.user):
        return None
    return _ask(request, page, newest)


def is_overtaken(page: PublishedPage, posted: QueryDict, user: Any) -> bool:
    """Whether somebody else has saved this page since this form was opened or last saved by itself.

    One's own newer version does not count: it may be of this very form, whose saving by itself was under way.
    """
    moment = _moment(page, posted)
    return moment is not None and page.revisions.filter(created_at__gt=moment).exclude(user=user).exists()


def _moment(page: PublishedPage, posted: QueryDict) -> dt.datetime | None:
    """Of the version that the form holds, as Wagtail's form tells it; None where it tells nothing."""
    if not posted.get("overwrite_revision_id"):
        try:
            if told := parse_datetime(posted.get("loaded_revision_created_at", "")):
                return told if is_aware(told) else None
        except ValueError:
            pass
    number = posted.get("overwrite_revision_id") or posted.get("loaded_revision_id") or ""
    found = page.revisions.filter(pk=number).first() if number.isdecimal() else None
    return found.created_at if found else None


def _ask(request: HttpRequest, page: PublishedPage, newest: Revision, error: str = "") -> HttpResponse:
    theirs, opened = newest.as_object(), _opened(page, request.POST)
    form = _form(request, page)
    form.is_valid()
    left_out = (*_LOADED, "csrfmiddlewaretoken", THEIRS)
    kept = [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]
    kept += [("loaded_revision_id", newest.pk), ("loaded_revision_created_at", newest.created_at.isoformat())]
    context = {
        "page": page,
        "header_title": _("A newer version has been saved") + f": {theirs.get_admin_display_title()}",
        "header_icon": "warning",
        "breadcrumbs_items": _breadcrumbs(theirs),
        "who": _who(request, newest),
        "saved_at": newest.created_at,
        "rows": differences(theirs, form.instance, opened, request),
        "kept": kept,
        "yes": _yes(request.POST),
        "theirs": THEIRS,
        "error": error,
    }
    return TemplateResponse(request, "contenthub/overtaken/overtaken.html", context)


def _go_on_with_theirs(request: HttpRequest, page: PublishedPage) -> HttpResponse:
    newest = page.get_latest_revision()
    form = _form(request, page)
    if not form.is_valid():
        told = " ".join(error for errors in form.errors.values() for error in errors)
        refused = _("Your version cannot be kept as it stands: %(errors)s Choose your own version to mend it in the form.")
        return _ask(request, page, newest, refused % {"errors": told})
    keep_aside(form.save(commit=False), user=request.user)
    messages.success(request, _("This is the newest version. What you typed is kept: you find it in the history of this page."),
                     buttons=[messages.button(reverse("wagtailadmin_pages:history", args=[page.pk]), _("Look at the history"))])
    return redirect("wagtailadmin_pages:edit", page.pk)


def _form(request: HttpRequest, page: PublishedPage) -> Any:
    """What was typed, held against what a draft must have; what publishing asks comes when it is published."""
    typed = request.POST.copy()
    for action in PUBLISHING_ACTIONS:
        typed.pop(action, None)
    form = page.get_edit_handler().get_form_class()(
        typed, request.FILES, instance=page, parent_page=page.get_parent(), for_user=request.user)
    form.defer_required_fields()
    return form


def _opened(page: PublishedPage, posted: QueryDict) -> PublishedPage | None:
    """The version that the form was opened on, unless it has been saved over since."""
    number = posted.get("overwrite_revision_id") or posted.get("loaded_revision_id") or ""
    found = page.revisions.filter(pk=number).first() if number.isdecimal() else None
    moment = posted.get("loaded_revision_created_at")
    if found is None or (not posted.get("overwrite_revision_id") and found.created_at.isoformat() != moment):
        return None
    return found.as_object()


def _who(request: HttpRequest, newest: Revision) -> str:
    """Empty for oneself, in another window."""
    if newest.user is None:
        return "contenthub"
    return "" if newest.user == request.user else str(get_user_display_name(newest.user))


def _yes(posted: QueryDict) -> str:
    if "action-publish" in posted:
        return _("Publish my version")
    if "action-submit" in posted or "action-restart-workflow" in posted:
        return _("Submit my version")
    return _("Save my version")


def _breadcrumbs(page: Page) -> list[dict[str, str]]:
    parent = page.get_parent()
    return [
        {"url": reverse("wagtailadmin_explore", args=[parent.pk]), "label": parent.specific.get_admin_display_title()},
        {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()},
        {"url": "", "label": _("A newer version has been saved"), "sublabel": page.get_admin_display_title()},
    ]
