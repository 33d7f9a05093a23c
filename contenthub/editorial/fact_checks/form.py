"""What an editor fills in to have a text checked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from contenthub.actions.fact_checks import DAYS, MOST_CHARACTERS, MOST_DAYS, MOST_IN_A_NAME, municipalities_shown
from contenthub.models import FactCheck
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.material import today


class AskForm(forms.Form):
    expert_name = forms.CharField(label=gettext_lazy("Name of the expert"), max_length=MOST_IN_A_NAME)
    expert_email = forms.EmailField(label=gettext_lazy("E-mail address of the expert"), max_length=254)
    question = forms.CharField(
        label=gettext_lazy("What should the expert look at?"), max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("The expert reads this above the text."))
    until = forms.DateField(
        label=gettext_lazy("The link opens until"), widget=AdminDateInput,
        help_text=gettext_lazy("The last day on which the expert can answer: at most 60 days from today."))
    municipality = forms.ChoiceField(
        label=gettext_lazy("Municipality"), help_text=gettext_lazy("The expert sees the text as it is in this municipality."))

    def __init__(self, page: PublishedPage, *args: Any, again: FactCheck | None = None, **kwargs: Any) -> None:
        now = timezone.now()
        self.first = today(now)
        self.last = self.first + dt.timedelta(days=MOST_DAYS)
        before = {} if again is None else {
            name: getattr(again, name) for name in ("expert_name", "expert_email", "question", "municipality")}
        super().__init__(*args, initial={"until": self.first + dt.timedelta(days=DAYS), **before}, **kwargs)
        self.fields["municipality"].choices = list(municipalities_shown(page, now).items())

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        if not self.first <= until <= self.last:
            raise forms.ValidationError(
                _("Choose a day from %(first)s up to %(last)s.")
                % {"first": self.first.strftime("%d-%m-%Y"), "last": self.last.strftime("%d-%m-%Y")})
        return until
