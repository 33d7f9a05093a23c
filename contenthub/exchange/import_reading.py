"""An export that somebody gave us, read record by record; what it should not hold is refused where it is met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from contenthub.exchange import export_shapes as shapes
from contenthub.exchange.archive import Reader, Told, bad_archive
from contenthub.models.edition import decode
from contenthub.resolving.answer import decode as decode_kept
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind


class Export:
    """A whole export: every member has been held against its hash. `owner` is "" for the library."""

    def __init__(self, archive: Reader, told: Told) -> None:
        self.archive, self._told = archive, told
        self.manifest, _ = archive.manifest(shapes.MANIFEST, shapes.Manifest, kind=shapes.KIND, newest=shapes.FORMAT)
        archive.verify(self.manifest.members, besides=(shapes.MANIFEST,), told=told)
        self.members = {member.name: member for member in self.manifest.members}
        if lost := sorted(set(shapes.FILES) - set(self.members)):
            raise bad_archive(archive.place, f"{lost[0]} is missing")
        self.owner = self.manifest.organisation.slug if self.manifest.organisation else ""
        self.codes = self.manifest.organisation.municipalities if self.manifest.organisation else ()
        self.counts: Counter[str] = Counter()

    def records(self, name: str) -> Iterator[Any]:
        """The records of one file, counted."""
        for record in self._read(name):
            self.counts[name] += 1
            yield record

    def municipalities(self) -> Iterator[shapes.MunicipalityRecord]:
        for record in self.records("municipalities.jsonl"):
            if record.code not in self.codes:
                raise self._foreign(record.code)
            yield record

    def editions(self) -> Iterator[shapes.EditionRecord]:
        """Every edition; may be read more than once, and counts none."""
        for row in self._read("editions.jsonl"):
            if row.kind == EditionKind.MUNICIPALITY:
                ours = not row.organisation and row.subject in self.codes
            else:
                ours = row.organisation == self.owner and (not row.municipality or row.municipality in self.codes)
            if not ours:
                raise self._foreign(f"{row.kind} {row.subject} {row.number}")
            yield row

    def answers(self) -> Iterator[shapes.AnswerRecord]:
        for row in self.records("answers.jsonl"):
            try:
                answer = decode_kept(row.payload)
            except msgspec.DecodeError as error:
                raise bad_archive(self.archive.place, f"the answer {row.reference}: {error}") from error
            if (answer.reference, answer.item, answer.municipality.code) != (row.reference, row.item, row.municipality):
                raise bad_archive(self.archive.place, f"the answer {row.reference} is another one")
            if answer.personal.given:
                raise bad_archive(self.archive.place, f"the answer {row.reference} is that of one person")
            if row.municipality not in self.codes:
                raise self._foreign(f"answer {row.reference}")
            yield row

    def content(self, row: shapes.EditionRecord) -> Any:
        try:
            return decode(row.kind, row.content, row.state)
        except (msgspec.ValidationError, KeyError) as error:
            raise bad_archive(self.archive.place, f"{row.kind} {row.subject} {row.number}: {error}") from error

    def _foreign(self, what: str) -> Refused:
        return Refused(
            "NOT_ITS_OWN",
            self.archive.place,
            "%(field)s: %(value)s does not belong to %(organisation)s; an export holds what one organisation owns",
            value=what,
            organisation=self.owner or "the library",
        )

    def _read(self, name: str) -> Iterator[Any]:
        decoder = msgspec.json.Decoder(shapes.FILES[name])
        with self.archive.stream(self.members[name]) as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    record = decoder.decode(line)
                except msgspec.DecodeError as error:
                    raise bad_archive(self.archive.place, f"{name}:{number}: {error}") from error
                self._told(len(line))
                yield record


def series_of(row: shapes.EditionRecord) -> Series:
    return Series(row.kind, row.subject, row.organisation, row.municipality, row.language)
