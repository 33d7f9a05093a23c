"""From a page, as editors filled it in, to the content of an edition."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from contenthub.models.blocks.sections import section_field_name
from contenthub.models.knowledge import UplName
from contenthub.models.pages.items import ItemPage, ProductPage, QuestionPage
from contenthub.models.pages.journeys import LifeEventPage, LocalLifeEventPage
from contenthub.models.pages.local import LocalVersionPage
from contenthub.models.pages.published import PublishedPage
from contenthub.resolving.conditions import parse_condition
from contenthub.resolving.content import (
    ItemContent,
    LegalSource,
    LifeEventContent,
    LocalContent,
    LocalLifeEventContent,
    LocalSection,
    LocalStep,
    Organisation,
    Route,
    Rule,
    Section,
    Step,
    Term,
    Upl,
)
from contenthub.resolving.refusal import Refused
from contenthub.resolving.text import Block
from contenthub.vocabulary import (
    Arrangement,
    Audience,
    CaseStatus,
    Channel,
    Offered,
    Phase,
    Purpose,
    RuleEffect,
    SectionKind,
    SectionMode,
)
from contenthub.writing.tree import tree

_STATUSES = tuple(status.value for status in CaseStatus)
_LEGAL_ID = re.compile(r"(BWB[A-Z]\d{7}|CVDR\d{1,7}(_\d{1,3})?)\Z")
_WEB = re.compile(r"https?://[^\s<>\"]+\Z")

_only_reading: ContextVar[Mapping[str, UplName] | None] = ContextVar("only_reading", default=None)

Content = ItemContent | LocalContent | LifeEventContent | LocalLifeEventContent


def content_of(page: PublishedPage) -> Content:
    """What publishing this page would say. Raises Refused for text that cannot be said at all."""
    match page:
        case ItemPage():
            return _item(page)
        case LocalVersionPage():
            return _local(page)
        case LifeEventPage():
            return _life_event(page)
        case LocalLifeEventPage():
            return _local_life_event(page)
    raise TypeError(f"{type(page).__name__} is not published")


@contextmanager
def only_reading(upls: Mapping[str, UplName]) -> Iterator[None]:
    """Inside the block nothing is written: a picture that was never published has its own size. `upls`, by URI, are
    read before for all pages at once."""
    token = _only_reading.set(upls)
    try:
        yield
    finally:
        _only_reading.reset(token)


def blocks_of(html: str, field: str) -> tuple[Block, ...]:
    return tree(html, field, _Places(field))


def body_html(body: Iterable[Any]) -> str:
    """A body stream as one piece of editors' HTML, in reading order."""
    return "".join(_HTML_OF[child.block_type](child.value) for child in body)


def _table_html(table: Any) -> str:
    headings = [column["heading"] for column in table.columns]
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    cells = ("".join(f"<td>{cell.source}</td>" for cell in row["values"]) for row in table.row_data)
    rows = "".join(f"<tr>{row}</tr>" for row in cells)
    caption = f"<p><b>{escape(table.caption)}</b></p>" if table.caption else ""
    return f"{caption}<table>{f'<thead><tr>{head}</tr></thead>' if any(headings) else ''}<tbody>{rows}</tbody></table>"


_HTML_OF = {
    "text": lambda value: value.source,
    "table": _table_html,
    "picture": lambda value: f'<img src="{escape(value["url"])}" alt="{escape(value["alt"])}">',
    "details": lambda value: f"<details><summary>{escape(value['summary'])}</summary>{value['text'].source}</details>",
}


def only(stream: Any, field: str) -> Any | None:
    """The value of a stream that holds at most one block; Wagtail checks this in forms only."""
    if len(stream) > 1:
        raise Refused("ONLY_ONE", field, "%(field)s: there are %(value)s; keep one", value=len(stream))
    return stream[0].value if len(stream) else None


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _item(page: ItemPage) -> ItemContent:
    product = page if isinstance(page, ProductPage) else None
    question = page if isinstance(page, QuestionPage) else None
    asked = only(question.product, "product") if question else None
    return ItemContent(
        type=page.content_type_of_edition,
        slug=page.public_slug,
        title=page.title.strip(),
        summary=page.summary.strip(),
        keywords=lines(page.keywords),
        owner=page.owner_team,
        review_by=page.review_by,
        life_events=_values(page.life_events),
        topics=_values(page.topics),
        related=_values(page.related),
        sections={kind: section for kind in SectionKind if (section := _section(page, kind))},
        rules=_rules(page.rules),
        status_texts=_status_texts(page),
        upls=_upls(product.upls) if product else (),
        audience=_audience(product) if product else (Audience.RESIDENT,),
        responsible=_organisation(product.responsible_key, product.responsible_name) if product else None,
        competent=_organisation(product.competent_key, product.competent_name) if product else None,
        routes=_routes(product.routes) if product else (),
        question=(question.question.strip() or page.title.strip()) if question else "",
        phrasings=lines(question.phrasings) if question else (),
        product=asked or "",
    )


