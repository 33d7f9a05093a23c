"""Finding items by words: of the title, the search words, the slug, and the UPL names of a product.

Plain `icontains` in the database: a page search index over 40,000 local versions takes many seconds, this does not.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.query import PageQuerySet

from contenthub.editorial.items.seeing import said_otherwise
from contenthub.models import UplName
from contenthub.models.pages import LocalLifeEventPage, LocalVersionPage

MAX_WORDS = 8
# So many items at most lend their words to the local versions that are of them.
_LENDING = 500
_OWN_FIELDS = (
    "title",
    "productpage__keywords",
    "productpage__public_slug",
    "questionpage__keywords",
    "questionpage__phrasings",
    "questionpage__public_slug",
    "lifeeventpage__public_slug",
)


def found(pages: PageQuerySet, query: str, user: Any) -> PageQuerySet:
    """Those of `pages` (see `seen`) in which each word occurs; a local version is found by the words of its item."""
    words = query.split()[:MAX_WORDS]
    if not words:
        return pages
    pages = pages.annotate(upl_text=Cast("productpage__upls", TextField()))
    other = {} if user.is_superuser else said_otherwise(user)
    uris = _upl_uris(words)
    told = Q()
    for word in words:
        own = reduce(or_, (Q(**{f"{field}__icontains": word}) for field in _OWN_FIELDS))
        if uris[word]:
            own |= Q(upl_text__regex=f'"({"|".join(map(re.escape, uris[word]))})"')
        said = [key for key, each in other.items() if word.casefold() in each.words.casefold()]
        told &= Q(own, current=True) | Q(mine=True, draft_title__icontains=word) | Q(pk__in=said)
    local = ContentType.objects.get_for_models(LocalVersionPage, LocalLifeEventPage).values()
    generic = pages.exclude(content_type__in=[each.pk for each in local]).filter(told)
    items = [str(key) for key in generic.order_by().values_list("translation_key", flat=True)[:_LENDING]]
    of_item = Q(localversionpage__item__in=items) | Q(locallifeeventpage__item__in=items)
    return pages.filter(told | Q(of_item, mine=True))


def _upl_uris(words: list[str]) -> dict[str, list[str]]:
    named = reduce(or_, (Q(name__icontains=word) for word in words))
    names = list(UplName.objects.filter(named).values_list("uri", "name"))
    return {word: [uri for uri, name in names if word.casefold() in name.casefold()] for word in words}
