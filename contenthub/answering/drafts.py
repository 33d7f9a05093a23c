"""From pages as they stand to rows: what publishing all of them now would add. Nothing is written.

The content is made, and checked, by the very functions that publishing calls; see `contenthub.answering.perspective`
for what becomes of the rows.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

import msgspec
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Q
from msgspec import Struct
from wagtail.fields import StreamField
from wagtail.models import Page

from contenthub.actions.check_page import check_content, kind_of
from contenthub.actions.page_content import Content, content_of, only_reading
from contenthub.actions.publish_page import municipalities_of, series_of
from contenthub.answering.answers import spoken_here
from contenthub.answering.asking import Asking
from contenthub.answering.perspective import Draft, Drafts
from contenthub.models import Edition, UplName
from contenthub.models.blocks.sections import section_field_name
from contenthub.models.pages import PUBLISHED_PAGES, LibraryPage, OrganisationPage, PublishedPage
from contenthub.models.pages.items import ProductPage
from contenthub.models.pages.library import BranchPage
from contenthub.models.pages.local import LocalPage
from contenthub.resolving.editions import EditionRow, Series, content_hash
from contenthub.resolving.material import Town
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState, SectionKind

log = logging.getLogger(__name__)

_Result = TypeVar("_Result")
_ROW = (*Series._fields, "number", "state", "valid_from", "recorded_at", "page")
_KEPT = ("path", "depth", "numchild", "live", "alias_of_id", "translation_key", "latest_revision_id")
# What half-filled blocks bring: Wagtail saves a draft without asking for what is required.
_HALF_FILLED = (AttributeError, KeyError, TypeError, ValueError)
_LONG_AGO = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)


class Standing(Struct, frozen=True):
    """A page as it stands in its branch; `saved_at` is aware."""

    page: PublishedPage
    branch: BranchPage
    saved_at: dt.datetime


def in_draft(asking: Asking, now: dt.datetime, bound: frozenset[str] = frozenset()) -> Asking:
    """The same question with all drafts laid over that its caller may see.

    `bound` are the municipalities that the caller is bound to. A draft can be published from now on and never before,
    so a moment that has passed is refused (DRAFT_BEFORE_NOW).
    """
    if asking.moment < now:
        raise before_now(asking.moment)
    return msgspec.structs.replace(asking, drafts=drafts_here(asking.town, now, bound))


def before_now(moment: dt.datetime) -> Refused:
    return Refused(
        "DRAFT_BEFORE_NOW",
        "moment",
        "%(field)s: %(value)s has passed, and nothing can be dated back; leave it out or give a moment ahead",
        value=moment,
    )


def drafts_here(town: Town, now: dt.datetime, bound: frozenset[str] = frozenset()) -> Drafts:
    """Every draft that would speak in this municipality.

    A caller that is bound to municipalities sees those of their own organisations and none of the library, as the
    editors of an organisation do.
    """
    return Drafts(lambda: _drafts(list(_saved(town, bound)), town, now))


def drafts_of(pages: Iterable[tuple[PublishedPage, BranchPage]], town: Town, now: dt.datetime) -> Drafts:
    """Only these pages, as they are in memory: also one that was never saved. Each needs its `locale`."""
    standing = [Standing(page=page, branch=branch, saved_at=now) for page, branch in pages]
    return Drafts(lambda: _drafts(standing, town, now))


def _saved(town: Town, bound: frozenset[str]) -> Iterator[Standing]:
    texts = town.texts_of
    branches: list[BranchPage] = [] if bound else list(LibraryPage.objects.all())
    if not bound or texts.code in bound:
        branches += OrganisationPage.objects.filter(organisation__in=texts.organisations)
    if not branches:
        return
    below = Q(pk__in=[])
    for branch in branches:
        below |= Q(path__startswith=branch.path, depth=branch.depth + 1)
    types = ContentType.objects.get_for_models(*PUBLISHED_PAGES).values()
    found = list(
        Page.objects.filter(below, content_type__in=[each.pk for each in types])
        .filter(Q(has_unpublished_changes=True) | Q(live=False))
        .select_related("latest_revision", "locale")
        .order_by("pk")
    )
    of_branch = {branch.path: branch for branch in branches}
    # A page that code has made has no revision; what it says stands in its own row.
    bare = {
        page.pk: page for page in Page.objects.filter(pk__in=[p.pk for p in found if not p.latest_revision]).specific()
    }
    for page in found:
        branch = of_branch[page.path[: -Page.steplen]]
        if page.latest_revision:
            yield Standing(page=_as_saved(page), branch=branch, saved_at=page.latest_revision.created_at)
        else:
            specific = bare[page.pk]
            specific.locale = page.locale
            yield Standing(page=specific, branch=branch, saved_at=page.latest_revision_created_at or _LONG_AGO)


def _as_saved(page: Page) -> PublishedPage:
    """The latest revision as a page. Wagtail's own way asks the database ten times for each."""
    model = ContentType.objects.get_for_id(page.content_type_id).model_class()
    saved: PublishedPage = model.from_serializable_data(dict(page.latest_revision.content), check_fks=False)
    saved.pk = saved.id = page.pk
    for name in _KEPT:
        setattr(saved, name, getattr(page, name))
    saved.locale = page.locale
    return saved


