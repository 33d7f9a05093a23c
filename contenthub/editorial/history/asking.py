"""Of which item, in which municipality and language: what can be chosen, and what was."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages

from channels.desk.choices import Group, municipality_groups, option_list
from contenthub.access.roles import GENERIC, readable
from contenthub.answering.past import Past, past
from contenthub.editorial.history.line import Turn, turns, waits_for
from contenthub.models import Edition, Municipality
from contenthub.models.edition import can_be_stored
from contenthub.vocabulary import EditionKind


class Asked:
    """What this editor asks about one item. Http404: an item of which this editor may see no edition.

    Municipality and language that were not asked for are chosen: one's own, and Dutch or else the first there is.
    """

    def __init__(self, request: HttpRequest, item: str) -> None:
        self.user, self.item, self.now = request.user, item, timezone.now()
        self._given = request.GET
        if not self._begun and not self._waiting:
            raise Http404
        self.errors: dict[str, str] = {}

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Those for which it was ever published: all of them where it is generic."""
        writers = {*self._begun, *self._waiting}
        if GENERIC in writers:
            return municipality_groups(self.now)
        found = (group for writer in sorted(writers) for group in municipality_groups(self.now, writer))
        return tuple(found)

    @cached_property
    def code(self) -> str:
        """Empty where what was asked for is no choice."""
        known = [option.value for group in self.groups for option in group.options]
        wanted = self._given.get("municipality", "")
        if wanted:
            if wanted not in known:
                self.errors["municipality"] = _("Choose a municipality from the list.")
            return wanted if wanted in known else ""
        asked = self._given.get("organisation", "")
        writers = [asked] if asked and can_be_stored(asked) else sorted(readable(self.user))
        own = Municipality.objects.filter(organisations__in=writers).values_list("pk", flat=True)
        mine = {str(code) for code in own}
        return next((code for code in known if code in mine), next(iter(known), ""))

    @cached_property
    def past(self) -> Past:
        wanted = self._given.get("language", "")
        found = past(self.item, self.code, wanted, now=self.now, sees=waits_for(readable(self.user)))
        if wanted not in found.languages:
            found.language = next(iter(found.languages), "nl")
            if wanted and found.languages and not self._given.get("organisation"):
                self.errors["language"] = _("It was never published in this language here. Choose another one.")
        return found

    @cached_property
    def turns(self) -> list[Turn]:
        return turns(self.past) if self.code else []

    @property
    def told(self) -> list[Turn]:
        """The turns that a reader notices."""
        return [turn for turn in self.turns if turn.changes]

    @cached_property
    def title(self) -> str:
        """As it is called here now, or was last."""
        for turn in self.turns:
            if turn.moment <= self.now and (answer := self.past.answer(turn.moment)):
                return answer.title
        rows = self._visible.filter(content__has_key="title").order_by("organisation", "-valid_from", "-number")
        titles = rows.values_list("content__title", flat=True)
        return str(titles.first() or self.item)

    @property
    def title_said(self) -> str:
        """Without what still waits, for what leaves the house."""
        return self.title if self._begun else _("A subject that is not published yet")

    @property
    def query(self) -> dict[str, str]:
        return {"municipality": self.code, "language": self.past.language}

    @property
    def municipality(self) -> str:
        return next((o.label for group in self.groups for o in group.options if o.value == self.code), self.code)

    @cached_property
    def languages(self) -> list[tuple[str, str]]:
        names = get_content_languages()
        return [(code, str(names.get(code, code))) for code in self.past.languages]

    @property
    def municipality_options(self) -> SafeString:
        return option_list(self.groups, self.code)

    @cached_property
    def _visible(self) -> Any:
        """Editions of this item that have begun, and those that wait where this editor writes."""
        if not can_be_stored(self.item):
            raise Http404
        may = Q(valid_from__lte=self.now) | Q(organisation__in=readable(self.user))
        return Edition.objects.filter(may, kind=EditionKind.ITEM, subject=self.item)

    @cached_property
    def _begun(self) -> set[str]:
        return set(self._visible.filter(valid_from__lte=self.now).values_list("organisation", flat=True))

    @cached_property
    def _waiting(self) -> set[str]:
        return set(self._visible.filter(valid_from__gt=self.now).values_list("organisation", flat=True))


def moment_in(text: str) -> dt.datetime | None:
    """A moment of the line of time as it stands in an address; None where it is none."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None and 1900 <= found.year <= 2200 else None


__all__ = ["Asked", "moment_in"]
