"""The page on which an organisation chooses how much each check matters to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from contenthub.access.roles import GENERIC, editable, may_publish
from contenthub.actions.keep_check_levels import keep_check_levels
from contenthub.editorial.checks.levels import Levels, levels_of
from contenthub.editorial.checks.rules import PartCheck
from contenthub.editorial.checks.running import CHECKS
from contenthub.editorial.for_roles import ForEditorsView
from contenthub.models import Organisation
from contenthub.models.checks import LEVEL_LABELS
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import AIMS, Grade, Level, TextCheck


class LevelsForm(forms.Form):
    """A choice per check; an empty one is the check's own level, whatever that will be."""

    aim = forms.ChoiceField(
        label=_("Reading level aimed at"), choices=[(aim.value, aim.value) for aim in AIMS],
        help_text=_("Most people understand B1. Texts in easy Dutch are always held to A2."))

    def __init__(self, *args: Any, levels: Levels, may: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["aim"] = levels.aim
        for each in CHECKS:
            own = gettext("Standard: %(level)s") % {"level": str(LEVEL_LABELS[each.level]).lower()}
            self.fields[each.id] = forms.ChoiceField(
                label=each.message, required=False, initial=levels.chosen.get(each.id, ""),
                choices=[("", own), *((level.value, label) for level, label in LEVEL_LABELS.items())])
        for field in self.fields.values():
            field.disabled = not may

    def rows(self) -> Iterator[tuple[PartCheck, forms.BoundField]]:
        return ((each, self[each.id]) for each in CHECKS)

    def chosen(self) -> dict[TextCheck, Level | None]:
        return {each.id: Level(told) if (told := self.cleaned_data[each.id]) else None for each in CHECKS}

    def aimed(self) -> Grade | None:
        aim = Grade(self.cleaned_data["aim"])
        return None if aim is Grade.B1 else aim


class CheckLevelsView(ForEditorsView):
    """`?organisation=` is whose, "" the library. Whoever writes for it may look; whoever publishes for it chooses."""

    template_name = "contenthub/checks/levels.html"
    page_title = _("Checks of texts")
    header_icon = "glasses"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = editable(request.user)
        wanted = request.GET.get("organisation")
        if wanted is not None and wanted not in mine:
            raise PermissionDenied
        self.mine = mine
        self.organisation = wanted if wanted is not None else min(mine, default=GENERIC)
        self.may = may_publish(request.user, self.organisation)
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> LevelsForm:
        return LevelsForm(data, levels=levels_of(self.organisation), may=self.may)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = dict(Organisation.objects.filter(pk__in=self.mine).values_list("pk", "name"))
        writers = [(GENERIC, gettext("National")), *sorted(names.items(), key=lambda pair: pair[1].casefold())]
        return {
            **super().get_context_data(**kwargs), "form": kwargs.get("form") or self.form(), "may": self.may,
            "organisation": self.organisation, "writers": [pair for pair in writers if pair[0] in self.mine],
            "writer": names.get(self.organisation) or gettext("National"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.may:
            raise PermissionDenied
        form = self.form(request.POST)
        if not form.is_valid():
            messages.validation_error(request, gettext("Nothing was saved: something is not right yet."), form)
            return self.render_to_response(self.get_context_data(form=form))
        try:
            changed = keep_check_levels(self.organisation, form.chosen(), aim=form.aimed(), user=request.user)
        except Refused as refused:
            messages.error(request, in_own_language(refused))
        else:
            messages.success(request, gettext("The levels have been saved.") if changed else gettext("Nothing was changed."))
        return redirect(f"{reverse('contenthub_check_levels')}?{urlencode({'organisation': self.organisation})}")
