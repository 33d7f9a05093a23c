"""In which languages a subject can be said as a whole: only where every layer with words has them.

An answer is in one language. A layer that says something in Dutch only makes the whole answer fall back to Dutch, and
the answer says so; what an organisation says is never left out because nobody has translated it yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from contenthub.resolving.content import ItemContent, LifeEventContent, LocalContent, LocalLifeEventContent
from contenthub.resolving.editions import EditionRow
from contenthub.resolving.languages import choose

LOCAL = (LocalContent, LocalLifeEventContent)


class Spoken(Struct, frozen=True):
    """The rows that speak in one language: the base, and one of each local scope, in no order yet."""

    language: str
    base: EditionRow
    locals: tuple[EditionRow, ...]


def complete_languages(rows: Iterable[EditionRow]) -> dict[str, Spoken]:
    """What would speak in each language in which the base and every local scope with words have words.

    `rows` are the rows in force of one subject, in every language.
    """
    every = list(rows)
    local = [row for row in every if isinstance(row.content, LOCAL)]
    scopes = dict.fromkeys((row.series.organisation, row.series.municipality) for row in local)
    complete: dict[str, Spoken] = {}
    for base in (row for row in every if isinstance(row.content, (ItemContent, LifeEventContent))):
        language = base.series.language
        chosen = [_version(scope, language, local) for scope in scopes]
        if all(row is not None for row in chosen):
            complete[language] = Spoken(language=language, base=base, locals=tuple(filter(None, chosen)))
    return complete


def served(asked: str, municipal_default: str, complete: Mapping[str, Spoken]) -> Spoken | None:
    """What is said to who asks for this language, or None where no language of the fallback chain is complete."""
    language = choose(asked, municipal_default, complete)
    return None if language is None else complete[language]


def _version(scope: tuple[str, str], language: str, local: Sequence[EditionRow]) -> EditionRow | None:
    """This scope's version in a language; one without words speaks every language."""
    of_scope = [row for row in local if (row.series.organisation, row.series.municipality) == scope]
    exact = next((row for row in of_scope if row.series.language == language), None)
    if exact is not None or any(row.content.has_text for row in of_scope):
        return exact
    return of_scope[0]
