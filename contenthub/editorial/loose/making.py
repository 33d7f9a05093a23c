"""A fact made of what was typed, in a small form beside the text: definition and value are saved in one transaction."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from contenthub.access.roles import GENERIC, has_role, publishable
from contenthub.actions.append import By
from contenthub.actions.at_once import at_once
from contenthub.editorial.fact_chooser import organisation_of
from contenthub.editorial.fact_values import chips
from contenthub.editorial.loose.proposing import proposed_key, proposed_label, section_of, stem_of
from contenthub.editorial.loose.recognising import Loose, recognised
from contenthub.editorial.loose.telling import loose_values_in, own_page
from contenthub.editorial.nouns.facts import FactForm
from contenthub.editorial.nouns.layers import Layer
from contenthub.editorial.nouns.value_forms import VALUE_FORMS, ValueForm
from contenthub.editorial.nouns.words import word
from contenthub.models import Fact
from contenthub.models.pages.library import LibraryPage
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import FactType

TYPES = frozenset({FactType.MONEY, FactType.DURATION, FactType.DATE, FactType.PHONE, FactType.EMAIL, FactType.URL,
                   FactType.ADDRESS, FactType.NUMBER, FactType.TEXT})
MOST_NAMES = MOST_FACTS = 5


class NewFactForm(FactForm):
    """The definition, with where the value comes from; the type is what was recognised."""

    source = forms.CharField(
        label=_("Legal source"),
        required=False,
        max_length=200,
        help_text=_("For example: Legesverordening 2027, article 2.1. It stays with the value in its history."),
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["type"].widget = forms.HiddenInput()


class MakeFactView(View):
    """GET says only that the modal may ask on: what was typed travels in the body of a POST, in no address."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return render_modal_workflow(request, None, json_data={"step": "ask"})

    def post(self, request: HttpRequest) -> HttpResponse:
        may = GENERIC in publishable(request.user)
        if "fact-type" not in request.POST:
            return self.shown(*self.begun()) if may else self.told_who_may()
        if not may:
            raise PermissionDenied
        if (given := request.POST["fact-type"]) not in TYPES:
            error = gettext("%(field)s: there is no type %(value)s") % {"field": "fact-type", "value": given}
            return JsonResponse({"error": error}, status=400)
        fact, value = self.sent()
        if all([fact.is_valid(), value.is_valid()]) and self.made(fact, value):
            key = fact.instance.pk
            chip = chips([key], organisation_of(self.page))[key]
            return render_modal_workflow(
                request, None, json_data={"step": "made", "result": {"key": key, **chip._asdict()}}
            )
        return self.shown(fact, value)

    @cached_property
    def page(self) -> Page | None:
        return own_page(self.request.user, self.request.POST.get("place", ""))

    @cached_property
    def found(self) -> Loose | None:
        """What was typed, as it is recognised anywhere else."""
        language = self.page.locale.language_code if self.page else "nl"
        return next(iter(recognised(self.request.POST.get("text", ""), language)), None)

    @property
    def layer(self) -> Layer:
        """That of the text, for who may publish it there."""
        organisation = organisation_of(self.page)
        return Layer(organisation) if organisation in publishable(self.request.user) else Layer()

    def begun(self) -> tuple[NewFactForm, ValueForm]:
        """Forms filled in with what was typed."""
        given, found = self.request.POST, self.found
        fact_type = found.type if found else FactType.TEXT
        section = section_of(given.get("field", ""))
        fact = Fact(
            key=proposed_key(self.page, given.get("slug", ""), section, fact_type),
            type=fact_type,
            label={"nl": proposed_label(self.page, section, fact_type)},
        )
        initial = _initial(found) if found else {"text_nl": given.get("text", "")}
        definition = NewFactForm(user=self.request.user, instance=fact, prefix="fact", initial={"type": fact_type})
        return definition, self.value_form(fact, initial=initial)

    def sent(self) -> tuple[NewFactForm, ValueForm]:
        given = self.request.POST
        fact = Fact(type=given["fact-type"])
        definition = NewFactForm(given, user=self.request.user, instance=fact, prefix="fact")
        return definition, self.value_form(fact, given)

    def value_form(self, fact: Fact, data: Any = None, **given: Any) -> ValueForm:
        form = VALUE_FORMS[FactType(fact.type)]
        return form(data, user=self.request.user, fact=fact, layer=self.layer, prefix="value", **given)

    def made(self, definition: NewFactForm, value: ValueForm) -> bool:
        """Whether both were published; where one was refused neither is there."""
        source = definition.cleaned_data["source"].strip()
        who = By(actor=self.request.user.get_username(), note=source)
        asking: NewFactForm | ValueForm = definition
        try:
            with transaction.atomic(), at_once():
                definition.save()
                definition.publish(who)
                asking = value
                value.publish(who)
        except Refused as refused:
            asking.refuse(refused)
            return False
        return True

    def shown(self, fact: NewFactForm, value: ValueForm) -> HttpResponse:
        kind = FactType(fact.instance.type)
        more = ["fact-label_en", "fact-source", "value-valid_from"]
        more += ["fact-role"] if kind is FactType.DURATION else []
        more += ["fact-maximum"] if kind in (FactType.MONEY, FactType.NUMBER) else []
        said = [f"value-{name}" for name in value.fields if name not in ("layer", "valid_from")]
        main = ["fact-label_nl", "fact-key", *said, "value-layer"]
        fields = {field.html_name: field for form in (fact, value) for field in form}
        context = {
            "fact": fact,
            "value": value,
            "kind": kind,
            "kind_word": word(FactType, kind),
            "main_fields": [fields[name] for name in main],
            "more_fields": [fields[name] for name in more],
            "more_open": any(fields[name].errors for name in more),
            "place": self.request.POST.get("place", ""),
        }
        return render_modal_workflow(
            self.request, "contenthub/editorial/loose_fact.html", None, context, json_data={"step": "form"}
        )

    def told_who_may(self) -> HttpResponse:
        """Who may, and which facts there are to which one may give a value of one's own instead."""
        organisation = organisation_of(self.page)
        own = near_facts(stem_of(self.page), self.found) if organisation in publishable(self.request.user) else []
        query = urlencode({"layer": Layer(organisation).code})
        context = {
            "makers": makers(),
            "own": [(fact, f"{reverse('facts:value', args=[quote(fact.pk)])}?{query}") for fact in own],
        }
        return render_modal_workflow(
            self.request, "contenthub/editorial/loose_fact.html", None, context, json_data={"step": "form"}
        )


