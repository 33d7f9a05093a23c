"""The demo's YAML as drafts: what an editor would have typed. The format stands in demo/README.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from django.utils.text import slugify
from msgspec import Struct

from contenthub.exchange.ledger import id_of
from contenthub.exchange.sources import read_bytes, yaml_of
from contenthub.resolving.content import LegalSource, Organisation, Route, Term
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import (
    Arrangement,
    Audience,
    Channel,
    Offered,
    Phase,
    Purpose,
    RuleEffect,
    SectionKind,
    SectionMode,
)
from contenthub.writing.drafts import ItemDraft, LifeEventDraft, LocalDraft, RuleDraft, SectionDraft, StepDraft
from contenthub.writing.markdown import html_of

LANGUAGES = ("nl", "en", "nl-x-a2")
Raw = dict[str, Any]
E = TypeVar("E")
# YAML reads a bare yes and no as truth values.
_OFFERED = {None: Offered.INHERIT, True: Offered.YES, False: Offered.NO, **{each.value: each for each in Offered}}


class Source(Struct, frozen=True):
    """One file of the demo: its name below the demo folder, and what it says."""

    place: str
    raw: Any


class Ids(Struct, frozen=True):
    """Every item of the demo by slug; known before anything is written, because texts refer to each other."""

    products: frozenset[str]
    questions: frozenset[str]
    life_events: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        groups = (("product", self.products), ("question", self.questions), ("life-event", self.life_events))
        return frozenset(id_of(kind, slug) for kind, slugs in groups for slug in slugs)

    def item(self, slug: str, place: str) -> str:
        if slug in self.products:
            return id_of("product", slug)
        if slug in self.questions:
            return id_of("question", slug)
        raise Refused("UNKNOWN_ITEM", place, "%(field)s: there is no product or question %(value)s", value=slug)

    def life_event(self, slug: str, place: str) -> str:
        if slug not in self.life_events:
            raise Refused("UNKNOWN_LIFE_EVENT", place, "%(field)s: there is no life event %(value)s", value=slug)
        return id_of("life-event", slug)


def sources(folder: Path, pattern: str) -> list[Source]:
    """The files of one kind, by name; none is not an error, so that a demo may do without."""
    return [
        Source(str(file.relative_to(folder)), yaml_of(read_bytes(file), str(file.relative_to(folder))))
        for file in sorted(folder.glob(pattern))
    ]


def languages_of(raw: Raw) -> list[str]:
    return [language for language in LANGUAGES if language in raw]


def item_draft(raw: Raw, language: str, ids: Ids) -> ItemDraft:
    """A product or question in one language. Raises Refused naming the part that is wrong."""
    text = part(raw, language, dict)
    product = raw.get("type") == "product"
    return ItemDraft(
        type=str(raw.get("type")),
        slug=part(raw, "slug", str),
        title=part(text, "title", str, language),
        summary=str(text.get("summary", "")),
        keywords=[*map(str, text.get("keywords", ()))],
        owner=str(raw.get("owner", "")),
        review_by=raw.get("review_by"),
        life_events=[ids.life_event(slug, "life_events") for slug in raw.get("life_events") or ()],
        topics=[*map(str, raw.get("topics") or ())],
        related=[ids.item(slug, "related") for slug in raw.get("related") or ()],
        sections=dict(_sections(raw, text, language)),
        rules=list(_rules(raw, language, ids)),
        status_texts=dict(_status_texts(raw, language)),
        upls=[*map(str, raw.get("upls") or ())],
        audience=[one(Audience, value, "audience") for value in raw.get("audience") or ("RESIDENT",)],
        responsible=_organisation(raw.get("responsible")),
        competent=_organisation(raw.get("competent")),
        routes=list(_routes(raw, language)),
        question="" if product else part(text, "title", str, language),
        phrasings=[*map(str, text.get("phrasings", ()))],
        product=ids.item(raw["product"], "product") if raw.get("product") else "",
    )


def local_draft(raw: Raw, language: str, ids: Ids, municipalities: list[str]) -> LocalDraft:
    text = raw.get(language) or {}
    offered = raw.get("offered")
    if offered not in _OFFERED:
        raise Refused(
            "BAD_OFFERED", "offered", "%(field)s: %(value)s is none of yes, no, under, inherit", value=offered
        )
    sections = {}
    for name, given in (text.get("sections") or {}).items():
        kind = one(SectionKind, name, f"{language}.sections")
        place = f"{language}.{kind}"
        sections[kind] = SectionDraft(
            mode=one(SectionMode, part(given, "mode", str, place), f"{place}.mode"),
            html=html_of(str(given.get("text", "")), place),
            wordings=_wordings(given.get("wordings"), place),
            owner=str(raw.get("owner", "")),
            legal_source=_legal(raw, kind),
        )
    return LocalDraft(
        sections=sections,
        municipalities=municipalities,
        offered=_OFFERED[offered],
        explanation=str((raw.get("explanation") or {}).get(language, "")),
        falls_under=ids.item(raw["falls_under"], "falls_under") if raw.get("falls_under") else "",
        owner=str(raw.get("owner", "")),
        rules=list(_rules(raw, language, ids)),
        routes=list(_routes(raw, language)),
    )


def local_languages(raw: Raw) -> list[str]:
    """The languages in which a local version says something; without any words it is written once, for all."""
    said = {*languages_of(raw), *(raw.get("explanation") or {})}
    return [language for language in LANGUAGES if language in said] or ["nl"]


def life_event_draft(raw: Raw, language: str, ids: Ids) -> LifeEventDraft:
    text = part(raw, language, dict)
    return LifeEventDraft(
        slug=part(raw, "slug", str),
        title=part(text, "title", str, language),
        introduction=html_of(str(text.get("introduction", "")), "introduction"),
        icon=str(raw.get("icon", "")),
        order=int(raw.get("order", 0)),
        audience=[one(Audience, value, "audience") for value in raw.get("audience") or ("RESIDENT",)],
        steps=list(_steps(raw, language, ids)),
    )


def _steps(raw: Raw, language: str, ids: Ids) -> Iterator[StepDraft]:
    names: set[str] = set()
    for number, step in enumerate(raw.get("journey") or (), start=1):
        place = f"journey.{number}"
        # The Dutch title names the step in every language; what must not change is the id, not the title.
        name = slugify(part(part(step, "nl", dict, place), "title", str, place))[:60].strip("-")
        name = f"{name}-{number}" if name in names else name
        names.add(name)
        if language not in step:
            raise Refused("NOT_TRANSLATED", place, "%(field)s: has no text in %(value)s", value=language)
        text = step[language]
        yield StepDraft(
            id=name,
            phase=one(Phase, step.get("phase"), f"{place}.phase"),
            title=part(text, "title", str, place),
            html=html_of(str(text.get("text", "")), place),
            items=[ids.item(slug, f"{place}.items") for slug in step.get("items") or ()],
            organisation=_organisation(step.get("organisation")),
            term=_convert(step["term"], Term, place) if step.get("term") else None,
            arrangement=one(Arrangement, step.get("arrangement", "MUST"), f"{place}.arrangement"),
        )


def _sections(raw: Raw, text: Raw, language: str) -> Iterator[tuple[SectionKind, SectionDraft]]:
    law = {one(SectionKind, name, "law") for name in raw.get("law") or ()}
    required = {one(SectionKind, name, "local_required") for name in raw.get("local_required") or ()}
    wordings = text.get("wordings") or {}
    for name, markdown in part(text, "sections", dict, language).items():
        kind = one(SectionKind, name, f"{language}.sections")
        place = f"{language}.{kind}"
        yield (
            kind,
            SectionDraft(
                html=html_of(str(markdown), place),
                wordings=_wordings(wordings.get(name), place),
                law=kind in law,
                local_required=kind in required,
                owner=str(raw.get("owner", "")),
                legal_source=_legal(raw, kind),
                review_by=raw.get("review_by"),
            ),
        )


def _wordings(raw: Mapping[str, Any] | None, place: str) -> dict[Channel, str]:
    return {
        one(Channel, channel, f"{place}.wordings"): html_of(str(text), f"{place}.wordings.{channel}")
        for channel, text in (raw or {}).items()
    }


def _legal(raw: Raw, kind: SectionKind) -> LegalSource | None:
    given = (raw.get("legal_source") or {}).get(kind.value)
    return _convert(given, LegalSource, f"legal_source.{kind}") if given else None


def _rules(raw: Raw, language: str, ids: Ids) -> Iterator[RuleDraft]:
    """The rules that can be said in this language; see `untold`."""
    for rule in raw.get("rules") or ():
        place = f"rules.{rule.get('id')}"
        if not _told(rule, language):
            continue
        yield RuleDraft(
            id=part(rule, "id", str, place),
            when=part(rule, "when", dict, place),
            do=one(RuleEffect, rule.get("do"), place),
            section=one(SectionKind, rule["section"], place) if rule.get("section") else None,
            html=html_of(rule["text"][language], place) if rule.get("text") else "",
            because=rule["because"][language],
            fact=str(rule.get("fact", "")),
            row=str(rule.get("row", "")),
            item=ids.item(rule["item"], place) if rule.get("item") else "",
        )


def untold(raw: Raw, language: str) -> list[str]:
    """Rules that have no words in this language: left out there, for a text never goes out under another language's name."""
    return [str(rule.get("id")) for rule in raw.get("rules") or () if not _told(rule, language)]