def _local(page: LocalVersionPage) -> LocalContent:
    return LocalContent(
        sections={
            kind: section
            for kind in SectionKind
            if (section := _local_section(getattr(page, section_field_name(kind)), kind.value))
        },
        offered=Offered(page.offered),
        explanation=page.explanation.strip(),
        falls_under=page.falls_under,
        owner=page.owner_team,
        rules=_rules(page.rules),
        routes=_routes(page.routes),
    )


def _life_event(page: LifeEventPage) -> LifeEventContent:
    return LifeEventContent(
        slug=page.public_slug,
        title=page.title.strip(),
        introduction=blocks_of(body_html(page.introduction), "introduction"),
        icon=page.icon,
        order=page.order,
        audience=_audience(page),
        steps=tuple(_step(child) for child in page.steps),
    )


def _local_life_event(page: LocalLifeEventPage) -> LocalLifeEventContent:
    return LocalLifeEventContent(
        introduction=_local_section(page.introduction, "introduction"),
        based_on=page.based_on,
        steps=tuple(
            LocalStep(
                mode=SectionMode(child.value["mode"]),
                step_id=child.value["generic_step"] or "",
                step=None if child.value["mode"] == SectionMode.HIDE else _step(child),
            )
            for child in page.steps
        ),
    )


def _section(page: ItemPage, kind: SectionKind) -> Section | None:
    value = only(getattr(page, section_field_name(kind)), kind.value)
    if value is None:
        return None
    return Section(
        blocks=blocks_of(body_html(value["body"]), kind.value),
        wordings=_wordings(value["wordings"], kind.value),
        law=bool(value["law"]),
        local_required=bool(value["local_required"]),
        owner=value["owner"] or "",
        legal_source=_legal_source(value, kind.value),
        review_by=value["review_by"],
    )


def _local_section(stream: Any, field: str) -> LocalSection | None:
    value = only(stream, field)
    if value is None or value["mode"] == SectionMode.INHERIT:
        return None
    hides = value["mode"] == SectionMode.HIDE
    return LocalSection(
        mode=SectionMode(value["mode"]),
        blocks=() if hides else blocks_of(body_html(value["body"]), field),
        wordings={} if hides else _wordings(value["wordings"], field),
        owner=value["owner"] or "",
        legal_source=_legal_source(value, field),
        based_on=value["based_on"] or 0,
    )


def _wordings(stream: Any, field: str) -> dict[Channel, tuple[Block, ...]]:
    wordings: dict[Channel, tuple[Block, ...]] = {}
    for child in stream:
        channel = Channel(child.value["channel"])
        place = f"{field}.wordings.{channel}"
        if channel in wordings:
            raise Refused(
                "ONLY_ONE", place, "%(field)s: there is more than one wording for %(value)s; keep one", value=channel
            )
        wordings[channel] = blocks_of(child.value["text"].source, place)
    return wordings


def _legal_source(value: Any, field: str) -> LegalSource | None:
    if not value["legal_id"]:
        return None
    source = LegalSource(id=value["legal_id"], article=value["legal_article"] or "", url=value["legal_url"] or "")
    if not _LEGAL_ID.match(source.id):
        raise Refused(
            "BAD_LEGAL_SOURCE",
            f"{field}.legal_id",
            "%(field)s: %(value)s is no law or regulation; write it like BWBR0005537 or CVDR123456",
            value=source.id,
        )
    if source.url and not _WEB.match(source.url):
        raise Refused(
            "BAD_URL",
            f"{field}.legal_url",
            "%(field)s: %(value)s is no web address; it starts with https://",
            value=source.url,
        )
    return source


def _rules(stream: Any) -> tuple[Rule, ...]:
    return tuple(_rule(child.value) for child in stream)


