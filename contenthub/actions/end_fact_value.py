"""End a value of a fact: from a moment on its layer says nothing any more, and the layer below it has the word."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from contenthub.actions.append import By, append
from contenthub.actions.at_once import at_once
from contenthub.actions.fact_needs import TextUse, texts_losing
from contenthub.models import Edition
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState

_NAMED = 5


def end_fact_value(
    key: str,
    *,
    organisation: str = "",
    municipality: str = "",
    valid_from: dt.datetime | None = None,
    leaving_gaps: bool = False,
    by: By = By(),
) -> Edition:
    """Append an end to the values of one layer; what was said before stays on record.

    `valid_from` is aware and not before now, default now. Values of this layer that wait for a later moment stay, and
    begin then. Refused: a layer that has no value at that moment, a moment before now, and, as publishing a text
    without a value is refused, an end by which published texts would lose theirs. With `leaving_gaps` these texts then
    say whom to ask instead, and the nightly list of gaps names them to their owners.
    """
    series = Series(EditionKind.FACT_VALUE, key, organisation, municipality)
    moment = max(valid_from, timezone.now()) if valid_from and timezone.is_aware(valid_from) else timezone.now()
    with at_once():
        if Edition.objects.holding(series, moment) is None:
            raise Refused(
                "NO_VALUE_TO_END",
                "key",
                "%(field)s: %(value)s has no value at this layer then; there is nothing to end",
                value=key,
            )
        losing = [] if leaving_gaps else texts_losing(series, moment)
        if losing:
            raise Refused(
                "FACT_NEEDED",
                key,
                "%(field)s: %(texts)s would lose the value of %(value)s; change these texts first, or accept that they "
                "say whom to ask",
                value=key,
                texts=named(losing),
            )
        row = append(
            series, None, verb="end_fact_value", by=by, valid_from=valid_from, state=EditionState.ENDED
        )
        assert row is not None
        return row


def named(uses: list[TextUse]) -> str:
    """The texts by title, each once, no more than fit in a sentence."""
    titles = list(dict.fromkeys(use.title for use in uses))
    more = len(titles) - _NAMED
    return ", ".join(titles[:_NAMED]) + (f" (+{more})" if more > 0 else "")


__all__ = ["end_fact_value", "named"]
