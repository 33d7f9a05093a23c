"""Rich text as far as the tree of `resolving.text` can say it: nothing that a channel would have to drop.

Draftail has no tables and no fold-outs, so a body is a short stream: text, tables and details in reading order.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock, TypedTableBlockAdapter
from wagtail.rich_text import RichText
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_strings
from wagtail_localize.segments.ingest import organise_template_segments
from wagtail_localize.strings import restore_strings

INLINE = ["bold", "italic", "link", "fact"]
RICH = ["h3", "h4", *INLINE, "ol", "ul", "document-link", "image"]


class NotTranslated:
    """A block whose value is the same in every language, and so no segment for a translator."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        return value


class PlainBlock(NotTranslated, blocks.CharBlock):
    """One line that is no sentence: a name, a code, a key."""


class PlainTextBlock(NotTranslated, blocks.TextBlock):
    """Several lines that are no sentences: a condition."""


class PlainUrlBlock(NotTranslated, blocks.URLBlock):
    pass


class TableBlock(TypedTableBlock):
    """A table with facts and links in its cells; headings are plain text in which {{key}} is a fact."""

    cell = blocks.RichTextBlock(features=INLINE, label=_("Cell"), required=False)

    def get_translatable_segments(self, value: TypedTable) -> list[Any]:
        segments: list[Any] = [StringSegmentValue("caption", value.caption)] if value.caption else []
        segments += [
            StringSegmentValue(f"heading-{at}", column["heading"])
            for at, column in enumerate(value.columns)
            if column["heading"]
        ]
        for row, column, cell in _cells(value):
            template, strings = extract_strings(cell.source)
            path = f"cell-{row}-{column}"
            segments.append(TemplateSegmentValue(path, "html", template, len(strings)))
            segments += [StringSegmentValue(path, string, attrs=attrs) for string, attrs in strings]
        return segments

    def restore_translated_segments(self, value: TypedTable, segments: list[Any]) -> TypedTable:
        by_path: dict[str, list[Any]] = {}
        for segment in segments:
            by_path.setdefault(segment.path, []).append(segment)
        if "caption" in by_path:
            value.caption = by_path["caption"][0].render_text()
        for at, column in enumerate(value.columns):
            if (path := f"heading-{at}") in by_path:
                column["heading"] = by_path[path][0].render_text()
        for row, column, _cell in _cells(value):
            if own := by_path.get(f"cell-{row}-{column}"):
                _format, template, strings = organise_template_segments(own)
                value.row_data[row]["values"][column] = RichText(restore_strings(template, strings))
        return value

    class Meta:
        icon = "table"
        label = _("Table")


def _cells(table: TypedTable) -> list[tuple[int, int, RichText]]:
    return [
        (at_row, at_column, cell)
        for at_row, row in enumerate(table.row_data)
        for at_column, cell in enumerate(row["values"])
    ]


class DetailsBlock(blocks.StructBlock):
    summary = blocks.CharBlock(label=_("Title of the fold-out"), max_length=200)
    text = blocks.RichTextBlock(features=RICH, label=_("Text"))

    class Meta:
        icon = "collapse-down"
        label = _("Details")


class PictureBlock(blocks.StructBlock):
    """A picture that lives elsewhere on the web; one's own go into the text."""

    url = PlainUrlBlock(label=_("Address of the picture"))
    alt = blocks.CharBlock(label=_("What it shows"), max_length=500)

    class Meta:
        icon = "image"
        label = _("Picture elsewhere")


class BodyBlock(blocks.StreamBlock):
    """What a section says, in reading order."""

    text = blocks.RichTextBlock(features=RICH, label=_("Text"))
    table = TableBlock(required=False)
    details = DetailsBlock()
    picture = PictureBlock()

    class Meta:
        required = False
        label = _("Text")


register(TypedTableBlockAdapter(), TableBlock)