def _drafts(standing: list[Standing], town: Town, now: dt.datetime) -> list[Draft]:
    standing = [each for each in standing if each.page.item_id]
    known = _known(standing, town, now)
    upls = _upls(each.page for each in standing)
    found = (_draft(each, known, town, now, upls) for each in standing)
    return [draft for draft in found if draft is not None]


def _known(standing: list[Standing], town: Town, now: dt.datetime) -> dict[Series, list[dict[str, Any]]]:
    """By series what is published already of the same subjects."""
    subjects = {each.page.item_id for each in standing}
    if not subjects:
        return {}
    rows = Edition.objects.filter(kind__in=(EditionKind.ITEM, EditionKind.LIFE_EVENT), subject__in=subjects)
    known: dict[Series, list[dict[str, Any]]] = {}
    for row in rows.filter(spoken_here(town)).around(now).values(*_ROW):
        known.setdefault(Series(*(row[name] for name in Series._fields)), []).append(row)
    return known


def _upls(pages: Iterable[PublishedPage]) -> Mapping[str, UplName]:
    uris = {child.value for page in pages if isinstance(page, ProductPage) for child in page.upls if child.value}
    return UplName.objects.in_bulk(uris) if uris else {}


def _draft(
    standing: Standing,
    known: Mapping[Series, list[dict[str, Any]]],
    town: Town,
    now: dt.datetime,
    upls: Mapping[str, UplName],
) -> Draft | None:
    page, branch = standing.page, standing.branch
    begins = page.valid_from if page.valid_from and page.valid_from > now else now
    planned = [series_of(page, branch, code) for code in municipalities_of(page)]
    here = [
        series
        for series in planned
        if series.municipality in ("", town.texts_of.code) and not _taken_back(known.get(series, ()), standing, now)
    ]
    content, refused = _attempt(page, upls, lambda: content_of(page)) if here else (None, None)
    rows = [] if content is None else [_row(series, content, known, begins, standing.saved_at) for series in here]
    for series, there in known.items():
        if series not in planned and _begun(there, now).get("page") == page.pk and isinstance(page, LocalPage):
            rows.append(_row(series, None, known, begins, standing.saved_at))
    if not rows and refused is None:
        return None

    def check() -> Refused | None:
        if content is None:
            return None
        return _attempt(page, upls, partial(check_content, content, page, branch))[1]

    return Draft(
        kind=kind_of(page),
        subject=page.item_id,
        organisation=branch.organisation_slug,
        language=page.locale.language_code,
        title=page.title.strip(),
        slug=getattr(page, "public_slug", ""),
        begins=begins,
        page=page.pk,
        rows=tuple(rows),
        check=check,
        refused=refused,
    )


def _taken_back(there: Iterable[Mapping[str, Any]], standing: Standing, now: dt.datetime) -> bool:
    """Whether it was withdrawn or ended after the page was last saved: who did that has decided about the draft too."""
    row = _begun(there, now)
    gone = row.get("state") in (EditionState.WITHDRAWN, EditionState.ENDED)
    return gone and row["recorded_at"] > standing.saved_at


def _begun(there: Iterable[Mapping[str, Any]], now: dt.datetime) -> Mapping[str, Any]:
    begun = [row for row in there if row["valid_from"] <= now]
    return max(begun, key=lambda row: (row["valid_from"], row["number"]), default={})


def _row(
    series: Series,
    content: Content | None,
    known: Mapping[Series, list[dict[str, Any]]],
    begins: dt.datetime,
    saved_at: dt.datetime,
) -> EditionRow:
    """The row that publishing would append; without content, an end."""
    return EditionRow(
        id=0,
        series=series,
        number=max((row["number"] for row in known.get(series, ())), default=0) + 1,
        state=EditionState.ENDED if content is None else EditionState.PUBLISHED,
        content=content,
        content_hash=content_hash({} if content is None else content),
        valid_from=begins,
        recorded_at=saved_at,
        draft=True,
    )


def _attempt(
    page: PublishedPage, upls: Mapping[str, UplName], make: Callable[[], _Result]
) -> tuple[_Result | None, Refused | None]:
    try:
        with only_reading(upls):
            return make(), None
    except Refused as refused:
        return None, refused
    except _HALF_FILLED as error:
        refused = _incomplete(page)
        if refused is None:
            log.error("the draft of page %s cannot be read: %s", page.pk, type(error).__name__)
            refused = Refused("UNREADABLE_DRAFT", "page", "%(field)s: cannot be read; open it and save it again")
        return None, refused


def _incomplete(page: PublishedPage) -> Refused | None:
    """The first field in which something required is missing, as the editors' form would find it."""
    names = {section_field_name(kind): kind.value for kind in SectionKind}
    for field in page._meta.get_fields():
        if not isinstance(field, StreamField):
            continue
        try:
            field.stream_block.clean(getattr(page, field.name))
        except ValidationError:
            return Refused(
                "INCOMPLETE", names.get(field.name, field.name), "%(field)s: is not filled in completely; finish it"
            )
    return None
