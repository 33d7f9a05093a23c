"""`python -m benchmarks.serving.execution`: graphql-core beside the compiled documents, microseconds, one process, one run.

The database must hold the demo, as for `benchmarks.serving`. Each document is answered by both first, and the bytes are
compared. `all`: with reading and resolving; `fields`: with everything read before, so that only fields and texts remain.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.serving.server import ENVIRONMENT

DEMO = {"municipality": "GM9001", "item": "paspoort-aanvragen", "event": "verhuizen"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="how often each is timed; the fastest counts")
    rounds = parser.parse_args().rounds
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("CONTENTHUB_REFERENCE_KEY", "only-for-measurements-and-nothing-else")
    import django

    django.setup()
    from schemas.documents import trusted
    from schemas.schema import schema

    print(f"{'':24}{'bytes':>8}{'all: core':>11}{'plan':>8}{'ratio':>7}{'fields: core':>14}{'plan':>8}{'ratio':>7}")
    for document in sorted(trusted(schema.graphql_schema).values(), key=lambda d: d.name):
        print(_row(document, rounds), flush=True)
    return 0


def _row(document: Any, rounds: int) -> str:
    import orjson
    from graphql import execute

    from contenthub.answering import snapshot
    from schemas.projection import plan_of
    from schemas.reading import Reading
    from schemas.schema import schema
    from schemas.serving import Context

    graphql = schema.graphql_schema
    plan, variables = plan_of(graphql, document.ast), _variables(document)
    read = Reading()

    def core(reading: Any) -> Any:
        return execute(graphql, document.ast, context_value=Context(reading), variable_values=variables)

    def planned(reading: Any) -> Any:
        return plan.execute(Context(reading), variables)

    def fresh(how: Callable[[Any], Any]) -> Callable[[], Any]:
        def run() -> Any:
            with snapshot():
                return how(Reading())

        return run

    expected, found = core(read), planned(read)
    if found.errors or orjson.dumps(found.data) != orjson.dumps(expected.data) or not next(iter(found.data.values())):
        raise RuntimeError(f"{document.name}: {found.errors or 'not the same bytes'}")
    everything = _fastest(rounds, fresh(core), fresh(planned))
    fields = _fastest(rounds, lambda: core(read), lambda: planned(read))
    told = [f"{a:11.0f}{b:8.0f}{a / b:7.2f}" for a, b in (everything, fields)]
    return f"{document.name:24}{len(orjson.dumps(found.data)):8}{told[0]}{'':3}{told[1]}"


def _variables(document: Any) -> dict[str, Any]:
    kind = "question" if document.name.startswith("question") else "product"
    slug = DEMO["event"] if document.name == "life-event" else _slug(kind)
    known = {
        "municipality": DEMO["municipality"],
        "code": DEMO["municipality"],
        "slug": slug,
        "first": 20,
        "reference": _reference() if "reference" in document.variables else "",
    }
    return {name: value for name, value in known.items() if name in document.variables}


def _slug(kind: str) -> str:
    from schemas.reading import Reading

    if kind == "product":
        return DEMO["item"]
    reading = Reading()
    asking = reading.asking(DEMO["municipality"])
    return reading.items([reading.catalogue(asking).of("question")[0].item], asking)[0].answer.slug


def _reference() -> str:
    from contenthub.models import StoredAnswer

    return str(StoredAnswer.objects.filter(personal=False).values_list("pk", flat=True)[0])


def _fastest(rounds: int, *each: Callable[[], Any]) -> tuple[float, ...]:
    """Microseconds, in turns, so that another load of the machine meets all alike."""
    best = [float("inf")] * len(each)
    for _ in range(rounds):
        for number, run in enumerate(each):
            begun = time.perf_counter()
            run()
            best[number] = min(best[number], (time.perf_counter() - begun) * 1e6)
    return tuple(best)


if __name__ == "__main__":
    sys.exit(main())
