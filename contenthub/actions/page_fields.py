"""From a draft, as an importer hands it over, to the fields of a page; block ids are the same on every run."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

import msgspec

from contenthub.models.blocks.sections import section_field_name
from contenthub.models.pages.items import ItemPage, ProductPage, QuestionPage
from contenthub.models.pages.journeys import LifeEventPage
from contenthub.models.pages.local import LocalVersionPage
from contenthub.resolving import content as shapes
from contenthub.resolving.text import Block, Details, FactRef, Image, Link, Paragraph, Run, Table, Text
from contenthub.vocabulary import Audience, SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, LifeEventDraft, LocalDraft, RuleDraft, SectionDraft, StepDraft
from contenthub.writing.markup import html_of_tree
from contenthub.writing.tree import tree

Raw = dict[str, Any]


def fill_item(page: ItemPage, draft: ItemDraft) -> None:
    page.title, page.public_slug, page.summary = draft.title.strip(), draft.slug, draft.summary
    page.keywords = "\n".join(draft.keywords)
    page.owner_team, page.review_by = draft.owner, draft.review_by
    for name, kind, values in (
        ("life_events", "life_event", draft.life_events),
        ("topics", "topic", draft.topics),
        ("related", "item", draft.related),
    ):
        setattr(page, name, stream(f"{page.translation_key}.{name}", ((kind, value) for value in values)))
    for kind in SectionKind:
        _set_section(page, kind, draft.sections.get(kind), local=False)
    page.rules = _rules(page, draft.rules)
    page.status_texts = stream(
        f"{page.translation_key}.status",
        (("status", {"status": status, "text": html}) for status, html in draft.status_texts.items()),
    )
    if isinstance(page, ProductPage):
        page.upls = stream(f"{page.translation_key}.upls", (("upl", uri) for uri in draft.upls))
        page.for_residents, page.for_businesses = _audience(draft.audience)
        page.responsible_key, page.responsible_name = _organisation(draft.responsible)
        page.competent_key, page.competent_name = _organisation(draft.competent)
        page.routes = _routes(page, draft.routes)
    if isinstance(page, QuestionPage):
        page.question, page.phrasings = draft.question, "\n".join(draft.phrasings)
        page.product = stream(f"{page.translation_key}.product", [("item", draft.product)] if draft.product else [])


def fill_local(page: LocalVersionPage, draft: LocalDraft) -> None:
    page.municipalities = stream(
        f"{page.translation_key}.municipalities", (("municipality", c) for c in draft.municipalities)
    )
    page.offered, page.explanation = draft.offered.value, draft.explanation
    page.falls_under, page.owner_team = draft.falls_under, draft.owner
    for kind in SectionKind:
        _set_section(page, kind, draft.sections.get(kind), local=True)
    page.rules = _rules(page, draft.rules)
    page.routes = _routes(page, draft.routes)


def fill_life_event(page: LifeEventPage, draft: LifeEventDraft) -> None:
    page.title, page.public_slug = draft.title.strip(), draft.slug
    page.icon, page.order = draft.icon, draft.order
    page.for_residents, page.for_businesses = _audience(draft.audience)
    page.introduction = json.dumps(body(f"{page.translation_key}.introduction", draft.introduction, "introduction"))
    page.steps = stream(
        f"{page.translation_key}.steps",
        ((step.phase.value.lower(), _step(f"{page.translation_key}.steps.{step.id}", step)) for step in draft.steps),
    )


def stream(path: str, children: Iterable[tuple[str, Any]]) -> str:
    """The JSON of a stream field."""
    return json.dumps(raw_stream(path, children))


def raw_stream(path: str, children: Iterable[tuple[str, Any]]) -> list[Raw]:
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{path}.{at}"))}
        for at, (kind, value) in enumerate(children)
    ]


def body(path: str, html: str, field: str) -> list[Raw]:
    """Editors' HTML as a body stream."""
    return body_of(path, tree(html, field))


def body_of(path: str, blocks: Iterable[Block]) -> list[Raw]:
    """Blocks as a body stream: tables, details and pictures apart, the text between them together."""
    children: list[tuple[str, Any]] = []
    loose: list[Block] = []
    for block in blocks:
        if not isinstance(block, (Table, Details, Image)):
            loose.append(block)
            continue
        children += _text(loose)
        loose = []
        children.append(_apart(block))
    return raw_stream(path, [*children, *_text(loose)])


def _text(blocks: list[Block]) -> list[tuple[str, Any]]:
    return [("text", html_of_tree(tuple(blocks)))] if blocks else []


