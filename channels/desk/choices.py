"""What the side-by-side page lets one choose from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Mapping
from html import escape

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from msgspec import Struct

from channels.desk.asked import Asked, local_text, next_minute
from contenthub.answering import Asking, Catalogue
from contenthub.models import Edition
from contenthub.resolving.answer import Answer, PersonQuestion
from contenthub.resolving.conditions import PersonFactDefinition, question_of
from contenthub.resolving.languages import choose
from contenthub.resolving.material import AMSTERDAM, today
from contenthub.resolving.personal import CASE_STATUS
from contenthub.vocabulary import CaseStatus, EditionKind, PersonFactType

# In a passport nearly everything occurs that an answer can have, so it shows most at first sight.
FIRST_SHOWN = "paspoort-aanvragen"
# Each language under its own name: who looks for it need not know Dutch.
LANGUAGES = (("nl", "Nederlands"), ("nl-x-a2", "Eenvoudig Nederlands"), ("en", "English"))


class Option(Struct, frozen=True):
    value: str
    label: str


class Group(Struct, frozen=True):
    label: str
    options: tuple[Option, ...]


def option_list(groups: tuple[Group, ...], chosen: str) -> SafeString:
    """The groups as `<optgroup>` and `<option>`: hundreds of them, for which a template is slow.

    What was chosen but is no option is never shown as another option: an empty one asks to choose. Where there is
    nothing to choose from yet, the choice is kept under a name that says so.
    """
    known = {option.value for group in groups for option in group.options}
    made = []
    if chosen and not known:
        made.append(f'<option value="{escape(chosen)}" selected>{escape(_("the subject chosen before"))}</option>')
    elif known and chosen not in known:
        made.append(f'<option value="" selected>{escape(_("Choose…"))}</option>')
    for group in groups:
        options = "".join(f'<option value="{escape(option.value)}"{" selected" if option.value == chosen else ""}>'
                          f"{escape(option.label)}</option>" for option in group.options)
        made.append(f'<optgroup label="{escape(group.label)}">{options}</optgroup>')
    return mark_safe("".join(made))


class Quick(Struct, frozen=True):
    """A button that sets the moment; `value` is `now` or Dutch wall clock."""

    value: str
    label: str


class Control(Struct, frozen=True):
    """One question about the person as a form control; `open` while its answer could still change the outcome."""

    name: str
    question: str
    type: PersonFactType
    choices: tuple[Option, ...]
    value: str
    error: str
    open: bool


def municipality_groups(moment: dt.datetime, organisation: str = "", named: Container[str] = ()) -> tuple[Group, ...]:
    """Municipalities with texts of their own first, the ended ones last; of one organisation, or of those the named ones."""
    day = today(moment).isoformat()
    rows = Edition.objects.filter(kind=EditionKind.MUNICIPALITY).in_force(moment).values_list(
        "subject", "content__name", "content__organisations", "content__ends_on")
    own, others, ended = [], [], []
    for code, name, organisations, ends_on in rows:
        if organisation and (organisation not in (organisations or ()) or (named and code not in named)):
            continue
        place = ended if ends_on and ends_on < day else own if organisations else others
        place.append(Option(code, name))
    return _groups((_("With texts of their own"), own), (_("Other municipalities"), others), (_("Ended municipalities"), ended))


def item_groups(catalogue: Catalogue, asking: Asking) -> tuple[Group, ...]:
    """Items under their first life event, in the order of the life events; then what has none, and what was withdrawn."""
    titles = _life_event_titles(asking)
    by_event: dict[str, list[Option]] = {subject: [] for subject in titles}
    others: list[Option] = []
    for entry in catalogue.entries:
        event = next((each for each in entry.life_events if each in by_event), None)
        (by_event[event] if event else others).append(Option(entry.item, entry.title))
    gone = [Option(entry.item, entry.title) for entry in catalogue.withdrawn]
    return _groups(*((titles[subject], options) for subject, options in by_event.items()),
                   (_("Other subjects"), others), (_("Withdrawn"), gone))


def languages(chosen: str, *, refused: bool) -> tuple[Option, ...]:
    """The languages of the page; what else was asked for stands under its code, or asks to choose where it is refused."""
    named = tuple(Option(*language) for language in LANGUAGES)
    if refused:
        return (Option("", _("Choose…")), *named)
    return named if chosen in dict(LANGUAGES) else (*named, Option(chosen, chosen))


def first_item(catalogue: Catalogue) -> str:
    """What is shown before anything is chosen; empty where there is nothing."""
    entries = catalogue.entries
    first = [entry for entry in entries if entry.slug == FIRST_SHOWN] or [e for e in entries if e.type == "product"]
    return next((entry.item for entry in (*first, *entries)), "")


def records_begin(item: str, asking: Asking) -> dt.datetime | None:
    """When the first row of this item was added, or of any where none is named; None where that is not after the moment."""
    rows = Edition.objects.filter(kind=EditionKind.ITEM, organisation__in=("", *asking.town.texts_of.organisations))
    rows = rows.filter(subject=item) if item else rows
    begun: dt.datetime | None = rows.order_by("valid_from").values_list("valid_from", flat=True).first()
    return begun if begun is not None and begun > asking.moment else None


def quick_moments(*, ahead: bool = False) -> tuple[Quick, ...]:
    """Now, and both sides of a turn of the year: the coming one where the future may be seen, else the last one."""
    year = timezone.localdate(timezone=AMSTERDAM).year - (0 if ahead or settings.ALLOW_FUTURE_MOMENTS else 1)
    eve, new_year = dt.datetime(year, 12, 31, 23, 59), dt.datetime(year + 1, 1, 1)
    return (Quick("now", _("Now")),
            *(Quick(at.strftime("%Y-%m-%dT%H:%M"), date_format(at, "j F Y")) for at in (eve, new_year)))


def later_moment(answer: Answer) -> str:
    """The answer's next change as a moment to go to, or empty where that may not be seen."""
    change = answer.next_change
    if change is None or (change > timezone.now() and not settings.ALLOW_FUTURE_MOMENTS):
        return ""
    at = next_minute(change)
    return "now" if at > timezone.now() and not settings.ALLOW_FUTURE_MOMENTS else local_text(at)


