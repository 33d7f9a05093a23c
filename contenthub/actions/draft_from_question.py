"""From what was asked to a draft: another phrasing of an item, or a new question. Nothing is published."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from contenthub.actions.append import By
from contenthub.actions.at_once import at_once
from contenthub.actions.branches import branch_for
from contenthub.actions.publish_page import acting
from contenthub.models.pages.items import ItemPage, ProductPage, QuestionPage
from contenthub.resolving.refusal import Refused

_LONGEST_TITLE = 120


def add_phrasing(item: str, text: str, *, user: Any) -> ItemPage:
    """Add a line to the other phrasings of a question, or to the search words of a product, in a new draft.

    A line that is there already adds nothing. Refused: UNKNOWN_ITEM, NOT_ALLOWED for who may not edit its page.
    """
    page = _page(item)
    if page is None:
        raise Refused("UNKNOWN_ITEM", "item", "%(field)s: %(value)s is no item here", value=item[:80])
    if not page.permissions_for_user(user).can_edit():
        raise Refused(
            "NOT_ALLOWED",
            "item",
            "%(field)s: %(value)s is written by others; give them a remark, or make a question of your own",
            value=page.title,
        )
    line = _line(text)
    with at_once(), acting(By(actor=user.get_username())):
        draft = page.get_latest_revision_as_object()
        field = "phrasings" if isinstance(draft, QuestionPage) else "keywords"
        lines = getattr(draft, field).splitlines()
        if line.casefold() not in {each.strip().casefold() for each in lines}:
            setattr(draft, field, "\n".join([*lines, line]))
            draft.save_revision(user=user, log_action=True)
    return page


def draft_question(text: str, *, organisation: str, user: Any) -> QuestionPage:
    """A new question in the branch of this organisation ("" is the library), as a draft to be written.

    Refused: NOT_ALLOWED for who may not add pages there, an empty text.
    """
    line = _line(text)
    branch = branch_for(organisation, settings.LANGUAGE_CODE)
    if not branch.permissions_for_user(user).can_add_subpage():
        raise Refused("NOT_ALLOWED", "organisation", "%(field)s: you do not write for it")
    title = line[:1].upper() + line[1:]
    title = title if title.endswith("?") else f"{title}?"
    page = QuestionPage(
        translation_key=uuid.uuid4(),
        locale=branch.locale,
        title=title[:_LONGEST_TITLE],
        question=title[:300],
        live=False,
    )
    page.public_slug = _free_slug(slugify(title)[:100] or "vraag", branch)
    with at_once(), acting(By(actor=user.get_username())):
        branch.add_child(instance=page)
        page.save_revision(user=user, log_action=True)
    return page


def _page(item: str) -> ItemPage | None:
    try:
        key = uuid.UUID(item)
    except ValueError:
        return None
    main = {"translation_key": key, "locale__language_code": settings.LANGUAGE_CODE}
    return ProductPage.objects.filter(**main).first() or QuestionPage.objects.filter(**main).first()


def _free_slug(slug: str, branch: Any) -> str:
    taken = set(QuestionPage.objects.child_of(branch).values_list("public_slug", flat=True))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _line(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise Refused("EMPTY_TEXT", "text", "%(field)s: must not be empty", value="")
    return line
