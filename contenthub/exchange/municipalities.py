"""Municipalities with their codes (TOOI) and their dates (OWMS).

Sources: the TOOI register "gemeenten" as JSON, without dates; the OWMS value list "overheid:Gemeente" as XML, with
dates up to 2021 and without codes. The two meet by name, and only where the name is the same.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.text import slugify
from msgspec import Struct

from contenthub.actions.append import By
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.exchange.ledger import Ledger, digest
from contenthub.exchange.report import Done, Outcome, Record, Report, import_records, refuse_if_cut
from contenthub.exchange.sources import json_of, xml_of
from contenthub.models import Municipality
from contenthub.resolving.refusal import Refused

IMPORTER = "import_municipalities"
_IDENTIFIER = re.compile(r"https://identifier\.overheid\.nl/tooi/id/gemeente/(gm[0-9]{4})\Z")
_PREFIX = re.compile(r"gemeente\s+", re.IGNORECASE)
# OWMS gives spellings that it has retired this end date; it says nothing of the municipality itself.
_RETIRED_SPELLING = dt.date(1900, 1, 1)


class Place(Struct):
    code: str
    name: str
    place: str
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None


class Dates(Struct):
    name: str
    begins_on: dt.date | None
    ends_on: dt.date | None


def import_municipalities(
    raw: bytes, place: str, report: Report, dates: tuple[bytes, str] | None = None, *, allow_gone: bool = False
) -> None:
    """Make or change a municipality per TOOI code; what an editor keeps of it (contact, locations) is left alone.

    Ended ones get their last day and stay. Names in either list that match nothing are noted, never guessed. One that
    is no longer listed is reported as gone and stays as it is: the list does not say when it ended. Refused as a whole:
    a file that is no such list, or (see `refuse_if_cut`) seems to be half of one.
    """
    places = _places(raw, place)
    if dates is not None:
        _date(places, _owms(*dates), report)
    ledger = Ledger(IMPORTER)
    listed = {p.code for p in places}
    known = ledger.subjects()
    gone = sorted(known - listed)
    refuse_if_cut(len(gone), len(known), place, allow_gone=allow_gone)
    import_records(
        (Record(f"{p.code} {p.name}", p.place, lambda p=p: _write(p, ledger)) for p in places),
        report,
        what="municipalities",
    )
    for code in gone:
        report.add(Outcome.GONE, code, place, "is no longer on the list; give it its last day by hand")


def _places(raw: bytes, place: str) -> list[Place]:
    rows = json_of(raw, place)
    if not isinstance(rows, list):
        raise Refused("BAD_TOOI", place, "%(field)s: %(value)s is no list of organisations", value=type(rows).__name__)
    places: dict[str, Place] = {}
    names: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        where = f"{place}, record {number}"
        fields = row.get("fields") if isinstance(row, dict) else None
        if not isinstance(fields, dict):
            raise Refused("BAD_TOOI", where, "%(field)s: has no fields; each record needs identifier and naam")
        identifier, name = str(fields.get("identifier", "")), str(fields.get("naam", ""))
        if "/gemeente/" not in identifier:
            continue
        match = _IDENTIFIER.match(identifier)
        if not match:
            raise Refused(
                "BAD_MUNICIPALITY_CODE",
                where,
                "%(field)s: %(value)s holds no code; it ends like /gemeente/gm0344",
                value=identifier,
            )
        code, short = match[1].upper(), _PREFIX.sub("", name, count=1).strip()
        if not short:
            raise Refused("EMPTY_NAME", where, "%(field)s: %(value)s has no name", value=code)
        if code in places:
            raise Refused("CODE_TWICE", where, "%(field)s: %(value)s stands in the list twice", value=code)
        if names.setdefault(short.casefold(), code) != code:
            raise Refused(
                "NAME_TWICE", where, "%(field)s: %(value)s has two codes; dates could not be told apart", value=short
            )
        places[code] = Place(code=code, name=short, place=where)
    if not places:
        raise Refused("EMPTY_LIST", place, "%(field)s: holds no municipality at all")
    return list(places.values())


def _owms(raw: bytes, place: str) -> list[Dates]:
    root = xml_of(raw, place)
    found = [
        Dates(
            name=(value.findtext("prefLabel") or "").strip(),
            begins_on=_day(value.findtext("startDate"), place),
            ends_on=_day(value.findtext("endDate"), place),
        )
        for value in root.iter("value")
    ]
    if not found:
        raise Refused("BAD_OWMS", place, "%(field)s: holds no value elements; give the OWMS list of municipalities")
    return found


def _day(text: str | None, place: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(
            "BAD_DATE", place, "%(field)s: %(value)s is no date; write it like 2018-12-31", value=text
        ) from error


def _date(places: list[Place], dated: list[Dates], report: Report) -> None:
    by_name = {place.name.casefold(): place for place in places}
    matched: set[str] = set()
    ended = 0
    retired: list[str] = []
    unmatched: list[str] = []
    for dates in dated:
        found = by_name.get(dates.name.casefold())
        if found is None:
            unmatched.append(dates.name)
            continue
        ended += dates.ends_on is not None
        matched.add(found.code)
        if dates.ends_on == _RETIRED_SPELLING:
            retired.append(dates.name)
            continue
        found.begins_on, found.ends_on = dates.begins_on, dates.ends_on
    report.notes.append(
        f"{ended} ended entries of the OWMS list match a code by name; "
        f"{sum(place.ends_on is not None for place in places)} municipalities got a last day"
    )
    for what, names in (
        ("retired spellings, whose date 1900-01-01 says nothing", retired),
        ("in OWMS, but no code has this name", unmatched),
        (
            "have a code, but OWMS knows no dates (it ends in 2021)",
            [place.name for place in places if place.code not in matched],
        ),
    ):
        if names:
            report.notes.append(f"{what}: {', '.join(sorted(names))}")


def _write(place: Place, ledger: Ledger) -> Done:
    wanted = {"name": place.name, "begins_on": place.begins_on, "ends_on": place.ends_on}
    version = digest(wanted)
    row = Municipality.objects.filter(pk=place.code).first()
    if row is not None and ledger.version(place.code) == version:
        return Done(Outcome.UNCHANGED)
    if row is None:
        row = Municipality(code=place.code, slug=_free_slug(place), languages=["nl"])
        outcome, changed = Outcome.NEW, ["name"]
    else:
        # A list without dates does not take away those that an earlier list gave.
        wanted = {field: value for field, value in wanted.items() if value is not None}
        changed = [field for field, value in wanted.items() if getattr(row, field) != value]
        outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
    for field, value in wanted.items():
        setattr(row, field, value)
    row.save()
    publish_municipality(row, by=By(actor=IMPORTER))
    ledger.remember(place.code, version, kind="municipality")
    return Done(outcome, (f"changed: {', '.join(changed)}",) if outcome == Outcome.CHANGED else ())


def _free_slug(place: Place) -> str:
    slug = slugify(place.name) or place.code.lower()
    return f"{slug}-{place.code.lower()}" if Municipality.objects.filter(slug=slug).exists() else slug
