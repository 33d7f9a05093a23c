"""National questions and answers of Rijksoverheid.nl, as generic Questions.

Source: the open-data API of Rijksoverheid.nl (opendata.rijksoverheid.nl/v1/infotypes/faq), JSON, CC0 1.0 per record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from django.utils.text import slugify
from msgspec import Struct

from contenthub.actions.append import By
from contenthub.actions.write_page import write_item
from contenthub.exchange.fetching import Fetcher, same_host
from contenthub.exchange.headings import Part, sections_of
from contenthub.exchange.ledger import Ledger, id_of
from contenthub.exchange.mapping import need_topics, place, published_life_events
from contenthub.exchange.report import Done, Outcome, Record, Report, import_records
from contenthub.exchange.sources import files, json_of, read_bytes
from contenthub.models import QuestionPage
from contenthub.resolving.refusal import Refused
from contenthub.writing.drafts import ItemDraft
from contenthub.writing.sanitise import removed
from contenthub.writing.tree import tree

IMPORTER = "import_rijksoverheid"
PAGE_SIZE = 100
# The whole collection holds a few thousand; a server that never ends must not keep us for ever.
MAX_PAGES = 1000


class Paragraph(Struct, frozen=True):
    paragraphtitle: str | None = None
    paragraph: str | None = None


class National(Struct, frozen=True):
    """One record, as far as it is used here."""

    id: str
    question: str
    canonical: str
    lastmodified: dt.datetime
    introduction: str | None = None
    content: tuple[Paragraph, ...] = ()
    subjects: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    language: str = "nl-NL"
    license: str = ""

    @property
    def version(self) -> str:
        """UTC with a fixed number of digits, so that versions compare as text."""
        moment = self.lastmodified
        utc = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
        return utc.isoformat(timespec="milliseconds")


Found = tuple[str, Any]


def import_rijksoverheid(
    found: Iterable[Found], report: Report, *, again: bool = False, complete: bool = False
) -> None:
    """Write each record as a question, published through Wagtail; a record that we have in a newer version is left.

    `found` is place and plain JSON, from `in_folder` or `at_url`. With `again` records of the version that we have are
    written again, for instance after the mapping changed. `complete` says that `found` is everything that the source
    has: what we have besides is reported as gone. Where the source breaks off, what was found is written and nothing
    is called gone; the next run goes on from there.
    """
    ledger = Ledger(IMPORTER)
    life_events = published_life_events()
    records: dict[str, tuple[str, National]] = {}
    for where, raw in _until_broken(found, report):
        try:
            record = _national(raw, where)
        except Refused as refusal:
            report.refuse(str(raw.get("question", "?"))[:80] if isinstance(raw, dict) else "?", where, refusal)
            continue
        earlier = records.get(record.id)
        if earlier is not None:
            report.notes.append(f"{where} and {earlier[0]} are one record: {record.question}")
        if earlier is None or earlier[1].version < record.version:
            records[record.id] = (where, record)
    import_records(
        (
            Record(record.question, where, partial(_write, record, where, ledger, life_events, again))
            for where, record in records.values()
        ),
        report,
        what="national questions",
    )
    if complete and not report.of(Outcome.REFUSED):
        for gone in sorted(ledger.subjects() - records.keys()):
            report.add(
                Outcome.GONE, gone, "", "no longer at the source; withdraw it with a reason if it no longer holds"
            )


def _until_broken(found: Iterable[Found], report: Report) -> Iterator[Found]:
    try:
        yield from found
    except Refused as refusal:
        report.refuse("the list itself", refusal.field, refusal)


def in_folder(folder: Path) -> Iterator[Found]:
    """Every record file below a folder; a file that is no JSON is refused with its line when it is reached."""
    for file in files(folder, "*.json"):
        place = str(file.relative_to(folder))
        try:
            yield place, json_of(read_bytes(file), place)
        except Refused as refusal:
            yield place, refusal


def at_url(url: str, fetcher: Fetcher) -> Iterator[Found]:
    """Every record of the API, page by page; a list that gives no content is followed to each record's own address."""
    seen: set[str] = set()
    for page in range(MAX_PAGES):
        where = f"{url} from {page * PAGE_SIZE}"
        rows = fetcher.get(url, _list, output="json", rows=PAGE_SIZE, offset=page * PAGE_SIZE)
        fresh = [row for row in rows if not isinstance(row, dict) or row.get("id") not in seen]
        for row in fresh:
            yield _whole(row, where, url, fetcher)
        seen |= {row["id"] for row in fresh if isinstance(row, dict) and isinstance(row.get("id"), str)}
        # A server that disregards the offset gives the same page for ever.
        if len(rows) < PAGE_SIZE or not fresh:
            return
    raise Refused("ENDLESS_LIST", url, "%(field)s: still not at its end after %(value)s pages", value=MAX_PAGES)


