"""Signing in by password, and signing out. These pages stand where Wagtail's own would stand.

None of these views is one transaction: what is counted about a failure must stay, whatever happens after it.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import RedirectURLMixin
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.admin.views.account import LoginView

from contenthub.access.people import provider, sessions
from contenthub.access.people.backends import LOCAL
from contenthub.access.people.codes import app_of
from contenthub.access.people.forms import PasswordForm
from contenthub.actions.people import note_sign_in

_SIGNED_OUT = "afgemeld"


class Safe(RedirectURLMixin):
    """Where somebody was going, if that is here."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def address(self) -> str:
        return self.get_redirect_url() or settings.LOGIN_REDIRECT_URL


@method_decorator([transaction.non_atomic_requests, never_cache, sensitive_post_parameters()], name="dispatch")
class SignInView(LoginView):
    """The first step: the organisation's button, the password form, or both."""

    template_name = "contenthub/people/sign_in.html"

    def get_form_class(self) -> type[PasswordForm]:
        return PasswordForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PEOPLE.local:
            raise Http404("local accounts do not sign in here")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        user, going = form.get_user(), self.get_success_url()
        if settings.PEOPLE.totp or app_of(user):
            sessions.wait_for_code(self.request, user, going)
            return redirect("people_code" if app_of(user) else "people_set_up")
        sessions.begin(self.request, user, LOCAL)
        note_sign_in(user, "password")
        return redirect(going)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "people": settings.PEOPLE,
            "signed_out": _SIGNED_OUT in self.request.GET,
        }


@require_POST
@never_cache
@transaction.non_atomic_requests
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out here, and at the organisation when one came from there.

    That goes by a page and not by a redirect: a Content-Security-Policy may forbid a form to end elsewhere.
    """
    id_token = request.session.get(sessions.ID_TOKEN, "") if request.user.is_authenticated else ""
    logout(request)
    further = ""
    if id_token and settings.PEOPLE.provider:
        further = provider.sign_out_address(id_token, request.build_absolute_uri(reverse("people_sign_in")))
    response: HttpResponse
    if further:
        response = render(request, "contenthub/people/signed_out.html", {"further": further})
    else:
        response = redirect(f"{reverse('people_sign_in')}?{_SIGNED_OUT}")
    # As Wagtail does: without the cookie, public pages may be cached again.
    response.delete_cookie(settings.SESSION_COOKIE_NAME, path=settings.SESSION_COOKIE_PATH,
                           domain=settings.SESSION_COOKIE_DOMAIN, samesite=settings.SESSION_COOKIE_SAMESITE)
    request.session.modified = False
    return response
