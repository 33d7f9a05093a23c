"""The synonyms that hold now: the curated lay words, and what editors added."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Count, Max

from contenthub.models import SynonymGroup
from search import semantics
from search.dutch.synonyms import Group, Synonyms, lay_words
from search.understanding import official_of


def synonyms() -> Synonyms:
    """One query, to see whether an editor has changed anything; another where one has."""
    state = SynonymGroup.objects.aggregate(last=Max("changed_at"), number=Count("pk"), top=Max("pk"))
    return _of_state(tuple(state.values()))


def with_group(group: Group, without: int | None = None) -> Synonyms:
    """What would hold with this group, and without the one that it takes the place of."""
    return Synonyms((*lay_words(), *_own(SynonymGroup.objects.exclude(pk=without)), group))


def group_of(words: Iterable[str], meanings: Iterable[str], two_way: bool) -> Group:
    return Group.same(words) if two_way else Group(say=tuple(words), mean=tuple(meanings))


@lru_cache(maxsize=4)
def _of_state(state: tuple[object, ...]) -> Synonyms:
    return Synonyms((*lay_words(), *_own(SynonymGroup.objects.all())))


def _own(groups: Iterable[SynonymGroup]) -> list[Group]:
    return [group_of(one.words, one.meanings, one.two_way) for one in groups]


def warm() -> None:
    """Compute what the curated words mean, once in this process, so that no question has to wait for it."""
    semantics.warm(official_of(w for w in group.mean if w != said) for group in lay_words() for said in group.say)
