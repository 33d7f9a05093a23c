"""Where signing in stands: before Wagtail's own addresses, so that these are the only door."""

from __future__ import annotations

from django.urls import path

from contenthub.access.people.organisation import from_organisation, to_organisation
from contenthub.access.people.second_step import code, prove, set_up
from contenthub.access.people.sign_in import SignInView, sign_out

urlpatterns = [
    path("admin/login/", SignInView.as_view(), name="people_sign_in"),
    path("admin/logout/", sign_out, name="people_sign_out"),
    path("admin/login/organisatie/", to_organisation, name="people_organisation"),
    path("admin/login/organisatie/terug/", from_organisation, name="people_back"),
    path("admin/login/code/", code, name="people_code"),
    path("admin/login/code/instellen/", set_up, name="people_set_up"),
    path("admin/login/code/<slug:what>/", prove, name="people_prove"),
]
