"""Facts in force for one municipality, and what a text says where a fact is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from contenthub.resolving.answer import Gap
from contenthub.resolving.content import FactValueContent, MunicipalityContent
from contenthub.resolving.editions import EditionRow, content_hash
from contenthub.resolving.facts import (
    Email,
    Fact,
    FactDefinition,
    FactValue,
    OpeningHours,
    Phone,
    PlainText,
    Url,
    candidate_keys,
    find,
)
from contenthub.resolving.languages import Labels, label
from contenthub.resolving.material import Material, earliest, midnight, today
from contenthub.resolving.merge import Merged, by_specificity
from contenthub.resolving.text import Blocks, FactRef, Run, Text, fact_keys, replace_facts
from contenthub.vocabulary import EditionKind, FactType, Layer

_ASK = {
    "nl": "(dit is nu niet bekend: neem contact op met %(name)s%(by)s)",
    "en": "(not known at the moment: please contact %(name)s%(by)s)",
}
_BY_PHONE = {"nl": ", telefoon %s", "en": ", telephone %s"}
_NAMES = {
    "gemeente.naam": {"nl": "Naam van de gemeente", "en": "Name of the municipality"},
    "gemeente.telefoon": {"nl": "Telefoon van de gemeente", "en": "Telephone of the municipality"},
    "gemeente.email": {"nl": "E-mail van de gemeente", "en": "E-mail of the municipality"},
    "gemeente.website": {"nl": "Website van de gemeente", "en": "Website of the municipality"},
    "gemeente.adres": {"nl": "Adres van de gemeente", "en": "Address of the municipality"},
    "gemeente.openingstijden": {"nl": "Openingstijden", "en": "Opening hours"},
}
MUNICIPAL_LABELS: Mapping[str, Labels] = _NAMES
MUNICIPAL_KEYS = frozenset(_NAMES)


class FactsInForce(Struct, frozen=True):
    facts: dict[str, Fact]
    next_change: dt.datetime | None


def municipal_facts(details: MunicipalityContent) -> dict[str, Fact]:
    """A municipality's own details as facts, so that a generic text can name them."""
    values: dict[str, FactValue] = {"gemeente.naam": PlainText(text={"nl": details.name})}
    if details.phone:
        values["gemeente.telefoon"] = Phone(number=details.phone)
    if details.email:
        values["gemeente.email"] = Email(address=details.email)
    if details.website:
        values["gemeente.website"] = Url(url=details.website)
    if details.address:
        values["gemeente.adres"] = details.address
    if details.locations:
        values["gemeente.openingstijden"] = details.locations[0].opening_hours
    return {
        key: Fact(
            key=key,
            label=_NAMES[key],
            type=FactType(str(value.__struct_config__.tag)),
            value=value,
            layer=Layer.MUNICIPAL,
            content_hash=content_hash(value),
        )
        for key, value in values.items()
    }


def facts_in_force(keys: Iterable[str], material: Material, moment: dt.datetime) -> FactsInForce:
    """Each fact that these references need, the most specific value that holds at this moment."""
    found: dict[str, Fact] = {}
    switches: list[dt.datetime | None] = []
    municipal = municipal_facts(material.town.contact)
    for key in sorted(candidate_keys(set(keys))):
        if key in municipal:
            found[key] = municipal[key]
            switches.append(_exception_passes(municipal[key], moment))
            continue
        scoped = [*material.of(EditionKind.FACT, key), *material.of(EditionKind.FACT_VALUE, key)]
        until = earliest(material.switch(series, moment) for series in scoped)
        switches.append(until)
        definition = next((material.row(s, moment) for s in material.of(EditionKind.FACT, key)), None)
        rows = [row for s in material.of(EditionKind.FACT_VALUE, key) if (row := material.row(s, moment))]
        if definition is None or not rows:
            continue
        found[key] = _fact(definition, by_specificity(rows, material.town.texts_of.organisations)[-1], until)
        switches.append(_exception_passes(found[key], moment))
    return FactsInForce(facts=found, next_change=earliest(switches))


def fill(
    section: Merged, facts: dict[str, Fact], contact: MunicipalityContent, language: str
) -> tuple[Merged, list[Gap]]:
    """The section with every reference that has no value replaced by whom to ask; never an empty string."""
    gaps: list[Gap] = []

    def filled(blocks: Blocks) -> Blocks:
        missing = [key for key in fact_keys(blocks) if find(key, facts) is None]
        if not missing:
            return blocks
        gaps.extend(Gap(section=section.kind, key=key) for key in missing)
        return ask_instead(blocks, frozenset(missing), contact, language)

    whole = msgspec.structs.replace(
        section,
        blocks=filled(section.blocks),
        wordings={channel: filled(blocks) for channel, blocks in section.wordings.items()},
    )
    return whole, list(dict.fromkeys(gaps))


def ask_instead(blocks: Blocks, missing: frozenset[str], contact: MunicipalityContent, language: str) -> Blocks:
    by = label(_BY_PHONE, language) % contact.phone if contact.phone else ""
    text = Text(s=label(_ASK, language) % {"name": contact.name, "by": by})

    def ask(node: FactRef) -> Run | None:
        return (text,) if node.key in missing else None

    return replace_facts(blocks, ask)


def said_facts(texts: Iterable[Blocks], facts: dict[str, Fact]) -> tuple[Fact, ...]:
    """The facts that these texts refer to, by the very keys they use, sorted by key."""
    keys = {key for blocks in texts for key in fact_keys(blocks)}
    found = {key: fact for key in keys if (fact := find(key, facts))}
    return tuple(
        fact if fact.key == key else msgspec.structs.replace(fact, key=key) for key, fact in sorted(found.items())
    )


def _exception_passes(fact: Fact, moment: dt.datetime) -> dt.datetime | None:
    """Channels tell of days that differ until they have passed: at that midnight the answer says something else."""
    return earliest(midnight(day + dt.timedelta(days=1)) for day in coming_days(fact, moment))


def coming_days(fact: Fact, moment: dt.datetime) -> list[dt.date]:
    """The days with other opening hours that have not passed at this moment."""
    if not isinstance(fact.value, OpeningHours):
        return []
    return sorted(exception.date for exception in fact.value.exceptions if exception.date >= today(moment))


def _fact(definition: EditionRow, row: EditionRow, until: dt.datetime | None) -> Fact:
    meaning: FactDefinition = definition.content
    content: FactValueContent = row.content
    return Fact(
        key=meaning.key,
        label=meaning.label,
        type=meaning.type,
        role=meaning.role,
        value=content.value,
        layer=row.series.layer,
        valid_from=row.valid_from,
        valid_until=until,
        content_hash=content_hash([definition.content_hash, row.content_hash]),
    )
