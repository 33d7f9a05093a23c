"""Asking for a statement: by item, municipality and moment, or by an antwoordcode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contenthub.answering import snapshot
from contenthub.answering.past import past
from contenthub.editorial.for_roles import ForReadersView
from contenthub.editorial.history import moments
from contenthub.editorial.history.statement import Statement, statement_at, statement_of
from contenthub.editorial.history.views import ALL, ItemView, channel_choices
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel


class AskForm(forms.Form):
    """The moment is Dutch wall clock; `clock` is asked for only where that is not enough."""

    moment = forms.CharField(
        label=gettext_lazy("Date and time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}),
        error_messages={"required": gettext_lazy("Fill in the date and the time of which you want to know it.")})
    clock = forms.ChoiceField(label=gettext_lazy("Which of the two"), choices=moments.CLOCKS, required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=channel_choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.twice = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("moment"):
            try:
                given["at"] = moments.typed(given["moment"], given.get("clock", ""))
            except ValidationError as error:
                self.twice = error.code == "twice"
                self.add_error("moment", error)
                return given
            if given["at"] > timezone.now():
                self.add_error("moment", _("This moment lies ahead. A statement is about what was said."))
        return given


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Answer code"), max_length=40, strip=True,
        help_text=gettext_lazy("Twelve letters and digits, like K7QF-2M9D-4TXR. It is below each answer, in every channel."),
        error_messages={"required": gettext_lazy("Fill in the answer code.")})
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=channel_choices, required=False)


class StatementView(ItemView):
    """The printable page; where the question is not right, the question again with what is wrong."""

    template_name = "contenthub/history/statement_form.html"
    page_title = gettext_lazy("Statement")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        form: AskForm = context["form"]
        asked = self.asked
        if not form.is_bound or not form.is_valid() or asked.errors or not asked.code:
            return super().render_to_response(context, **kwargs)
        with snapshot():
            of = past(asked.item, asked.code, asked.past.language, now=timezone.now())
            found = statement_at(
                of, form.cleaned_data["at"], channels(form), title=asked.title_said, municipality=asked.municipality,
                user=self.request.user)
        return printed(self.request, found, context["history_url"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bound = "moment" in self.request.GET
        # What is chosen is read first: only then is it known what is wrong with it.
        context = super().get_context_data(**kwargs)
        return {**context, "form": AskForm(self.request.GET if bound else None, initial={"moment": now_text()})}


class SaidView(ForReadersView):
    """By POST, for the code of a personal answer is about a person."""

    template_name = "contenthub/history/said.html"
    page_title = gettext_lazy("What did we say?")
    header_icon = "history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": CodeForm(), **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if form.is_valid():
            try:
                with snapshot():
                    found = statement_of(form.cleaned_data["code"], channels(form), user=request.user)
            except Refused:
                form.add_error("code", _("This is no answer code. It has twelve letters and digits, like K7QF-2M9D-4TXR."))
            else:
                if found is not None:
                    return printed(request, found, "")
                form.add_error("code", _("Nothing was said under this code. Check it letter by letter."))
        return self.render_to_response(self.get_context_data(form=form))


def printed(request: HttpRequest, statement: Statement, back: str) -> HttpResponse:
    response = render(request, "contenthub/history/statement.html", {"statement": statement, "back": back, "told": {
        name: moments.told(moment) for name in ("moment", "printed_at", "since", "until", "first")
        if (moment := getattr(statement, name))}})
    response["Cache-Control"] = "private, no-store"
    return response


def channels(form: forms.Form) -> Sequence[Channel]:
    chosen = form.cleaned_data.get("channel", "")
    return list(Channel) if chosen in ("", ALL) else [Channel(chosen)]


def now_text() -> str:
    return timezone.localtime(timezone=moments.AMSTERDAM).strftime("%Y-%m-%dT%H:%M:%S")
