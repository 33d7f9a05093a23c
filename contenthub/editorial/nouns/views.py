"""Lists and forms that all nouns share: a row and its edition are saved in one transaction, by the verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from contenthub.actions.append import By
from contenthub.resolving.refusal import Refused

FORM_TEMPLATE = "contenthub/nouns/form.html"


def by(request: HttpRequest) -> By:
    return By(actor=request.user.get_username())


class ThroughVerb:
    """Saves what the form holds and publishes it; a refusal is shown at its field, and then nothing is written."""

    template_name = FORM_TEMPLATE
    submit_button_label = _("Publish")
    submit_button_active_label = _("Publishing…")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}  # type: ignore[misc]

    def save_instance(self) -> Any:
        instance = self.form.save()  # type: ignore[attr-defined]
        self.form.publish(by(self.request))  # type: ignore[attr-defined]
        return instance

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc, no-any-return]
        except Refused as refused:
            form.refuse(refused)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined, no-any-return]

    def get_success_buttons(self) -> list[Any]:
        return []


class SaysWhatIsWrong:
    """For a form of Django's own: a form that is not right is told above it too, not only at its fields."""

    error_message: Any = ""

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.validation_error(self.request, self.error_message, form)  # type: ignore[attr-defined]
        return super().form_invalid(form)  # type: ignore[misc, no-any-return]


class NounCreateView(ThroughVerb, generic.CreateView):
    pass


class NounEditView(ThroughVerb, generic.EditView):
    """Asks for leave for this very row, where Wagtail's own view asks for leave for some row."""

    def get_object(self, queryset: Any = None) -> Any:
        found = super().get_object(queryset)
        if not self.user_has_permission_for_instance("change", found):
            raise PermissionDenied
        return found

    def get_side_panels(self) -> Any:
        return MediaContainer([])

    @cached_property
    def can_delete(self) -> bool:
        return False


class NounIndexView(generic.IndexView):
    """A list in which a row leads to its page, or to its form for those who may change it."""

    show_url_name = ""

    @cached_property
    def columns(self) -> list[Any]:
        first, *others = super().columns
        title = TitleColumn(
            first.name,
            label=first.label,
            accessor=first.accessor,
            sort_key=first.sort_key,
            width=first.width or "26%",
            get_url=self.get_title_url,
        )
        return [title, *others]

    def get_edit_url(self, instance: Any) -> str | None:
        may = self.edit_url_name and self.user_has_permission_for_instance("change", instance)
        return reverse(self.edit_url_name, args=[quote(instance.pk)]) if may else None

    def get_inspect_url(self, instance: Any) -> str | None:
        return reverse(self.show_url_name, args=[quote(instance.pk)]) if self.show_url_name else None

    def get_title_url(self, instance: Any) -> str | None:
        return self.get_inspect_url(instance) or self.get_edit_url(instance)

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        return []


class NounViewSet(ModelViewSet):
    """A noun in the admin. Nothing is deleted here: what was published stays on record."""

    index_view_class = NounIndexView
    add_view_class = NounCreateView
    edit_view_class = NounEditView
    copy_view_enabled = False
    add_to_reference_index = False
    add_to_admin_menu = False
    list_per_page = 50
    form_class: Any = None
    writable = True

    def get_form_class(self, for_update: bool = False) -> Any:
        return self.form_class

    @property
    def create_template_name(self) -> str:
        return FORM_TEMPLATE

    edit_template_name = create_template_name

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        gone = ("history_url_name", "usage_url_name", "delete_url_name")
        given = super().get_common_view_kwargs(**kwargs)
        if not self.writable:
            gone = (*gone, "add_url_name", "edit_url_name")
        return {**given, **dict.fromkeys(gone)}

    def register_permissions(self) -> None:
        """Rights follow the page tree, so there is nothing to tick for a group."""

    def get_urlpatterns(self) -> list[URLPattern]:
        key = f"<{self.pk_path_converter}:pk>"
        shown = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        written = [path("new/", self.add_view, name="add"), path(f"edit/{key}/", self.edit_view, name="edit")]
        return [*shown, *(written if self.writable else []), *self.more_urls(key)]

    def more_urls(self, key: str) -> list[URLPattern]:
        return []


def column(name: str, label: Any, accessor: Callable[[Any], Any] | str, **options: Any) -> Column:
    return Column(name, label=label, accessor=accessor, **options)
