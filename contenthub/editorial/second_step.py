"""The second step of signing in, on the page of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import BACKEND_SESSION_KEY
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticToken
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel

from contenthub.access.people.backends import LOCAL
from contenthub.access.people.codes import app_of


@hooks.register("register_account_settings_panel")
class SecondStepPanel(BaseSettingsPanel):
    """Links only: changing it asks for a code, which the form of the account page cannot."""

    name = "second_step"
    title = _("Second step of signing in")
    order = 510
    template_name = "contenthub/editorial/second_step.html"

    def is_active(self) -> bool:
        return self.request.session.get(BACKEND_SESSION_KEY) == LOCAL

    def get_form(self) -> forms.Form:
        return forms.Form()

    def get_context_data(self) -> dict[str, Any]:
        return {
            "app": app_of(self.user),
            "left": StaticToken.objects.filter(device__user=self.user).count(),
        }
