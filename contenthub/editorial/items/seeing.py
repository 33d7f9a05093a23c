"""Which pages an editor finds in the list of items, and under which title.

Of the branches in which one writes everything. Of the library, and of branches in which one only reads, what has been
published: under the title that holds now, so neither a draft nor a text that waits for its moment gives anything away.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from msgspec import Struct
from wagtail.models import Page
from wagtail.query import PageQuerySet

from contenthub.access.branches import READS, below, branches, own, own_q
from contenthub.models import Edition
from contenthub.models.edition import EditionQuerySet
from contenthub.models.pages import PUBLISHED_PAGES
from contenthub.vocabulary import EditionState

_SAID = ("title", "slug", "keywords", "upls")


class Said(Struct, frozen=True):
    """What is in force of a page: its state, empty where nothing is, its title, and the words by which it is found."""

    state: str
    title: str
    words: str

    @classmethod
    def of(cls, state: str, title: str | None, slug: str | None, keywords: list[str] | None, upls: Any) -> Said:
        names = (str(upl["uri"]).rpartition("/")[2] for upl in upls or ())
        return cls(state, title or "", " ".join([title or "", slug or "", *(keywords or ()), *names]))


_NOTHING = Said("", "", "")


def begun() -> EditionQuerySet:
    """What the page of the outer query has published and has begun, the one in force first."""
    rows = Edition.objects.filter(page=OuterRef("pk"), valid_from__lte=timezone.now())
    return rows.standing().order_by("-valid_from", "-number")


def waiting() -> Any:
    """The keys of the pages that have published something for later, to be used with `pk__in`: there are few."""
    return Edition.objects.filter(page__isnull=False, valid_from__gt=timezone.now()).standing().values("page")


def seen(user: Any) -> PageQuerySet:
    """Annotated with `mine`, `known_title` (for the eye) and `sort_title`; of what is not one's own also with `gone`, where
    it was withdrawn, and `current`, where the fields of the page are what has been published."""
    pages = Page.objects.filter(content_type__in=_types())
    if user.is_superuser:
        known = pages.annotate(mine=Value(True), current=Value(True), gone=Value(False), known_title=F("draft_title"))
    else:
        known = _with_others(pages, user)
    return known.annotate(sort_title=Lower("known_title"))


def _with_others(pages: PageQuerySet, user: Any) -> PageQuerySet:
    mine, others, other = own_q(user), _read_q(user), said_otherwise(user)
    unsaid = [key for key, said in other.items() if said.state in ("", EditionState.ENDED)]
    gone = [key for key, said in other.items() if said.state == EditionState.WITHDRAWN]
    titles = [When(pk=key, then=Value(said.title)) for key, said in other.items() if said.title and key not in set(unsaid)]
    return pages.filter(mine | (others & ~Q(pk__in=unsaid))).annotate(
        mine=_whether(mine),
        current=_whether(mine | ~Q(pk__in=list(other))),
        gone=_whether(~mine & Q(pk__in=gone)),
        known_title=Case(When(mine, then=F("draft_title")), *titles, default=F("title"), output_field=CharField()),
    )


def said_otherwise(user: Any) -> dict[int, Said]:
    """The few pages whose own fields are not what has been published, of where one reads and does not write.

    The fields of a live page are those of its live revision. Where the edition in force was made of that same revision
    they say the same, and nobody needs to unpack the contents of thousands of editions for their titles. Kept on the user.
    """
    if not hasattr(user, "_contenthub_otherwise"):
        pages = Page.objects.filter(_read_q(user), content_type__in=_types()).exclude(own_q(user))
        said = pages.annotate(said=Coalesce(Subquery(begun().values("revision")[:1]), Value(0)))
        others = list(said.exclude(live=True, live_revision=F("said")).order_by().values_list("pk", flat=True))
        rows = Edition.objects.filter(page__in=others, valid_from__lte=timezone.now()).standing()
        fields = rows.order_by("valid_from", "number").values_list("page", "state", *(f"content__{name}" for name in _SAID))
        latest = {key: Said.of(*content) for key, *content in fields}
        user._contenthub_otherwise = {key: latest.get(key, _NOTHING) for key in others}
    return user._contenthub_otherwise


def _read_q(user: Any) -> Q:
    library = {branch.path for branch in branches(user) if not branch.organisation}
    return below(tuple(sorted(library | {branch.path for branch in own(user, READS)})))


def _types() -> list[int]:
    return [each.pk for each in ContentType.objects.get_for_models(*PUBLISHED_PAGES).values()]


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
