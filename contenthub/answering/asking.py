"""What one request asks: for whom, when, in which language, with which person facts. Checked once, at the door."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from msgspec import Struct

from contenthub.answering.perspective import Drafts
from contenthub.answering.towns import town
from contenthub.models import Edition
from contenthub.resolving.conditions import PersonFactDefinition, PersonValue, parse_person
from contenthub.resolving.material import Town
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, Scope

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*\Z", re.IGNORECASE)


class Asking(Struct, frozen=True):
    """`drafts` are laid over what is published; None is how everybody asks."""

    town: Town
    moment: dt.datetime
    language: str
    person: dict[str, PersonValue] = {}
    for_agents: bool = False
    from_register: bool = False
    drafts: Drafts | None = None

    @property
    def neutral(self) -> bool:
        """Whether the answer may be kept: nothing personal, nothing internal and no draft is in it."""
        return not self.person and not self.for_agents and self.drafts is None


def refuse_register(names: Sequence[str]) -> None:
    """What holds where nobody gave leave."""
    raise Refused(
        "NEEDS_SCOPE",
        f"person.{names[0]}",
        "%(field)s: this needs a token with the scope %(scope)s",
        scope=Scope.PERSONAL.value,
    )


def ask(
    municipality: str,
    *,
    language: str | None = None,
    moment: dt.datetime | None = None,
    person: Mapping[str, Any] | None = None,
    may_see_future: bool = False,
    for_agents: bool = False,
    use_register: Callable[[Sequence[str]], None] = refuse_register,
) -> Asking:
    """Check the arguments of a read. Refused: an unknown code, a language that is no BCP 47 code, a moment without
    offset, out of range, or in the future without leave, and person facts that are unknown or of the wrong type.

    `use_register` is told the names of given person facts that come from a register, before any value is looked at,
    and raises Refused where they may not be used.
    """
    at = checked_moment(moment, may_see_future=may_see_future)
    place = town(municipality, at)
    definitions = declared(at) if person else {}
    derived = _from_register(person or {}, definitions)
    if derived:
        use_register(derived)
    return Asking(
        town=place,
        moment=at,
        language=checked_language(language) or place.texts_of.default_language,
        person=parse_person(person, definitions) if person else {},
        for_agents=for_agents,
        from_register=bool(derived),
    )


def checked_moment(moment: dt.datetime | None, *, may_see_future: bool = False) -> dt.datetime:
    now = timezone.now()
    if moment is None:
        return now
    checked_offset(moment, "moment")
    if not 1900 <= moment.year <= 2200:
        raise Refused(
            "MOMENT_OUT_OF_RANGE",
            "moment",
            "%(field)s: %(value)s is out of range; give a year from 1900 to 2200",
            value=moment,
        )
    if moment > now and not (may_see_future or settings.ALLOW_FUTURE_MOMENTS):
        raise Refused(
            "FUTURE_MOMENT",
            "moment",
            "%(field)s: %(value)s lies ahead; that needs the scope preview",
            value=moment,
        )
    return moment


def checked_offset(moment: dt.datetime, field: str) -> dt.datetime:
    if timezone.is_naive(moment):
        raise Refused(
            "MOMENT_WITHOUT_OFFSET",
            field,
            "%(field)s: %(value)s has no offset; write for example %(value)s+01:00",
            value=moment.isoformat(),
        )
    return moment


def person_of(given: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Person facts by name, as they were sent. Refused: the same name twice, for nobody can tell which one is meant."""
    facts: dict[str, Any] = {}
    for name, value in given:
        if name in facts:
            raise Refused(
                "PERSON_FACT_TWICE", "person", "%(field)s: %(value)s is given twice; give it once", value=name
            )
        facts[name] = value
    return facts


def checked_language(language: str | None) -> str | None:
    if language is not None and not _LANGUAGE.match(language):
        raise Refused(
            "BAD_LANGUAGE",
            "language",
            "%(field)s: %(value)s is no language code; write it like nl, en or nl-x-a2",
            value=language,
        )
    return language.lower() if language else None


def _from_register(person: Mapping[str, Any], definitions: Mapping[str, PersonFactDefinition]) -> list[str]:
    """Given names that come from a register, then or now: asking about last year is no way round the rule of today."""
    if not person:
        return []
    now = declared(timezone.now())
    return sorted(
        name for name in person if any(name in known and known[name].register_derived for known in (definitions, now))
    )


def declared(moment: dt.datetime) -> dict[str, PersonFactDefinition]:
    rows = Edition.objects.filter(kind=EditionKind.PERSON_FACT).in_force(moment).rows()
    return {row.series.subject: row.content for row in rows}
