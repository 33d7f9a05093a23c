"""What an import did: per record new, changed, unchanged, gone or refused, with place and reason."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import transaction
from msgspec import Struct
from tqdm import tqdm

from contenthub.actions.at_once import at_once
from contenthub.resolving.refusal import Refused

_FEW = 10


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    REFUSED = "refused"


class Done(Struct, frozen=True):
    """What became of one record; `notes` is what a person should know of it."""

    outcome: Outcome
    notes: tuple[str, ...] = ()


class Record(Struct, frozen=True):
    """One record of a source: what it is called, where it stands (file and line), and how it is written."""

    what: str
    place: str
    write: Callable[[], Done]


class Entry(Struct, frozen=True):
    outcome: Outcome
    what: str
    place: str = ""
    note: str = ""

    def __str__(self) -> str:
        place = f" [{self.place}]" if self.place else ""
        return f"{self.outcome:<9} {self.what}{place}{f': {self.note}' if self.note else ''}"


class Report:
    """Grows while an import runs; says at the end what happened."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.entries: list[Entry] = []
        self.notes: list[str] = []

    def add(self, outcome: Outcome, what: str, place: str = "", note: str = "") -> None:
        self.entries.append(Entry(outcome, what, place, note))

    def refuse(self, what: str, place: str, refusal: Refused) -> None:
        self.add(Outcome.REFUSED, what, place, f"{refusal.code}: {refusal}")

    def of(self, outcome: Outcome) -> list[Entry]:
        return [entry for entry in self.entries if entry.outcome == outcome]

    def counts(self) -> dict[Outcome, int]:
        found = Counter(entry.outcome for entry in self.entries)
        return {outcome: found[outcome] for outcome in Outcome}

    def summary(self) -> str:
        return f"{self.title}: " + ", ".join(f"{count} {outcome}" for outcome, count in self.counts().items())

    def lines(self, *, every: bool = False) -> Iterator[str]:
        """The report as text. What was new or stayed as it was is listed only where `every` asks, or where it has a note."""
        yield self.summary()
        quiet = () if every else (Outcome.NEW, Outcome.UNCHANGED)
        for outcome in Outcome:
            yield from (f"  {entry}" for entry in self.of(outcome) if outcome not in quiet or entry.note)
        yield from (f"  note: {note}" for note in self.notes)


def import_records(records: Iterable[Record], report: Report, *, what: str = "") -> None:
    """Write each record in a transaction of its own; what is refused leaves nothing behind, and the rest goes on."""
    listed = list(records)
    with tqdm(listed, desc=what or report.title, unit="", disable=None, leave=False, file=sys.stderr) as bar:
        for record in bar:
            try:
                with at_once():
                    done = record.write()
            except Refused as refusal:
                report.refuse(record.what, record.place, refusal)
            else:
                report.add(done.outcome, record.what, record.place, "; ".join(done.notes))


def refuse_if_cut(gone: int, known: int, place: str, *, allow_gone: bool) -> None:
    """A file that was cut off between two records reads well; it shows in how much of what we had would be gone.

    Refused is more than a tenth, though never ten records or fewer. `allow_gone` is for who has looked.
    """
    if not allow_gone and gone > max(_FEW, known // 10):
        raise Refused(
            "TOO_MANY_GONE",
            place,
            "%(field)s: %(value)s of %(known)s would be gone; is the file complete? If so, repeat with --allow-gone",
            value=gone,
            known=known,
        )


@contextmanager
def rehearsal(dry_run: bool) -> Iterator[None]:
    """With `dry_run` everything inside is really done, so that the report is true, and then taken back."""
    if not dry_run:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
