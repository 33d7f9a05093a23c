"""The line of time of one answer, and two of its moments beside each other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct
from wagtail.admin.paginator import WagtailPaginator

from channels.registry import CHANNELS
from channels.transcript import transcript
from contenthub.editorial.for_roles import ForReadersView
from contenthub.editorial.history.asking import Asked, moment_in
from contenthub.editorial.history.changes import changes
from contenthub.editorial.history.line import Turn
from contenthub.editorial.history.moments import told
from contenthub.editorial.history.who import Made, fact_labels, made
from contenthub.editorial.history.words import Pair, pairs
from contenthub.models.blocks.sections import CHANNEL_LABELS
from contenthub.resolving.answer import Answer
from contenthub.vocabulary import Channel

ON_A_PAGE = 20
ALL = "ALL"


class Shown(Struct, frozen=True):
    """A turn for the eye; `value` is its moment as it stands in an address, `earlier` that of the turn before it."""

    turn: Turn
    value: str
    moment: str
    waits: bool
    made: tuple[Made, ...]
    earlier: str = ""


class ItemView(ForReadersView):
    header_icon = "history"
    asked: Asked

    def get(self, request: HttpRequest, item: str) -> HttpResponse:
        self.asked = Asked(request, item)
        return super().get(request)

    def get_page_subtitle(self) -> str:
        return self.asked.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        steps = super().get_breadcrumbs_items()
        return [*steps[:-1], *self.way_here(), {**steps[-1], "sublabel": self.get_page_subtitle()}]

    def way_here(self) -> list[dict[str, Any]]:
        return [{"url": self.history_url, "label": _("History of the answer")}]

    @property
    def history_url(self) -> str:
        return f"{reverse('contenthub_history', args=[self.asked.item])}?{urlencode(self.asked.query)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs), "asked": self.asked, "query": urlencode(self.asked.query), "channels": channel_choices(),
            "history_url": self.history_url,
        }


class HistoryView(ItemView):
    """Newest first. What waits is shown to who may see it, marked as such."""

    template_name = "contenthub/history/history.html"
    page_title = gettext_lazy("History of the answer")

    def way_here(self) -> list[dict[str, Any]]:
        return [{"url": reverse("items:index"), "label": _("Products and questions")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.asked
        page = WagtailPaginator(asked.told, ON_A_PAGE).get_page(self.request.GET.get("p"))
        quiet = _quiet(asked.turns, page)
        labels = fact_labels(asked.past.editions.values())
        known = made((edition for turn in (*page, *quiet) for edition in turn.editions), self.request.user, labels)
        following = asked.told[page.end_index():][:1]
        return {
            **super().get_context_data(**kwargs), "page": page,
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
            "turns": [self._shown(turn, known, earlier) for turn, earlier in _with_earlier([*page, *following], len(page))],
            "chosen": self._chosen(list(page)),
            "quiet": [self._shown(turn, known) for turn in quiet], "now": asked.now,
        }

    def _chosen(self, shown: list[Turn]) -> tuple[dt.datetime | None, dt.datetime | None]:
        """Which two are compared where nobody chose: what is said now and what was said before it, if they are here."""
        begun = [turn for turn in shown if turn.moment <= self.asked.now]
        first = (begun if len(begun) > 1 else shown)[:2]
        return (first[-1].moment, first[0].moment) if first else (None, None)

    def _shown(self, turn: Turn, known: dict[int, Made], earlier: Turn | None = None) -> Shown:
        return Shown(
            turn=turn, value=turn.moment.isoformat(), moment=told(turn.moment), waits=turn.moment > self.asked.now,
            made=tuple(known[edition.pk] for edition in turn.editions), earlier=earlier.moment.isoformat() if earlier else "")


class Compared(Struct, frozen=True):
    channel: str
    pairs: list[Pair]

    @property
    def same(self) -> bool:
        return not any(pair.changed for pair in self.pairs)


class CompareView(ItemView):
    """`from` and `to` are moments with an offset; what one may not see yet is in neither."""

    template_name = "contenthub/history/compare.html"
    page_title = gettext_lazy("Two moments beside each other")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, given = self.asked, self.request.GET
        moments = [turn.moment for turn in asked.told]
        chosen = [moment_in(given.get(name, "")) for name in ("from", "to")]
        for name, moment in zip(("from", "to"), chosen, strict=True):
            if given.get(name) and moment is None:
                asked.errors["moment"] = _("One of the moments is no moment. Choose two from the lists.")
        newest = moments[0] if moments else asked.now
        begin, end = chosen[0] or (moments[1] if len(moments) > 1 else newest), chosen[1] or newest
        channel = given.get("channel", "")
        channel = channel if channel in (*Channel, ALL) else Channel.WEBSITE.value
        before, after = asked.past.answer(begin), asked.past.answer(end)
        known = sorted({*moments, begin, end}, reverse=True)
        return {
            **super().get_context_data(**kwargs), "channel": channel, "before": before, "after": after,
            "changes": changes(before, after), "compared": compared(before, after, channel),
            "moments": [(moment.isoformat(), told(moment), moment > asked.now) for moment in known],
            "begin": begin.isoformat(), "end": end.isoformat(), "begin_told": told(begin), "end_told": told(end),
            "swapped": begin > end,
        }


def compared(before: Answer | None, after: Answer | None, channel: str) -> list[Compared]:
    wanted = list(Channel) if channel == ALL else [Channel(channel)]
    return [
        Compared(str(CHANNEL_LABELS[each]), pairs(*(
            transcript(answer, CHANNELS[each].render(answer)) if answer else () for answer in (before, after))))
        for each in wanted
    ]


def channel_choices() -> list[tuple[str, Any]]:
    return [(ALL, _("All channels")), *((channel.value, CHANNEL_LABELS[channel]) for channel in Channel)]


def _quiet(turns: list[Turn], page: Page) -> list[Turn]:
    """The turns that no reader noticed, from the oldest on this page to the oldest on the page before it."""
    shown = list(page)
    newer = page.paginator.object_list[: page.start_index() - 1][-1:] if shown else []
    oldest = shown[-1].moment if shown and page.has_next() else None
    return [
        turn for turn in turns
        if not turn.changes and (oldest is None or turn.moment > oldest) and not (newer and turn.moment > newer[0].moment)
    ]


def _with_earlier(turns: list[Turn], number: int) -> list[tuple[Turn, Turn | None]]:
    return [(turn, turns[n + 1] if n + 1 < len(turns) else None) for n, turn in enumerate(turns[:number])]


__all__ = ["CompareView", "HistoryView"]
