"""Registering the contact: what was asked, what was consulted, and how it ended. Not with whom."""

from __future__ import annotations

import msgspec
from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from msgspec import Struct

from channels.desk.agent import calls
from channels.desk.agent.door import agents_only, asking_of
from channels.desk.asked import told as in_words
from channels.phrases import section_title
from contenthub.access.agents import served_by
from contenthub.answering import answer_items, snapshot
from contenthub.insight.contacts import register_contact
from contenthub.insight.questions import keep_question
from contenthub.insight.words import MOST_CHARACTERS
from contenthub.resolving.answer import Answer
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, ContactOutcome
from search.engines import EngineAway
from search.finding import find
from search.replying import answers
from search.setting import engine
from search.words import synonyms

# The item that is open, and those before it in this call.
MOST_ITEMS = 5
CHANNELS = (
    (Channel.PHONE.value, gettext_lazy("Telephone")),
    (Channel.COUNTER.value, gettext_lazy("Counter")),
    (Channel.EMAIL.value, gettext_lazy("E-mail")),
    (Channel.CHAT.value, gettext_lazy("Chat")),
    (Channel.LETTER.value, gettext_lazy("Letter")),
)
OUTCOMES = (
    (ContactOutcome.ANSWERED.value, gettext_lazy("Answered")),
    (ContactOutcome.PARTLY.value, gettext_lazy("Partly answered")),
    (ContactOutcome.NOT_COVERED.value, gettext_lazy("Not in the knowledge base")),
    (ContactOutcome.FORWARDED.value, gettext_lazy("Put through or to be called back")),
)


class Consulted(Struct, frozen=True):
    """An item of this call with its sections, as (id, title)."""

    title: str
    open: bool
    sections: tuple[tuple[str, str], ...]


class ContactForm(forms.Form):
    use_required_attribute = False
    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=CHANNELS, initial=Channel.PHONE.value)
    question = forms.CharField(
        label=gettext_lazy("What was the question?"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("How did it end?"),
        choices=OUTCOMES,
        initial=ContactOutcome.ANSWERED.value,
        widget=forms.RadioSelect,
    )
    missing = forms.CharField(
        label=gettext_lazy("What was missing?"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )


@require_POST
@agents_only
def contact(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """The panel; with `q` it begins as a question that was not found."""
    asked = request.POST.get("q", "").strip()[:MOST_CHARACTERS]
    initial = {"question": asked, "outcome": ContactOutcome.NOT_COVERED.value} if asked else {}
    return _panel(request, municipality, ContactForm(initial=initial))


@require_POST
@agents_only
def register(request: HttpRequest, municipality: str) -> HttpResponseBase:
    form = ContactForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            register_contact(
                municipality=municipality,
                channel=Channel(given["channel"]),
                question=given["question"],
                sections=request.POST.getlist("section"),
                references=[code for code in request.POST.getlist("reference") if code],
                outcome=ContactOutcome(given["outcome"]),
                missing=given["missing"],
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, in_words(refused))
        else:
            return render(request, "desk/agent/registered.html", {"municipality": municipality})
    return _panel(request, municipality, form)


@require_POST
@agents_only
def searched(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """What was looked for, once the typing stopped: kept where the municipality keeps questions. `item` was opened."""
    text, opened = request.POST.get("q", "").strip()[:200], request.POST.get("item", "")
    if len(text) > 1:
        with snapshot():
            asking = asking_of(request, municipality)
            try:
                found = find(text, asking, engine(), synonyms())
            except EngineAway:
                found = None
        if found is not None:
            items = [hit.card.item for hit in found.hits]
            known = opened in items
            keep_question(
                municipality,
                text,
                channel=Channel.PHONE,
                items=[opened, *items] if known else items,
                good=known or answers(found),
            )
    return render(request, "desk/agent/nothing.html")


def _panel(request: HttpRequest, municipality: str, form: ContactForm) -> HttpResponseBase:
    item, chosen = request.POST.get("item", ""), request.POST.getlist("section")
    seen = [
        each.item for each in calls.looked_at(request, served_by(request.user)) if each.municipality == municipality
    ]
    items = list(dict.fromkeys([*([item] if item else []), *seen]))[:MOST_ITEMS]
    with snapshot():
        asking = asking_of(request, municipality)
        found = answer_items(items, msgspec.structs.replace(asking, for_agents=False))
    consulted = tuple(_consulted(found[each], each == item) for each in items if each in found)
    return render(
        request,
        "desk/agent/contact.html",
        {
            "form": form,
            "municipality": municipality,
            "consulted": consulted,
            "chosen": chosen,
            "item": item,
            "reference": request.POST.get("reference", ""),
            "announce": _("The contact was not registered; see what is wrong.") if form.errors else "",
        },
    )


def _consulted(answer: Answer, is_open: bool) -> Consulted:
    return Consulted(
        title=answer.question or answer.title,
        open=is_open,
        sections=tuple((each.id, section_title(each.kind, answer.language)) for each in answer.sections),
    )
