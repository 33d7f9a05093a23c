"""Synonyms, with a box to try a question and see what the group changes before it is saved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from contenthub.actions.append import By
from contenthub.actions.keep_synonyms import LONGEST_WORD, checked_words, keep_synonyms, remove_synonyms
from contenthub.answering import ask
from contenthub.editorial.nouns.parts import NounForm
from contenthub.editorial.nouns.views import NounCreateView, NounEditView, NounViewSet, column
from contenthub.models import Municipality, SynonymGroup
from contenthub.resolving.refusal import Refused
from search.dutch.synonyms import Synonyms
from search.engines import EngineAway
from search.finding import find
from search.setting import engine
from search.words import group_of, synonyms, with_group

SHOWN = 5


class Lines(forms.CharField):
    """Words or expressions, one on a line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4, "lang": "nl"}), **options)

    def clean(self, value: Any) -> list[str]:
        lines = (line.strip() for line in super().clean(value).splitlines())
        return [line for line in lines if line]


class SynonymForm(NounForm, forms.ModelForm):
    groups = (
        (_("Synonyms"), ("words", "two_way", "meanings", "note")),
        (_("Try it"), ("question", "municipality")),
    )
    main = "words"

    class Meta:
        model = SynonymGroup
        fields = ("two_way", "note")

    words = Lines(label=_("What people say"), required=False, help_text=_("One word or expression on a line."))
    meanings = Lines(
        label=_("What texts say for it"),
        required=False,
        help_text=_(
            "Who says a word above also finds texts with these. Leave it empty where all words above mean the same."
        ),
    )
    question = forms.CharField(
        label=_("Question"),
        required=False,
        max_length=200,
        help_text=_("As somebody would ask it, with one of the words."),
    )
    municipality = forms.ModelChoiceField(label=_("Municipality"), queryset=Municipality.objects.none(), required=False)

    def prepare(self) -> None:
        self.fields["two_way"].label = _("All of these words mean the same")
        self.fields["municipality"].queryset = Municipality.objects.filter(organisations__isnull=False).distinct()
        self.initial["municipality"] = self.fields["municipality"].queryset.first()
        if self.instance.words:
            self.initial["words"] = "\n".join(self.instance.words)
        self.initial["meanings"] = "\n".join(self.instance.meanings)

    def save(self, commit: bool = True) -> SynonymGroup:
        told = self.cleaned_data
        return keep_synonyms(
            self.instance,
            words=told["words"],
            meanings=told["meanings"],
            two_way=told["two_way"],
            note=told["note"],
            user=self.user,
        )

    def publish(self, who: By) -> None:
        """Saving is all: synonyms work at the next question."""


class Tries:
    """`try` in what is posted shows what the group would change, and saves nothing."""

    template_name = "contenthub/nouns/synonyms.html"
    submit_button_label = _("Save")
    submit_button_active_label = _("Saving…")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "try" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc, no-any-return]
        self.object = self.get_object() if self.kwargs.get("pk") else None  # type: ignore[attr-defined]
        self.form = form = self.get_form()  # type: ignore[attr-defined]
        tried = self._tried(form) if form.is_valid() else None
        return self.render_to_response(self.get_context_data(form=form, tried=tried))  # type: ignore[attr-defined, no-any-return]

    def _tried(self, form: SynonymForm) -> dict[str, Any] | None:
        told = form.cleaned_data
        if not told["question"].strip() or told["municipality"] is None:
            form.add_error("question", gettext("Type a question and choose a municipality to try it."))
            return None
        try:
            words, meanings = checked_words(told["words"], told["meanings"], told["two_way"])
        except Refused as refused:
            form.refuse(refused)
            return None
        group = group_of(words, meanings, told["two_way"])
        own = self.object.pk if self.object is not None else None  # type: ignore[attr-defined]
        try:
            before = _titles(told["question"], told["municipality"].pk, synonyms())
            after = _titles(told["question"], told["municipality"].pk, with_group(group, without=own))
        except EngineAway:
            form.add_error("question", gettext("Searching is not possible just now."))
            return None
        return {"before": before, "after": [(title, title not in before) for title in after], "same": before == after}


def _titles(question: str, municipality: str, words: Synonyms) -> list[str]:
    hits = find(question, ask(municipality), engine(), words).hits
    return list(dict.fromkeys(hit.card.title for hit in hits))[:SHOWN]


class CreateSynonyms(Tries, NounCreateView):
    def get_initial(self) -> dict[str, Any]:
        """What was asked in vain is where a group begins."""
        asked = self.request.GET.get("words", "").strip()[:LONGEST_WORD]
        return {**super().get_initial(), **({"words": asked, "question": asked} if asked else {})}


class EditSynonyms(Tries, NounEditView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "remove" not in request.POST:
            return super().post(request, *args, **kwargs)
        group = self.get_object()
        told = str(group)
        remove_synonyms(group, user=request.user)
        messages.success(request, gettext("Synonyms removed: %(words)s") % {"words": told})
        return redirect(reverse(self.index_url_name))


class SynonymViewSet(NounViewSet):
    model = SynonymGroup
    name = "synonyms"
    icon = "search"
    menu_label = _("Synonyms")
    form_class = SynonymForm
    add_view_class = CreateSynonyms
    edit_view_class = EditSynonyms
    create_template_name = edit_template_name = "contenthub/nouns/synonyms.html"
    search_fields = ["words", "meanings"]
    ordering = "-changed_at"

    list_display = [
        column("words", _("What people say"), str),
        column("meanings", _("What texts say for it"), lambda group: ", ".join(group.meanings) or _("the same thing")),
        column("note", _("Note"), "note"),
    ]
