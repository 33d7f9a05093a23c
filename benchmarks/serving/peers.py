"""What a peer is asked for, which is what our documents are asked for as far as it can say that."""

from __future__ import annotations

from urllib.parse import urlencode

from benchmarks.serving.grapple.apps import KINDS

APPLICATION = "benchmarks.serving.grapple.wsgi:application"
_TEXT = "... on RichTextBlock { value }"
_BLOCKS = f"""{{ id blockType field ... on StructBlock {{ blocks {{ field ... on StreamBlock {{ blocks {{
  field {_TEXT} ... on StructBlock {{ blocks {{ field {_TEXT} }} }} }} }} }} }} }}"""
_SECTIONS = " ".join("section" + kind.capitalize() + _BLOCKS for kind in KINDS)
_SINGLE = f"""query ($id: ID) {{ page(id: $id, contentType: "contenthub.ProductPage") {{
  id title ... on ProductPage {{ publicSlug summary {_SECTIONS} }} }} }}"""
_LISTED = """{ pages(contentType: "contenthub.ProductPage", limit: 20) {
  id title ... on ProductPage { publicSlug summary measuredQuestions { id title publicSlug summary } } } }"""


def single(page: int) -> str:
    """By the page's number: a product in two languages has one slug in the tree, by which grapple finds neither."""
    return "/graphql/?" + urlencode({"query": _SINGLE, "variables": f'{{"id": {page}}}'})


def listed() -> str:
    return "/graphql/?" + urlencode({"query": _LISTED})
