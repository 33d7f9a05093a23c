"""What can be to do. Each kind is a small class that finds its tasks for one user, in a number of queries that does not grow
with how many tasks there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct
from wagtail.models import Page
from wagtail.models import Task as WorkflowStep

from contenthub.access.branches import Branch, below, own
from contenthub.access.roles import publishable
from contenthub.editorial.law.citing import cited
from contenthub.editorial.links.standing import Standing, broken_in
from contenthub.editorial.local.filling import Row, State, filling
from contenthub.insight.feedback import tasks as remarks
from contenthub.models import Edition, FactCheck, LawChange, ProductPage, QuestionPage
from contenthub.resolving.material import today
from contenthub.vocabulary import EditionKind, EditionState, FactCheckOutcome

REVIEW_WITHIN = dt.timedelta(days=30)
ENDING_WITHIN = dt.timedelta(days=60)
# Who administers everything has no work of their own in every organisation.
MOST_ORGANISATIONS = 5


class Task(Struct, frozen=True):
    """`key` names the same task for ever, so that nobody is mailed of it twice; `where` is the organisation, or empty."""

    key: str
    title: str
    url: str
    where: str = ""
    due: dt.date | None = None


class Reader:
    """One user, and what several kinds look up of them."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.now = timezone.now()

    @cached_property
    def branches(self) -> list[Branch]:
        """Those in the main language in which this user writes: the library, then organisations by name."""
        here = [branch for branch in own(self.user) if branch.language == settings.LANGUAGE_CODE]
        library = [branch for branch in here if not branch.organisation]
        local = sorted((branch for branch in here if branch.organisation), key=lambda branch: branch.name.casefold())
        return [*library, *local[:MOST_ORGANISATIONS]]

    @cached_property
    def names(self) -> dict[str, str]:
        """Of the organisations; the library, which has no name, is ""."""
        return {branch.organisation: branch.name for branch in self.branches}

    @cached_property
    def paths(self) -> tuple[str, ...]:
        return tuple(branch.path for branch in self.branches)

    @cached_property
    def filled(self) -> list[tuple[str, Row]]:
        """(organisation, row) of every generic item, for each organisation."""
        return [(branch.organisation, row) for branch in self.branches if branch.organisation
                for row in filling(branch.organisation, branch.path, settings.LANGUAGE_CODE)]


class Kind:
    """`id` is the beginning of the keys; `more` leads to the whole list, or is empty."""

    id: ClassVar[str]
    label: ClassVar[str | Promise]

    def tasks(self, reader: Reader) -> Iterator[Task]:
        raise NotImplementedError

    def more(self, reader: Reader) -> str:
        return ""


class OfOurs(Kind):
    """A state of what an organisation has made of a generic item."""

    state: ClassVar[State]

    def tasks(self, reader: Reader) -> Iterator[Task]:
        for organisation, row in reader.filled:
            if self.state in row.states:
                yield Task(f"{self.id}:{organisation}:{row.item}", row.title, self._address(organisation, row),
                           reader.names[organisation], row.review_by if self.state is State.REVIEW else None)

    def more(self, reader: Reader) -> str:
        return f"{reverse('local:index')}?{urlencode({'state': self.state.value})}"

    def _address(self, organisation: str, row: Row) -> str:
        if row.own is not None:
            return reverse("contenthub_side_by_side", args=[row.own.page])
        return f"{reverse('local:index')}?{urlencode({'organisation': organisation, 'q': row.title})}"


class SourceChanged(OfOurs):
    id, label, state = "changed", _("The source has changed"), State.CHANGED


class TextMissing(OfOurs):
    id, label, state = "missing", _("A text of your own is missing"), State.MISSING


class ToApprove(Kind):
    id, label = "approve", _("Waits for your approval")

    def tasks(self, reader: Reader) -> Iterator[Task]:
        if not publishable(reader.user):
            return
        states = WorkflowStep.objects.filter(active=True).specific()
        for step in states:
            for state in step.get_task_states_user_can_moderate(user=reader.user).select_related("revision", "workflow_state"):
                page = state.workflow_state.content_object
                if page is not None:
                    yield Task(f"{self.id}:{state.pk}", page.get_admin_display_title(),
                               reverse("wagtailadmin_pages:edit", args=[page.pk]))


