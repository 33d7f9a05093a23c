"""Changes of the law in the menu: the list, the form, and per change the sections that cite it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.access.roles import GENERIC, editable, has_role, readable
from contenthub.actions.append import By
from contenthub.actions.law_changes import keep_law_change, look_at_law, may_keep, remove_law_change
from contenthub.editorial.law.citing import cited_by, still_to_look
from contenthub.editorial.nouns.parts import NounForm
from contenthub.editorial.nouns.views import NounEditView, NounIndexView, NounViewSet, column
from contenthub.models import LawChange
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import SectionKind

_ON_A_PAGE = 50


class LawChangeForm(NounForm, forms.ModelForm):
    groups = ((_("Change of the law"), ("regulation", "article", "in_force_on", "title", "url")),)
    main = "regulation"

    class Meta:
        model = LawChange
        fields = ("regulation", "article", "in_force_on", "title", "url")

    def prepare(self) -> None:
        self.fields["in_force_on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["url"].assume_scheme = "https"

    def save(self, commit: bool = True) -> LawChange:
        return keep_law_change(self.instance, user=self.user)

    def publish(self, who: By) -> None:
        """Entering is all: tasks are there at once."""


class LawIndexView(NounIndexView):
    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, rows, more = super().paginate_queryset(queryset, page_size)
        page.object_list = list(rows)
        waits = still_to_look(page.object_list, {GENERIC, *readable(self.request.user)}, timezone.now())
        for change in page.object_list:
            change.waits = waits[change.pk]
        return paginator, page, page.object_list, more


class EditLawChange(NounEditView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "remove" not in request.POST:
            return super().post(request, *args, **kwargs)
        change = self.get_object()
        told = change.title
        remove_law_change(change, user=request.user)
        messages.success(request, gettext("“%(title)s” has been removed.") % {"title": told})
        return redirect(reverse(self.index_url_name))


class ShowLawChange(WagtailAdminTemplateMixin, TemplateView):
    """Which sections cite it. A post says that one of them has been looked at."""

    template_name = "contenthub/law/show.html"
    page_title = _("Change of the law")
    header_icon = "doc-full-inverse"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, pk: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user):
            raise PermissionDenied
        self.change = get_object_or_404(LawChange, pk=pk)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_page_subtitle(self) -> str:
        return str(self.change)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse("law:index"), "label": gettext("Changes of the law")},
                {"url": "", "label": self.change.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        found = cited_by(self.change, {GENERIC, *readable(user)}, timezone.now())
        return {
            **super().get_context_data(**kwargs),
            "change": self.change,
            "page": Paginator(found, _ON_A_PAGE).get_page(self.request.GET.get("p")),
            "waiting": sum(each.look is None for each in found),
            "total": len(found),
            "mine": editable(user),
            "passed": self.change.in_force_on <= timezone.localdate(),
            "edit_url": reverse("law:edit", args=[self.change.pk]) if may_keep(user, self.change) else "",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = request.POST
        section = given.get("section", "")
        try:
            if section not in {kind.value for kind in SectionKind}:
                raise Refused("UNKNOWN_SECTION", "section", "%(field)s: %(value)s is no section", value=section)
            look_at_law(self.change, subject=given.get("subject", ""), organisation=given.get("organisation", ""),
                        section=SectionKind(section), note=given.get("note", ""), user=request.user)
        except Refused as refused:
            messages.error(request, in_own_language(refused))
        else:
            messages.success(request, gettext("It has been kept that you looked at this section."))
        return redirect(request.get_full_path())


class LawViewSet(NounViewSet):
    model = LawChange
    name = "law"
    icon = "doc-full-inverse"
    menu_label = _("Changes of the law")
    menu_order = 97
    add_to_admin_menu = True
    form_class = LawChangeForm
    index_view_class = LawIndexView
    edit_view_class = EditLawChange
    edit_template_name = "contenthub/law/form.html"
    search_fields = ["regulation", "title", "article"]
    ordering = "-in_force_on"

    list_display = [
        column("title", _("What changes"), "title", sort_key="title"),
        column("regulation", _("Law or regulation"), str, sort_key="regulation"),
        DateColumn("in_force_on", label=_("In force on"), accessor="in_force_on", sort_key="in_force_on"),
        column("waits", _("Sections to look at"), "waits"),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(show_url_name="law:show", **kwargs)

    def more_urls(self, key: str) -> list[URLPattern]:
        return [path(f"show/{key}/", ShowLawChange.as_view(), name="show")]
