"""Every answer that can be given at a moment, for the commands that look at them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from contenthub.answering.answers import answer_items
from contenthub.answering.asking import Asking, ask
from contenthub.answering.catalogue import catalogue
from contenthub.models import Municipality
from contenthub.resolving.answer import Answer

_BATCH = 50


def spoken_for() -> list[str]:
    """Codes of the municipalities that some organisation writes for: the others all read the same generic texts."""
    return list(
        Municipality.objects.filter(organisations__isnull=False)
        .distinct()
        .order_by("code")
        .values_list("code", flat=True)
    )


def everything(codes: list[str], moment: dt.datetime | None = None, *, for_agents: bool = False) -> Iterator[Answer]:
    """Answers of all items in every language that they have, municipality by municipality."""
    for code in codes:
        first = ask(code, moment=moment, may_see_future=True, for_agents=for_agents)
        ids = [entry.item for entry in catalogue(first).entries]
        for start in range(0, len(ids), _BATCH):
            yield from _of(ids[start : start + _BATCH], first)


def _of(ids: list[str], first: Asking) -> Iterator[Answer]:
    served = answer_items(ids, first)
    yield from served.values()
    further = sorted({language for answer in served.values() for language in answer.languages} - {first.language})
    for language in further:
        asking = Asking(town=first.town, moment=first.moment, language=language, for_agents=first.for_agents)
        having = [item for item, answer in served.items() if language in answer.languages]
        yield from answer_items(having, asking).values()