def _told(rule: Raw, language: str) -> bool:
    return language in (rule.get("because") or {}) and (not rule.get("text") or language in rule["text"])


def _status_texts(raw: Raw, language: str) -> Iterator[tuple[str, str]]:
    for status, texts in (raw.get("status_texts") or {}).items():
        if language in texts:
            yield str(status), html_of(texts[language], f"status_texts.{status}")


def _routes(raw: Raw, language: str) -> Iterator[Route]:
    """The first digital route for a purpose is the designated one (Wmebv: Awb 2:13)."""
    designated: set[Purpose] = set()
    for number, route in enumerate(raw.get("routes") or (), start=1):
        place = f"routes.{number}"
        purpose, channel = one(Purpose, route.get("purpose"), place), one(Channel, route.get("channel"), place)
        digital = channel in (Channel.WEBSITE, Channel.APP)
        yield Route(
            purpose=purpose,
            channel=channel,
            text=str((route.get("text") or {}).get(language, "")),
            url=str(route.get("url", "")),
            path=str(route.get("path", "")),
            address=str(route.get("address", "")),
            phone=str(route.get("phone", "")),
            login=tuple(map(str, route.get("login") or ())),
            login_level=str(route.get("login_level", "")),
            designated=digital and purpose not in designated,
        )
        if digital:
            designated.add(purpose)


