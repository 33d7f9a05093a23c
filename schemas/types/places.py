"""Municipalities and their locations, in the language of the answer or the question in which they stand."""

from __future__ import annotations

from typing import Any, NamedTuple

import graphene

from channels.voice.facts import written_address
from contenthub.resolving import noticing
from contenthub.resolving.content import Location as LocationContent
from contenthub.resolving.content import MunicipalityContent
from contenthub.resolving.content import ServiceHours as ServiceContent
from contenthub.resolving.facts import DayHours, HoursException
from contenthub.resolving.facts import OpeningHours as Hours
from contenthub.resolving.languages import label
from schemas.scalars import DateTime
from schemas.types.parts import Notice


class PlaceView(NamedTuple):
    """A municipality as it is told in a language."""

    details: MunicipalityContent
    language: str

    @classmethod
    def of(cls, details: MunicipalityContent, language: str | None = None) -> PlaceView:
        return cls(details, language or details.default_language)


class LocationView(NamedTuple):
    location: LocationContent
    language: str


class ServiceView(NamedTuple):
    service: ServiceContent
    language: str


class DayView(NamedTuple):
    day: DayHours
    language: str


class ExceptionView(NamedTuple):
    exception: HoursException
    language: str


def locations(details: MunicipalityContent, language: str) -> list[LocationView]:
    return [LocationView(location, language) for location in details.locations]


def _days(hours: Hours, language: str) -> list[DayView]:
    return [DayView(day, language) for day in hours.days]


def _exceptions(hours: Hours, language: str) -> list[ExceptionView]:
    return [ExceptionView(exception, language) for exception in hours.exceptions]


class OpeningHours(graphene.ObjectType):
    day = graphene.String(required=True)
    opens = graphene.String()
    closes = graphene.String()
    by_appointment = graphene.Boolean(required=True)
    note = graphene.String()

    def resolve_day(root: DayView, info: Any) -> str:
        return root.day.day

    def resolve_opens(root: DayView, info: Any) -> str:
        return root.day.opens

    def resolve_closes(root: DayView, info: Any) -> str:
        return root.day.closes

    def resolve_by_appointment(root: DayView, info: Any) -> bool:
        return root.day.by_appointment

    def resolve_note(root: DayView, info: Any) -> str | None:
        return label(root.day.note, root.language) or None


class OpeningException(graphene.ObjectType):
    """A day on which other hours hold than on that day of the week."""

    date = graphene.Date(required=True)
    closed = graphene.Boolean(required=True)
    opens = graphene.String()
    closes = graphene.String()
    note = graphene.String()

    def resolve_date(root: ExceptionView, info: Any) -> Any:
        return root.exception.date

    def resolve_closed(root: ExceptionView, info: Any) -> bool:
        return root.exception.closed

    def resolve_opens(root: ExceptionView, info: Any) -> str | None:
        return root.exception.opens or None

    def resolve_closes(root: ExceptionView, info: Any) -> str | None:
        return root.exception.closes or None

    def resolve_note(root: ExceptionView, info: Any) -> str | None:
        return label(root.exception.note, root.language) or None


class ServiceHours(graphene.ObjectType):
    """The hours of one service at a location; `service` is its key."""

    service = graphene.String(required=True)
    opening_hours = graphene.List(graphene.NonNull(OpeningHours), required=True)
    exceptions = graphene.List(graphene.NonNull(OpeningException), required=True)

    def resolve_service(root: ServiceView, info: Any) -> str:
        return root.service.service

    def resolve_opening_hours(root: ServiceView, info: Any) -> list[DayView]:
        return _days(root.service.opening_hours, root.language)

    def resolve_exceptions(root: ServiceView, info: Any) -> list[ExceptionView]:
        return _exceptions(root.service.opening_hours, root.language)


class Location(graphene.ObjectType):
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    address = graphene.String(required=True)
    phone = graphene.String()
    opening_hours = graphene.List(graphene.NonNull(OpeningHours), required=True)
    exceptions = graphene.List(graphene.NonNull(OpeningException), required=True)
    services = graphene.List(graphene.NonNull(ServiceHours), required=True)

    def resolve_id(root: LocationView, info: Any) -> str:
        return root.location.id

    def resolve_name(root: LocationView, info: Any) -> str:
        return root.location.name

    def resolve_address(root: LocationView, info: Any) -> str:
        return written_address(root.location.address, root.language)

    def resolve_phone(root: LocationView, info: Any) -> str | None:
        return root.location.phone or None

    def resolve_opening_hours(root: LocationView, info: Any) -> list[DayView]:
        return _days(root.location.opening_hours, root.language)

    def resolve_exceptions(root: LocationView, info: Any) -> list[ExceptionView]:
        return _exceptions(root.location.opening_hours, root.language)

    def resolve_services(root: LocationView, info: Any) -> list[ServiceView]:
        return [ServiceView(service, root.language) for service in root.location.services]


class Municipality(graphene.ObjectType):
    code = graphene.ID(required=True)
    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    languages = graphene.List(graphene.NonNull(graphene.String), required=True)
    phone = graphene.String()
    email = graphene.String()
    website = graphene.String()
    locations = graphene.List(graphene.NonNull(Location), required=True)
    notices = graphene.List(graphene.NonNull(Notice), required=True)
    ended_on = DateTime()
    successors = graphene.List(graphene.NonNull(lambda: Municipality), required=True)

    def resolve_locations(root: PlaceView, info: Any) -> list[LocationView]:
        return locations(root.details, root.language)

    def resolve_phone(root: PlaceView, info: Any) -> str | None:
        return root.details.phone or None

    def resolve_email(root: PlaceView, info: Any) -> str | None:
        return root.details.email or None

    def resolve_website(root: PlaceView, info: Any) -> str | None:
        return root.details.website or None

    def resolve_ended_on(root: PlaceView, info: Any) -> Any:
        return root.details.ends_on

    def resolve_successors(root: PlaceView, info: Any) -> list[PlaceView]:
        return [PlaceView(details, root.language) for details in info.context.reading.successors(root.details)]

    def resolve_notices(root: PlaceView, info: Any) -> tuple[noticing.NoticeAnswer, ...]:
        return info.context.reading.notices(root.details, root.language)


def _plain(name: str) -> Any:
    def resolve(root: PlaceView, info: Any) -> Any:
        return getattr(root.details, name)

    return resolve


for _name in ("code", "name", "slug", "languages"):
    setattr(Municipality, f"resolve_{_name}", _plain(_name))
