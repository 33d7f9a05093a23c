"""Writing a page from a draft and publishing it, along the same path as an editor's click."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from contenthub.actions.append import By
from contenthub.actions.at_once import at_once
from contenthub.actions.branches import branch_for
from contenthub.actions.check_known import ITEMS, LIFE_EVENTS, check_pages, check_topics
from contenthub.actions.page_fields import fill_item, fill_life_event, fill_local
from contenthub.actions.publish_page import acting, planned, says_already
from contenthub.models.blocks.choosing import page_of
from contenthub.models.pages.items import ItemPage, ProductPage, QuestionPage
from contenthub.models.pages.journeys import LifeEventPage
from contenthub.models.pages.local import LocalVersionPage
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.refusal import Refused
from contenthub.writing.drafts import ItemDraft, LifeEventDraft, LocalDraft, RuleDraft

_ITEM_PAGES: dict[str, type[ItemPage]] = {"product": ProductPage, "question": QuestionPage}
_NAMESPACE = uuid.UUID("0b0f9f38-06e1-4e0b-8a3e-6a8f4f2f5c11")


class Written(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def write_item(
    draft: ItemDraft,
    *,
    item: str,
    language: str,
    organisation: str = "",
    by: By = By(),
    valid_from: dt.datetime | None = None,
    coming: frozenset[str] = frozenset(),
) -> Written:
    """Make or change a product or question and publish it; nothing where it says this already.

    `item` is the id in every language, a UUID as text; without `organisation` it is generic. `coming` are the ids that
    the same import is about to write: items refer to each other. Raises Refused for what publishing refuses, and for
    an unknown item, life event or topic; nothing is written then.
    """
    if draft.type not in _ITEM_PAGES:
        raise Refused("UNKNOWN_TYPE", "type", "%(field)s: %(value)s is neither product nor question", value=draft.type)
    _check_item(draft, coming | {item})
    return _write(
        _ITEM_PAGES[draft.type],
        lambda page: fill_item(page, draft),
        key=_uuid(item),
        language=language,
        organisation=organisation,
        by=by,
        valid_from=valid_from,
    )


def write_life_event(
    draft: LifeEventDraft,
    *,
    item: str,
    language: str,
    organisation: str = "",
    by: By = By(),
    valid_from: dt.datetime | None = None,
    coming: frozenset[str] = frozenset(),
) -> Written:
    """Make or change a life event with its journey and publish it; see `write_item`."""
    for step in draft.steps:
        check_pages(step.items, ITEMS, f"steps.{step.id}", coming)
    return _write(
        LifeEventPage,
        lambda page: fill_life_event(page, draft),
        key=_uuid(item),
        language=language,
        organisation=organisation,
        by=by,
        valid_from=valid_from,
    )


def write_local(
    draft: LocalDraft,
    *,
    item: str,
    language: str,
    organisation: str,
    by: By = By(),
    valid_from: dt.datetime | None = None,
    coming: frozenset[str] = frozenset(),
) -> Written:
    """Make or change an organisation's version of a generic item and publish it; see `write_item`.

    An organisation may have one version for all its municipalities and others for some that it names.
    """
    _uuid(item)
    _check_suggested(draft.rules, coming)
    named = ",".join(sorted(draft.municipalities))

    def fill(page: LocalVersionPage) -> None:
        page.item = item
        generic = page_of(item)
        page.title = page.title or (generic.title if generic else item)
        fill_local(page, draft)

    return _write(
        LocalVersionPage,
        fill,
        key=uuid.uuid5(_NAMESPACE, f"{organisation}/{item}/{named}"),
        language=language,
        organisation=organisation,
        by=by,
        valid_from=valid_from,
    )


def _check_item(draft: ItemDraft, coming: frozenset[str]) -> None:
    check_pages(draft.related, ITEMS, "related", coming)
    check_pages([draft.product] if draft.product else [], (ProductPage,), "product", coming)
    check_pages(draft.life_events, LIFE_EVENTS, "life_events", coming)
    check_topics(draft.topics)
    _check_suggested(draft.rules, coming)


def _check_suggested(rules: list[RuleDraft], coming: frozenset[str]) -> None:
    for rule in rules:
        check_pages([rule.item] if rule.item else [], ITEMS, f"rules.{rule.id}", coming)


def _write(
    model: type[PublishedPage],
    fill: Callable[..., None],
    *,
    key: uuid.UUID,
    language: str,
    organisation: str,
    by: By,
    valid_from: dt.datetime | None,
) -> Written:
    _check_moment(valid_from)
    with at_once():
        branch = branch_for(organisation, language)
        existing = model.objects.child_of(branch).filter(translation_key=key).first()
        page = (
            existing.get_latest_revision_as_object() if existing else model(translation_key=key, locale=branch.locale)
        )
        fill(page)
        if not page.title:
            raise Refused("EMPTY_TITLE", "title", "%(field)s: must not be empty", value="")
        page.valid_from = valid_from
        if existing is not None and says_already(planned(page, branch), valid_from or timezone.now()):
            # Also where an editor took it back: an import does not bring back what somebody withdrew.
            return Written.UNCHANGED
        with acting(by):
            try:
                # Publishing indexes the references once more; twice before that would be for nothing.
                with disable_reference_index_auto_update():
                    if existing is None:
                        page.live = False
                        branch.add_child(instance=page)
                    revision = page.save_revision()
            except ValidationError as error:
                raise _refused(error) from error
            revision.publish()
        return Written.CHANGED if existing else Written.NEW


def _check_moment(valid_from: dt.datetime | None) -> None:
    if valid_from is None:
        return
    if timezone.is_naive(valid_from):
        raise Refused(
            "MOMENT_WITHOUT_OFFSET",
            "valid_from",
            "%(field)s: %(value)s has no offset; write +01:00 behind it",
            value=valid_from,
        )
    if valid_from < timezone.now():
        raise Refused(
            "DATED_BACK",
            "valid_from",
            "%(field)s: %(value)s lies before now; nothing can be dated back",
            value=valid_from,
        )


def _uuid(item: str) -> uuid.UUID:
    try:
        return uuid.UUID(item)
    except ValueError as error:
        raise Refused("BAD_ITEM_ID", "item", "%(field)s: %(value)s is no UUID", value=item) from error


def _refused(error: ValidationError) -> Refused:
    by_field = error.message_dict if hasattr(error, "error_dict") else {"page": error.messages}
    field, messages = next(iter(by_field.items()))
    return Refused("BAD_PAGE", field, "%(field)s: %(why)s", why=" ".join(messages))


__all__ = ["Written", "write_item", "write_life_event", "write_local"]