def _rule(value: Any) -> Rule:
    place = f"rules.{value['rule_id']}"
    try:
        when = json.loads(value["when"])
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused(
            "BAD_CONDITION",
            f"{place}.when",
            "%(field)s: %(value)s is no JSON; look at line %(line)s, character %(column)s",
            value=value["when"],
            line=getattr(error, "lineno", 1),
            column=getattr(error, "colno", 1),
        ) from error
    return Rule(
        id=value["rule_id"],
        when=parse_condition(when, f"{place}.when"),
        do=RuleEffect(value["do"]),
        section=SectionKind(value["section"]) if value["section"] else None,
        blocks=blocks_of(value["text"].source, place) if value["text"] else (),
        because=value["because"] or "",
        fact=value["fact"] or "",
        row=value["row"] or "",
        item=value["item"] or "",
    )


def _status_texts(page: ItemPage) -> dict[str, tuple[Block, ...]]:
    texts: dict[str, tuple[Block, ...]] = {}
    for child in page.status_texts:
        status = child.value["status"]
        if status not in _STATUSES:
            raise Refused(
                "UNKNOWN_STATUS",
                f"status_texts.{status}",
                "%(field)s: a case has no state %(value)s; choose from %(known)s",
                value=status,
                known=", ".join(_STATUSES),
            )
        if status in texts:
            raise Refused("ONLY_ONE", f"status_texts.{status}", "%(field)s: there is more than one text; keep one")
        texts[status] = blocks_of(child.value["text"].source, f"status_texts.{status}")
    return texts


def _routes(stream: Any) -> tuple[Route, ...]:
    return tuple(
        Route(
            purpose=Purpose(v["purpose"]),
            channel=Channel(v["channel"]),
            text=v["text"] or "",
            url=v["url"] or "",
            path=v["path"] or "",
            address=v["address"] or "",
            phone=v["phone"] or "",
            login=_values(v["login"]),
            login_level=v["login_level"] or "",
            designated=bool(v["designated"]),
        )
        for v in (child.value for child in stream)
    )


def _step(child: Any) -> Step:
    v = child.value
    key = v["step_id"] or child.id
    place = f"steps.{key}"
    if bool(v["term_amount"]) != bool(v["term_unit"]):
        raise Refused(
            "BAD_TERM",
            f"{place}.term",
            "%(field)s: give both a number and a unit, or neither",
            value=v["term_amount"] or v["term_unit"],
        )
    return Step(
        id=key,
        phase=Phase(child.block_type.upper()),
        title=v["title"].strip(),
        blocks=blocks_of(body_html(v["body"]), place),
        items=_values(v["items"]),
        organisation=_organisation(v["organisation_id"], v["organisation_name"]),
        term=Term(amount=v["term_amount"], unit=v["term_unit"]) if v["term_amount"] else None,
        arrangement=Arrangement(v["arrangement"]),
    )


def _upls(stream: Any) -> tuple[Upl, ...]:
    uris = _values(stream)
    prepared = _only_reading.get()
    known = UplName.objects.in_bulk(uris) if prepared is None else prepared
    for uri in uris:
        if uri not in known:
            raise Refused(
                "UNKNOWN_UPL",
                "upls",
                "%(field)s: %(value)s is not in the Uniforme Productnamenlijst; import the list or correct the URI",
                value=uri,
            )
    return tuple(Upl(uri=uri, name=known[uri].name) for uri in dict.fromkeys(uris))


def _audience(page: ProductPage | LifeEventPage) -> tuple[Audience, ...]:
    chosen = ((Audience.RESIDENT, page.for_residents), (Audience.BUSINESS, page.for_businesses))
    return tuple(audience for audience, yes in chosen if yes)


def _organisation(key: str, name: str) -> Organisation | None:
    return Organisation(id=key or name, name=name or key) if key or name else None


def _values(stream: Any) -> tuple[str, ...]:
    return tuple(child.value for child in stream if child.value)


class _Places:
    """Where Wagtail's own links lead, for one place in one text."""

    def __init__(self, field: str) -> None:
        self.field = field

    def page(self, page_id: str) -> str | None:
        raise Refused(
            "LINK_TO_PAGE",
            self.field,
            "%(field)s: a link to page %(value)s has no address on the channels; "
            "name the item under related items, or link to a web address",
            value=page_id,
        )

    def document(self, document_id: str) -> tuple[str, str] | None:
        document = get_document_model().objects.filter(pk=document_id).first() if document_id.isdigit() else None
        return (_absolute(document.url), document.title) if document else None

    def image(self, image_id: str) -> str | None:
        image = get_image_model().objects.filter(pk=image_id).first() if image_id.isdigit() else None
        if image is None:
            return None
        if _only_reading.get() is not None:
            return _absolute(image.file.url)
        return _absolute(image.get_rendition("max-1200x1200").url)


def _absolute(url: str) -> str:
    return url if url.startswith("http") else f"{settings.WAGTAILADMIN_BASE_URL}{url}"
