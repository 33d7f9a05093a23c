"""New values from a spreadsheet: choose for whom, download, upload, look at what it does, and publish all of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.access.roles import publishable
from contenthub.actions.append import By
from contenthub.editorial.confirming import ConfirmView
from contenthub.editorial.nouns.layers import Layer, layers_for, name_of
from contenthub.editorial.sheets import files, looking, preview
from contenthub.editorial.sheets.columns import Line
from contenthub.editorial.sheets.template import next_year, template, values_at
from contenthub.models import UploadedSheet
from contenthub.models.pages.speaking import beside_its_field, in_own_language
from contenthub.resolving.refusal import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetForm(forms.Form):
    """The file as rows: in `cleaned_data["file"]` stands what was read of it."""

    file = forms.FileField(
        label=_("Filled in sheet"),
        help_text=_("An .xlsx or .csv of at most 5 MB and 5,000 rows. Nothing is published yet."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> list[Line]:
        given = self.cleaned_data["file"]
        self.name = given.name
        try:
            if given.size > files.MOST_BYTES:
                raise files.too_big(given.size)
            return files.read_sheet(given.name, given.read())
        except Refused as refused:
            raise forms.ValidationError(beside_its_field(refused)) from refused


class _Sheets(WagtailAdminTemplateMixin):
    header_icon = "table"
    page_title = _("Values from a spreadsheet")
    request: HttpRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        facts = {"url": reverse("facts:index"), "label": gettext("Facts")}
        return [*self.breadcrumbs_items, facts, *self.trail()]

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.page_title}]


def _chosen(request: HttpRequest) -> Layer | None:
    """The layer asked for, or the only one there is. PermissionDenied where this user may not publish there."""
    layers = [code for code, _name in layers_for(request.user)]
    code = request.GET.get("layer", "") or (layers[0] if len(layers) == 1 else "")
    if not layers or (code and code not in layers):
        raise PermissionDenied
    return Layer.read(code)


class SheetView(_Sheets, FormView):
    """First for whom, then the template and the file. The file is kept, and shown in its preview."""

    template_name = "contenthub/sheets/upload.html"
    form_class = SheetForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.layer = _chosen(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, layer = timezone.now(), self.layer
        layers = layers_for(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "layers": layers,
            "layer": layer and layer.code,
            "layer_name": layer and name_of(layer),
            "facts": layer and len(values_at(layer, now)),
            "begins": next_year(now),
            "template_url": layer and f"{reverse('facts:sheet_template')}?{urlencode({'layer': layer.code})}",
            "kept": [(sheet, dict(layers)[sheet.layer]) for sheet in kept_for(self.request.user).order_by("-made_at")],
        }

    def form_valid(self, form: SheetForm) -> HttpResponse:
        if self.layer is None:
            raise PermissionDenied
        made = looking.keep(self.request.user, self.layer, form.name, form.cleaned_data["file"], timezone.now())
        return redirect("facts:sheet_preview", made.pk)

    def form_invalid(self, form: SheetForm) -> HttpResponse:
        messages.validation_error(self.request, gettext("The file could not be read. Nothing was changed."), form)
        return super().form_invalid(form)


class DownloadView(View):
    """The sheet to fill in, as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        layer = _chosen(request)
        if layer is None:
            raise PermissionDenied
        now = timezone.now()
        name = slugify(f"{gettext('values')} {name_of(layer)} {next_year(now).year}")
        headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "private, no-store"}
        return HttpResponse(template(layer, now), content_type=XLSX, headers=headers)


class _OneSheet:
    """Of an upload of one's own, for a layer at which one may still publish; all others are not there."""

    sheet: UploadedSheet

    def dispatch(self, request: HttpRequest, pk: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not publishable(request.user):
            raise PermissionDenied
        found = kept_for(request.user).filter(pk=pk).first()
        if found is None:
            messages.info(request, gettext("This upload is not there any more. Upload the file again if need be."))
            return redirect("facts:sheet")
        self.sheet = found
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]


class PreviewView(_OneSheet, _Sheets, TemplateView):
    """What the upload would do; nothing is written until the button is pressed."""

    template_name = "contenthub/sheets/preview.html"

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": reverse("facts:sheet"), "label": self.page_title}, {"url": "", "label": self.sheet.name}]

    def get_page_subtitle(self) -> str:
        return name_of(looking.layer_of_sheet(self.sheet))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = looking.look(self.sheet)
        return {
            **super().get_context_data(**kwargs),
            **preview.told(seen, self.request.GET),
            "sheet": self.sheet,
            "mark": seen.mark,
            "again_url": f"{reverse('facts:sheet')}?{urlencode({'layer': self.sheet.layer})}",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        layer = looking.layer_of_sheet(self.sheet)
        try:
            made = looking.publish(self.sheet, request.POST.get("mark", ""), By(actor=request.user.get_username()))
        except looking.Changed:
            messages.warning(
                request,
                gettext("Something has changed since you saw this preview, so nothing was published. Look at it again."),
            )
            return redirect("facts:sheet_preview", self.sheet.pk)
        except Refused as refused:
            messages.error(request, in_own_language(refused))
            return redirect("facts:sheet_preview", self.sheet.pk)
        number = len(made)
        done = ngettext(
            "%(number)s value has been published and waits for its day.",
            "%(number)s values have been published and wait for their day.",
            number,
        )
        waiting = {"kind": "fact-value", "waiting": "true", "organisation": layer.organisation}
        url = f"{reverse('editions:index')}?{urlencode(waiting)}"
        messages.success(request, done % {"number": number}, buttons=[messages.button(url, gettext("Waiting values"))])
        return redirect("facts:index")


class DiscardView(_OneSheet, ConfirmView):
    """Asks before an upload is thrown away."""

    page_title = _("Throw this upload away")
    yes = _("Yes, throw it away")

    def get_page_subtitle(self) -> str:
        return self.sheet.name

    def back(self) -> str:
        return reverse("facts:sheet_preview", args=[self.sheet.pk])

    def consequences(self) -> list[str]:
        return [gettext("Nothing of it is published, and no value changes. The file on your own computer stays.")]

    def act(self) -> str:
        self.sheet.delete()
        return gettext("The upload has been thrown away. Nothing was published.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        super().post(request, *args, **kwargs)
        return redirect("facts:sheet")


def kept_for(user: Any) -> QuerySet[UploadedSheet]:
    """What this user has uploaded, for layers at which they may still publish."""
    return UploadedSheet.objects.filter(user=user, layer__in=[code for code, _name in layers_for(user)])


__all__ = ["DiscardView", "DownloadView", "PreviewView", "SheetView"]
