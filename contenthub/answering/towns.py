"""Municipalities as they answer at a moment, also after they ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from difflib import get_close_matches

from contenthub.models import Edition
from contenthub.models.edition import can_be_stored
from contenthub.resolving.content import MunicipalityContent
from contenthub.resolving.editions import EditionRow, next_switch
from contenthub.resolving.editions import in_force as row_in_force
from contenthub.resolving.material import Town, earliest, midnight, today
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind

# A successor may have ended in its turn; six steps are more than any merger in the TOOI list needs.
MOST_MERGERS = 6


def _around(code: str, moment: dt.datetime) -> list[EditionRow]:
    return Edition.objects.filter(kind=EditionKind.MUNICIPALITY, subject__in=[code]).around(moment).rows()


def town(
    code: str, moment: dt.datetime, rows_of: Callable[[str, dt.datetime], list[EditionRow]] = _around
) -> Town:
    """The municipality that answers for this code. Refused (UNKNOWN_MUNICIPALITY) where nobody knows the code.

    `rows_of` gives the rows of a code that were loaded before, for who asks about many moments.
    """
    if not can_be_stored(code):
        raise _unknown(code)
    rows = {code: rows_of(code, moment)}
    asked_row = row_in_force(rows[code], moment)
    if asked_row is None:
        _refuse_before_records(code, moment)
        raise _unknown(code)
    asked: MunicipalityContent = asked_row.content
    chain = [asked_row]
    day = today(moment)
    for _ in range(MOST_MERGERS):
        last: MunicipalityContent = chain[-1].content
        if not (_has_ended(last, day) and last.successors):
            break
        rows[last.successors[0]] = rows_of(last.successors[0], moment)
        following = row_in_force(rows.get(last.successors[0], []), moment)
        if following is None or following in chain:
            break
        chain.append(following)
    contact: MunicipalityContent = chain[-1].content
    old_until = contact.keeps_old_texts.get(code)
    own_texts = contact is asked or (old_until is not None and day <= old_until)
    turns = [asked.ends_on, old_until if contact is not asked else None]
    days = [turn + dt.timedelta(days=1) for turn in turns if turn is not None]
    return Town(
        asked=asked,
        contact=contact,
        texts_of=asked if own_texts else contact,
        content_hashes=tuple(row.content_hash for row in chain),
        next_change=earliest(
            [
                *(next_switch(r, moment) for r in rows.values()),
                *(midnight(turn) for turn in days if midnight(turn) > moment),
            ]
        ),
    )


def municipalities(moment: dt.datetime, search: str = "") -> list[MunicipalityContent]:
    """Every municipality by name, ended ones too; `search` is a part of the name or the code."""
    rows = Edition.objects.filter(kind=EditionKind.MUNICIPALITY).in_force(moment).rows()
    wanted = search.casefold().strip()
    found = [
        row.content for row in rows if wanted in row.content.name.casefold() or wanted == row.content.code.casefold()
    ]
    return sorted(found, key=lambda m: m.name.casefold())


def _has_ended(details: MunicipalityContent, day: dt.date) -> bool:
    return details.ends_on is not None and details.ends_on < day


def _refuse_before_records(code: str, moment: dt.datetime) -> None:
    """Nothing is dated back, so before its first row nobody knows what a municipality said."""
    first = Edition.objects.filter(kind=EditionKind.MUNICIPALITY, subject=code, valid_from__gt=moment)
    begun = first.order_by("valid_from").values_list("valid_from", flat=True).first()
    if begun is not None:
        raise Refused(
            "MOMENT_BEFORE_RECORDS",
            "moment",
            "%(field)s: nothing is recorded of %(place)s before %(begun)s; ask for that moment or later",
            place=code,
            begun=begun,
        )


def _unknown(code: str) -> Refused:
    """Names what may have been meant; that is looked up only on the way to an error."""
    names = dict(Edition.objects.filter(kind=EditionKind.MUNICIPALITY).values_list("subject", "content__name"))
    known = {str(name).casefold(): code for code, name in names.items()} | {c.casefold(): c for c in names}
    close = [known[match] for match in get_close_matches(code.casefold(), known, n=3, cutoff=0.6)]
    return Refused(
        "UNKNOWN_MUNICIPALITY",
        "municipality",
        "%(field)s: there is no municipality %(value)s; did you mean %(known)s?"
        if close
        else "%(field)s: there is no municipality %(value)s; codes look like GM0344",
        value=code,
        known=", ".join(dict.fromkeys(close)),
    )
