"""How sure it is that the first hit answers the question, and that anything here does: fitted, not felt.

The cosines of the encoder and the scores of an engine mean nothing by themselves. Two logistic regressions over a few
features of a result, fitted on the development set's `fit` part, say how often the first hit of such a result was right
there, and how often the question had an answer at all.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from search.finding import Found

CALIBRATION = Path(__file__).with_name("calibration.json")
FEATURES = ("best", "second", "about", "elsewhere", "covered", "missed", "margin", "raw", "length")


class Weights(Struct, frozen=True):
    bias: float
    weights: tuple[float, ...]

    def probability(self, values: Sequence[float]) -> float:
        total = self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


class Calibration(Struct, frozen=True):
    """`right`: the first hit is; `inside`: the question has an answer. `sure` is how likely right an answer must be,
    `possible` how likely inside a question must be before a choice is offered."""

    right: Weights
    inside: Weights
    sure: float
    possible: float


@lru_cache(maxsize=1)
def calibrations() -> dict[str, Calibration]:
    """By kind of result: `official` where official names were looked at too, otherwise `semantic`, and `lexical` where there
    are no vectors."""
    return {
        kind: Calibration(
            Weights(told["right"]["bias"], tuple(told["right"]["weights"])),
            Weights(told["inside"]["bias"], tuple(told["inside"]["weights"])),
            told["sure"],
            told["possible"],
        )
        for kind, told in json.loads(CALIBRATION.read_text("utf-8")).items()
    }


def kind_of(found: Found) -> str:
    if not any(hit.best for hit in found.hits):
        return "lexical"
    return "official" if found.named else "semantic"


def features(found: Found) -> tuple[float, ...]:
    """In the order of FEATURES, and of `official.FEATURES` behind them where the kind is `official`."""
    first = found.hits[0]
    further = next((hit.score for hit in found.hits[1:] if hit.card.item != first.card.item), 0.0)
    named = found.named if kind_of(found) == "official" else ()
    return (
        first.best,
        first.second,
        first.about,
        found.elsewhere,
        found.covered,
        found.missed,
        first.score - further,
        min(2.0, first.raw / 20.0),
        math.log1p(found.asked_words),
        *named,
    )


def confidence(found: Found) -> float:
    return calibrations()[kind_of(found)].right.probability(features(found)) if found.hits else 0.0


def in_scope(found: Found) -> float:
    return calibrations()[kind_of(found)].inside.probability(features(found)) if found.hits else 0.0
