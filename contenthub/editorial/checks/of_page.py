"""The texts of a page as the checks see them, and what its editors have to mend before they can publish."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from contenthub.actions.check_page import check_page
from contenthub.actions.drift import drift, generic_row
from contenthub.actions.publish_page import municipalities_of, series_of
from contenthub.editorial.checks.finding import Finding
from contenthub.editorial.checks.levels import Levels, levels_of
from contenthub.editorial.checks.running import CHECKS, check
from contenthub.editorial.checks.written import Written, written
from contenthub.editorial.links.standing import known_broken
from contenthub.models import Municipality
from contenthub.models.blocks.sections import KIND_LABELS
from contenthub.models.pages.library import BranchPage
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.content import ItemContent, LocalContent
from contenthub.resolving.editions import EditionRow
from contenthub.resolving.material import today
from contenthub.vocabulary import Level, SectionMode


def of_page(page: PublishedPage, branch: BranchPage, content: Any) -> tuple[Written | None, Levels]:
    """What this page would publish, and the levels of its organisation; None where there are no texts to check."""
    levels = levels_of(branch.organisation_slug)
    if not isinstance(content, (ItemContent, LocalContent)):
        return None, levels
    now, around = timezone.now(), {}
    if isinstance(content, LocalContent):
        series = series_of(page, branch, next(iter(municipalities_of(page)), ""))
        row = generic_row(series, now)
        around = {"drift": drift(content, row, series, now), "beside": _beside(content, row, now)}
    text = written(content, page.locale.language_code, today(now), broken=known_broken(content), aim=levels.aim,
                   address=_address(page, branch), **around)
    return text, levels


def _beside(content: LocalContent, row: EditionRow | None, now: dt.datetime) -> tuple[str, ...]:
    """The sentences of the generic text that stay in the answer beside ours."""
    generic = written(row.content, row.series.language, today(now)) if row else None
    gone = {kind for kind, section in content.sections.items() if section.mode in (SectionMode.REPLACE, SectionMode.HIDE)}
    parts = generic.parts if generic else ()
    return tuple(sentence for part in parts if part.kind not in gone for sentence in part.sentences)


def _address(page: PublishedPage, branch: BranchPage) -> str:
    """How all municipalities address their readers for which this is written; empty where they do not agree, or it is for all."""
    if not branch.organisation_slug:
        return ""
    towns, named = Municipality.objects.filter(organisations=branch.organisation_slug), set(municipalities_of(page)) - {""}
    forms = set((towns.filter(pk__in=named) if named else towns).values_list("form_of_address", flat=True))
    return forms.pop() if len(forms) == 1 else ""


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
