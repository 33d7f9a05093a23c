"""What a peer is asked for, which is what our documents are asked for as far as it can say that."""

from __future__ import annotations

from urllib.parse import urlencode

from benchmarks.serving.grapple.apps import KINDS

APPLICATION = "benchmarks.serving.grapple.wsgi:application"
_BLOCKS = "{ id blockType field rawValue }"
_SECTIONS = " ".join("section" + kind.capitalize() + _BLOCKS for kind in KINDS)
_SINGLE = f"""query ($slug: String) {{ page(slug: $slug, contentType: "contenthub.ProductPage") {{
  id title ... on ProductPage {{ publicSlug summary {_SECTIONS} }} }} }}"""
_LISTED = """{ pages(contentType: "contenthub.ProductPage", limit: 20) {
  id title ... on ProductPage { publicSlug summary measuredQuestions { id title publicSlug summary } } } }"""


def single(slug: str) -> str:
    """`slug` is that of the page in Wagtail's tree."""
    return "/graphql/?" + urlencode({"query": _SINGLE, "variables": f'{{"slug": "{slug}"}}'})


def listed() -> str:
    return "/graphql/?" + urlencode({"query": _LISTED})
