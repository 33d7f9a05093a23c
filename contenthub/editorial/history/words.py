"""Two texts beside each other with the words marked that differ.

Wagtail's own comparison takes words of up to four letters for noise, and so calls whole sentences changed in which one
amount is: here every word counts, and an amount is one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeVar

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from channels.transcript import Line

Run = tuple[str, str]
_Each = TypeVar("_Each", str, Line)
_SAME, _OLD, _NEW = "equal", "deletion", "addition"
_WORD = re.compile(r"\w+(?:[.,:/-]\w+)*|\s+|[^\w\s]")
# Words of what stayed that are shown on either side of a change in a summary.
_AROUND = 6


class Pair(Struct, frozen=True):
    """A line as it was and as it became, marked; empty where it was not there. `changed`: they differ."""

    old: SafeString
    new: SafeString
    old_kind: str
    new_kind: str
    changed: bool


def runs(old: str, new: str) -> list[Run]:
    """What stayed, went and came, in order; what is between two changed words and no word itself goes with them."""
    was, is_ = _WORD.findall(old), _WORD.findall(new)
    found = SequenceMatcher(None, was, is_, autojunk=False).get_opcodes()
    made: list[Run] = []
    for number, (kind, first, last, begin, end) in enumerate(found):
        went, came = "".join(was[first:last]), "".join(is_[begin:end])
        between = 0 < number < len(found) - 1 and not any(each.isalnum() for each in went)
        if kind == _SAME and not between:
            made.append((_SAME, went))
        else:
            made += [(_OLD, went), (_NEW, came)]
    return list(_merged(made))


def beside(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Both texts as safe HTML: what went is in `<del>`, what came in `<ins>`."""
    found = runs(old, new)
    return _html(run for run in found if run[0] != _NEW), _html(run for run in found if run[0] != _OLD)


def in_one(old: str, new: str) -> SafeString:
    """The lines that differ, both texts in one; of what stayed in them only the words around a change."""
    told = []
    for was, is_ in _aligned(old.split("\n"), new.split("\n"), ""):
        if was != is_:
            found = runs(was, is_)
            short = ((k, _short(text, n, len(found)) if k == _SAME else text) for n, (k, text) in enumerate(found))
            told.append((_html(short),))
    return format_html_join(mark_safe("<br>"), "{}", told)


def pairs(old: Sequence[Line], new: Sequence[Line]) -> list[Pair]:
    """Every line of both, those that stayed beside each other."""
    made: list[Pair] = []
    for was, is_ in _aligned(old, new, Line("")):
        left, right = beside(was.text, is_.text)
        made.append(Pair(left, right, was.kind, is_.kind, was != is_))
    return made


def _aligned(old: Sequence[_Each], new: Sequence[_Each], nothing: _Each) -> Iterator[tuple[_Each, _Each]]:
    for _kind, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from zip_longest(old[first:last], new[begin:end], fillvalue=nothing)


def _merged(given: list[Run]) -> Iterable[Run]:
    """Between two texts that stayed, all that went before all that came."""
    went, came = "", ""
    for kind, text in [*given, (_SAME, "")]:
        if kind == _OLD:
            went += text
        elif kind == _NEW:
            came += text
        else:
            yield from (run for run in ((_OLD, went), (_NEW, came), (_SAME, text)) if run[1])
            went, came = "", ""


def _html(found: Iterable[Run]) -> SafeString:
    tags = {_OLD: "del", _NEW: "ins"}
    return format_html_join(
        "", "{}", ((format_html("<{0}>{1}</{0}>", mark_safe(tags[k]), t) if k in tags else t,) for k, t in found)
    )


def _short(text: str, number: int, total: int) -> str:
    words = text.split(" ")
    if len(words) <= 2 * _AROUND + 2:
        return text
    head = " ".join(words[:_AROUND]) if number else ""
    tail = " ".join(words[-_AROUND:]) if number < total - 1 else ""
    return f"{head} … {tail}"
