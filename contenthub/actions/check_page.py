"""What publishing refuses: the same for the editors' form and for every path that goes round the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from contenthub.actions.check_facts import FactUse, Scope, check_facts
from contenthub.actions.check_falls_under import check_falls_under
from contenthub.actions.check_language import check_language
from contenthub.actions.check_plain import check_plain
from contenthub.actions.check_routes import check_local_paper, check_paper, check_routes
from contenthub.actions.check_rules import (
    check_local_tariff_rules,
    check_rules,
    check_tariff_rules,
)
from contenthub.actions.check_texts import empty, only_added_to, unique
from contenthub.actions.drift import generic_row
from contenthub.actions.page_content import Content, content_of
from contenthub.models import Municipality, Organisation
from contenthub.models.pages.journeys import LifeEventPage, LocalLifeEventPage
from contenthub.models.pages.library import BranchPage
from contenthub.models.pages.local import LocalPage
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.content import (
    ItemContent,
    LifeEventContent,
    LocalContent,
    LocalLifeEventContent,
    LocalSection,
    Section,
)
from contenthub.resolving.editions import Series
from contenthub.resolving.merge import is_law
from contenthub.resolving.refusal import Refused, to_translate
from contenthub.resolving.text import Blocks, fact_keys
from contenthub.vocabulary import EditionKind, Offered, RuleEffect, SectionKind, SectionMode


def check_page(page: PublishedPage, branch: BranchPage, *, by_hand: bool = False) -> Content:
    """The content of this page, after everything that may not be published was refused.

    `by_hand` also refuses a "valid from" that has passed; a page that waited for approval may carry one.
    """
    now = timezone.now()
    if by_hand and page.valid_from and page.valid_from < now:
        raise Refused(
            "DATED_BACK",
            "valid_from",
            "%(field)s: %(value)s lies before now; nothing can be dated back",
            value=page.valid_from,
        )
    if page.alias_of_id:
        raise Refused("ALIAS", "page", "%(field)s: an alias is no text of its own; convert it to a page first")
    return check_content(content_of(page), page, branch)


def check_content(content: Content, page: PublishedPage, branch: BranchPage) -> Content:
    """The content of this page, which was made of it before. Raises Refused for the first thing that is not right."""
    now = timezone.now()
    moment = max(page.valid_from or now, now)
    match content:
        case ItemContent():
            _check_title(content.title)
            _check_item(content)
            check_routes(content.routes)
            check_paper(content.routes)
            check_rules(content.rules, content.sections, moment)
            check_tariff_rules(content)
        case LifeEventContent():
            _check_title(content.title)
            unique((step.id for step in content.steps), "steps", to_translate("step"))
        case LocalContent():
            assert isinstance(page, LocalPage)
            _check_scope(page, branch)
            _check_local(content, page, branch, moment)
        case LocalLifeEventContent():
            assert isinstance(page, LocalPage)
            _check_scope(page, branch)
            _check_local_life_event(content, page, branch, moment)
    check_plain(content)
    check_facts(fact_uses(content), _fact_scope(page, branch), moment)
    check_language(page, branch, content, moment)
    return content


def kind_of(page: PublishedPage) -> EditionKind:
    return EditionKind.LIFE_EVENT if isinstance(page, (LifeEventPage, LocalLifeEventPage)) else EditionKind.ITEM


def fact_uses(content: Content) -> Iterator[FactUse]:
    """Every fact that a content refers to, with the place where."""
    if isinstance(content, (ItemContent, LocalContent)):
        for kind, section in content.sections.items():
            required = isinstance(section, Section) and section.local_required
            yield from _uses(section.blocks, kind.value, required)
            for channel, blocks in section.wordings.items():
                yield from _uses(blocks, f"{kind.value}.wordings.{channel}", required)
        for rule in content.rules:
            yield from _uses(rule.blocks, f"rules.{rule.id}")
            if rule.do == RuleEffect.TARIFF:
                yield FactUse(place=f"rules.{rule.id}", key=f"{rule.fact}.{rule.row}")
    if isinstance(content, ItemContent):
        for status, blocks in content.status_texts.items():
            yield from _uses(blocks, f"status_texts.{status}")
    if isinstance(content, LifeEventContent):
        yield from _uses(content.introduction, "introduction")
        for step in content.steps:
            yield from _uses(step.blocks, f"steps.{step.id}")
    if isinstance(content, LocalLifeEventContent):
        if content.introduction:
            yield from _uses(content.introduction.blocks, "introduction")
        for local in content.steps:
            if local.step:
                yield from _uses(local.step.blocks, f"steps.{local.step.id}")


def _uses(blocks: Blocks, place: str, local_required: bool = False) -> Iterator[FactUse]:
    return (FactUse(place=place, key=key, local_required=local_required) for key in fact_keys(blocks))


def _check_title(title: str) -> None:
    if not title:
        raise Refused("EMPTY_TITLE", "title", "%(field)s: must not be empty", value="")


def _check_item(content: ItemContent) -> None:
    for kind, section in content.sections.items():
        # A wording alone would leave every other channel without words.
        if not section.blocks:
            raise empty(kind.value)


def _check_scope(page: LocalPage, branch: BranchPage) -> None:
    """The municipalities named are the organisation's, and no other page of it speaks for them already."""
    named = {block.value for block in page.municipalities}
    served = set(_served(branch))
    for code in sorted(named - served):
        raise Refused(
            "UNKNOWN_MUNICIPALITY",
            "municipalities",
            "%(field)s: %(organisation)s does not write for %(value)s; choose from %(known)s",
            value=code,
            organisation=branch.organisation_slug,
            known=", ".join(sorted(served)) or "-",
        )
    others = type(page).objects.child_of(branch).live().filter(item=page.item).exclude(pk=page.pk)
    for other in others:
        theirs = {block.value for block in other.municipalities}
        if theirs & named or (not theirs and not named):
            raise Refused(
                "SECOND_LOCAL_VERSION",
                "item",
                "%(field)s: page %(other)s says this already for %(value)s; change that one",
                value=", ".join(sorted(theirs & named)) or branch.organisation_slug,
                other=other.title,
            )


