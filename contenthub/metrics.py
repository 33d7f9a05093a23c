"""What others count and time: a few functions that any room may call, and nothing that names a person.

Every label has a fixed set of values: whatever is not in it is counted as `other`, so that no text that a caller made
up becomes a label. Several processes write to files under PROMETHEUS_MULTIPROC_DIR, which `contenthub/serve.py` sets.
"""

from __future__ import annotations

from collections import Counter as tally
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from functools import cache

from prometheus_client import Counter, Histogram

OTHER = "other"
# How an answer came about: from memory, from the database as it was stored, made now, unchanged for this caller (304),
# or never to be remembered (person facts, errors).
CACHE_STATES = frozenset({"hit", "stored", "miss", "unchanged", "uncached"})
# What executes a document, and why graphql-core had to: asked in a caller's own words, or
# something that is not compiled.
EXECUTORS = frozenset({"projection", "graphql-core"})
EXECUTION_REASONS = frozenset({"", "free-form", "operation", "conditions", "asynchronous"})
STATUSES = frozenset({400, 401, 403, 404, 405, 406, 413, 415, 422, 429, 500, 503})
_BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

_requests = Counter("contenthub_requests", "GraphQL requests that were answered, by document and state of the cache",
                    ["document", "cache"])
_served = Histogram("contenthub_served_seconds", "How long answers took that were no repeats", ["document", "cache"],
                    buckets=_BUCKETS)
_resolved = Histogram("contenthub_resolve_seconds", "Resolving answers: loading rows and merging them", buckets=_BUCKETS)
_executed = Counter("contenthub_graphql_execution", "GraphQL documents that were executed, and by what", ["how", "reason"])
_refused = Counter("contenthub_refused", "Responses with a status of 400 or above", ["status"])
_documents: set[str] = set()
# Repeats are counted together, a moment later: one at a time, counting would be a tenth of what they cost.
_REPEATS = frozenset({"hit", "unchanged"})
_MOST_WAITING = 200
_waiting: deque[tuple[str, str]] = deque()


def know(documents: Iterable[str]) -> None:
    """Tell the names of the trusted documents, once at start; every other name is counted as `other`."""
    _documents.update(documents)


def served(document: str, cache: str, seconds: float) -> None:
    """One answer left.

    :param document: the name of a trusted document that was told to `know`.
    :param cache: one of CACHE_STATES.
    :param seconds: from the request's arrival to its answer; nobody times repeats.
    """
    if cache in _REPEATS:
        _waiting.append((document, cache))
        if len(_waiting) >= _MOST_WAITING:
            count_waiting()
        return
    counted, timed = _labelled(_known(document), cache if cache in CACHE_STATES else OTHER)
    counted.inc()
    timed.observe(seconds)


def count_waiting() -> None:
    """Count what waits for it; whoever looks at the counts, or whether this process lives, calls this first."""
    several = []
    # Another thread may be taking from the same end.
    with suppress(IndexError):
        while True:
            several.append(_waiting.popleft())
    for (document, state), number in tally(several).items():
        _requests.labels(_known(document), state).inc(number)


def resolved(seconds: float) -> None:
    """Answers were resolved, for one request."""
    _resolved.observe(seconds)


def executed(how: str, reason: str = "") -> None:
    """A document was executed.

    :param how: one of EXECUTORS.
    :param reason: one of EXECUTION_REASONS, where the projection left it to graphql-core.
    """
    _executed.labels(how if how in EXECUTORS else OTHER, reason if reason in EXECUTION_REASONS else OTHER).inc()


def refused(status: int) -> None:
    """A response with this HTTP status left."""
    _refused.labels(str(status) if status in STATUSES else OTHER).inc()


@cache
def _labelled(document: str, cache: str) -> tuple[Counter, Histogram]:
    """Kept, since finding these among the labels takes longer than counting."""
    return _requests.labels(document, cache), _served.labels(document, cache)


def _known(document: str) -> str:
    return document if document in _documents else OTHER
