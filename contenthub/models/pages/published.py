"""What every page that becomes an edition shares: our own "valid from", no job-driven schedule, a headless preview."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, Revision

from contenthub.models.pages.forms import DraftCopyForm, PublishedPageForm
from contenthub.models.pages.library import BranchPage
from contenthub.resolving.refusal import Refused


class Previews(Protocol):
    """How a page is shown before it is published."""

    def modes(self, page: PublishedPage) -> list[tuple[str, str]]: ...

    def show(self, page: PublishedPage, request: HttpRequest, mode: str) -> HttpResponse: ...


# Wagtail's own panel for a title fills a slug that none of our forms has.
TITLE_PANELS = [FieldPanel("title", classname="title")]


class PublishedPage(Page):
    """A page whose publication is an edition. Abstract; `Page` fields that need a website are not shown."""

    valid_from = models.DateTimeField(
        _("valid from"),
        null=True,
        blank=True,
        help_text=_("From this moment on channels say this version. Leave empty for at once."),
    )

    # Set by `channels.desk`: a model knows no channels.
    previews: ClassVar[Previews]
    base_form_class = PublishedPageForm
    copy_form_class = DraftCopyForm
    subpage_types: list[str] = []
    settings_panels = [FieldPanel("valid_from")]
    promote_panels: list[Any] = []
    # A page search over 40,000 local versions takes many seconds; editors find items in a list of their own.
    search_fields: list[Any] = []
    exclude_fields_in_copy = ["valid_from"]

    class Meta:
        abstract = True

    slug_source = "title"

    def clean(self) -> None:
        try:
            super().clean()
        except ValidationError as error:
            # The tree slug is no field of the form; what it is made of is.
            raise ValidationError(
                {
                    self.slug_source if field == "slug" else field: messages
                    for field, messages in error.message_dict.items()
                }
            ) from error
        if self.go_live_at or self.expire_at:
            # Wagtail's schedule locks the page, needs a job and sends no signal on some of its paths.
            raise ValidationError({"__all__": _('Use "valid from" instead of a schedule; it needs no job.')})

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        # `clean=False` goes round the check above.
        unchecked = not kwargs.get("clean", True) and (self.go_live_at or self.expire_at)
        _refuse_schedule(unchecked or kwargs.get("approved_go_live_at"))
        return super().save_revision(*args, **kwargs)

    def make_slug(self) -> None:
        """Give the tree slug its value; editors never see it."""

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.make_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.make_slug()
        super().minimal_clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail's ways to make a live page without publishing it: an alias, and a copy that is kept live.
        if self.alias_of_id:
            raise Refused(
                "ALIAS",
                "page",
                "%(field)s: %(value)s cannot be an alias; every page says its own text",
                value=self.title,
            )
        if self._state.adding and self.live:
            if self.live_revision_id or self.first_published_at:
                raise Refused(
                    "COPIED_LIVE",
                    "page",
                    "%(field)s: the copy of %(value)s begins as a draft; publish it afterwards",
                    value=self.title,
                )
            # "Create and publish" adds the page first; it goes live by its revision, as every page does.
            self.live = False
        super().save(*args, **kwargs)

    def can_move_to(self, parent: Page) -> bool:
        """Never to another branch: editions belong to the writer and the language that they were published in."""
        return parent.pk == self.get_parent().pk and super().can_move_to(parent)

    def move(self, target: Page, pos: str | None = None, user: Any = None) -> None:
        # Wagtail asks `can_move_to` for a user only.
        parent = target if pos in ("first-child", "last-child", "sorted-child") else target.get_parent()
        if not self.can_move_to(parent):
            raise Refused(
                "OTHER_BRANCH",
                "page",
                "%(field)s: %(value)s stays in its branch; write it anew in %(branch)s",
                value=self.title,
                branch=parent.title,
            )
        super().move(target, pos=pos, user=user)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        _refuse_schedule(revision.content.get("go_live_at") or revision.content.get("expire_at"))
        # Some callers publish outside a request's transaction (wagtail-localize does so after commit): a refusal must
        # take the page back with it.
        with transaction.atomic():
            return super().publish(revision, *args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)

    def branch(self) -> BranchPage:
        """The library or organisation branch that this page stands in."""
        parent = self.get_parent().specific
        assert isinstance(parent, BranchPage)
        return parent

    @property
    def item_id(self) -> str:
        """The id of the item in every language and layer."""
        return str(self.translation_key)

    def get_admin_display_title(self) -> str:
        """In a chooser, the title that a query has annotated for this reader."""
        return str(self.__dict__.get("shown_title") or super().get_admin_display_title())

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return self.previews.modes(self)

    def make_preview_request(
        self, original_request: Any = None, preview_mode: str | None = None, extra_request_attrs: Any = None
    ) -> HttpResponse:
        # Wagtail would ask for the page's own address, which it has none of.
        return self.previews.show(self, original_request, preview_mode or "")


def _refuse_schedule(moment: Any) -> None:
    if moment:
        raise Refused(
            "SCHEDULED",
            "valid_from",
            '%(field)s: the schedule for %(value)s is not used here; give it as "valid from", which needs no job',
            value=moment,
        )