def makers() -> list[str]:
    """Who may make a fact: the names of those who publish texts for all municipalities, at most five."""
    found: dict[Any, str] = {}
    for library in LibraryPage.objects.all():
        users = page_permission_policy.users_with_any_permission_for_instance({"publish"}, library)
        found |= {user.pk: user.get_full_name() or user.get_username() for user in users.filter(is_superuser=False)}
    return sorted(found.values(), key=str.casefold)[:MOST_NAMES]


def near_facts(stem: str, found: Loose | None) -> list[Fact]:
    """Facts of the item that a value like this one could be of: those whose key begins as the item's slug does."""
    first = stem.partition("-")[0]
    if found is None or not first:
        return []
    types = {found.type, FactType.TARIFF} if found.type is FactType.MONEY else {found.type}
    return list(Fact.objects.filter(type__in=types, pk__startswith=first).order_by("pk")[:MOST_FACTS])


def _initial(found: Loose) -> dict[str, Any]:
    """As the fields of the form of its type are called."""
    made: dict[str, Any] = {}
    for name, given in found.value.items():
        if isinstance(given, dict):
            made |= {f"{name}_{language}": text for language, text in given.items()}
        else:
            made["value_" if found.type is FactType.NUMBER and name == "value" else name] = given
    # As numbers, so that the form writes them in the language of the admin.
    decimals = {FactType.MONEY: "amount", FactType.NUMBER: "value_"}
    if (amount := decimals.get(found.type)) is not None:
        made[amount] = Decimal(made[amount])
    return made


def urls() -> list[URLPattern]:
    return [
        path("contenthub/loose-values/", loose_values_in, name="contenthub_loose_values"),
        path("contenthub/loose-values/make/", MakeFactView.as_view(), name="contenthub_make_fact"),
    ]
