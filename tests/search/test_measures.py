"""Measures of ranking and confidence, against numbers worked out by hand."""

from __future__ import annotations

import math

import pytest

from search.evaluation import measures
from search.evaluation.fitting import fit_logistic


def test_hits_and_reciprocal_ranks():
    ranks = [1, 3, None, 2]
    assert [measures.hit_at(ranks, k) for k in (1, 2, 3, 10)] == [0.25, 0.5, 0.75, 0.75]
    assert measures.reciprocal_rank(ranks) == pytest.approx((1 + 1 / 3 + 1 / 2) / 4)


def test_ndcg_of_one_and_of_several_right_answers():
    assert measures.ndcg([[1]], [1]) == 1
    assert measures.ndcg([[2]], [1]) == pytest.approx(1 / math.log2(3))
    assert measures.ndcg([[]], [1]) == 0
    assert measures.ndcg([[1, 2]], [2]) == 1


def test_auroc_counts_ties_half():
    assert measures.auroc([0.9, 0.8], [0.1]) == 1
    assert measures.auroc([0.5], [0.5]) == 0.5
    assert measures.auroc([0.2, 0.8], [0.5]) == 0.5


def test_calibration_error_is_the_mean_distance():
    assert measures.calibration_error([0.9, 0.9, 0.1, 0.1], [True, True, False, False]) == pytest.approx(0.1)
    assert measures.calibration([0.95, 0.05], [True, False]) == [(0.05, 0.0, 1), (0.95, 1.0, 1)]


def test_a_logistic_regression_finds_the_boundary():
    bias, weights = fit_logistic([[x / 10] for x in range(20)], [x >= 10 for x in range(20)])
    assert -bias / weights[0] == pytest.approx(0.95, abs=0.1)
