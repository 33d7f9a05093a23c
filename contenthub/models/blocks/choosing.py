"""Choosing another item by its id: the id is that of all its languages, so it survives translation and a new page."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Locale, Page

from contenthub.models.blocks.text import NotTranslated


class ItemChooser(AdminPageChooser):
    """A page chooser whose value is the item id (`translation_key`) as text."""

    def get_instance(self, value: Any) -> Page | None:
        if isinstance(value, Page) or not value:
            return value or None
        return page_of(str(value), *(self.target_models or ()))

    def get_value_data(self, value: Any) -> Any:
        return super().get_value_data(self.get_instance(value))

    def get_display_title(self, instance: Page) -> str:
        # It may stand in a branch of others, whose drafts are not for this reader.
        return str(instance.title if instance.live else super().get_display_title(instance))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        chosen = str(super().value_from_datadict(data, files, name) or "")
        if not chosen.isdigit():
            return chosen
        page = Page.objects.filter(pk=chosen).only("translation_key").first()
        return str(page.translation_key) if page else ""


class ItemChooserBlock(NotTranslated, blocks.FieldBlock):
    """An item id, chosen as a page. `models` are names such as `contenthub.ProductPage`."""

    def __init__(self, *models: str, required: bool = True, help_text: str | None = None, **kwargs: Any) -> None:
        self._models = models
        self._options = {"required": required, "help_text": help_text}
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.CharField:
        from django.apps import apps

        widget = ItemChooser(target_models=[apps.get_model(name) for name in self._models])
        return forms.CharField(widget=widget, **self._options)

    def get_form_state(self, value: Any) -> dict[str, Any] | None:
        """What Wagtail's script draws of a chosen page; at a bare id it stops, and what is not drawn is lost at saving."""
        data = self.field.widget.get_value_data(value)
        if data is None:
            return None
        return {
            "id": data["id"],
            "parentId": data["parent_id"],
            "adminTitle": data["display_title"],
            "editUrl": data["edit_url"],
        }

    class Meta:
        icon = "link"
        label = _("Item")
        default = ""


def page_of(item: str, *models: type[Page]) -> Page | None:
    """The page of this item, in the default language if there is one."""
    try:
        key = uuid.UUID(item)
    except ValueError:
        return None
    pages = Page.objects.filter(translation_key=key)
    if models:
        pages = pages.type(*models)
    default = Locale.get_default().pk
    return min(pages.select_related("locale"), key=lambda page: (page.locale_id != default, page.pk), default=None)
