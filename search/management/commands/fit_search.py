from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser
from msgspec.structs import replace

from search import official, semantics
from search.confidence import CALIBRATION, calibrations, features, kind_of
from search.documents import every_item
from search.evaluation.fitting import fit_logistic, fit_space
from search.evaluation.running import DEVELOPMENT, Result, queries, run
from search.indexing import changes_for
from search.setting import engine

BACKGROUND = DEVELOPMENT.with_name("background.yaml")
ELSEWHERE = DEVELOPMENT.with_name("elsewhere.yaml")
SURE, POSSIBLE = 0.62, 0.7


class Command(BaseCommand):
    help = "For developers: fit the space of vectors and the calibration on the development set's part `fit`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", default="GM9001")

    def handle(self, *args: Any, **options: Any) -> None:
        serving = engine()
        # From the editions and not from a reader, which needs the space that is fitted here.
        known = [d for change in changes_for(every_item()) for d in change.documents]
        keys = {p.key for d in known if d.language == "nl" for p in semantics.passages(d) if not p.internal}
        raw = semantics.Vectors(serving.folder).read(keys)
        fit = [query for query in queries(DEVELOPMENT) if query.split == "fit"]
        questions = yaml.safe_load(Path(BACKGROUND).read_text("utf-8"))
        questions["nl"] = [query.query for query in fit if query.style != "foreign"]
        elsewhere = yaml.safe_load(Path(ELSEWHERE).read_text("utf-8"))
        fit_space(np.stack([raw[key] for key in sorted(raw)]), questions, elsewhere)
        semantics.forget_space()
        official.forget()
        serving.forget()
        official.refresh(serving, serving.serving())
        told = {}
        by_meaning = list(run(fit, serving, options["municipality"]))
        if not any(r.found.named for r in by_meaning):
            raise CommandError("there are no official names to fit on; import them with manage.py import_upl")
        unnamed = [Result(r.asked, replace(r.found, named=()), r.ranks, 0.0, 0.0) for r in by_meaning]
        by_words = list(run(fit, serving, options["municipality"], meaning=False))
        for kind, results in (("official", by_meaning), ("semantic", unnamed), ("lexical", by_words)):
            some = [r for r in results if r.found.hits and kind_of(r.found) == kind]
            rows = [features(r.found) for r in some]
            told[kind] = {
                "right": _weights(rows, [r.rank == 1 for r in some]),
                "inside": _weights(rows, [bool(r.asked.items) for r in some]),
                "sure": SURE,
                "possible": POSSIBLE,
            }
        CALIBRATION.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
        calibrations.cache_clear()
        self.stdout.write(f"fit_search: {len(raw)} passages, {len(fit)} queries")


def _weights(rows: list[tuple[float, ...]], labels: list[bool]) -> dict[str, Any]:
    bias, weights = fit_logistic(rows, labels)
    return {"bias": bias, "weights": weights}
