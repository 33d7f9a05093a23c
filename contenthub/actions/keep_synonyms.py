"""Synonyms of the editors: what people say for what a text says. They work at the next question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from contenthub.access.roles import GENERIC, may_publish
from contenthub.models import AuditRow, SynonymGroup
from contenthub.resolving.refusal import Refused

AUDITED = "synonyms"
MOST_WORDS = 40
LONGEST_WORD = 60


def keep_synonyms(
    group: SynonymGroup,
    *,
    words: Iterable[str],
    meanings: Iterable[str] = (),
    two_way: bool = False,
    note: str = "",
    user: Any,
) -> SynonymGroup:
    """Make or change a group. Two-way, all of `words` mean each other, and there are no `meanings`.

    Refused: NOT_ALLOWED for who does not publish generic texts; NO_WORDS, TOO_MANY, TOO_LONG, SAYS_NOTHING_NEW.
    """
    _check_may(user)
    group.words, group.meanings = checked_words(words, meanings, two_way)
    group.two_way, group.note = two_way, _within("note", note.strip(), 200)
    with transaction.atomic():
        group.changed_at = timezone.now()
        group.save()
        _audit("keep_synonyms", group, user)
    return group


def remove_synonyms(group: SynonymGroup, *, user: Any) -> None:
    """Refused: NOT_ALLOWED."""
    _check_may(user)
    with transaction.atomic():
        _audit("remove_synonyms", group, user)
        group.delete()


def checked_words(words: Iterable[str], meanings: Iterable[str], two_way: bool) -> tuple[list[str], list[str]]:
    """Both lists as they are kept: without empty and repeated ones."""
    said, mean = _cleaned("words", words), [] if two_way else _cleaned("meanings", meanings)
    if not said:
        raise Refused("NO_WORDS", "words", "%(field)s: give at least one word that people say")
    if two_way and len(said) < 2:
        raise Refused("NO_WORDS", "words", "%(field)s: give at least two words that mean the same")
    if not two_way and not mean:
        raise Refused("NO_WORDS", "meanings", "%(field)s: give at least one word that texts say for it")
    same = sorted(set(said) & set(mean))
    if same:
        raise Refused(
            "SAYS_NOTHING_NEW",
            "meanings",
            "%(field)s: %(value)s stands on both sides; leave it out here",
            value=same[0],
        )
    return said, mean


def _cleaned(field: str, words: Iterable[str]) -> list[str]:
    cleaned = list(dict.fromkeys(" ".join(word.lower().split()) for word in words if word.strip()))
    for word in cleaned:
        _within(field, word, LONGEST_WORD)
    if len(cleaned) > MOST_WORDS:
        raise Refused(
            "TOO_MANY", field, "%(field)s: %(value)s words; at most %(most)s", value=len(cleaned), most=MOST_WORDS
        )
    return cleaned


def _within(field: str, text: str, most: int) -> str:
    if len(text) > most:
        raise Refused("TOO_LONG", field, "%(field)s: %(value)s; at most %(most)s characters", value=text, most=most)
    return text


def _check_may(user: Any) -> None:
    if not may_publish(user, GENERIC):
        raise Refused(
            "NOT_ALLOWED",
            "synonyms",
            "%(field)s: synonyms hold for everybody; that needs the right to publish national texts",
        )


def _audit(verb: str, group: SynonymGroup, user: Any) -> None:
    said = f"{', '.join(group.words)} {'=' if group.two_way else '→ ' + ', '.join(group.meanings)}".strip()
    AuditRow.objects.create(
        at=timezone.now(), actor=user.get_username(), verb=verb, kind=AUDITED, subject=str(group.pk), note=said
    )
