"""Notices (actuele meldingen): what is the matter just now, where, until when, and in which channels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from contenthub.access.roles import GENERIC, may_publish, publishable, readable
from contenthub.actions.append import By
from contenthub.actions.publish_notice import end_notice, publish_notice
from contenthub.editorial.confirming import ConfirmView
from contenthub.editorial.nouns.parts import NounForm, Words
from contenthub.editorial.nouns.published import titles
from contenthub.editorial.nouns.views import NounEditView, NounIndexView, NounViewSet, column
from contenthub.editorial.nouns.widgets import checklist, moment
from contenthub.editorial.nouns.words import choices, word
from contenthub.models import Edition, Municipality, Notice, Organisation
from contenthub.vocabulary import Channel, EditionKind, EditionState, Severity

SCOPE = {
    "municipalities": _("Municipalities"),
    "life_events": _("Life events"),
    "topics": _("Topics"),
    "items": _("Products and questions"),
}
LIBRARY = "national"


class NoticeForm(NounForm, forms.ModelForm):
    words = {"title": Words(_("Title"), max_length=120), "text": Words(_("Text"), long=True, max_length=1000)}
    groups = (
        (_("Notice"), ("organisation", "severity", "title", "text")),
        (_("When"), ("begins_at", "ends_at")),
        (_("In which channels, and for whom"), ("channels", "agents_only")),
        (_("Where it shows"), tuple(SCOPE)),
    )
    main = "title_nl"

    class Meta:
        model = Notice
        fields = ("severity", "agents_only")

    organisation = forms.ChoiceField(label=_("Organisation"))
    severity = forms.ChoiceField(
        label=_("Severity"), choices=choices(Severity), widget=forms.RadioSelect, initial=Severity.INFO.value
    )
    channels = checklist(choices(Channel), label=_("Channels"), help_text=_("None ticked is: all channels."))
    begins_at = moment(label=_("From"), required=False, help_text=_("Empty is: from now on."))
    ends_at = moment(label=_("Until"), required=False, help_text=_("Empty is: until you end it."))

    def prepare(self) -> None:
        may, new = publishable(self.user), self.instance._state.adding
        organisations = Organisation.objects.filter(pk__in=may).order_by("name")
        names = [*([(LIBRARY, _("National"))] if GENERIC in may else []), *((o.pk, o.name) for o in organisations)]
        self.fields["organisation"].choices = names
        self.fields["organisation"].disabled = not new
        self.fields["agents_only"].help_text = _("Then it shows on the agents' screen and nowhere else.")
        self.initial["organisation"] = (
            (self.instance.organisation_id or LIBRARY) if not new else names[0][0] if names else ""
        )
        self.initial["channels"] = self.instance.channels
        self.initial.update(begins_at=self.instance.begins_at, ends_at=self.instance.ends_at)
        towns = (
            Municipality.objects.all()
            if GENERIC in may
            else Municipality.objects.filter(organisations__in=may).distinct()
        )
        offered = {
            "municipalities": list(towns.values_list("pk", "name")),
            **{
                name: titles(kind, {GENERIC, *may})
                for name, kind in (
                    ("life_events", EditionKind.LIFE_EVENT),
                    ("topics", EditionKind.TOPIC),
                    ("items", EditionKind.ITEM),
                )
            },
        }
        helps = {
            "municipalities": _("None ticked is: everywhere the organisation works."),
            "items": _("None ticked is: with every text."),
        }
        for name, label in SCOPE.items():
            before = [str(one) for one in self.instance.scope.get(name, ())]
            known = {code for code, _title in offered[name]}
            kept = [(one, one) for one in before if one not in known]
            self.fields[name] = checklist(
                [*offered[name], *kept], label=label, initial=before, help_text=helps.get(name, "")
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        organisation = given.get("organisation", "")
        if organisation and organisation != LIBRARY and "municipalities" in given:
            self._within(organisation, given)
        return given

    def _within(self, organisation: str, given: dict[str, Any]) -> None:
        """A notice of an organisation shows where it works; one without a place would show in the whole country."""
        own = list(Municipality.objects.filter(organisations=organisation).order_by("pk").values_list("pk", flat=True))
        outside = sorted(set(given["municipalities"]) - set(own))
        if outside:
            self.add_error(
                "municipalities", _("The organisation does not write for %(codes)s.") % {"codes": ", ".join(outside)}
            )
        elif not own:
            self.add_error("organisation", _("This organisation writes for no municipality yet."))
        else:
            given["municipalities"] = given["municipalities"] or own

    def save(self, commit: bool = True) -> Notice:
        given, notice = self.cleaned_data, self.instance
        notice.organisation_id = None if given["organisation"] == LIBRARY else given["organisation"]
        notice.title, notice.text = self.words_of("title"), self.words_of("text")
        notice.channels = [] if len(given["channels"]) == len(Channel) else given["channels"]
        notice.begins_at, notice.ends_at = given["begins_at"], given["ends_at"]
        notice.scope = {name: given[name] for name in SCOPE if given[name]}
        return super().save(commit)  # type: ignore[no-any-return]

    def publish(self, who: By) -> None:
        publish_notice(self.instance, by=who)


class NoticeFilters(WagtailFilterSet):
    severity = ChoiceFilter(label=_("Severity"), choices=choices(Severity))

    class Meta:
        model = Notice
        fields = ["severity"]


class NoticeIndexView(NounIndexView):
    def get_base_queryset(self) -> QuerySet[Notice]:
        own = (
            Q()
            if self.request.user.is_superuser
            else Q(organisation=None) | Q(organisation__in=readable(self.request.user))
        )
        return super().get_base_queryset().filter(own).select_related("organisation")

    def get_edit_url(self, instance: Notice) -> str | None:
        may = may_publish(self.request.user, instance.organisation_id or GENERIC)
        return reverse("notices:edit", args=[quote(instance.pk)]) if may else None

    def get_title_url(self, instance: Notice) -> str | None:
        return self.get_edit_url(instance)

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        paginator, page, notices, more = super().paginate_queryset(queryset, page_size)
        notices, now = list(notices), timezone.now()
        rows = Edition.objects.filter(kind=EditionKind.NOTICE, subject__in=[str(notice.pk) for notice in notices])
        published = {row.subject for row in rows.in_force(now)}
        waiting = set(rows.standing().filter(valid_from__gt=now).values_list("subject", flat=True))
        for notice in notices:
            notice.standing = _standing(notice, str(notice.pk) in published, str(notice.pk) in waiting)
        page.object_list = notices
        return paginator, page, notices, more


def _standing(notice: Notice, published: bool, waiting: bool) -> Any:
    if published and not (notice.ends_at and notice.ends_at <= timezone.now()):
        return _("Running")
    return _("Planned") if waiting else _("Ended")


class NoticeEditView(NounEditView):
    template_name = "contenthub/nouns/notice.html"

    def get_queryset(self) -> QuerySet[Notice]:
        return Notice.objects.all()

    @cached_property
    def stands(self) -> bool:
        """Whether it shows somewhere now or later, so whether there is something to end."""
        rows = Edition.objects.filter(kind=EditionKind.NOTICE, subject=str(self.object.pk)).around(timezone.now())
        return any(row.state == EditionState.PUBLISHED for row in rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "stands": self.stands}


class EndView(ConfirmView):
    """End a notice: it shows nowhere any more; what was shown stays on record."""

    page_title = _("End this notice")
    yes = _("Yes, end it")

    def dispatch(self, request: HttpRequest, pk: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.notice = get_object_or_404(Notice, pk=pk)
        if not may_publish(request.user, self.notice.organisation_id or GENERIC):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.notice)

    def back(self) -> str:
        return reverse("notices:index")

    def consequences(self) -> list[str]:
        channels = ", ".join(word(Channel, channel) for channel in self.notice.shown_channels())
        return [
            gettext("This notice shows in no channel any more, now or later: %(channels)s.") % {"channels": channels},
            gettext("What was published before stays on record. You can publish it again later."),
        ]

    def act(self) -> str:
        ended = end_notice(self.notice, by=self.by())
        if ended is None:
            return gettext("This notice had ended already.")
        return gettext("%(title)s has ended.") % {"title": self.notice}


class NoticeViewSet(NounViewSet):
    model = Notice
    name = "notices"
    icon = "warning"
    menu_label = _("Notices")
    menu_order = 220
    add_to_admin_menu = True
    index_view_class = NoticeIndexView
    edit_view_class = NoticeEditView
    form_class = NoticeForm
    filterset_class = NoticeFilters
    search_fields = ["title", "text"]
    edit_template_name = NoticeEditView.template_name

    list_display = [
        column("title", _("Title"), str),
        column(
            "organisation",
            _("Organisation"),
            lambda notice: notice.organisation or _("National"),
            sort_key="organisation",
        ),
        column("severity", _("Severity"), lambda notice: word(Severity, notice.severity), sort_key="severity"),
        column("standing", _("State"), "standing"),
        column("begins_at", _("From"), "begins_at", sort_key="begins_at"),
        column("ends_at", _("Until"), "ends_at", sort_key="ends_at"),
    ]

    def more_urls(self, key: str) -> list[URLPattern]:
        return [path(f"end/{key}/", EndView.as_view(), name="end")]
