"""What the Wmebv asks of the routes of a product: one designated digital route, and paper beside what is digital.

Source: Wet modernisering elektronisch bestuurlijk verkeer (Stb. 2023, 183; in force since 1 January 2026), Awb 2:13:
who writes to an administrative body may do so electronically along the way that it has designated, and keeps the
choice to do so on paper. The editor designates a route on the route itself; without it none is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from contenthub.actions.check_facts import writers_of
from contenthub.models import Edition
from contenthub.models.blocks.items import PURPOSE_LABELS
from contenthub.resolving.content import LocalContent, Route
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, Offered, Purpose

DIGITAL = frozenset({Channel.WEBSITE, Channel.APP, Channel.EMAIL, Channel.CHAT})
PAPER = frozenset({Channel.LETTER, Channel.COUNTER})
"""At the counter a form or letter is handed in; a telephone leaves nothing on paper."""
FORMAL = (Purpose.APPLY, Purpose.OBJECT)
"""The messages that a decision has to follow upon."""


def check_routes(routes: Iterable[Route]) -> None:
    """At most one route of each purpose is designated, and it is a digital one. Raises Refused."""
    designated: set[Purpose] = set()
    for route in (each for each in routes if each.designated):
        if route.channel not in DIGITAL:
            raise Refused(
                "DESIGNATED_NOT_DIGITAL",
                "routes",
                "%(field)s: the designated route for %(value)s is no digital one; choose another or clear the tick",
                value=PURPOSE_LABELS[route.purpose],
            )
        if route.purpose in designated:
            raise Refused(
                "SECOND_DESIGNATED",
                "routes",
                "%(field)s: for %(value)s more than one digital route is the designated one; keep the tick at one",
                value=PURPOSE_LABELS[route.purpose],
            )
        designated.add(route.purpose)


def check_paper(routes: Iterable[Route]) -> None:
    """Who can apply or object digitally can do so on paper too. A product without routes says nothing and is fine.

    The library answers for its own routes alone, for most municipalities add nothing to them. Raises Refused.
    """
    purpose = next(iter(_without_paper(routes)), None)
    if purpose is not None:
        raise Refused(
            "NO_PAPER_ROUTE",
            "routes",
            "%(field)s: %(value)s is possible digitally, so it must be possible on paper too (Wmebv); "
            "add a route by post or at the counter for it",
            value=PURPOSE_LABELS[purpose],
        )


def check_local_paper(
    content: LocalContent, series: Iterable[Series], municipalities: Iterable[str], moment: dt.datetime
) -> None:
    """The same for what an organisation adds, with the routes that others give to the same people.

    A layer takes no purpose and channel away, so paper in any of them is paper in the answer. `series` are those that
    this version will speak in, `municipalities` the codes that it reaches. Raises Refused.
    """
    if content.offered in (Offered.NO, Offered.UNDER) or not _without_paper(content.routes):
        return
    own = tuple(series)
    codes = list(municipalities) or [""]
    writers = writers_of(codes)
    rows = Edition.objects.filter(kind=own[0].kind, subject=own[0].subject, language=own[0].language)
    others = [row for row in rows.in_force(moment).rows() if row.series not in own and hasattr(row.content, "routes")]
    for code in codes:
        here = {"", own[0].organisation, *writers.get(code, ())}
        heard = (r for r in others if r.series.organisation in here and r.series.municipality in ("", code))
        check_paper((*content.routes, *(route for row in heard for route in row.content.routes)))


def _without_paper(routes: Iterable[Route]) -> list[Purpose]:
    channels: dict[Purpose, set[Channel]] = {}
    for route in routes:
        channels.setdefault(route.purpose, set()).add(route.channel)
    return [purpose for purpose in FORMAL if (given := channels.get(purpose, set())) & DIGITAL and not given & PAPER]


__all__ = ["check_local_paper", "check_paper", "check_routes"]
