"""The texts of a page as the checks see them, and what its editors have to mend before they can publish."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from contenthub.actions.check_page import check_page
from contenthub.actions.drift import drift
from contenthub.actions.publish_page import municipalities_of, series_of
from contenthub.editorial.checks.finding import Finding
from contenthub.editorial.checks.levels import Levels, levels_of
from contenthub.editorial.checks.running import CHECKS, check
from contenthub.editorial.checks.written import Written, written
from contenthub.editorial.links.standing import known_broken
from contenthub.models.blocks.sections import KIND_LABELS
from contenthub.models.pages.library import BranchPage
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.content import ItemContent, LocalContent
from contenthub.resolving.material import today
from contenthub.vocabulary import Level


def of_page(page: PublishedPage, branch: BranchPage, content: Any) -> tuple[Written | None, Levels]:
    """What this page would publish, and the levels of its organisation; None where there are no texts to check."""
    levels = levels_of(branch.organisation_slug)
    if not isinstance(content, (ItemContent, LocalContent)):
        return None, levels
    now = timezone.now()
    changed = drift(content, series_of(page, branch, next(iter(municipalities_of(page)), "")), now) if (
        isinstance(content, LocalContent)) else None
    return written(content, page.locale.language_code, today(now), changed, known_broken(content), levels.aim), levels


def check_publishing(page: PublishedPage, branch: BranchPage, *, by_hand: bool = False) -> None:
    """What the editors' form asks before it publishes. Raises Refused for what may never be published, and
    ValidationError, with a line for each, for what this organisation wants to have right first."""
    content = check_page(page, branch, by_hand=by_hand)
    strict = levels_of(branch.organisation_slug)
    if not any(strict.of(each.id, each.level) is Level.BLOCK for each in CHECKS):
        return
    text, levels = of_page(page, branch, content)
    found = check(text, levels) if text is not None else ()
    if wrong := [_said(each) for each in found if each.level is Level.BLOCK]:
        raise ValidationError(wrong)


def _said(finding: Finding) -> str:
    place = ", ".join(filter(None, (str(KIND_LABELS[finding.kind]) if finding.kind else "", finding.where)))
    quotes = " ".join(f"“{quote}”" for quote in finding.quotes)
    return f"{place or _('The whole text')}: {finding.message} {quotes} {finding.remedy}"