def _list(body: bytes, place: str) -> list[Any]:
    rows = json_of(body, place)
    if not isinstance(rows, list):
        raise Refused(
            "BAD_LIST",
            place,
            "%(field)s: %(value)s is no list of records; give the address of the list",
            value=type(rows).__name__,
        )
    return rows


def _whole(row: Any, where: str, url: str, fetcher: Fetcher) -> Found:
    if not isinstance(row, dict) or "content" in row or not (address := str(row.get("dataurl") or "")):
        return where, row
    if not same_host(address, url):
        return where, Refused(
            "OTHER_HOST", where, "%(field)s: a record leads to %(value)s, away from the source", value=address
        )
    try:
        return address, fetcher.get(address, json_of, output="json")
    except Refused as refusal:
        return address, refusal


def _national(raw: Any, where: str) -> National:
    if isinstance(raw, Refused):
        raise raw
    try:
        record = msgspec.convert(raw, National, strict=False)
    except msgspec.ValidationError as error:
        raise Refused("BAD_RECORD", where, "%(field)s: %(why)s", why=error) from error
    if not record.question.strip() or not record.id.strip():
        raise Refused("BAD_RECORD", where, "%(field)s: has no id or no question", value=record.id)
    if not record.language.startswith("nl"):
        raise Refused(
            "OTHER_LANGUAGE",
            where,
            "%(field)s: %(value)s is not Dutch; an untranslated text is not served as Dutch",
            value=record.language,
        )
    return record


def _write(record: National, where: str, ledger: Ledger, life_events: dict[str, str], again: bool) -> Done:
    known = ledger.version(record.id)
    if known > record.version:
        return Done(Outcome.UNCHANGED, (f"older ({record.version}) than what we have ({known})",))
    if known == record.version and not again:
        return Done(Outcome.UNCHANGED)
    by = By(actor=IMPORTER, note=f"{record.canonical} {record.version} {record.license}".strip())
    draft, notes = draft_of(record, where, life_events)
    need_topics(draft.topics, by)
    written = write_item(draft, item=item_id(record), language="nl", by=by)
    ledger.remember(record.id, record.version, kind="item")
    return Done(Outcome(written.value), notes)


def item_id(record: National) -> str:
    return id_of("rijksoverheid", record.id)


def draft_of(record: National, where: str, life_events: dict[str, str]) -> tuple[ItemDraft, tuple[str, ...]]:
    """The record as an editor would have typed it, and what one should know of it: what was taken out, left out or guessed."""
    notes: list[str] = []

    def blocks(html: str | None, field: str) -> tuple[Any, ...]:
        if taken := removed(html or "", field):
            notes.append(f"{field}: removed {', '.join(taken)}")
        return tree(html or "", field)

    introduction = blocks(record.introduction, "introduction")
    parts = []
    for number, paragraph in enumerate(record.content, start=1):
        heading = " ".join((paragraph.paragraphtitle or "").split())
        part = Part(heading, blocks(paragraph.paragraph, f"paragraph {number}"))
        if not part.blocks:
            notes.append(f"paragraph {number} is empty and left out: {heading}")
        parts.append(part)
    owner = (record.authorities or ("Rijksoverheid",))[0][:120]
    sections = sections_of(introduction, parts, "nl", owner)
    if not sections:
        raise Refused("NO_TEXT", where, "%(field)s: %(value)s has no text at all", value=record.question)
    placed = place(record.subjects, record.themes, life_events)
    if placed.unknown:
        notes.append(f"not in the mapping: {', '.join(placed.unknown)}")
    title = " ".join(record.question.split())
    draft = ItemDraft(
        type="question",
        slug=_slug(record),
        title=title,
        question=title,
        owner=owner,
        sections=sections,
        keywords=[*record.subjects],
        topics=list(placed.topics),
        life_events=list(placed.life_events),
    )
    return draft, tuple(notes)


def _slug(record: National) -> str:
    """The last part of the record's own address; with a piece of its id where another question has that already."""
    slug = slugify(record.canonical.rstrip("/").rpartition("/")[2] or record.question)[:100].strip("-") or "vraag"
    taken = QuestionPage.objects.filter(public_slug=slug).exclude(translation_key=item_id(record)).exists()
    return f"{slug}-{record.id[:8].lower()}" if taken else slug
