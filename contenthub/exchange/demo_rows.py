"""The demo's rows that are no pages: municipalities, facts with their values, person facts, notices, UPL names."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.utils import timezone

from contenthub.actions.append import By
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.actions.publish_notice import publish_notice
from contenthub.actions.publish_person_fact import publish_person_fact
from contenthub.exchange.checked_row import check_row
from contenthub.exchange.demo_texts import Ids, Raw, one, part
from contenthub.exchange.ledger import id_of
from contenthub.exchange.report import Done, Outcome
from contenthub.models import Fact, Location, Municipality, Notice, PersonFact, UplName
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, FactType, PersonFactProvenance, PersonFactType, Severity

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_OFFSET = re.compile(r"([+-])(\d{1,4})d\Z")


def upl_name(raw: Raw, importer: str) -> Done:
    """A name from the demo's own extract; the whole list, once imported, has the last word."""
    audiences = part(raw, "for", list)
    _, made = UplName.objects.get_or_create(
        pk=raw["uri"],
        defaults={
            "name": part(raw, "name", str),
            "municipal": "Gemeente" in audiences,
            "resident": "Burger" in audiences,
            "business": "Bedrijf" in audiences,
            "details": {"extract": importer},
        },
    )
    return Done(Outcome.NEW if made else Outcome.UNCHANGED)


def municipality(raw: Raw, *, by: By) -> Done:
    address, letterhead = part(raw, "address", dict), raw.get("letterhead") or {}
    new = not Municipality.objects.filter(pk=raw["code"]).exists()
    row = Municipality(
        code=raw["code"],
        name=part(raw, "name", str),
        slug=part(raw, "slug", str),
        phone=str(raw.get("phone", "")),
        email=str(raw.get("email", "")),
        website=str(raw.get("website", "")),
        street=str(address.get("street", "")),
        house_number=str(address.get("number", "")),
        postcode=str(address.get("postcode", "")),
        city=str(address.get("city", "")),
        postal_address=_one_line(raw.get("postal_address")),
        languages=list(raw.get("languages") or ["nl"]),
        default_language=str(raw.get("default_language", "nl")),
        form_of_address=str(raw.get("form_of_address", "u")),
        colour=str(letterhead.get("colour", "#154273")),
        sender_lines="\n".join(letterhead.get("sender_lines") or ()),
        return_address=str(letterhead.get("return_address", "")),
        logo_svg=str(letterhead.get("logo_svg", "")),
        logo_alt=str(letterhead.get("logo_alt", "")),
        signatory=str(letterhead.get("signatory", "")),
        signatory_role=str(letterhead.get("signatory_role", "")),
        begins_on=raw.get("begins_on"),
        ends_on=raw.get("ends_on"),
    )
    # Who took over and who ended name each other; a date for one that is still to come is set by `former_texts`.
    row.keeps_old_texts = {
        code: day for code, day in _kept_texts(raw).items() if Municipality.objects.filter(pk=code).exists()
    }
    check_row(row, raw["code"])
    row.save()
    successors = list(map(str, raw.get("successors") or ()))
    if missing := set(successors) - set(Municipality.objects.filter(pk__in=successors).values_list("pk", flat=True)):
        raise Refused(
            "UNKNOWN_MUNICIPALITY",
            f"{row.code}.successors",
            "%(field)s: there is no municipality %(value)s; write a code such as GM0344",
            value=", ".join(sorted(missing)),
        )
    row.successors.set(successors)
    row.locations.all().delete()
    for order, given in enumerate(raw.get("locations") or ()):
        _location(row, given, order)
    edition = publish_municipality(row, by=by)
    return Done(Outcome.NEW if new else Outcome.CHANGED if edition else Outcome.UNCHANGED)


def former_texts(raw: Raw, *, by: By) -> Done:
    """Until when texts of former municipalities stay valid; by now all municipalities of the demo are there."""
    row = Municipality.objects.get(pk=raw["code"])
    row.keeps_old_texts = _kept_texts(raw)
    row.save()
    return Done(Outcome.CHANGED if publish_municipality(row, by=by) else Outcome.UNCHANGED)


def _kept_texts(raw: Raw) -> dict[str, str]:
    return {code: str(day) for code, day in (raw.get("keeps_old_texts") or {}).items()}


def _location(row: Municipality, raw: Raw, order: int) -> None:
    address = part(raw, "address", dict, f"{row.code}.{raw.get('id')}")
    hours = msgspec.to_builtins(raw.get("opening_hours") or {"days": []})
    location = Location(
        municipality=row,
        slug=raw["id"],
        name=raw["name"],
        street=str(address.get("street", "")),
        house_number=str(address.get("number", "")),
        postcode=str(address.get("postcode", "")),
        city=str(address.get("city", "")),
        phone=str(raw.get("phone", "")),
        opening_hours=hours,
        order=order,
        services=[
            {"service": service, "opening_hours": hours} if isinstance(service, str) else msgspec.to_builtins(service)
            for service in raw.get("services") or ()
        ],
    )
    check_row(location, f"{row.code}.{raw['id']}", exclude=("municipality",))
    location.save()


def person_fact(raw: Raw, *, by: By) -> Done:
    kind = one(PersonFactType, raw.get("type"), f"{raw['name']}.type")
    row, made = PersonFact.objects.update_or_create(
        pk=raw["name"],
        defaults={
            "type": kind,
            "question": part(raw, "question", dict, raw["name"]),
            "choices": list(map(str, raw.get("choices") or ())),
            "provenance": one(
                PersonFactProvenance,
                raw.get("provenance", PersonFactProvenance.SELF_DECLARED),
                f"{raw['name']}.provenance",
            ),
        },
    )
    edition = publish_person_fact(row, by=by)
    return Done(Outcome.NEW if made else Outcome.CHANGED if edition else Outcome.UNCHANGED)


