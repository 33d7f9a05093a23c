"""A fact reference in rich text: `<a linktype="fact" id="paspoort.kosten">label</a>`.

It is a link and no embed, because wagtail-localize keeps links inside a sentence and splits it at an embed.
"""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from contenthub.editorial.fact_chooser import FactFeature

ENTITY = "FACT"


class FactLinkHandler(LinkHandler):
    """How a reference looks where Wagtail itself shows rich text; channels use the tree instead."""

    identifier = "fact"

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        return f'<a data-fact="{escape(attrs.get("id", ""))}">'


class FactElementHandler(LinkElementHandler):
    """From the stored form to Draftail, where a reference is whole or gone."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {"key": attrs.get("id", "")}


def fact_entity(props: dict[str, Any]) -> Any:
    """From Draftail to the stored form."""
    return DOM.create_element("a", {"linktype": "fact", "id": props.get("key", "")}, props["children"])


def register(features: FeatureRegistry) -> None:
    features.register_link_type(FactLinkHandler)
    features.register_editor_plugin("draftail", "fact", FactFeature(ENTITY))
    features.register_converter_rule("contentstate", "fact", {
        "from_database_format": {'a[linktype="fact"]': FactElementHandler(ENTITY)},
        "to_database_format": {"entity_decorators": {ENTITY: fact_entity}},
    })
