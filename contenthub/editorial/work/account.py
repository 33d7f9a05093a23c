"""How often one is mailed, on the page of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from contenthub.access.roles import editable
from contenthub.models import Digest


class PaceForm(forms.ModelForm):
    class Meta:
        model = Digest
        fields = ("pace",)
        widgets = {"pace": forms.RadioSelect}

    def save(self, commit: bool = True) -> Any:
        # Who begins is told of everything that waits.
        self.instance.told = self.instance.told if self.instance.pk else []
        return super().save(commit)


@hooks.register("register_account_settings_panel")
class PacePanel(BaseSettingsPanel):
    name = "digest"
    title = _("E-mail of what there is to do")
    tab = notifications_tab
    order = 210
    form_class = PaceForm

    def is_active(self) -> bool:
        return bool(editable(self.user))

    def get_form(self) -> forms.ModelForm:
        digest = Digest.objects.filter(user=self.user).first() or Digest(user=self.user)
        given = (self.request.POST,) if self.request.method == "POST" else ()
        return PaceForm(*given, instance=digest, prefix=self.name)
