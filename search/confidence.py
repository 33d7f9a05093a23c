"""How sure it is that the first hit answers the question: a number between 0 and 1 that was fitted, not felt.

The cosines of the encoder and the scores of an engine mean nothing by themselves. A logistic regression over a few
features of a result, fitted on the development set's `fit` part, says how often such a result was right there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from search.finding import Ranked

CALIBRATION = Path(__file__).with_name("calibration.json")
# Features of a result without meaning (no vectors) are others; their weights are fitted apart.
FEATURES = ("best", "second", "about", "words", "margin", "covered", "lone")


class Calibration(Struct, frozen=True):
    """Weights by feature; `sure` and `possible` are the confidences from which an answer or a choice is offered."""

    bias: float
    weights: tuple[float, ...]
    sure: float
    possible: float


@lru_cache(maxsize=1)
def calibrations() -> dict[str, Calibration]:
    """By kind of result: `semantic` or `lexical`."""
    return {
        kind: Calibration(told["bias"], tuple(told["weights"]), told["sure"], told["possible"])
        for kind, told in json.loads(CALIBRATION.read_text("utf-8")).items()
    }


def kind_of(hits: Sequence[Ranked]) -> str:
    return "semantic" if any(hit.best for hit in hits) else "lexical"


def features(hits: Sequence[Ranked], words: int) -> tuple[float, ...]:
    """Of a ranked result; `words` is the number of meaningful words that were asked."""
    first = hits[0]
    further = next((hit.score for hit in hits[1:] if hit.card.item != first.card.item), 0.0)
    return (
        first.best,
        first.second,
        first.about,
        first.words * min(1.0, first.raw / 20.0),
        first.score - further,
        min(2.0, first.raw / (6.0 * max(1, words))),
        1.0 if words == 1 else 0.0,
    )


def confidence(hits: Sequence[Ranked], words: int) -> float:
    if not hits:
        return 0.0
    found = calibrations()[kind_of(hits)]
    return probability(found.bias, found.weights, features(hits, words))


def probability(bias: float, weights: Sequence[float], values: Sequence[float]) -> float:
    total = bias + sum(w * v for w, v in zip(weights, values, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
