"""Which pages an editor finds in the list of items, and under which title.

Of one's own branches everything. Of the library, for whom has no role there, what has been published: under the title
that holds now, so neither a draft nor a text that waits for its moment gives anything away.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Lower
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from contenthub.models import Edition
from contenthub.models.edition import EditionQuerySet
from contenthub.models.pages import PUBLISHED_PAGES
from contenthub.models.pages.library import BranchPage, LibraryPage
from contenthub.vocabulary import EditionState

WRITES = frozenset({"add", "change", "publish"})


def begun() -> EditionQuerySet:
    """What the page of the outer query has published and has begun, the one in force first."""
    rows = Edition.objects.filter(page=OuterRef("pk"), valid_from__lte=timezone.now())
    return rows.standing().order_by("-valid_from", "-number")


def waiting() -> EditionQuerySet:
    """What the page of the outer query has published for later."""
    return Edition.objects.filter(page=OuterRef("pk"), valid_from__gt=timezone.now()).standing()


def own_q(user: Any) -> Q:
    """Pages of the branches in which this user writes."""
    return Q(pk__in=page_permission_policy.instances_user_has_any_permission_for(user, WRITES).values("pk"))


def own_branches(user: Any, model: type[BranchPage]) -> QuerySet[BranchPage]:
    return model.objects.filter(own_q(user))


def seen(user: Any) -> PageQuerySet:
    """Annotated with `mine`, `known_title` (for the eye) and `sort_title`."""
    types = ContentType.objects.get_for_models(*PUBLISHED_PAGES).values()
    pages = Page.objects.filter(content_type__in=[each.pk for each in types])
    if user.is_superuser:
        known = pages.annotate(mine=Value(True), known_title=F("draft_title"))
    else:
        known = _with_library(pages, user)
    return known.annotate(sort_title=Lower("known_title"))


def _with_library(pages: PageQuerySet, user: Any) -> PageQuerySet:
    library = Q(pk__in=[])
    for path in LibraryPage.objects.values_list("path", flat=True):
        library |= Q(path__startswith=path)
    mine = Case(When(own_q(user), then=Value(True)), default=Value(False), output_field=BooleanField())
    said = Subquery(begun().values_list(KT("content__title"))[:1], output_field=CharField())
    known = Case(When(mine=True, then=F("draft_title")), default=said, output_field=CharField())
    own_or_library = pages.annotate(mine=mine).filter(Q(mine=True) | library)
    return own_or_library.annotate(known_title=known).exclude(mine=False, known_title=None)


def in_force(state: EditionState) -> QuerySet[Page]:
    """The keys of the pages whose edition in force has this state, to be used with `pk__in`."""
    return Page.objects.annotate(said=Subquery(begun().values("state")[:1])).filter(said=state).values("pk")
