"""What surrounds the text of an answer in every channel, decided once: notices, alerts, withdrawal, and what is shown.

Internal text is left out here, whatever the answer holds: no public channel can show it by accident.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

from channels.phrases import base, language_name, phrase, section_title, severity_title
from channels.voice.facts import coming_exceptions, written_date
from channels.voice.plain import lines
from contenthub.resolving.answer import Answer, NoticeAnswer
from contenthub.resolving.facts import OpeningHours, find
from contenthub.resolving.text import (
    Block,
    Blocks,
    Bullets,
    Inline,
    Link,
    Paragraph,
    Text,
    fact_keys,
    paragraph,
)
from contenthub.vocabulary import INTERNAL_KINDS, Channel, Layer, SectionKind, Severity

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_SEVERITY_ORDER = (Severity.URGENT, Severity.WARNING, Severity.INFO)


class StatementKind(StrEnum):
    NOTICE = "notice"
    ALERT = "alert"
    OUTCOME = "outcome"
    WITHHELD = "withheld"
    WITHDRAWN = "withdrawn"
    NOT_OFFERED = "not-offered"
    MUNICIPALITY = "municipality"
    LANGUAGE = "language"


class Statement(Struct, frozen=True, omit_defaults=True):
    """Something said before the sections; `severity` and `id` are those of a notice, `id` of an alert is its rule."""

    kind: StatementKind
    blocks: tuple[Block, ...]
    title: str = ""
    severity: Severity | None = None
    id: str = ""

    def heading(self, language: str) -> str:
        """The title with its gravity in words where that matters: colour alone tells nothing to who cannot see it."""
        grave = self.severity in (Severity.WARNING, Severity.URGENT)
        word = severity_title(self.severity, language) if grave and self.severity else ""
        return self.title if not word or self.title.startswith(word) else f"{word}: {self.title}"


class Said(Struct, frozen=True):
    """A section as one channel says it: its own wording or the text, with what a reader must know added."""

    id: str
    kind: SectionKind
    title: str
    blocks: tuple[Block, ...]
    layer: Layer


def statements(answer: Answer, channel: Channel) -> tuple[Statement, ...]:
    """All that comes before the sections, in order: notices (gravest first), alerts and outcomes, withdrawal, whether
    it is offered, which municipality answers, which language this is."""
    found = [_notice(notice) for notice in public_notices(answer, channel)]
    found += [
        Statement(
            kind=StatementKind.ALERT,
            blocks=alert.blocks,
            id=alert.rule,
            title=severity_title(Severity.WARNING, answer.language),
        )
        for alert in answer.personal.alerts
    ]
    for made in (_outcomes, _withheld, _withdrawal, _not_offered, _municipality):
        if statement := made(answer):
            found.append(statement)
    if answer.language_fell_back:
        found.append(_language(answer, channel))
    return tuple(found)


def sections(answer: Answer, channel: Channel) -> tuple[Said, ...]:
    """What this channel says of each public section, in agents' order; nothing once the item is withdrawn, and no
    section without words in this channel."""
    if answer.withdrawal:
        return ()
    facts = {fact.key: fact for fact in answer.facts}
    return tuple(
        Said(
            id=section.id,
            kind=section.kind,
            title=section_title(section.kind, answer.language),
            layer=section.layer,
            blocks=with_exceptions(section.said(channel), answer),
        )
        for section in answer.sections
        if section.kind not in INTERNAL_KINDS and lines(section.said(channel), facts, answer.language)
    )


def public_notices(answer: Answer, channel: Channel) -> tuple[NoticeAnswer, ...]:
    """This channel's notices without those for agents only, gravest first."""
    shown = [notice for notice in answer.notices_for(channel) if not notice.agents_only]
    return tuple(sorted(shown, key=lambda notice: _SEVERITY_ORDER.index(notice.severity)))


def local_date(moment: dt.datetime) -> dt.date:
    """The day in the Netherlands at this moment."""
    return moment.astimezone(AMSTERDAM).date()


def item_url(answer: Answer, slug: str = "") -> str:
    """Where the item stands on the municipality's website; empty where the municipality has given none."""
    site = answer.contact.website.rstrip("/")
    return f"{site}/{slug or answer.slug}" if site else ""


def _form(answer: Answer) -> str:
    return answer.contact.form_of_address


def _notice(notice: NoticeAnswer) -> Statement:
    lines = [line.strip() for line in notice.text.splitlines() if line.strip()]
    return Statement(
        kind=StatementKind.NOTICE,
        title=notice.title,
        severity=notice.severity,
        id=notice.id,
        blocks=tuple(map(paragraph, lines)),
    )