def fact(raw: Raw, *, organisations: dict[str, list[str]], by: By) -> Done:
    """The definition and its values, generic ones first: a local amount is held against the generic maximum."""
    key = raw["key"]
    row, made = Fact.objects.update_or_create(
        pk=key,
        defaults={
            "label": part(raw, "label", dict, key),
            "type": one(FactType, raw.get("type"), f"{key}.type").value,
            "role": str(raw.get("role") or ""),
            "maximum": bool(raw.get("maximum", False)),
        },
    )
    changed = publish_fact(row, by=by) is not None
    values = part(raw, "values", list, key)
    for given in sorted(values, key=lambda value: value.get("who") != "generic"):
        who = part(given, "who", str, key)
        organisation = "" if who == "generic" else organisation_of(who, organisations, key)
        edition = publish_fact_value(
            key,
            part(given, "value", dict, f"{key} for {who}"),
            organisation=organisation,
            valid_from=moment_of(given.get("from"), f"{key}.from"),
            by=by,
        )
        changed = changed or edition is not None
    return Done(Outcome.NEW if made else Outcome.CHANGED if changed else Outcome.UNCHANGED)


def organisation_of(who: str, organisations: dict[str, list[str]], place: str) -> str:
    """`org:gd-delinge` or `gd-delinge`; or a municipality code: the organisation that serves that one alone."""
    name = who.removeprefix("org:")
    alone = [organisation for organisation, serves in organisations.items() if serves == [name]]
    if name in organisations or alone:
        return name if name in organisations else alone[0]
    raise Refused(
        "UNKNOWN_ORGANISATION",
        place,
        "%(field)s: %(value)s is no organisation, and no municipality with one of its own; known are %(known)s",
        value=who,
        known=", ".join([*organisations, *(s[0] for s in organisations.values() if len(s) == 1)]),
    )


def notice(raw: Raw, *, ids: Ids, organisations: dict[str, list[str]], by: By) -> Done:
    place, now = f"notice {raw['id']}", timezone.now()
    key = uuid.UUID(id_of("notice", raw["id"]))
    channels = raw.get("channels", "all")
    towns = _scope(raw, "municipality", "municipalities")
    if missing := set(towns) - set(Municipality.objects.filter(pk__in=towns).values_list("pk", flat=True)):
        raise Refused(
            "UNKNOWN_MUNICIPALITY",
            place,
            "%(field)s: there is no municipality %(value)s; write a code such as GM0344",
            value=", ".join(sorted(missing)),
        )
    values = {
        "title": part(raw, "title", dict, place),
        "text": part(raw, "text", dict, place),
        "severity": one(Severity, raw.get("severity", "INFO"), f"{place}.severity").value,
        "channels": []
        if channels == "all"
        else [one(Channel, channel, f"{place}.channels").value for channel in channels],
        "scope": {
            "municipalities": towns,
            "topics": _scope(raw, "topic", "topics"),
            "items": [ids.item(slug, place) for slug in _scope(raw, "item", "items")],
            "life_events": [ids.life_event(slug, place) for slug in _scope(raw, "life_event", "life_events")],
        },
        "begins_at": moment_of(raw.get("from"), f"{place}.from", now),
        "ends_at": moment_of(raw.get("until"), f"{place}.until", now),
        "agents_only": bool(raw.get("agents_only", False)),
        "organisation_id": organisation_of(towns[0], organisations, place) if len(towns) == 1 else None,
    }
    row, made = Notice.objects.update_or_create(pk=key, defaults=values)
    edition = publish_notice(row, by=by)
    return Done(Outcome.NEW if made else Outcome.CHANGED if edition else Outcome.UNCHANGED)


def _scope(raw: Raw, single: str, many: str) -> list[str]:
    scope = raw.get("scope") or {}
    given = scope.get(many, scope.get(single, []))
    return [given] if isinstance(given, str) else list(map(str, given))


def moment_of(given: Any, place: str, now: dt.datetime | None = None) -> dt.datetime | None:
    """`next-january`, `+3d`, `-1d`, or a date; `now` and nothing are None, which verbs take for now.

    The demo's fee changes at the next 1 January, whenever it is loaded.
    """
    now = now or timezone.now()
    if given in (None, "", "now"):
        return None
    if given == "next-january":
        return dt.datetime(now.astimezone(_AMSTERDAM).year + 1, 1, 1, tzinfo=_AMSTERDAM)
    if isinstance(given, dt.datetime):
        return given if given.tzinfo else given.replace(tzinfo=_AMSTERDAM)
    if isinstance(given, dt.date):
        return dt.datetime(given.year, given.month, given.day, tzinfo=_AMSTERDAM)
    if match := _OFFSET.match(str(given)):
        days = int(match[2]) * (-1 if match[1] == "-" else 1)
        return now + dt.timedelta(days=days)
    raise Refused(
        "BAD_MOMENT", place, "%(field)s: %(value)s is no moment; write next-january, +3d or 2027-01-01", value=given
    )


def _one_line(address: Any) -> str:
    if not isinstance(address, dict):
        return str(address or "")
    return f"{address['street']} {address['number']}, {address['postcode']} {address['city']}"
