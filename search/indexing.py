"""Filling an index from the editions: some items, or all into a new generation that then takes over."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from django.utils import timezone
from msgspec import Struct

from contenthub.answering import snapshot
from contenthub.models import OutboxRow
from search.documents import documents_of, every_item
from search.engines import Change, Engine

BATCH = 200
_SAMPLE = 200


def changes_for(items: Iterable[str]) -> list[Change]:
    """What these items have to be found by, as the editions say now; the version is the outbox's last row."""
    with snapshot():
        version = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        made = documents_of(items, timezone.now())
    return [Change(item=item, version=version, documents=tuple(documents)) for item, documents in made.items()]


def fill(engine: Engine, generation: str, told: Callable[[int], object] = lambda done: None) -> int:
    """Write every item into a generation, in batches; `told` hears how many items each batch had."""
    items = every_item()
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        engine.apply(generation, changes_for(batch))
        told(len(batch))
    return len(items)


class Difference(Struct, frozen=True):
    """Items that the index has otherwise than the editions say: `missing` there, `stale`, or `left` over."""

    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        return (*self.missing, *self.stale, *self.left)


def compare(engine: Engine, generation: str, *, sample: int | None = None) -> Difference:
    """Compare what a generation holds with the editions: all of it, or the numbers and so many items by lot."""
    held = {item: digests for item, (_, digests) in engine.holds(generation).items()}
    items = every_item()
    chosen = items if sample is None else random.Random(len(items)).sample(items, min(sample, len(items)))
    missing, stale = [item for item in items if item not in held], []
    for start in range(0, len(chosen), BATCH):
        for change in changes_for(chosen[start : start + BATCH]):
            if change.item in held and held[change.item] != {document.digest for document in change.documents}:
                stale.append(change.item)
    known = set(items)
    left = [item for item, digests in held.items() if item not in known and digests]
    return Difference(missing=tuple(missing), stale=tuple(stale), left=tuple(left))


def agrees(engine: Engine, generation: str) -> Difference:
    """What has to be empty before a new generation takes over."""
    return compare(engine, generation, sample=_SAMPLE)