def _outcomes(answer: Answer) -> Statement | None:
    because = [outcome.because for outcome in answer.personal.applied if outcome.holds and outcome.because]
    if not because:
        return None
    items = Bullets(items=tuple((paragraph(text),) for text in because))
    return Statement(
        kind=StatementKind.OUTCOME,
        title=phrase("for_you", answer.language, form=_form(answer)),
        blocks=(items, paragraph(phrase("indication", answer.language))),
    )


def _withheld(answer: Answer) -> Statement | None:
    if not answer.personal.withheld:
        return None
    return Statement(kind=StatementKind.WITHHELD, blocks=(paragraph(phrase("withheld", answer.language)),))


def _withdrawal(answer: Answer) -> Statement | None:
    if not (gone := answer.withdrawal):
        return None
    since = written_date(local_date(gone.since), answer.language)
    blocks: list[Block] = [paragraph(phrase("withdrawn", answer.language, date=since))]
    if gone.reason.strip():
        blocks.append(paragraph(gone.reason.strip()))
    if gone.replacement:
        blocks.append(_pointing("replacement", "replacement_elsewhere", gone.replacement, answer))
    return Statement(kind=StatementKind.WITHDRAWN, blocks=tuple(blocks))


def _not_offered(answer: Answer) -> Statement | None:
    name = answer.contact.name
    blocks: list[Block] = []
    if not answer.offered and not answer.falls_under:
        blocks.append(paragraph(phrase("not_offered", answer.language, name=name)))
    if answer.falls_under:
        blocks.append(_pointing("falls_under", "falls_under_another", answer.falls_under, answer, name=name))
    if blocks and answer.not_offered_because.strip():
        blocks.append(paragraph(answer.not_offered_because.strip()))
    return Statement(kind=StatementKind.NOT_OFFERED, blocks=tuple(blocks)) if blocks else None


def _municipality(answer: Answer) -> Statement | None:
    old, new = answer.municipality, answer.contact
    if old.code == new.code:
        return None
    text = [phrase("municipality_ended", answer.language, old=old.name, new=new.name, form=_form(answer))]
    if answer.texts_of == old.code:
        text.append(phrase("old_rules_apply", answer.language, old=old.name))
    return Statement(kind=StatementKind.MUNICIPALITY, blocks=(paragraph(" ".join(text)),))


def _language(answer: Answer, channel: Channel) -> Statement:
    asked = language_name(answer.asked_language, answer.language)
    if channel is Channel.PHONE:
        said = phrase("language_fell_back_spoken", answer.language, asked=asked, form=_form(answer))
        return Statement(kind=StatementKind.LANGUAGE, blocks=(paragraph(said),))
    text = [phrase("language_fell_back", answer.language, asked=asked)]
    if answer.language == "nl" and base(answer.asked_language) != "nl":
        text.append(
            phrase("language_fell_back_abroad", answer.language, asked=language_name(answer.asked_language, "en"))
        )
    return Statement(kind=StatementKind.LANGUAGE, blocks=tuple(map(paragraph, text)))


def _pointing(key: str, unnamed: str, item: str, answer: Answer, **params: str) -> Paragraph:
    """Where to read on, by name and with a link; in general words where that item is not to be had here."""
    named = answer.name_of(item)
    if named is None:
        return paragraph(phrase(unnamed, answer.language, **params))
    url = item_url(answer, named.slug)
    name = Text(s=named.title)
    target: Inline = Link(href=url, c=(name,)) if url else name
    return Paragraph(c=(Text(s=phrase(key, answer.language, **params)), target, Text(s=".")))


def with_exceptions(blocks: Blocks, answer: Answer) -> Blocks:
    """Days on which opening hours differ are told behind the block that tells the hours."""
    facts = {fact.key: fact for fact in answer.facts}
    today = local_date(answer.moment)
    told: set[str] = set()
    out: list[Block] = []
    for block in blocks:
        out.append(block)
        for key in fact_keys((block,)):
            fact = find(key, facts)
            if key in told or fact is None or not isinstance(fact.value, OpeningHours):
                continue
            told.add(key)
            if lines := coming_exceptions(fact.value, answer.language, today):
                out.append(paragraph(f"{phrase('different_hours', answer.language)}:"))
                out.append(Bullets(items=tuple((paragraph(line),) for line in lines)))
    return tuple(out)


__all__ = [
    "AMSTERDAM",
    "Said",
    "Statement",
    "StatementKind",
    "item_url",
    "local_date",
    "public_notices",
    "sections",
    "statements",
    "with_exceptions",
]
