"""Measures of ranking and of confidence; pure functions of ranks, scores and labels."""

from __future__ import annotations

import math
from collections.abc import Sequence


def hit_at(ranks: Sequence[int | None], k: int) -> float:
    """The share of queries with a right answer among the first k; ranks count from 1, None is not found."""
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks) if ranks else math.nan


def reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """Mean reciprocal rank; what is not found counts 0."""
    return sum(1 / rank for rank in ranks if rank) / len(ranks) if ranks else math.nan


def ndcg(relevant_ranks: Sequence[Sequence[int]], possible: Sequence[int], k: int = 10) -> float:
    """Mean nDCG@k with every right answer worth the same. `relevant_ranks`: per query the ranks of all right answers
    that were found; `possible`: how many there are. Source: Järvelin and Kekäläinen (2002)."""
    if not relevant_ranks:
        return math.nan
    total = 0.0
    for found, there in zip(relevant_ranks, possible, strict=True):
        gained = sum(1 / math.log2(rank + 1) for rank in found if rank <= k)
        total += gained / sum(1 / math.log2(rank + 1) for rank in range(1, min(there, k) + 1))
    return total / len(relevant_ranks)


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """The chance that a query with an answer gets more confidence than one without; ties count half."""
    if not inside or not outside:
        return math.nan
    ordered = sorted(outside)
    wins = 0.0
    from bisect import bisect_left, bisect_right

    for score in inside:
        below, upto = bisect_left(ordered, score), bisect_right(ordered, score)
        wins += below + (upto - below) / 2
    return wins / (len(inside) * len(outside))


def calibration(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[tuple[float, float, int]]:
    """Per bin of confidence: mean confidence, share that was right, how many. Empty bins are left out."""
    grouped: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, was_right in zip(confidences, right, strict=True):
        grouped[min(bins - 1, int(confidence * bins))].append((confidence, was_right))
    return [
        (sum(c for c, _ in group) / len(group), sum(r for _, r in group) / len(group), len(group))
        for group in grouped
        if group
    ]


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error. Source: Naeini, Cooper and Hauskrecht (2015)."""
    found = calibration(confidences, right, bins)
    return sum(abs(mean - share) * n for mean, share, n in found) / len(confidences) if confidences else math.nan
