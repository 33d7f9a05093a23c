"""Finding items by words: of the title, the search words, the slug, and the UPL names of a product.

Plain `icontains` in the database: a page search index over 40,000 local versions takes many seconds, this does not.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat, Replace
from wagtail.query import PageQuerySet

from contenthub.editorial.items.seeing import begun
from contenthub.models import UplName
from contenthub.models.pages import LocalLifeEventPage, LocalVersionPage

MAX_WORDS = 8
# So many items at most lend their words to the local versions that are of them.
_LENDING = 500
_UPL_HOME = "http://standaarden.overheid.nl/owms/terms/"
_OWN_FIELDS = (
    "title",
    "draft_title",
    "productpage__keywords",
    "productpage__public_slug",
    "questionpage__keywords",
    "questionpage__phrasings",
    "questionpage__public_slug",
    "lifeeventpage__public_slug",
)


def found(pages: PageQuerySet, query: str) -> PageQuerySet:
    """Those of `pages` (see `seen`) in which each word occurs; a local version is found by the words of its item."""
    words = query.split()[:MAX_WORDS]
    if not words:
        return pages
    pages = pages.annotate(upl_text=Cast("productpage__upls", TextField()), said_text=_said_text())
    uris = _upl_uris(words)
    told = Q()
    for word in words:
        own = reduce(or_, (Q(**{f"{field}__icontains": word}) for field in _OWN_FIELDS))
        if uris[word]:
            own |= Q(upl_text__regex=f'"({"|".join(map(re.escape, uris[word]))})"')
        told &= Q(own, mine=True) | Q(mine=False, said_text__icontains=word)
    local = ContentType.objects.get_for_models(LocalVersionPage, LocalLifeEventPage).values()
    generic = pages.exclude(content_type__in=[each.pk for each in local]).filter(told)
    items = [str(key) for key in generic.order_by().values_list("translation_key", flat=True)[:_LENDING]]
    of_item = Q(localversionpage__item__in=items) | Q(locallifeeventpage__item__in=items)
    return pages.filter(told | Q(of_item, mine=True))


def _said_text() -> Subquery:
    parts = [
        Coalesce(KT(f"content__{name}"), Value(""), output_field=TextField()) for name in ("title", "slug", "keywords")
    ]
    upls = Replace(
        Coalesce(KT("content__upls"), Value(""), output_field=TextField()), Value(_UPL_HOME), Value(""),
        output_field=TextField(),
    )
    text = Concat(*(part for each in (*parts, upls) for part in (each, Value(" "))), output_field=TextField())
    return Subquery(begun().annotate(text=text).values("text")[:1], output_field=TextField())


def _upl_uris(words: list[str]) -> dict[str, list[str]]:
    named = reduce(or_, (Q(name__icontains=word) for word in words))
    names = list(UplName.objects.filter(named).values_list("uri", "name"))
    return {word: [uri for uri, name in names if word.casefold() in name.casefold()] for word in words}