def _check_local(content: LocalContent, page: LocalPage, branch: BranchPage, moment: dt.datetime) -> None:
    generic = _generic(page, moment)
    if not isinstance(generic, ItemContent):
        raise Refused("UNKNOWN_ITEM", "item", "%(field)s: %(value)s is no published generic item", value=page.item)
    for kind, section in content.sections.items():
        _check_mode(kind, section, generic.sections.get(kind))
    check_rules(content.rules, generic.sections, moment)
    check_local_tariff_rules(content, generic)
    check_routes(content.routes)
    named = [block.value for block in page.municipalities] or [""]
    language = page.locale.language_code
    own = [Series(EditionKind.ITEM, page.item_id, branch.organisation_slug, code, language) for code in named]
    check_local_paper(content, own, _fact_scope(page, branch).municipalities, moment)
    if content.offered == Offered.NO and not content.explanation:
        raise Refused(
            "NOT_OFFERED_UNEXPLAINED",
            "explanation",
            "%(field)s: say why it is not offered, and where one can go",
            value="",
        )
    if content.offered == Offered.UNDER:
        scope = _fact_scope(page, branch)
        check_falls_under(content.falls_under, page.item_id, scope.organisation, scope.municipalities, moment)


def _check_mode(kind: SectionKind, section: LocalSection, generic: Section | None) -> None:
    if section.mode == SectionMode.HIDE and kind == SectionKind.OBJECTION:
        raise Refused(
            "NEVER_HIDDEN",
            kind.value,
            "%(field)s: objection and appeal is never hidden; add to it instead",
            value=section.mode,
        )
    if section.mode in (SectionMode.HIDE, SectionMode.REPLACE) and generic and is_law(kind, generic):
        raise only_added_to(kind.value, section.mode)
    adds = section.mode in (SectionMode.APPEND, SectionMode.PREPEND)
    if section.mode != SectionMode.HIDE and not section.blocks and not (adds and section.wordings):
        raise empty(kind.value)


def _check_local_life_event(
    content: LocalLifeEventContent, page: LocalPage, branch: BranchPage, moment: dt.datetime
) -> None:
    generic = _generic(page, moment)
    if not isinstance(generic, LifeEventContent):
        raise Refused("UNKNOWN_LIFE_EVENT", "item", "%(field)s: %(value)s is no published life event", value=page.item)
    known = {step.id for step in generic.steps}
    for local in content.steps:
        if local.mode in (SectionMode.REPLACE, SectionMode.HIDE) and not local.step_id:
            raise Refused("STEP_MISSING", "steps", "%(field)s: name the generic step to %(value)s", value=local.mode)
        if local.step_id and local.step_id not in known:
            raise Refused(
                "UNKNOWN_STEP",
                "steps",
                "%(field)s: there is no generic step %(value)s; known are %(known)s",
                value=local.step_id,
                known=", ".join(sorted(known)),
            )
        if local.step and not local.step.title:
            _check_title("")
    unique((local.step.id for local in content.steps if local.step), "steps", to_translate("step"))


def _generic(page: LocalPage, moment: dt.datetime) -> object:
    row = generic_row(Series(kind_of(page), page.item_id, language=page.locale.language_code), moment)
    return row.content if row else None


def _fact_scope(page: PublishedPage, branch: BranchPage) -> Scope:
    named = [block.value for block in page.municipalities] if isinstance(page, LocalPage) else []
    return Scope(organisation=branch.organisation_slug, municipalities=tuple(named or _served(branch)))


def _served(branch: BranchPage) -> list[str]:
    """The municipalities of this branch; for the library, all that an organisation writes for."""
    if not branch.organisation_slug:
        return list(
            Municipality.objects.filter(organisations__isnull=False, ends_on=None)
            .distinct()
            .values_list("pk", flat=True)
        )
    organisation = Organisation.objects.get(pk=branch.organisation_slug)
    return list(organisation.municipalities.values_list("pk", flat=True))
