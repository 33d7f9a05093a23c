"""Whether what a product is said to fall under is there for the same people, and does not lead back to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from contenthub.actions.check_facts import writers_of
from contenthub.models import Edition
from contenthub.models.edition import EditionQuerySet
from contenthub.resolving.content import ItemContent, LocalContent
from contenthub.resolving.merge import by_specificity, offering
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState, Offered


def check_falls_under(
    target: str, item: str, organisation: str, municipalities: Iterable[str], moment: dt.datetime
) -> None:
    """Follow what falls under what in each municipality, whoever wrote it, until the end or back to this item.

    Shared services write for the same municipality; two that send people to each other's product send them in circles.
    """
    if not target:
        raise Refused(
            "FALLS_UNDER_NOTHING", "falls_under", "%(field)s: choose the product that it falls under", value=""
        )
    for code in list(municipalities) or [""]:
        writers = tuple(dict.fromkeys((*writers_of([code]).get(code, ()), organisation)))
        said = Edition.objects.filter(
            kind=EditionKind.ITEM, organisation__in={"", *writers}, municipality__in={"", code}
        )
        _check_target(target, said, moment)
        _check_way(target, item, said, writers, moment)


def _check_target(target: str, said: EditionQuerySet, moment: dt.datetime) -> None:
    rows = said.filter(subject=target).in_force(moment).rows()
    contents = [row.content for row in rows if row.state == EditionState.PUBLISHED]
    if not any(isinstance(content, ItemContent) and content.type == "product" for content in contents):
        raise Refused("UNKNOWN_ITEM", "falls_under", "%(field)s: %(value)s is no published product", value=target)


def _check_way(target: str, item: str, said: EditionQuerySet, writers: tuple[str, ...], moment: dt.datetime) -> None:
    seen: set[str] = set()
    ahead = [target]
    while ahead:
        at = ahead.pop()
        if at == item:
            raise Refused(
                "CIRCULAR",
                "falls_under",
                "%(field)s: %(value)s falls under this product itself; choose another",
                value=target,
            )
        if at in seen:
            continue
        seen.add(at)
        rows = [row for row in said.filter(subject=at).in_force(moment).rows() if isinstance(row.content, LocalContent)]
        last = offering(row.content for row in by_specificity(rows, writers))
        if last is not None and last.offered == Offered.UNDER:
            ahead.append(last.falls_under)


__all__ = ["check_falls_under"]
