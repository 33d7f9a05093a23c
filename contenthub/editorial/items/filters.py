"""What the list of items is narrowed down by."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Q, TextField
from django.db.models.functions import Cast
from django.forms import RadioSelect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from contenthub.access.branches import below, branches, own
from contenthub.editorial.items.seeing import begun, waiting
from contenthub.models import Topic
from contenthub.models.pages import LifeEventPage, LocalLifeEventPage, LocalVersionPage, ProductPage, QuestionPage

KINDS: dict[str, tuple[type[Page], Any]] = {
    "product": (ProductPage, _("Product")),
    "question": (QuestionPage, _("Question")),
    "life_event": (LifeEventPage, _("Life event")),
    "local": (LocalVersionPage, _("Local version")),
    "local_life_event": (LocalLifeEventPage, _("Local life event")),
}
STATES = [
    ("live", pgettext_lazy("state of a text", "Live")),
    ("draft", pgettext_lazy("state of a text", "Draft")),
    ("waiting", _("Waits for its moment")),
    ("withdrawn", _("Withdrawn")),
]
NATIONAL = "national"


class ItemFilters(WagtailFilterSet):
    kind = ChoiceFilter(
        label=_("Kind"),
        method="by_kind",
        widget=RadioSelect,
        empty_label=_("All"),
        choices=[(name, label) for name, (_model, label) in KINDS.items()],
    )
    organisation = ChoiceFilter(
        label=_("Organisation"),
        method="by_organisation",
        empty_label=_("All"),
        null_label=_("National"),
        null_value=NATIONAL,
    )
    state = ChoiceFilter(
        label=_("State"), method="by_state", widget=RadioSelect, empty_label=_("All"), choices=STATES
    )
    topic = ModelChoiceFilter(
        label=_("Topic"), method="by_topic", queryset=Topic.objects.order_by("slug"), empty_label=_("All")
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = {(branch.organisation, branch.name) for branch in own(self.request.user) if branch.organisation}
        self.filters["organisation"].extra["choices"] = sorted(named, key=lambda each: each[1].casefold())

    def by_kind(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        return pages.filter(content_type=ContentType.objects.get_for_model(KINDS[value][0]))

    def by_organisation(self, pages: PageQuerySet, name: str, value: Any) -> PageQuerySet:
        wanted = "" if value == NATIONAL else value
        paths = tuple(branch.path for branch in branches(self.request.user) if branch.organisation == wanted)
        return pages.filter(below(paths))

    def by_state(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """What others may know of a text is its edition in force; of one's own, also what is not yet published."""
        withdrawn = Q(mine=True, live=False, first_published_at__isnull=False)
        wanted = {
            "live": Q(Exists(begun()), mine=True, live=True)
            | Q(mine=False, gone=False),
            "draft": (Q(has_unpublished_changes=True) | Q(live=False)) & Q(mine=True) & ~withdrawn,
            "waiting": Q(pk__in=waiting(), mine=True),
            "withdrawn": withdrawn | Q(mine=False, gone=True),
        }
        return pages.filter(wanted[value])

    def by_topic(self, pages: PageQuerySet, name: str, value: Topic) -> PageQuerySet:
        stands = Q()
        for model in ("productpage", "questionpage"):
            pages = pages.annotate(**{f"{model}_topics": Cast(f"{model}__topics", TextField())})
            stands |= Q(**{f"{model}_topics__contains": f'"value": "{value.pk}"'})
        return pages.filter(stands)
