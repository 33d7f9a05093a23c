"""The shapes of an export, from which its JSON Schema is made: docs/export.md says it in words."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec
from msgspec import Struct

from contenthub.exchange.archive import Member
from contenthub.resolving import content as contents
from contenthub.resolving.conditions import PersonFactDefinition
from contenthub.resolving.facts import FactDefinition
from contenthub.vocabulary import EditionKind, EditionState

KIND, FORMAT, MANIFEST = "contenthub-export", 1, "export.json"


class OrganisationRecord(Struct, frozen=True):
    """Who writes: its municipalities by code, and the languages in which it has a branch of pages."""

    slug: str
    name: str
    order: int
    municipalities: tuple[str, ...]
    languages: tuple[str, ...]


class Need(Struct, frozen=True):
    """Something generic that the export leans on and does not hold; the hashes are of its texts in force, per language."""

    kind: str
    subject: str
    content_hashes: tuple[str, ...]


class Manifest(Struct, frozen=True):
    """export.json. `organisation` is absent in an export of the generic library; `key` tells whose references these are.

    `personal_answers` is how many answers to one person, sent in a letter, were left behind.
    """

    kind: Literal["contenthub-export"]
    format: int
    software: str
    made_at: dt.datetime
    source: str
    key: str
    languages: tuple[str, ...]
    organisation: OrganisationRecord | None
    needs: tuple[Need, ...]
    counts: dict[str, int]
    personal_answers: int
    members: tuple[Member, ...]


class LocationRecord(Struct, frozen=True):
    slug: str
    name: str
    street: str
    house_number: str
    postcode: str
    city: str
    phone: str
    opening_hours: dict[str, Any]
    services: list[dict[str, Any]]
    order: int


class MunicipalityRecord(Struct, frozen=True):
    """A municipality as editors keep it; `also_written_by` are organisations of which this export holds nothing."""

    code: str
    name: str
    slug: str
    phone: str
    email: str
    website: str
    street: str
    house_number: str
    postcode: str
    city: str
    postal_address: str
    languages: list[str]
    default_language: str
    form_of_address: str
    colour: str
    sender_lines: str
    return_address: str
    logo_svg: str
    logo_alt: str
    signatory: str
    signatory_role: str
    begins_on: dt.date | None
    ends_on: dt.date | None
    keeps_old_texts: dict[str, Any]
    successors: tuple[str, ...]
    locations: tuple[LocationRecord, ...]
    also_written_by: tuple[str, ...]


class FactRecord(Struct, frozen=True):
    key: str
    label: dict[str, str]
    type: str
    role: str
    maximum: bool


class PersonFactRecord(Struct, frozen=True):
    name: str
    type: str
    question: dict[str, str]
    choices: list[str]
    provenance: str


class TopicRecord(Struct, frozen=True):
    slug: str
    names: dict[str, str]


class UplRecord(Struct, frozen=True):
    uri: str
    name: str
    municipal: bool
    resident: bool
    business: bool
    details: dict[str, Any]
    gone_since: dt.datetime | None


class NoticeRecord(Struct, frozen=True):
    id: str
    title: dict[str, str]
    text: dict[str, str]
    severity: str
    scope: dict[str, Any]
    channels: list[str]
    begins_at: dt.datetime | None
    ends_at: dt.datetime | None
    agents_only: bool


class EditionRecord(Struct, frozen=True):
    """One published version. `content` has the shape that the schema names for its kind, or is {} for an end.

    `page` is the id of the page in pages.jsonl that it was published from; `live` says that the page still says it.
    """

    kind: EditionKind
    subject: str
    organisation: str
    municipality: str
    language: str
    number: int
    state: EditionState
    content: dict[str, Any]
    content_hash: str
    valid_from: dt.datetime
    recorded_at: dt.datetime
    cancels: int | None
    published_by: str
    note: str
    page: int | None
    live: bool


class PageRecord(Struct, frozen=True):
    """What editors work in. `key` is the id of the item in all languages; `fields` are the form's fields by name.

    `draft` holds what was written since the last publication, where there is any.
    """

    id: int
    type: str
    key: str
    language: str
    slug: str
    live: bool
    fields: dict[str, Any]
    draft: dict[str, Any] | None
    first_published_at: dt.datetime | None
    last_published_at: dt.datetime | None


class UploadRecord(Struct, frozen=True):
    """A picture or document; `file` is the member of the export that holds it. Documents have no description."""

    id: int
    kind: Literal["image", "document"]
    title: str
    description: str
    file: str


class AnswerRecord(Struct, frozen=True):
    """An answer that everybody gets, under its reference; `payload` is its JSON as text, to the byte."""

    reference: str
    item: str
    municipality: str
    payload: str
    stored_at: dt.datetime


FILES: dict[str, type[Struct]] = {
    "municipalities.jsonl": MunicipalityRecord,
    "upl_names.jsonl": UplRecord,
    "topics.jsonl": TopicRecord,
    "person_facts.jsonl": PersonFactRecord,
    "facts.jsonl": FactRecord,
    "notices.jsonl": NoticeRecord,
    "uploads.jsonl": UploadRecord,
    "pages.jsonl": PageRecord,
    "editions.jsonl": EditionRecord,
    "answers.jsonl": AnswerRecord,
}
_CONTENTS: dict[str, type[Struct]] = {
    "item": contents.ItemContent,
    "item, local": contents.LocalContent,
    "life-event": contents.LifeEventContent,
    "life-event, local": contents.LocalLifeEventContent,
    "fact": FactDefinition,
    "fact-value": contents.FactValueContent,
    "topic": contents.TopicContent,
    "notice": contents.NoticeContent,
    "municipality": contents.MunicipalityContent,
    "person-fact": PersonFactDefinition,
}


def schema() -> bytes:
    """JSON Schema 2020-12 of every file of an export, and of the content of every kind of edition."""
    shapes = [Manifest, *FILES.values(), *_CONTENTS.values()]
    references, definitions = msgspec.json.schema_components(shapes, ref_template="#/$defs/{name}")
    by_shape = dict(zip(shapes, references, strict=True))
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Export of contenthub",
        "description": "`files` names the shape of each file (a line of a .jsonl file is one record); `contents` that "
        "of an edition's content, by kind; local versions have type local.",
        "files": {MANIFEST: by_shape[Manifest], **{name: by_shape[shape] for name, shape in FILES.items()}},
        "contents": {name: by_shape[shape] for name, shape in _CONTENTS.items()},
        "$defs": definitions,
    }
    return msgspec.json.format(msgspec.json.encode(whole, order="sorted"), indent=2) + b"\n"
