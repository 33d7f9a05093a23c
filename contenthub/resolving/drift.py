"""Whether a generic text has come to mean something else since an organisation made its own version of it.

What bears meaning are words, figures and facts, in their order, and whether the text is law. Punctuation, capitals, markup and
where a paragraph ends bear none: a text that is published anew for those has not changed.
"""

from __future__ import annotations

import re

from contenthub.resolving.content import ItemContent, LocalContent, Section
from contenthub.resolving.text import Blocks, FactRef, Text, inlines
from contenthub.vocabulary import SectionKind, SectionMode

_WORD = re.compile(r"[^\W_]+")
# What replaces, hides or adds to a text was written with that text at hand.
_BASED = frozenset({SectionMode.REPLACE, SectionMode.HIDE, SectionMode.APPEND, SectionMode.PREPEND})


def meaning(blocks: Blocks) -> tuple[str, ...]:
    """Words and figures in lower case, and facts by their key, in reading order."""
    found: list[str] = []
    for node in inlines(blocks):
        if isinstance(node, FactRef):
            found.append(f"{{{{{node.key}}}}}")
        elif isinstance(node, Text):
            found.extend(word.casefold() for word in _WORD.findall(node.s))
    return tuple(found)


def changed(before: Section | None, after: Section | None) -> bool:
    """Whether this section means something else, or has come or gone."""
    if before is None or after is None:
        return before is not after
    if before.law != after.law or meaning(before.blocks) != meaning(after.blocks):
        return True
    channels = before.wordings.keys() | after.wordings.keys()
    return any(meaning(before.wordings.get(c, ())) != meaning(after.wordings.get(c, ())) for c in channels)


def drifted(local: LocalContent, before: dict[int, ItemContent], now: ItemContent) -> tuple[SectionKind, ...]:
    """The sections of a local version whose generic text has changed since. `before`: the generic editions by number; what
    is not there cannot have been looked at."""
    return tuple(
        kind
        for kind, section in local.sections.items()
        if section.mode in _BASED
        and (based := before.get(section.based_on)) is not None
        and changed(based.sections.get(kind), now.sections.get(kind))
    )
