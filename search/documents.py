"""What is searched: one document for each item, language and situation of layers, made by the resolver from editions.

The generic situation serves every municipality but those that have a version of their own (`excluded`); a local one
serves exactly the municipalities in `served`. So one index answers for all, and none of them finds another's text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from contenthub.models import Edition
from contenthub.resolving.content import MunicipalityContent
from contenthub.resolving.editions import EditionRow
from contenthub.resolving.material import Material, Town, gather
from contenthub.resolving.resolve import section_id, shown_to_anybody, speaking
from contenthub.resolving.speaking import complete_languages
from contenthub.resolving.text import Blocks, Text, inlines
from contenthub.vocabulary import INTERNAL_KINDS, EditionKind

EVERYWHERE = "*"
NOWHERE = Town(*(MunicipalityContent(code="", name="", slug=""),) * 3)
# An item that is scheduled to change more often than this is looked at again when the next change has come.
_MOST_WINDOWS = 6
_SPACE = re.compile(r"\s+")


class Chunk(Struct, frozen=True, omit_defaults=True):
    """A piece of text that one vector stands for. `section` is a section id; empty for titles and phrasings."""

    text: str
    section: str = ""
    internal: bool = False


class Document(Struct, frozen=True, omit_defaults=True):
    """One item as one group of municipalities reads it in one language, within a window of time.

    `valid_from` and `valid_until` are aware; the window has its begin and not its end, None is open.
    """

    id: str
    item: str
    type: str
    language: str
    languages: tuple[str, ...]
    title: str
    served: tuple[str, ...] = (EVERYWHERE,)
    excluded: tuple[str, ...] = ()
    summary: str = ""
    keywords: tuple[str, ...] = ()
    phrasings: tuple[str, ...] = ()
    upls: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sections: tuple[Chunk, ...] = ()
    valid_from: dt.datetime | None = None
    valid_until: dt.datetime | None = None

    @property
    def digest(self) -> str:
        """What this document says, in 32 hexadecimal digits; two indexes agree where these do."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()[:32]

    def public_text(self) -> str:
        return " ".join(chunk.text for chunk in self.sections if not chunk.internal)

    def internal_text(self) -> str:
        return " ".join(chunk.text for chunk in self.sections if chunk.internal)


def documents_of(items: Iterable[str], moment: dt.datetime) -> dict[str, list[Document]]:
    """The documents of each of these items from `moment` on; an empty list where nothing is to be found any more.

    Two queries, however many items there are.
    """
    wanted = list(dict.fromkeys(items))
    by_item: dict[str, list[EditionRow]] = {item: [] for item in wanted}
    for row in Edition.objects.filter(kind=EditionKind.ITEM, subject__in=wanted).around(moment).rows():
        by_item[row.series.subject].append(row)
    towns = municipalities(moment)
    return {item: list(_documents(item, rows, towns, moment)) for item, rows in by_item.items()}


def every_item() -> list[str]:
    subjects = Edition.objects.filter(kind=EditionKind.ITEM).order_by("subject").values_list("subject", flat=True)
    return list(subjects.distinct())


def municipalities(moment: dt.datetime) -> list[MunicipalityContent]:
    rows = Edition.objects.filter(kind=EditionKind.MUNICIPALITY).in_force(moment).rows()
    return [row.content for row in rows if row.content is not None]


def text_of(blocks: Blocks) -> str:
    """The words of a text; values of facts are left out, since they change without the text."""
    words = " ".join(node.s for node in inlines(blocks) if isinstance(node, Text))
    return _SPACE.sub(" ", words).strip()


def _documents(
    item: str, rows: list[EditionRow], towns: list[MunicipalityContent], moment: dt.datetime
) -> Iterable[Document]:
    groups = _situations(rows, towns)
    local = tuple(sorted(code for key, codes in groups.items() if key for code in codes))
    starts = sorted({row.valid_from for row in rows if row.valid_from > moment})[: _MOST_WINDOWS - 1]
    windows = list(zip([moment, *starts], [*starts, None], strict=True))
    for key, codes in groups.items():
        town = _town(codes, towns) if key else NOWHERE
        material = gather(town, rows, {})
        served, excluded = (tuple(sorted(codes)), ()) if key else ((EVERYWHERE,), local)
        last: dict[str, Document] = {}
        for begin, end in windows:
            now = {d.language: d for d in _spoken(item, material, begin, _name(key), served, excluded)}
            for language, document in last.items():
                if language not in now:
                    yield document
            for language, document in now.items():
                window = msgspec.structs.replace(
                    document, valid_from=None if begin == moment else begin, valid_until=end
                )
                before = last.get(language)
                if before is not None and _same(before, document):
                    window = msgspec.structs.replace(before, valid_until=end)
                else:
                    if before is not None:
                        yield before
                    if window.valid_from is not None:
                        window = msgspec.structs.replace(window, id=f"{document.id}@{window.valid_from:%Y%m%dT%H%M%S}")
                now[language] = window
            last = now
        yield from last.values()


def _same(one: Document, other: Document) -> bool:
    plain = [msgspec.structs.replace(d, id="", valid_from=None, valid_until=None) for d in (one, other)]
    return plain[0] == plain[1]


def _situations(
    rows: list[EditionRow], towns: list[MunicipalityContent]
) -> dict[tuple[tuple[str, str], ...], list[str]]:
    """Which writers beside the generic ones speak, and for which municipalities; the generic situation is ()."""
    scopes = {(row.series.organisation, row.series.municipality) for row in rows} - {("", "")}
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {(): []}
    for town in towns if scopes else ():
        speaking_here = tuple(
            (writer, code) for writer in town.organisations for code in ("", town.code) if (writer, code) in scopes
        )
        if speaking_here:
            groups.setdefault(speaking_here, []).append(town.code)
    return groups


def _name(key: tuple[tuple[str, str], ...]) -> str:
    return "+".join("/".join(filter(None, scope)) for scope in key)


def _town(codes: list[str], towns: list[MunicipalityContent]) -> Town:
    one = next(town for town in towns if town.code == codes[0])
    return Town(asked=one, contact=one, texts_of=one)


def _spoken(
    item: str,
    material: Material,
    moment: dt.datetime,
    situation: str,
    served: tuple[str, ...],
    excluded: tuple[str, ...],
) -> Iterable[Document]:
    in_force = [row for series in material.of(EditionKind.ITEM, item) if (row := material.row(series, moment))]
    languages = tuple(sorted(complete_languages(in_force)))
    for language in languages:
        layers = speaking(item, material, moment, language)
        if layers is None or layers.content.withdrawn is not None:
            continue
        content = layers.content
        chunks = [
            Chunk(text=text, section=section_id(item, section.kind), internal=section.kind in INTERNAL_KINDS)
            for section in shown_to_anybody(layers, for_agents=True)
            if (text := text_of(section.blocks))
        ]
        yield Document(
            id=f"{item}:{language}:{situation}",
            item=item,
            type=content.type,
            language=language,
            languages=languages,
            title=content.title,
            served=served,
            excluded=excluded,
            summary=content.summary,
            keywords=tuple(content.keywords),
            phrasings=tuple(
                p for p in dict.fromkeys((content.question, *content.phrasings)) if p and p != content.title
            ),
            upls=tuple(upl.name for upl in content.upls),
            audience=tuple(content.audience),
            life_events=tuple(content.life_events),
            topics=tuple(content.topics),
            sections=tuple(chunks),
        )