def _organisation(raw: Mapping[str, str] | None) -> Organisation | None:
    return Organisation(id=str(raw["id"]), name=str(raw["name"])) if raw else None


def part(raw: Any, name: str, wanted: type[E], place: str = "") -> E:
    """A part that must be there and of this type."""
    field = f"{place}.{name}" if place else name
    if not isinstance(raw, dict) or name not in raw:
        raise Refused("MISSING_PART", field, "%(field)s: is missing")
    if not isinstance(raw[name], wanted):
        raise Refused(
            "BAD_PART",
            field,
            "%(field)s: %(value)s must be of type %(wanted)s",
            value=raw[name],
            wanted=wanted.__name__,
        )
    return raw[name]  # type: ignore[no-any-return]


def one(words: type[E], value: Any, place: str) -> E:
    """One of the words of an enum."""
    try:
        return words(value)  # type: ignore[call-arg]
    except ValueError as error:
        known = ", ".join(str(word) for word in words)  # type: ignore[attr-defined]
        raise Refused(
            "UNKNOWN_WORD", place, "%(field)s: %(value)s is none of %(known)s", value=value, known=known
        ) from error


def _convert(raw: Any, shape: type[E], place: str) -> E:
    try:
        return msgspec.convert(raw, shape, strict=False)
    except msgspec.ValidationError as error:
        raise Refused("BAD_PART", place, "%(field)s: %(why)s", why=error) from error
