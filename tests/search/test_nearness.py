"""Where there are many chunks, choosing by the first dimensions finds what computing every cosine in full finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from search import semantics
from search.documents import Document
from search.engines import nearness
from search.evaluation.running import DEVELOPMENT, queries
from search.query import Filters, Near
from tests.search.corpus import document

HERE = Filters(municipality="GM9001", languages=("nl",), moment=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
CHUNKS, ASKED = 600, 60


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """Real ones, raw: those of the questions of the development set, which lie as close together as titles do."""
    texts = [query.query for query in queries(DEVELOPMENT)][: CHUNKS + ASKED]
    return np.stack([semantics.raw_query(text) for text in texts])


def filled(folder: Path, documents: Sequence[Document], vectors: np.ndarray) -> nearness.Nearness:
    store = semantics.Vectors(folder)
    store.put((semantics.passages(d)[0].key, vector) for d, vector in zip(documents, vectors, strict=True))
    made = nearness.Nearness(folder)
    made.put((), documents)
    return made


def nearest(made: nearness.Nearness, vectors: np.ndarray, limit: int = 10) -> list[list[Near]]:
    return [made.nearest(semantics.space().asked(vector)[0], HERE, limit) for vector in vectors]


def test_nearly_the_same_is_found_of_a_fifteenth_of_the_rows(
        tmp_path: Path, vectors: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    made = filled(tmp_path, [document(str(n), f"Vraag {n}", "") for n in range(CHUNKS)], vectors[:CHUNKS])
    whole = nearest(made, vectors[CHUNKS:])
    monkeypatch.setattr(nearness, "ALL_BELOW", 0)
    monkeypatch.setattr(nearness, "CHOSEN", CHUNKS // 15)
    chosen = nearest(made, vectors[CHUNKS:])
    pairs = list(zip(whole, chosen, strict=True))
    assert sum(one[0].document == two[0].document for one, two in pairs) >= ASKED - 2
    assert sum(len({n.document for n in one} & {n.document for n in two}) for one, two in pairs) >= 0.97 * 10 * ASKED
    for one, two in pairs:
        both = {n.document: n for n in one}
        np.testing.assert_allclose([n.best for n in two if n.document in both],
                                   [both[n.document].best for n in two if n.document in both], atol=1e-5)


def test_what_another_municipality_says_takes_no_place_among_the_chosen(
        tmp_path: Path, vectors: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    served = [("GM9001",) if n % 30 == 0 else ("GM9002",) for n in range(CHUNKS)]
    documents = [document(str(n), f"Vraag {n}", "", served=served[n]) for n in range(CHUNKS)]
    made = filled(tmp_path, documents, vectors[:CHUNKS])
    whole = nearest(made, vectors[CHUNKS:], 20)
    monkeypatch.setattr(nearness, "ALL_BELOW", 0)
    monkeypatch.setattr(nearness, "CHOSEN", CHUNKS // 15)
    chosen = nearest(made, vectors[CHUNKS:], 20)
    assert [{n.document for n in one} for one in chosen] == [{n.document for n in one} for one in whole]
    assert {len(one) for one in whole} == {20}
