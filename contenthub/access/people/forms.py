"""The two forms of signing in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm


class PasswordForm(LoginForm):
    """Wagtail's, without "remember me": how long a session lasts is the organisation's choice."""

    remember = None
    error_messages = {
        **LoginForm.error_messages,
        "invalid_login": _("This name and password do not belong together. Check both and try again."),
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget.attrs.update(placeholder="", autocomplete="username")
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.update(placeholder="", autocomplete="current-password")


class CodeForm(forms.Form):
    """A one-time code, or a recovery code; what is right about it is decided by the view."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": "", "spellcheck": "false",
                                      "autocapitalize": "none"}),
    )
