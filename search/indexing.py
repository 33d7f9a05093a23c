"""Filling an index from the editions: some items, or all into a new generation that then takes over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils import timezone

from contenthub.answering import snapshot
from contenthub.models import OutboxRow
from search.documents import documents_of, every_item
from search.engines import Change
from search.engines.embedded import Embedded
from search.semantics import Vectors, passages

BATCH = 200


def changes_for(items: Iterable[str]) -> list[Change]:
    """What these items have to be found by, as the editions say now; the version is the outbox's last row."""
    with snapshot():
        version = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        made = documents_of(items, timezone.now())
    return [Change(item=item, version=version, documents=tuple(documents)) for item, documents in made.items()]


def write(engine: Embedded, generation: str, changes: Sequence[Change]) -> None:
    """Vectors first: a document without them would be found by its words only."""
    Vectors(engine.folder).ensure(p for change in changes for d in change.documents for p in passages(d))
    engine.apply(generation, changes)


def fill(engine: Embedded, generation: str, told: Callable[[int], None] = lambda done: None) -> int:
    """Write every item into a generation, in batches; `told` hears how many items each batch had."""
    items = every_item()
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        write(engine, generation, changes_for(batch))
        told(len(batch))
    return len(items)