class ReviewDue(Kind):
    """Of texts of the library or of one's organisation: their own date of review."""

    id, label = "review", _("To be looked at again")

    def tasks(self, reader: Reader) -> Iterator[Task]:
        until = today(reader.now) + REVIEW_WITHIN
        for model in (ProductPage, QuestionPage):
            due = model.objects.filter(below(reader.paths), live=True, review_by__lte=until)
            for page in due.order_by("review_by", "pk"):
                yield Task(f"{self.id}:{page.pk}:{page.review_by}", page.title,
                           reverse("wagtailadmin_pages:edit", args=[page.pk]), due=page.review_by)


class LawChanges(Kind):
    id, label = "law", _("The law changes")

    def tasks(self, reader: Reader) -> Iterator[Task]:
        changes = list(LawChange.objects.order_by("in_force_on", "pk"))
        found = cited(changes, reader.names, reader.now)
        for change in changes:
            for each in found.get(change.pk, []):
                if each.look is None:
                    yield Task(f"{self.id}:{change.pk}:{each.organisation}:{each.subject}:{each.section}",
                               f"{each.title}, {each.section_title}", reverse("law:show", args=[change.pk]),
                               each.writer, change.in_force_on)

    def more(self, reader: Reader) -> str:
        return reverse("law:index")


class ExpertAnswered(Kind):
    id, label = "expert", _("An expert has remarks")

    def tasks(self, reader: Reader) -> Iterator[Task]:
        answered = FactCheck.objects.filter(outcome=FactCheckOutcome.REMARKS, closed_at=None, withdrawn_at=None)
        mine = Page.objects.filter(below(reader.paths))
        for check in answered.filter(page__in=mine).select_related("page").order_by("answered_at"):
            yield Task(f"{self.id}:{check.pk}", check.page.get_admin_display_title(),
                       reverse("contenthub_fact_checks", args=[check.page_id]))


class Remarks(Kind):
    id, label = "remark", _("Remarks to answer")

    def tasks(self, reader: Reader) -> Iterator[Task]:
        for remark in remarks(reader.user).filter(answered_at=None):
            yield Task(f"{self.id}:{remark.pk}", remark.title, reverse("contenthub_remarks"), remark.municipality.name)

    def more(self, reader: Reader) -> str:
        return reverse("contenthub_remarks")


class FactsEnding(Kind):
    """A value that ends and has no successor: texts will have to ask readers to call."""

    id, label = "ending", _("A value ends")

    def tasks(self, reader: Reader) -> Iterator[Task]:
        later = Edition.objects.filter(
            kind=OuterRef("kind"), subject=OuterRef("subject"), organisation=OuterRef("organisation"),
            municipality=OuterRef("municipality"), valid_from__gte=OuterRef("valid_from"), state=EditionState.PUBLISHED)
        ends = Edition.objects.filter(
            kind=EditionKind.FACT_VALUE, organisation__in=[*reader.names], state=EditionState.ENDED,
            valid_from__gt=reader.now, valid_from__lte=reader.now + ENDING_WITHIN)
        for end in ends.standing().filter(~Exists(later)).order_by("valid_from"):
            yield Task(f"{self.id}:{end.pk}", end.subject, reverse("facts:show", args=[end.subject]),
                       reader.names.get(end.organisation, ""), today(end.valid_from))


class BrokenLinks(Kind):
    """One task for each broken address in each text."""

    id, label = "broken", _("A link is broken")

    def tasks(self, reader: Reader) -> Iterator[Task]:
        seen: set[str] = set()
        for each in broken_in(frozenset(reader.names), reader.now):
            key = f"{self.id}:{each.state.pk}:{each.organisation}:{each.subject}"
            if key not in seen:
                seen.add(key)
                yield Task(key, f"{each.title}: {each.state.address}", self._address(each), reader.names.get(each.organisation, ""))

    def more(self, reader: Reader) -> str:
        return reverse("contenthub_broken_links")

    def _address(self, each: Standing) -> str:
        return reverse("wagtailadmin_pages:edit", args=[each.page]) if each.page else reverse("contenthub_broken_links")


KINDS: tuple[Kind, ...] = (
    ToApprove(), SourceChanged(), TextMissing(), LawChanges(), ReviewDue(), FactsEnding(), BrokenLinks(), ExpertAnswered(), Remarks(),
)

