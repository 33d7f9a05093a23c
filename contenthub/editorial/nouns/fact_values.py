"""Values of a fact in words, and the two ways in which one goes: it is ended, or cancelled before it began."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from channels.voice.written import written_value
from contenthub.access.roles import publishable
from contenthub.actions.append import cancel
from contenthub.actions.end_fact_value import end_fact_value
from contenthub.actions.fact_needs import TextUse, texts_losing
from contenthub.editorial.confirming import ConfirmView
from contenthub.editorial.nouns.layers import Layer, layer_of, named_layers
from contenthub.editorial.nouns.widgets import moment
from contenthub.models import Edition, Fact
from contenthub.models.edition import EditionQuerySet
from contenthub.models.pages.speaking import in_own_language
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState


def values_of(*keys: str) -> EditionQuerySet:
    return Edition.objects.filter(kind=EditionKind.FACT_VALUE, subject__in=keys)


def in_words(edition: Edition) -> str:
    """The value as the website would write it."""
    content = edition.row().content
    return "" if content is None else written_value(content.value, get_language() or "nl")


class EndForm(forms.Form):
    valid_from = moment(
        label=_("Ends on"), required=False, help_text=_("Empty is: from now on. Not before now.")
    )
    leaving_gaps = forms.BooleanField(
        label=_("I know that these texts then say whom to ask"), required=False
    )


class _GoesView(ConfirmView):
    """A value goes: what then holds at its layer is another, the one of the layer below, or none."""

    edition: Edition

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.edition = self.find(**kwargs)
        if self.edition.organisation not in publishable(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, **kwargs: Any) -> Edition:
        raise NotImplementedError

    def back(self) -> str:
        return reverse("facts:show", args=[quote(self.edition.subject)])

    def get_page_subtitle(self) -> str:
        return self.edition.subject

    def uses_heading(self) -> str:
        return gettext("Texts that will then say “contact the municipality”")

    @cached_property
    def layer(self) -> str:
        return named_layers([self.edition])[layer_of(self.edition)]

    def below(self, at: dt.datetime) -> str:
        """What has the word once this layer says nothing."""
        where = self.edition.series
        steps = [Layer(where.organisation), Layer()] if where.municipality else [Layer()] if where.organisation else []
        found = {layer_of(row): row for row in values_of(where.subject).in_force(at)}
        for step in steps:
            if step in found:
                said = {"layer": named_layers([found[step]])[step], "value": in_words(found[step])}
                return gettext("Then the value of %(layer)s holds: %(value)s.") % said
        return gettext("Then there is no value any more, but for layers that give one of their own.")


class EndValueView(_GoesView):
    """Asks from when a value no longer holds; where texts would lose it, that has to be accepted in as many words."""

    page_title = _("End this value")
    yes = _("Yes, end it")
    form: EndForm

    def find(self, pk: str, **kwargs: Any) -> Edition:
        fact = get_object_or_404(Fact, pk=unquote(pk))
        layer = Layer.read(self.request.GET.get("layer", ""))
        found = layer and Edition.objects.holding(
            Series(EditionKind.FACT_VALUE, fact.pk, layer.organisation, layer.municipality), timezone.now()
        )
        if not found:
            raise Http404
        return found

    @cached_property
    def at(self) -> dt.datetime:
        """The moment asked for, also where the form was refused for something else."""
        given = getattr(self.form, "cleaned_data", {}).get("valid_from")
        return max(given or timezone.now(), timezone.now())

    def consequences(self) -> list[str]:
        said = {"layer": self.layer, "value": in_words(self.edition)}
        lines = [gettext("%(layer)s now says: %(value)s. It stays on record for what was asked before.") % said]
        lines.append(self.below(self.at))
        later = Edition.objects.waiting(self.edition.series, self.at).exclude(state=EditionState.ENDED)
        for row in later.order_by("valid_from")[:1]:
            given = {"moment": _when(row.valid_from), "value": in_words(row)}
            lines.append(gettext("From %(moment)s on %(value)s holds: that value waits already.") % given)
        return lines

    def uses(self) -> list[TextUse]:
        return self._losing

    @cached_property
    def _losing(self) -> list[TextUse]:
        return texts_losing(self.edition.series, self.at)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = EndForm()
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self._losing and "leaving_gaps" not in self.form.errors:
            del self.form.fields["leaving_gaps"]
        return {**super().get_context_data(**kwargs), "form": self.form, "media": self.form.media}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = EndForm(request.POST)
        if self.form.is_valid() and self._end():
            messages.success(request, gettext("The value has been ended."))
            return redirect(self.back())
        messages.validation_error(request, gettext("The value could not be ended."), self.form)
        return self.render_to_response(self.get_context_data(**kwargs))

    def _end(self) -> bool:
        given, where = self.form.cleaned_data, self.edition.series
        try:
            with transaction.atomic():
                end_fact_value(
                    where.subject,
                    organisation=where.organisation,
                    municipality=where.municipality,
                    valid_from=given["valid_from"],
                    leaving_gaps=given["leaving_gaps"],
                    by=self.by(),
                )
        except Refused as refused:
            field = {"FACT_NEEDED": "leaving_gaps", "DATED_BACK": "valid_from"}.get(refused.code)
            self.form.add_error(field, in_own_language(refused))
        return not self.form.errors


class CancelValueView(_GoesView):
    """Void a value, or an end, that waits; only by who may publish at its layer."""

    page_title = _("Cancel this value")
    yes = _("Yes, cancel it")

    def find(self, pk: str, edition: int, **kwargs: Any) -> Edition:
        found = values_of(unquote(pk)).filter(pk=edition).first()
        if found is None:
            raise Http404
        return found

    def too_late(self) -> str:
        if Edition.objects.waiting(self.edition.series, timezone.now()).filter(pk=self.edition.pk).exists():
            return ""
        return gettext("This value does not wait any more.")

    @cached_property
    def _before(self) -> Edition | None:
        """What holds at this layer until then, and will go on doing so."""
        return Edition.objects.holding(self.edition.series, self.edition.valid_from - dt.timedelta(microseconds=1))

    def consequences(self) -> list[str]:
        given = {"layer": self.layer, "moment": _when(self.edition.valid_from), "value": in_words(self.edition)}
        what = gettext("%(layer)s: from %(moment)s on %(value)s would hold. That will not happen.")
        if self.edition.state == EditionState.ENDED:
            what = gettext("%(layer)s: on %(moment)s the value would end. That will not happen.")
        lines = [what % given]
        if self._before:
            lines.append(gettext("What holds until then goes on: %(value)s.") % {"value": in_words(self._before)})
        elif self.edition.state != EditionState.ENDED:
            lines.append(self.below(self.edition.valid_from))
        return lines

    def uses(self) -> list[TextUse]:
        kept = self._before or self.edition.state != EditionState.PUBLISHED
        return [] if kept else texts_losing(self.edition.series, self.edition.valid_from)

    def act(self) -> str:
        cancel(self.edition, by=self.by())
        return gettext("The value that waited has been cancelled.")


def _when(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


__all__ = ["CancelValueView", "EndValueView", "in_words", "values_of"]
