from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from contenthub.resolving.refusal import Refused
from search.evaluation import measures
from search.evaluation.running import DEVELOPMENT, Result, queries, run
from search.setting import engine

SEED = 20_26
_RESAMPLES = 400


class Command(BaseCommand):
    help = "Measure finding on queries with known answers, and compare with the last time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("queries", type=Path, nargs="?", default=DEVELOPMENT)
        parser.add_argument("--municipality", default="GM9001")
        parser.add_argument("--split", choices=["fit", "held"], help="only this part of the file")
        parser.add_argument("--name", default="", help="only queries whose name begins so, such as rijksoverheid/")
        parser.add_argument("--misses", type=int, default=0, help="show so many queries that were not found first")

    def handle(self, *args: Any, **options: Any) -> None:
        serving = engine()
        wanted = [
            q
            for q in queries(options["queries"])
            if (not options["split"] or q.split == options["split"])
            and (q.name.startswith(options["name"]) or not q.items)
        ]
        if not wanted:
            raise Refused("EMPTY_LIST", "queries", "%(field)s: no query is left of %(value)s", value=options["queries"])
        key = f"{options['queries'].name} {options['split'] or 'all'} {options['name']}".strip()
        last_file = serving.folder / "evaluated.json"
        last = json.loads(last_file.read_text("utf-8")) if last_file.exists() else {}
        told: dict[str, dict[str, float]] = {}
        for meaning in (False, True):
            results = list(run(wanted, serving, options["municipality"], meaning=meaning, calibrated=True))
            name = results[0].found.engine if results[0].found.hits else f"{serving.name} {meaning}"
            name = f"{serving.name} ({'lexical + semantic' if meaning else 'lexical'})"
            told[name] = self._tell(name, results, last.get(key, {}).get(name, {}))
        self._misses(results, options["misses"])
        last[key] = told
        last_file.write_text(json.dumps(last, indent=1), "utf-8")

    def _tell(self, name: str, results: Sequence[Result], before: dict[str, float]) -> dict[str, float]:
        inside = [r for r in results if r.asked.items]
        outside = [r for r in results if not r.asked.items]
        self.stdout.write(f"\n{name}: {len(inside)} in scope, {len(outside)} out of scope")
        self.stdout.write(f"{'style':<12}{'n':>5}{'hit@1':>8}{'hit@3':>8}{'hit@10':>8}{'MRR':>8}{'nDCG@10':>9}")
        for style in (*sorted({r.asked.style for r in inside}), ""):
            some = [r for r in inside if style in ("", r.asked.style)]
            row = _measured(some)
            cells = "".join(f"{row[m]:>{8 if m != 'ndcg@10' else 9}.3f}" for m in row)
            self.stdout.write(f"{style or 'all':<12}{len(some):>5}{cells}")
        all_of = _measured(inside)
        all_of["auroc"] = measures.auroc([r.confidence for r in inside], [r.confidence for r in outside])
        right = [r.rank == 1 for r in results]
        all_of["ece"] = measures.calibration_error([r.confidence for r in results], right)
        low, high = _interval(inside, lambda some: _measured(some)["hit@1"])
        self.stdout.write(f"hit@1 lies between {low:.3f} and {high:.3f} (95 %, {_RESAMPLES} resamples, seed {SEED})")
        self.stdout.write(f"AUROC in/out of scope {all_of['auroc']:.3f}   calibration error {all_of['ece']:.3f}")
        for mean, share, n in measures.calibration([r.confidence for r in results], right):
            self.stdout.write(f"  confidence {mean:.2f}: right {share:.2f} of {n}")
        if before:
            changes = [f"{m} {all_of[m] - before[m]:+.3f}" for m in all_of if m in before and not math.isnan(all_of[m])]
            self.stdout.write("since last time: " + ", ".join(changes))
        return all_of

    def _misses(self, results: Sequence[Result], most: int) -> None:
        for result in [r for r in results if r.asked.items and r.rank != 1][:most]:
            first = result.found.hits[0].card.title if result.found.hits else "nothing"
            self.stdout.write(f"  {result.rank or '-':>4}  {result.asked.query!r} wants {result.asked.name}, got {first!r}")


def _measured(results: Sequence[Result]) -> dict[str, float]:
    ranks = [r.rank for r in results]
    return {
        "hit@1": measures.hit_at(ranks, 1),
        "hit@3": measures.hit_at(ranks, 3),
        "hit@10": measures.hit_at(ranks, 10),
        "mrr": measures.reciprocal_rank(ranks),
        "ndcg@10": measures.ndcg([r.ranks for r in results], [len(r.asked.items) for r in results]),
    }


def _interval(results: Sequence[Result], of: Callable[[Sequence[Result]], float]) -> tuple[float, float]:
    chosen = random.Random(SEED)
    found = sorted(of([chosen.choice(results) for _ in results]) for _ in range(_RESAMPLES)) if results else [math.nan]
    return found[int(0.025 * len(found))], found[min(len(found) - 1, int(0.975 * len(found)))]
