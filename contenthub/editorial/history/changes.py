"""What is said differently from one moment on: section by section, value by value. Empty where a reader notices nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from msgspec import Struct, structs

from channels.desk.origins import FactShown, facts_shown, layer_name
from channels.phrases import language_name
from channels.voice.facts import coming_exceptions
from channels.voice.plain import lines
from contenthub.editorial.history.words import in_one
from contenthub.editorial.nouns.reading import NAMES
from contenthub.models.blocks.sections import CHANNEL_LABELS, KIND_LABELS
from contenthub.resolving.answer import Answer, SectionAnswer
from contenthub.resolving.facts import OpeningHours
from contenthub.resolving.factual import coming_days
from contenthub.resolving.languages import label
from contenthub.resolving.material import today
from contenthub.resolving.text import Blocks
from contenthub.vocabulary import INTERNAL_KINDS, Channel

# Details of a municipality that a channel says or prints.
_DETAILS = (
    "name", "phone", "email", "website", "address", "postal_address", "form_of_address", "letterhead", "locations"
)


class Change(Struct, frozen=True):
    """`what` came to be said otherwise: a section, a value, a notice. `layer` has its last word; empty where it has none."""

    what: str
    old: str = ""
    new: str = ""
    layer: str = ""
    note: str = ""

    @property
    def marked(self) -> SafeString:
        return in_one(self.old, self.new)


def changes(before: Answer | None, after: Answer | None) -> tuple[Change, ...]:
    """From nothing to something is one change, and so is the way back."""
    if before is None or after is None:
        if before is after:
            return ()
        return (Change(_("Said for the first time here") if after else _("Not said here any more")),)
    if before.withdrawal != after.withdrawal:
        gone = after.withdrawal
        return (Change(_("Withdrawn"), new=gone.reason) if gone else Change(_("Published again")),)
    return tuple(_changes(before, after))


def _changes(before: Answer, after: Answer) -> Iterator[Change]:
    if before.language != after.language:
        names = (language_name(each.language, (get_language() or "nl")[:2]) for each in (before, after))
        yield Change(_("Language in which it is said"), *names)
    for name in ("title", "question", "summary", "slug"):
        yield from _plain(str(NAMES[name]).capitalize(), getattr(before, name), getattr(after, name))
    yield from _sections(before, after)
    yield from _facts(before, after)
    yield from _notices(before, after)
    yield from _offering(before, after)
    yield from _municipality(before, after)
    if before.routes != after.routes:
        yield Change(_("Where one applies, objects or complains"), _routes(before), _routes(after))
    if before.personal.undecided != after.personal.undecided:
        yield Change(_("Questions to the resident"), _questions(before), _questions(after))
    if before.named != after.named:
        yield Change(_("Name of the item that it points to"), _named(before), _named(after))
    if before.related != after.related:
        yield Change(str(NAMES["related"]).capitalize())


def _plain(what: str, old: str, new: str, **more: str) -> Iterator[Change]:
    if old != new:
        yield Change(what, old, new, **more)


def _sections(before: Answer, after: Answer) -> Iterator[Change]:
    old, new = ({section.kind: section for section in each.sections} for each in (before, after))
    for kind, name in KIND_LABELS.items():
        was, is_ = old.get(kind), new.get(kind)
        if kind in INTERNAL_KINDS or (was is None and is_ is None):
            continue
        layer = str(layer_name((is_ or was).layer).name)  # type: ignore[union-attr]
        if was is None or is_ is None:
            note = _("section added") if is_ else _("section gone")
            yield Change(str(name), _text(was, before), _text(is_, after), layer, note)
            continue
        if was.blocks != is_.blocks:
            yield Change(str(name), _text(was, before), _text(is_, after), layer)
        for channel in Channel:
            own = (was.wordings.get(channel), is_.wordings.get(channel))
            if own[0] != own[1]:
                what = _("%(section)s, in the words of the channel %(channel)s") % {
                    "section": name, "channel": CHANNEL_LABELS[channel]}
                yield Change(what, _said(own[0] or (), before), _said(own[1] or (), after), layer)


def _facts(before: Answer, after: Answer) -> Iterator[Change]:
    """Values that both answers give; one that came or went with its sentence is told with the sentence."""
    if _given(before) == _given(after):
        return
    old, new = _values(before), _values(after)
    kept = {fact.key for fact in before.facts} & {fact.key for fact in after.facts}
    for key in sorted(old.keys() | new.keys()):
        was, is_ = old.get(key), new.get(key)
        if was == is_ or not {key, key.rpartition(".")[0]} & kept:
            continue
        known = is_ or was
        assert known is not None
        told = [each.value if each else "" for each in (was, is_)]
        if was and is_ and was.value == is_.value:
            told = [was.label, is_.label] if was.label != is_.label else ["", ""]
        yield Change(known.label or key, *told, layer=known.layer)


def named_facts(answer: Answer) -> tuple[FactShown, ...]:
    """The facts as they are written, a row of a tariff with the name of its tariff."""
    shown = []
    for fact in facts_shown(answer):
        tariff = answer.fact(fact.key.rpartition(".")[0]) if answer.fact(fact.key) is None else None
        name = label(tariff.label, answer.language) if tariff else ""
        shown.append(structs.replace(fact, label=f"{name}: {fact.label}") if name and name != fact.label else fact)
    return tuple(shown)


def _given(answer: Answer) -> Any:
    """What the values are made of: quick to compare, where most turns change none."""
    return [(fact.key, fact.label, fact.value, coming_days(fact, answer.moment)) for fact in answer.facts]


class _Value(Struct, frozen=True):
    """`raw` is all that a channel may say of it, beside what it writes."""

    label: str
    value: str
    raw: Any
    layer: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Value) and (self.label, self.value, self.raw) == (other.label, other.value, other.raw)


def _values(answer: Answer) -> dict[str, _Value]:
    """By key, a tariff row by row; opening hours with the days that differ."""
    raw = {fact.key: fact.value for fact in answer.facts}
    made: dict[str, _Value] = {}
    for fact in named_facts(answer):
        value, told = raw.get(fact.key), [fact.value]
        if isinstance(value, OpeningHours):
            told += coming_exceptions(value, answer.language, today(answer.moment))
        made[fact.key] = _Value(fact.label, "\n".join(told), value, str(fact.layer.name))
    return made


def _notices(before: Answer, after: Answer) -> Iterator[Change]:
    old, new = ({notice.id: notice for notice in each.notices if not notice.agents_only} for each in (before, after))
    for key in sorted(old.keys() | new.keys()):
        was, is_ = old.get(key), new.get(key)
        texts = [f"{each.title}\n{each.text}" if each else "" for each in (was, is_)]
        facets = [each and (each.severity, each.channels) for each in (was, is_)]
        if texts[0] != texts[1] or facets[0] != facets[1]:
            note = "" if was and is_ else _("notice shown") if is_ else _("notice over")
            yield Change(_("Notice"), *texts, note=note)


def _offering(before: Answer, after: Answer) -> Iterator[Change]:
    told = [(each.offered, each.falls_under, each.not_offered_because) for each in (before, after)]
    if told[0] != told[1]:
        what = _("Offered here") if after.offered else _("Not offered here")
        yield Change(what, before.not_offered_because, after.not_offered_because)


def _municipality(before: Answer, after: Answer) -> Iterator[Change]:
    old, new = before.contact, after.contact
    if old.code != new.code:
        yield Change(_("Municipality that answers"), old.name, new.name)
        return
    if before.texts_of != after.texts_of:
        yield Change(_("Municipality whose texts hold"), before.texts_of, after.texts_of)
    for name in _DETAILS:
        was, is_ = getattr(old, name), getattr(new, name)
        if was != is_:
            told = (was, is_) if isinstance(was, str) and isinstance(is_, str) else ("", "")
            yield Change(_("Details of the municipality: %(what)s") % {"what": NAMES[name]}, *told)
    if before.municipality.name != after.municipality.name and before.municipality.code != old.code:
        yield Change(_("Name of the municipality"), before.municipality.name, after.municipality.name)


def _text(section: SectionAnswer | None, answer: Answer) -> str:
    return _said(section.blocks, answer) if section else ""


def _said(blocks: Blocks, answer: Answer) -> str:
    return "\n".join(lines(blocks, {fact.key: fact for fact in answer.facts}, answer.language))


def _routes(answer: Answer) -> str:
    return "\n".join(" ".join(filter(None, (_channel(r), r.text, r.url, r.address, r.phone))) for r in answer.routes)


def _channel(route: Any) -> str:
    return f"{CHANNEL_LABELS[route.channel]}:"


def _questions(answer: Answer) -> str:
    return "\n".join(each.question for each in answer.personal.undecided)


def _named(answer: Answer) -> str:
    return "\n".join(each.title for each in answer.named)


__all__ = ["Change", "changes", "named_facts"]
