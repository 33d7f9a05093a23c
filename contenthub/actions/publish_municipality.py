"""Publish what editors keep of a municipality; from then on every answer gives these details."""

from __future__ import annotations

import datetime as dt

from contenthub.actions.append import By, append
from contenthub.actions.check_succession import check_succession
from contenthub.models import Edition, Location, Municipality
from contenthub.resolving.content import Letterhead, MunicipalityContent, ServiceHours
from contenthub.resolving.content import Location as LocationContent
from contenthub.resolving.editions import Series
from contenthub.resolving.facts import Address, OpeningHours, parse_value
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, FactType


def publish_municipality(
    municipality: Municipality, *, by: By = By(), valid_from: dt.datetime | None = None
) -> Edition | None:
    """Append an edition of its details, or nothing where they are the same. Raises Refused for what cannot be right."""
    return append(
        series_of(municipality.code),
        content_of(municipality),
        verb="publish_municipality",
        by=by,
        valid_from=valid_from,
        unless_same=True,
    )


def series_of(code: str) -> Series:
    return Series(EditionKind.MUNICIPALITY, code)


def content_of(municipality: Municipality) -> MunicipalityContent:
    m = municipality
    if m.begins_on and m.ends_on and m.ends_on < m.begins_on:
        raise Refused(
            "ENDS_BEFORE_BEGIN", f"{m.code}.ends_on", "%(field)s: %(value)s lies before its beginning", value=m.ends_on
        )
    if m.default_language not in (m.languages or ["nl"]):
        raise Refused(
            "DEFAULT_NOT_OFFERED",
            f"{m.code}.default_language",
            "%(field)s: %(value)s is not among the languages offered",
            value=m.default_language,
        )
    check_succession(m)
    return MunicipalityContent(
        code=m.code,
        name=m.name,
        slug=m.slug,
        languages=tuple(m.languages or ["nl"]),
        default_language=m.default_language,
        form_of_address=m.form_of_address,
        phone=_checked(m, "phone", FactType.PHONE, "number"),
        email=_checked(m, "email", FactType.EMAIL, "address"),
        website=_checked(m, "website", FactType.URL, "url"),
        address=_address(m, f"{m.code}.address") if m.street else None,
        postal_address=m.postal_address,
        letterhead=Letterhead(
            colour=m.colour,
            sender_lines=tuple(m.sender_lines.splitlines()),
            return_address=m.return_address,
            logo_svg=m.logo_svg,
            logo_alt=m.logo_alt,
            signatory=m.signatory,
            signatory_role=m.signatory_role,
        ),
        locations=tuple(_location(location) for location in m.locations.all()),
        organisations=tuple(m.organisations.order_by("order", "slug").values_list("slug", flat=True)),
        begins_on=m.begins_on,
        ends_on=m.ends_on,
        successors=tuple(m.successors.order_by("code").values_list("code", flat=True)),
        keeps_old_texts={code: dt.date.fromisoformat(str(day)) for code, day in sorted(m.keeps_old_texts.items())},
    )


def _checked(municipality: Municipality, name: str, fact_type: FactType, key: str) -> str:
    text: str = getattr(municipality, name)
    if text:
        parse_value(fact_type, {key: text}, f"{municipality.code}.{name}")
    return text


def _address(place: Municipality | Location, field: str) -> Address:
    value = parse_value(
        FactType.ADDRESS,
        {"street": place.street, "number": place.house_number, "postcode": place.postcode, "city": place.city},
        field,
    )
    assert isinstance(value, Address)
    return value


def _location(location: Location) -> LocationContent:
    field = f"{location.municipality_id}.{location.slug}"
    return LocationContent(
        id=location.slug,
        name=location.name,
        address=_address(location, field),
        phone=location.phone,
        opening_hours=_hours(location.opening_hours, f"{field}.opening_hours"),
        services=tuple(
            ServiceHours(
                service=row["service"], opening_hours=_hours(row["opening_hours"], f"{field}.{row['service']}")
            )
            for row in location.services
        ),
    )


def _hours(raw: dict, field: str) -> OpeningHours:
    hours = parse_value(FactType.OPENING_HOURS, raw or {"days": []}, field)
    assert isinstance(hours, OpeningHours)
    return hours