def _apart(block: Table | Details | Image) -> tuple[str, Any]:
    match block:
        case Table():
            width = max(len(block.header), *(len(row) for row in block.rows), 0) if block.rows else len(block.header)
            headings = [_plain(run) for run in block.header] + [""] * (width - len(block.header))
            rows = [
                [html_of_tree((Paragraph(c=run),)) if run else "" for run in row] + [""] * (width - len(row))
                for row in block.rows
            ]
            return "table", {
                "columns": [{"type": "cell", "heading": heading} for heading in headings],
                "rows": [{"values": values} for values in rows],
                "caption": "",
            }
        case Details():
            return "details", {"summary": _plain(block.summary), "text": html_of_tree(block.c)}
        case Image():
            return "picture", {"url": block.url, "alt": block.alt}


def _plain(run: Run) -> str:
    """One line of text in which a fact stands as {{key}}."""
    words = []
    for node in run:
        match node:
            case Text():
                words.append(node.s)
            case FactRef():
                words.append("{{%s}}" % node.key)
            case Link():
                words.append(_plain(node.c))
            case _:
                words.append(" ")
    return "".join(words).strip()


def _set_section(
    page: ItemPage | LocalVersionPage, kind: SectionKind, draft: SectionDraft | None, *, local: bool
) -> None:
    path = f"{page.translation_key}.{kind}"
    says = draft is not None and (draft.mode != SectionMode.INHERIT if local else draft.html.strip() or draft.wordings)
    children = [("section", _section(path, draft, kind.value, local=local))] if draft is not None and says else []
    setattr(page, section_field_name(kind), stream(path, children))


def _section(path: str, draft: SectionDraft, field: str, *, local: bool) -> Raw:
    source = draft.legal_source
    value = {
        "body": body(f"{path}.body", draft.html, field),
        "wordings": raw_stream(
            f"{path}.wordings",
            (("wording", {"channel": str(channel), "text": html}) for channel, html in sorted(draft.wordings.items())),
        ),
        "owner": draft.owner,
        "legal_id": source.id if source else "",
        "legal_article": source.article if source else "",
        "legal_url": source.url if source else "",
    }
    if local:
        return {**value, "mode": draft.mode.value, "based_on": 0}
    return {
        **value,
        "law": draft.law,
        "local_required": draft.local_required,
        "review_by": draft.review_by.isoformat() if draft.review_by else None,
    }


def _rules(page: ItemPage | LocalVersionPage, rules: list[RuleDraft]) -> str:
    return stream(
        f"{page.translation_key}.rules",
        (
            (
                "rule",
                {
                    "rule_id": rule.id,
                    "when": msgspec.json.encode(rule.when).decode(),
                    "do": rule.do.value,
                    "section": rule.section.value if rule.section else "",
                    "text": rule.html,
                    "because": rule.because,
                    "fact": rule.fact,
                    "row": rule.row,
                    "item": rule.item,
                },
            )
            for rule in rules
        ),
    )


def _routes(page: ProductPage | LocalVersionPage, routes: list[shapes.Route]) -> str:
    path = f"{page.translation_key}.routes"
    return stream(
        path,
        (
            (
                "route",
                {
                    "purpose": route.purpose.value,
                    "channel": route.channel.value,
                    "text": route.text,
                    "url": route.url,
                    "path": route.path,
                    "address": route.address,
                    "phone": route.phone,
                    "login": raw_stream(f"{path}.{at}.login", (("means", means) for means in route.login)),
                    "login_level": route.login_level,
                    "designated": route.designated,
                },
            )
            for at, route in enumerate(routes)
        ),
    )


def _step(path: str, step: StepDraft) -> Raw:
    key, name = _organisation(step.organisation)
    return {
        "title": step.title.strip(),
        "step_id": step.id,
        "body": body(f"{path}.body", step.html, f"steps.{step.id}"),
        "items": raw_stream(f"{path}.items", (("item", item) for item in step.items)),
        "organisation_id": key,
        "organisation_name": name,
        "term_amount": step.term.amount if step.term else None,
        "term_unit": str(step.term.unit) if step.term else "",
        "arrangement": step.arrangement.value,
    }


def _audience(audience: list[Audience]) -> tuple[bool, bool]:
    return Audience.RESIDENT in audience, Audience.BUSINESS in audience


def _organisation(organisation: shapes.Organisation | None) -> tuple[str, str]:
    return (organisation.id, organisation.name) if organisation else ("", "")
