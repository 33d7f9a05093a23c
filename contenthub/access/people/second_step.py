"""The second step of a local account: the code of an app, setting that app up, and recovery codes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from contenthub.access.people import codes, sessions
from contenthub.access.people.backends import LOCAL
from contenthub.access.people.forms import CodeForm
from contenthub.access.people.lockout import count_failure, is_locked
from contenthub.actions.people import (
    confirm_second_step,
    note_sign_in,
    renew_recovery_codes,
    start_second_step,
)


@require_http_methods(["GET", "POST"])
@never_cache
@transaction.non_atomic_requests
@sensitive_post_parameters()
@sensitive_variables()
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the app, or a recovery code; then one is signed in."""
    waiting = sessions.pending(request)
    if waiting is None or codes.app_of(waiting.user) is None:
        return _too_late(request)
    form, checked = _ask(request, waiting.user, lambda typed: codes.check(waiting.user, typed))
    if checked.how:
        sessions.begin(request, waiting.user, LOCAL, by_code=True)
        note_sign_in(waiting.user, checked.how)
        return redirect(waiting.next)
    return render(request, "contenthub/people/code.html", {"form": form})


@require_http_methods(["GET", "POST"])
@never_cache
@transaction.non_atomic_requests
@sensitive_post_parameters()
@sensitive_variables()
def set_up(request: HttpRequest) -> HttpResponse:
    """Put a secret in an app and prove it with a first code: half-way in a first sign-in, or to replace an app.

    Who has an app already cannot come here half-way: that would make the second step a matter of the first. Who is
    signed in proves to have the old app first.
    """
    waiting = sessions.pending(request)
    user = waiting.user if waiting else _signed_in(request)
    if user is None or (waiting and codes.app_of(user)):
        return _too_late(request)
    if waiting is None and codes.app_of(user) and not sessions.proved_lately(request):
        return redirect("people_prove", "app")
    device = start_second_step(user)
    form, checked = _ask(request, user, lambda typed: codes.check_new(user, device, typed))
    if checked.how:
        new = codes.new_recovery_codes()
        confirm_second_step(user, device, new)
        sessions.begin(request, user, LOCAL, by_code=True)
        if waiting:
            note_sign_in(user, checked.how)
        return _show(request, new, waiting.next if waiting else settings.LOGIN_REDIRECT_URL)
    return render(request, "contenthub/people/set_up.html", {
        "form": form, "picture": codes.picture(device), "secret": codes.secret(device), "replacing": waiting is None,
    })


@require_http_methods(["GET", "POST"])
@never_cache
@transaction.non_atomic_requests
@sensitive_post_parameters()
@sensitive_variables()
def prove(request: HttpRequest, what: str) -> HttpResponse:
    """Ask somebody who is signed in for a code once more, before the app or the recovery codes are replaced."""
    if what not in ("app", "herstelcodes"):
        raise Http404(what)
    user = _signed_in(request)
    if user is None or codes.app_of(user) is None:
        return _too_late(request)
    form, checked = _ask(request, user, lambda typed: codes.check(user, typed))
    if checked.how and what == "app":
        sessions.prove(request)
        return redirect("people_set_up")
    if checked.how:
        new = codes.new_recovery_codes()
        renew_recovery_codes(user, new)
        return _show(request, new, settings.LOGIN_REDIRECT_URL)
    return render(request, "contenthub/people/code.html", {"form": form, "what": what})


def _ask(request: HttpRequest, user: Any, check: Any) -> tuple[CodeForm, codes.Checked]:
    """One form, one look. A wrong code counts towards the lock-out; the middleware then answers with its page."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid() or is_locked(request, user.get_username()):
        return form, codes.Checked()
    checked = check(form.cleaned_data["code"])
    if checked.wait:
        form.add_error("code", ngettext(
            "After a wrong code you have to wait a moment. Try again in %(seconds)s second.",
            "After a wrong code you have to wait a moment. Try again in %(seconds)s seconds.",
            checked.wait) % {"seconds": checked.wait})
    elif not checked.how:
        count_failure(request, user.get_username())
        form.add_error("code", _("This code is not right, or was used before. Wait for the next code and type that one."))
    return form, checked


def _show(request: HttpRequest, new: list[str], going: str) -> HttpResponse:
    """The recovery codes, this one time."""
    shown = [codes.in_fours(each) for each in new]
    return render(request, "contenthub/people/recovery_codes.html", {"codes": shown, "next": going})


def _signed_in(request: HttpRequest) -> Any:
    """Somebody with a local account who is signed in; people of the organisation have their second step there."""
    if not request.user.is_authenticated:
        return None
    if request.session[BACKEND_SESSION_KEY] != LOCAL:
        raise Http404("the second step is the organisation's")
    return request.user


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Signing in took too long. Begin again."))
    return redirect("people_sign_in")
