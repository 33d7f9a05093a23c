"""From the outbox to an index: in order, at least once, and nothing that commits late is passed over.

A consumer knows the last row it has seen, and which numbers before it were missing: those of transactions that were
still open, or were rolled back. It asks for them again until they are too old to come.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Sequence

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from contenthub.models import Consumer, Edition, OutboxRow
from contenthub.vocabulary import EditionKind
from search import official
from search.engines import Engine, EngineAway
from search.indexing import BATCH, changes_for, fill
from search.words import warm

log = logging.getLogger(__name__)
# No transaction of ours stays open so long; what then still misses was rolled back.
LATE = dt.timedelta(minutes=15)
_TAKEN = 500
_PAUSE = 0.2
_PAUSE_OF_NAMES = 30.0
_PAUSE_AFTER_FAILURE = 2.0


def consumer_of(engine: Engine, generation: str) -> str:
    return f"search:{engine.name}:{generation}"


def start(engine: Engine, generation: str) -> None:
    """Count from now on: what stands in the outbox already will be in what is filled after this."""
    last = OutboxRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    seen = set(OutboxRow.objects.filter(pk__gt=last - _TAKEN).values_list("pk", flat=True))
    missing = {
        number: timezone.now().isoformat() for number in range(max(1, last - _TAKEN), last) if number not in seen
    }
    Consumer.objects.update_or_create(
        name=consumer_of(engine, generation), defaults={"position": last, "missing": missing, "at": timezone.now()}
    )


def catch_up(engine: Engine, generation: str) -> int:
    """Process everything that waits for one generation; how many rows that were. Raises EngineAway, DatabaseError."""
    done = 0
    while True:
        consumer = Consumer.objects.filter(name=consumer_of(engine, generation)).first()
        if consumer is None:
            raise EngineAway(
                f"nobody knows up to where {generation} was filled; manage.py rebuild_search makes a new one"
            )
        rows = _waiting(consumer)
        turned = _turned(consumer)
        if not rows and not turned:
            return done
        items = _items(rows, turned)
        for begin in range(0, len(items), BATCH):
            engine.apply(generation, changes_for(items[begin : begin + BATCH]))
        _passed(consumer, rows)
        done += len(rows)


def _waiting(consumer: Consumer) -> list[OutboxRow]:
    late = [int(number) for number in consumer.missing]
    found = list(OutboxRow.objects.filter(pk__in=late)) if late else []
    return [*found, *OutboxRow.objects.filter(pk__gt=consumer.position).order_by("pk")[:_TAKEN]]


def _turned(consumer: Consumer) -> list[str]:
    """Municipalities whose details took over since: then others may speak for them, without a row in the outbox."""
    now = timezone.now()
    rows = Edition.objects.filter(kind=EditionKind.MUNICIPALITY, valid_from__gt=consumer.at, valid_from__lte=now)
    return list(rows.exclude(recorded_at__gte=consumer.at).values_list("subject", flat=True))


def _items(rows: Sequence[OutboxRow], turned: Sequence[str]) -> list[str]:
    items = {row.subject: None for row in rows if row.kind == EditionKind.ITEM}
    if turned or any(row.kind == EditionKind.MUNICIPALITY for row in rows):
        local = Edition.objects.filter(kind=EditionKind.ITEM).exclude(organisation="", municipality="")
        items |= dict.fromkeys(local.order_by("subject").values_list("subject", flat=True).distinct())
    return list(items)


def _passed(consumer: Consumer, rows: Sequence[OutboxRow]) -> None:
    """These rows are in the index. The position is written after it: where that fails, they are done again."""
    now = timezone.now()
    seen = {row.pk for row in rows}
    missing = {
        number: since
        for number, since in consumer.missing.items()
        if int(number) not in seen and now - dt.datetime.fromisoformat(since) < LATE
    }
    last = max([consumer.position, *seen])
    new = range(consumer.position + 1, last)
    missing |= {str(number): now.isoformat() for number in new if number not in seen}
    # The moment is the one before which municipalities were looked at.
    Consumer.objects.filter(pk=consumer.pk).update(position=last, missing=missing, at=now)


def begin(engine: Engine) -> str:
    """The first generation of a new hub, by words only: vectors follow while it serves."""
    generation = engine.create()
    start(engine, generation)
    fill(engine, generation)
    engine.promote(generation)
    return generation


class Worker:
    """Keeps the serving generation up to date until it is told to stop. One process at a time does the work; the others
    stand by, and take over when it ends."""

    def __init__(self, engine: Engine, told: Callable[[str], None] = log.warning) -> None:
        self.engine, self._told = engine, told
        self._stop = threading.Event()
        self._last: dict[str, str] = {}

    def stop(self) -> None:
        self._stop.set()

    def run(self) -> None:
        """Words in this thread and the rest in others, so that a publish is found at once however long texts take."""
        others = [
            threading.Thread(target=self._loop, args=work, name=f"search-{work[1]}", daemon=True)
            for work in ((self.add_vectors, "vectors", _PAUSE), (self.look_at_names, "names", _PAUSE_OF_NAMES))
        ]
        for other in others:
            other.start()
        self._loop(self.turn, "words", _PAUSE)
        for other in others:
            other.join()

    def _loop(self, work: Callable[[], int], role: str, rest: float) -> None:
        while not self._stop.is_set():
            try:
                close_old_connections()
                with self.engine.working(role) as mine:
                    # While there is something to do there is no pause.
                    pause = _PAUSE_AFTER_FAILURE if not mine else 0 if work() else rest
                    self._last.pop(role, None)
            except (EngineAway, DatabaseError, OSError, ValueError) as error:
                # Publishing and reading go on; the lag says it, and what waits is done once the engine is back.
                self._tell(role, f"search is behind ({role}): {type(error).__name__}: {error}")
                pause = _PAUSE_AFTER_FAILURE
            self._stop.wait(pause)
        connection.close()

    def _tell(self, role: str, what: str) -> None:
        if what != self._last.get(role):
            self._told(what)
        self._last[role] = what

    def turn(self) -> int:
        """One look at the outbox; how many rows there were."""
        try:
            generation = self.engine.serving()
        except EngineAway:
            generation = ""
        if not Consumer.objects.filter(name=consumer_of(self.engine, generation)).exists():
            # A new hub, or one into which a backup was restored: nobody knows what that index was filled with.
            generation = begin(self.engine)
        return catch_up(self.engine, generation)

    def add_vectors(self) -> int:
        """The vectors of one item that lacks them; 0 where none does, or there is no index yet."""
        try:
            return self.engine.add_vectors(self.engine.serving(), 1)
        except EngineAway:
            return 0

    def look_at_names(self) -> int:
        """1 where official names were looked at anew, which is due now and then."""
        try:
            return int(official.refresh(self.engine, self.engine.serving()))
        except EngineAway:
            return 0


def run_in_background(engine: Engine) -> Worker:
    worker = Worker(engine)
    threading.Thread(target=warm, name="search-warm", daemon=True).start()
    threading.Thread(target=worker.run, name="search-outbox", daemon=True).start()
    return worker


def wait_until_caught_up(engine: Engine, seconds: float = 10.0) -> bool:
    """For tests and commands: whether nothing waits within this time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        consumer = Consumer.objects.filter(name=consumer_of(engine, engine.serving())).first()
        if consumer and not OutboxRow.objects.filter(pk__gt=consumer.position).exists():
            return True
        time.sleep(0.05)
    return False
