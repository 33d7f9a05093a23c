"""Where a sentence ends, in Dutch and English text, so that no channel cuts one or a fact in half."""

from __future__ import annotations

import re

from contenthub.resolving.text import Break, FactRef, Inline, Link, Run, Text

FACT_MARK = "\ue000"
"""Stands for one fact while sentences are sought: what a fact says is never looked into."""

_NEVER_LAST = frozenset(
    """
    a.d.h.v. aanh. afb. afd. art. artt. bijl. bijv. bijz. blz. bv. ca. cf. chr. dhr. d.d. d.m.v. d.w.z. dd. ds. dr.
    drs. e.g. evt. excl. fig. gebr. hfst. hr. i.c. i.e. i.h.b. i.i.g. i.o. i.p.v. i.s.m. i.t.t. i.v.m. incl. ing.
    inz. ir. jhr. jl. jr. kl. lt. m.a.w. m.b.t. m.b.v. m.i.v. m.n. m.u.v. mej. mevr. mr. mrs. mw. n.a.v. n.b. nr.
    nrs. o.a. o.b.v. o.g.v. o.i.d. o.l.v. o.v.v. ong. pag. par. plm. plv. prof. resp. r.v. secr. sint. st. t.a.v.
    t.b.v. t.g.v. t.h.v. t.n.v. t.o.v. t.w. t.z.t. tav. tel. v.a. v.d. vgl. vnl. voorz. vs. w.o. wnd. z.g. z.o.z.
    zgn.
""".split()
)
_NOT_BEFORE_FIGURES = frozenset(
    """
    jan. febr. feb. mrt. apr. jun. jul. aug. sept. sep. okt. oct. nov. dec. no. nl. min. max. gem. p. lid. hst. ma. di.
    wo. do. vr. za. zo.
""".split()
)
_END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=[ \t]+["'“‘«(\[]*[A-ZÀ-ÖØ-Þ0-9€$£\ue000])|[ \t]*\n\s*""")
_LAST_WORD = re.compile(r"[^\s\"'“‘«(\[]+\Z")
_INITIAL = re.compile(r"([A-Z]\.)+\Z")
_LIST_NUMBER = re.compile(r"\s*[0-9]{1,2}\.\Z")


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, stripped; a line break ends one. Never splits in an amount, a time or `m.b.t.`."""
    parts = (text[start:end].strip() for start, end in sentence_spans(text))
    return [part for part in parts if part]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence; together they cover the text."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _END.finditer(text):
        if _is_end(text, start, found):
            spans.append((start, found.end()))
            start = found.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def split_run(run: Run) -> list[Run]:
    """A run as one run per sentence; facts and links stay whole, and white space at the edges goes."""
    text = "".join(map(_seen, run))
    offsets: list[int] = []
    at = 0
    for node in run:
        offsets.append(at)
        at += len(_seen(node))
    closed = [(offsets[i], offsets[i] + len(_seen(node))) for i, node in enumerate(run) if isinstance(node, Link)]
    cuts = [end for _, end in sentence_spans(text) if not any(low < end < high for low, high in closed)]
    runs: list[Run] = []
    start = 0
    for end in cuts or [len(text)]:
        part = _slice(run, offsets, start, end)
        if part:
            runs.append(part)
        start = end
    return runs


def _seen(node: Inline) -> str:
    match node:
        case Text():
            return node.s.replace(FACT_MARK, " ")
        case FactRef():
            return FACT_MARK
        case Link():
            return "".join(map(_seen, node.c)).replace("\n", " ")
        case _:
            return "\n"


def _slice(run: Run, offsets: list[int], start: int, end: int) -> Run:
    out: list[Inline] = []
    for node, at in zip(run, offsets, strict=True):
        width = len(_seen(node))
        low, high = max(start - at, 0), min(end - at, width)
        if low >= high:
            continue
        if isinstance(node, Text):
            out.append(Text(s=node.s[low:high], b=node.b, i=node.i))
        elif low == 0:
            out.append(node)
    return trimmed(tuple(out))


def trimmed(run: Run) -> Run:
    """The run without white space and breaks at its edges."""
    nodes = list(run)
    while nodes and _blank(nodes[0]):
        nodes.pop(0)
    while nodes and _blank(nodes[-1]):
        nodes.pop()
    if nodes and isinstance(first := nodes[0], Text):
        nodes[0] = Text(s=first.s.lstrip(), b=first.b, i=first.i)
    if nodes and isinstance(last := nodes[-1], Text):
        nodes[-1] = Text(s=last.s.rstrip(), b=last.b, i=last.i)
    return tuple(nodes)


def _blank(node: Inline) -> bool:
    return isinstance(node, Break) or (isinstance(node, Text) and not node.s.strip())


def _is_end(text: str, start: int, found: re.Match[str]) -> bool:
    mark = found.group()
    if "\n" in mark or mark[0] != "." or mark.startswith(".."):
        return True
    upto = text[start : found.start() + 1]
    if _LIST_NUMBER.match(upto) and not start:
        return False
    word = _LAST_WORD.search(upto)
    if not word:
        return True
    last = word.group()
    if _INITIAL.match(last) and len(last) <= 8:
        return False
    following = text[found.end() :].lstrip(" \t\"'“‘«([")[:1]
    if last.lower() in _NOT_BEFORE_FIGURES and (following.isdigit() or following == FACT_MARK):
        return False
    return last.lower() not in _NEVER_LAST
