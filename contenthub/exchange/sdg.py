"""Generic product texts of the Single Digital Gateway, as generic Products.

Source: the PDC API for products in the SDG (VNG), JSON: one text per UPL name and language, in Markdown.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from django.utils.text import slugify
from msgspec import Struct

from contenthub.actions.append import By
from contenthub.actions.write_page import write_item
from contenthub.exchange.headings import Part, sections_of
from contenthub.exchange.ledger import Ledger, id_of
from contenthub.exchange.mapping import need_topics
from contenthub.exchange.report import Done, Outcome, Record, Report, import_records
from contenthub.exchange.sources import files, json_of, read_bytes
from contenthub.models import ProductPage, UplName
from contenthub.resolving.content import Organisation
from contenthub.resolving.refusal import Refused
from contenthub.resolving.text import Blocks, Bullets, Link, Paragraph, Text
from contenthub.vocabulary import Audience
from contenthub.writing.drafts import ItemDraft
from contenthub.writing.markdown import html_of
from contenthub.writing.sanitise import removed
from contenthub.writing.tree import tree

IMPORTER = "import_sdg"
TOPIC = "ondernemen"
_SECTION = re.compile(r"^##[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_MORE = {"nl": "Meer informatie", "en": "More information"}


class SdgLink(Struct, frozen=True):
    label: str
    url: str


class SdgOrganisation(Struct, frozen=True):
    rol: str
    owmsPrefLabel: str
    owmsUri: str = ""


class SdgText(Struct, frozen=True):
    """One text in one language, with the field names of the source."""

    id: str
    titel: str
    tekst: str
    taal: str
    upnUri: str
    upnLabel: str
    laatstGewijzigd: dt.datetime
    links: tuple[SdgLink, ...] = ()
    organisaties: tuple[SdgOrganisation, ...] = ()
    url: str = ""


def import_sdg(folder: Path, report: Report, *, again: bool = False) -> None:
    """Write each text as a generic product in its language; texts on one UPL name are one product.

    A text that we have in a newer version is left. Refused: a UPL name that is not in our list.
    """
    ledger = Ledger(IMPORTER)
    records = []
    for file in files(folder, "*.json"):
        place = str(file.relative_to(folder))
        try:
            rows = _rows(json_of(read_bytes(file), place), place, report)
        except Refused as refusal:
            report.refuse(file.name, place, refusal)
            continue
        for number, row in enumerate(rows, start=1):
            where = f"{place}, result {number}"
            try:
                text = msgspec.convert(row, SdgText, strict=False)
            except msgspec.ValidationError as error:
                report.refuse("?", where, Refused("BAD_RECORD", where, "%(field)s: %(why)s", why=error))
                continue
            records.append(Record(f"{text.upnLabel} ({text.taal})", where, partial(_write, text, where, ledger, again)))
    import_records(records, report, what="SDG product texts")


def _rows(raw: Any, place: str, report: Report) -> list[Any]:
    rows = raw.get("results") if isinstance(raw, dict) else None
    if not isinstance(rows, list):
        raise Refused("BAD_LIST", place, "%(field)s: has no results; give an answer of the products API")
    if (count := raw.get("count")) != len(rows):
        report.notes.append(
            f"{place}: counts {count} products but holds {len(rows)}; the other pages are not in this folder"
        )
    return rows


def _write(text: SdgText, where: str, ledger: Ledger, again: bool) -> Done:
    version = text.laatstGewijzigd.isoformat()
    known = ledger.version(text.id)
    if known > version:
        return Done(Outcome.UNCHANGED, (f"older ({version}) than what we have ({known})",))
    if known == version and not again:
        return Done(Outcome.UNCHANGED)
    by = By(actor=IMPORTER, note=f"{text.url} {version}".strip())
    draft, notes = draft_of(text, where)
    need_topics([TOPIC], by)
    written = write_item(draft, item=item_id(text), language=text.taal, by=by)
    ledger.remember(text.id, version, kind="item")
    return Done(Outcome(written.value), notes)


def item_id(text: SdgText) -> str:
    return id_of("sdg", text.upnUri)


def draft_of(text: SdgText, where: str) -> tuple[ItemDraft, tuple[str, ...]]:
    """The text as an editor would have typed it, and what one should know of it."""
    if text.taal not in _MORE:
        raise Refused("OTHER_LANGUAGE", where, "%(field)s: language %(value)s is neither nl nor en", value=text.taal)
    notes: list[str] = []
    introduction, parts = _parts(text, notes)
    more = _links(text)
    if more:
        parts.append(Part(_MORE[text.taal], more))
    supporters = [one.owmsPrefLabel for one in text.organisaties]
    upl = UplName.objects.filter(pk=text.upnUri).first()
    if upl is not None and upl.gone_since is not None:
        notes.append(f"{text.upnLabel} is gone from the list of UPL names")
    responsible = next(
        (Organisation(id=slugify(one.owmsPrefLabel), name=one.owmsPrefLabel) for one in text.organisaties), None
    )
    owner = (supporters or ["Ondernemersplein"])[0]
    draft = ItemDraft(
        type="product",
        slug=_slug(text),
        title=" ".join(text.titel.split()),
        owner=owner,
        topics=[TOPIC],
        upls=[text.upnUri],
        audience=[Audience.BUSINESS],
        responsible=responsible,
        keywords=[text.upnLabel] if text.taal == "nl" else [],
        sections=sections_of(introduction, parts, text.taal, owner),
    )
    return draft, tuple(notes)


def _parts(text: SdgText, notes: list[str]) -> tuple[Blocks, list[Part]]:
    """What stands before the first `##`, and what stands under each."""
    pieces = _SECTION.split(text.tekst.replace("\r\n", "\n"))
    blocks = []
    for number, piece in enumerate(pieces[::2]):
        field = "tekst" if number == 0 else pieces[2 * number - 1]
        html = html_of(piece, field)
        if taken := removed(html, field):
            notes.append(f"{field}: removed {', '.join(taken)}")
        blocks.append(tree(html, field))
    return blocks[0], [Part(heading, under) for heading, under in zip(pieces[1::2], blocks[1:], strict=True)]


def _links(text: SdgText) -> Blocks:
    items = tuple((Paragraph(c=(Link(href=link.url, c=(Text(s=link.label),)),)),) for link in text.links)
    return (Bullets(items=items),) if items else ()


def _slug(text: SdgText) -> str:
    slug = slugify(text.upnLabel)[:100].strip("-") or "product"
    taken = ProductPage.objects.filter(public_slug=slug).exclude(translation_key=item_id(text)).exists()
    return f"{slug}-sdg" if taken else slug
