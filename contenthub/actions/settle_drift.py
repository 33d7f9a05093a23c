"""Settling what a changed source means for our own text: it is still right, it goes, or it is put together anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct
from wagtail.models import Revision

from contenthub.actions.append import By
from contenthub.actions.at_once import at_once
from contenthub.actions.page_fields import body_of
from contenthub.actions.publish_page import acting
from contenthub.models.blocks.sections import section_field_name
from contenthub.models.pages.local import LocalVersionPage
from contenthub.resolving.refusal import Refused
from contenthub.resolving.text import Blocks
from contenthub.vocabulary import SectionKind, SectionMode


class Settlement(StrEnum):
    """Our text is still right; the generic text takes its place; or it becomes a text that was put together from both."""

    KEEP = "keep"
    TAKE = "take"
    MERGE = "merge"


class Decision(Struct, frozen=True):
    """`number` is the generic edition that was looked at; `blocks` the text of a merge."""

    how: Settlement
    number: int
    blocks: Blocks = ()


def settle(
    page: LocalVersionPage,
    decisions: Mapping[SectionKind, Decision],
    *,
    user: Any,
    seen: int | None,
    note: str = "",
    publish: bool = False,
) -> Revision:
    """Write these decisions into the page's draft, and publish it where that is asked.

    `page` is the latest revision, `seen` the key of the revision that the editor had before them. Refused: no right, a locked
    page, a draft that has changed meanwhile, a section that has no text of ours, and what publishing refuses; nothing is
    written then.
    """
    with at_once():
        _check_may(page, user, publish)
        saved = LocalVersionPage.objects.select_for_update().get(pk=page.pk)
        if saved.latest_revision_id != seen:
            raise Refused(
                "CHANGED_MEANWHILE",
                "page",
                "%(field)s: %(value)s has been changed meanwhile; look at it again, nothing was written",
                value=page.title,
            )
        for kind, decision in decisions.items():
            _write(page, kind, decision)
        revision = page.save_revision(user=user, log_action=True)
        if publish:
            with acting(By(actor=user.get_username(), note=note)):
                revision.publish(user=user)
        return revision


def _check_may(page: LocalVersionPage, user: Any, publish: bool) -> None:
    may = page.permissions_for_user(user)
    if not may.can_edit() or (publish and not may.can_publish()):
        raise Refused("NO_ROLE", "page", "%(field)s: you may not do this for %(value)s", value=page.title)
    if may.page_locked():
        raise Refused("LOCKED", "page", "%(field)s: %(value)s is locked; wait until it is free", value=page.title)


def _write(page: LocalVersionPage, kind: SectionKind, decision: Decision) -> None:
    field = section_field_name(kind)
    stream = getattr(page, field)
    raw = stream.stream_block.get_prep_value(stream)
    if not raw:
        raise Refused("NO_TEXT", kind.value, "%(field)s: %(value)s has no text here", value=page.title)
    value = raw[0]["value"]
    match decision.how:
        case Settlement.TAKE:
            raw = []
        case Settlement.KEEP:
            value["based_on"] = decision.number
        case Settlement.MERGE:
            if value["mode"] != SectionMode.REPLACE:
                raise Refused("NOT_REPLACED", kind.value, "%(field)s: only a text that replaces another can be merged with it")
            if not decision.blocks:
                raise Refused("EMPTY_MERGE", kind.value, "%(field)s: nothing would be left; choose at least one part")
            value["body"] = body_of(f"{page.translation_key}.{kind}.body", decision.blocks)
            value["based_on"] = decision.number
    setattr(page, field, json.dumps(raw))


__all__ = ["Decision", "Settlement", "settle"]