def controls(neutral: Answer, answer: Answer, declared: Mapping[str, PersonFactDefinition], wanted: Asked,
             errors: Mapping[str, str]) -> tuple[Control, ...]:
    """The questions that could change this answer, each with what was filled in; the state of a case last."""
    asked = {question.name: question for question in (*neutral.personal.undecided, *answer.personal.undecided)}
    # The state of a case is no rule's question; a product may have a text for each.
    for name in (*wanted.person, *([CASE_STATUS] if answer.type == "product" else ())):
        if name in declared and name not in asked:
            asked[name] = PersonQuestion(name=name, question=question_of(declared[name], answer.language),
                                         type=declared[name].type, choices=declared[name].choices)
    still_open = {question.name for question in answer.personal.undecided}
    # A visitor cannot answer for a register.
    asked = {name: question for name, question in asked.items()
             if name not in declared or not declared[name].register_derived}
    last = sorted(asked.values(), key=lambda question: question.name == CASE_STATUS)
    return tuple(
        Control(name=question.name, question=question.question, type=PersonFactType(question.type),
                choices=tuple(Option(choice, choice_label(choice)) for choice in question.choices),
                value=wanted.person.get(question.name, ""), error=errors.get(f"person.{question.name}", ""),
                open=question.name in still_open)
        for question in last)


def choice_label(choice: str) -> str:
    labels = {CaseStatus.RECEIVED: pgettext("case", "Received"), CaseStatus.IN_PROGRESS: pgettext("case", "Being handled"),
              CaseStatus.WAITING_FOR_YOU: pgettext("case", "Waiting for you"), CaseStatus.DECIDED: pgettext("case", "Decided"),
              CaseStatus.CLOSED: pgettext("case", "Closed")}
    return labels.get(choice) or choice.replace("-", " ").capitalize()  # type: ignore[call-overload, no-any-return]


def _groups(*groups: tuple[str, list[Option]]) -> tuple[Group, ...]:
    return tuple(Group(label, tuple(sorted(options, key=lambda option: option.label.casefold())))
                 for label, options in groups if options)


def _life_event_titles(asking: Asking) -> dict[str, str]:
    rows = Edition.objects.filter(kind=EditionKind.LIFE_EVENT, organisation="").in_force(asking.moment).values_list(
        "subject", "language", "content__title", "content__order")
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for subject, language, title, order in rows:
        found.setdefault(subject, {})[language] = (order or 0, title)
    default = asking.town.texts_of.default_language
    chosen = {subject: by[language] for subject, by in found.items() if (language := choose(asking.language, default, by))}
    return {subject: title for subject, (_order, title) in sorted(chosen.items(), key=lambda pair: pair[1])}
