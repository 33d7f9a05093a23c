"""What may be asked of a person, and topics for what has no life event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contenthub.actions.append import By
from contenthub.actions.publish_person_fact import publish_person_fact
from contenthub.actions.publish_topic import publish_topic
from contenthub.editorial.nouns.parts import NounForm, Words
from contenthub.editorial.nouns.views import NounViewSet, column
from contenthub.editorial.nouns.words import choices, word
from contenthub.models import PersonFact, Topic
from contenthub.vocabulary import PersonFactProvenance, PersonFactType


class PersonFactForm(NounForm, forms.ModelForm):
    words = {"question": Words(_("Question"), help_text=_("As an agent or a form would ask it: how old are you?"))}
    groups = ((_("Person fact"), ("name", "type", "question", "choices", "provenance")),)
    main = "name"

    class Meta:
        model = PersonFact
        fields = ("name", "type", "provenance")

    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on a line; for the type choice."),
    )

    def prepare(self) -> None:
        self.fields["name"] = forms.RegexField(
            r"^[a-z][a-z0-9]*([.-][a-z0-9]+)*$",
            label=_("Name"),
            max_length=60,
            help_text=_("What rules refer to, for example leeftijd or zaak.status. It never changes."),
            error_messages={
                "invalid": _("Lower case letters and digits, with dots or hyphens between, such as zaak.status.")
            },
        )
        self.fields["type"] = forms.ChoiceField(label=_("Type"), choices=choices(PersonFactType))
        self.fields["provenance"] = forms.ChoiceField(
            label=_("Where a value comes from"),
            choices=choices(PersonFactProvenance),
            required=False,
            help_text=_(
                "What comes from a register is used only for API clients with the scope personal; each use stands in the ledger."
            ),
        )
        self.fields["name"].disabled = not self.instance._state.adding
        self.initial["choices"] = "\n".join(self.instance.choices)

    def clean_provenance(self) -> str:
        return self.cleaned_data["provenance"] or self.instance.provenance

    def clean_choices(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["choices"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        self.instance.question = self.words_of("question")
        self.instance.choices = self.cleaned_data.get("choices", [])
        return super().clean()  # type: ignore[no-any-return]

    def publish(self, who: By) -> None:
        publish_person_fact(self.instance, by=who)


class PersonFactViewSet(NounViewSet):
    model = PersonFact
    name = "person_facts"
    icon = "user"
    menu_label = _("Person facts")
    form_class = PersonFactForm
    search_fields = ["name", "question"]
    ordering = "name"

    list_display = [
        column("name", _("Name"), "pk", sort_key="name"),
        column("question", _("Question"), lambda fact: fact.question.get("nl", "")),
        column("type", _("Type"), lambda fact: word(PersonFactType, fact.type), sort_key="type"),
        column("choices", _("Choices"), lambda fact: ", ".join(fact.choices)),
        column("provenance", _("Where a value comes from"), lambda fact: word(PersonFactProvenance, fact.provenance)),
    ]


class TopicForm(NounForm, forms.ModelForm):
    words = {"names": Words(_("Name"))}
    groups = ((_("Topic"), ("slug", "names")),)
    main = "slug"

    class Meta:
        model = Topic
        fields = ("slug",)

    def prepare(self) -> None:
        self.fields["slug"].label = _("Short name in addresses")
        self.fields["slug"].help_text = _("For example afval. It never changes.")
        self.fields["slug"].disabled = not self.instance._state.adding

    def clean(self) -> dict[str, Any]:
        self.instance.names = self.words_of("names")
        return super().clean()  # type: ignore[no-any-return]

    def publish(self, who: By) -> None:
        publish_topic(self.instance, by=who)


class TopicViewSet(NounViewSet):
    model = Topic
    name = "topics"
    icon = "list-ul"
    menu_label = _("Topics")
    form_class = TopicForm
    search_fields = ["slug", "names"]
    ordering = "slug"

    list_display = [
        column("name", _("Name"), str),
        column("english", _("English"), lambda topic: topic.names.get("en", "")),
        column("slug", _("Short name in addresses"), "pk", sort_key="slug"),
    ]
