"""Municipalities and their locations."""

from __future__ import annotations

from typing import Any

import graphene

from channels.voice.facts import written_address
from contenthub.resolving import noticing
from contenthub.resolving.content import Location as LocationContent
from contenthub.resolving.content import MunicipalityContent
from contenthub.resolving.facts import DayHours
from contenthub.resolving.languages import label
from schemas.scalars import DateTime
from schemas.types.parts import Notice


class OpeningHours(graphene.ObjectType):
    day = graphene.String(required=True)
    opens = graphene.String()
    closes = graphene.String()
    by_appointment = graphene.Boolean(required=True)
    note = graphene.String()

    def resolve_note(root: DayHours, info: Any) -> str | None:
        return label(root.note, "nl") or None


class Location(graphene.ObjectType):
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    address = graphene.String(required=True)
    phone = graphene.String()
    opening_hours = graphene.List(graphene.NonNull(OpeningHours), required=True)

    def resolve_address(root: LocationContent, info: Any) -> str:
        return written_address(root.address, "nl")

    def resolve_phone(root: LocationContent, info: Any) -> str | None:
        return root.phone or None

    def resolve_opening_hours(root: LocationContent, info: Any) -> tuple[DayHours, ...]:
        return root.opening_hours.days


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

    def resolve_phone(root: MunicipalityContent, info: Any) -> str | None:
        return root.phone or None

    def resolve_email(root: MunicipalityContent, info: Any) -> str | None:
        return root.email or None

    def resolve_website(root: MunicipalityContent, info: Any) -> str | None:
        return root.website or None

    def resolve_ended_on(root: MunicipalityContent, info: Any) -> Any:
        return root.ends_on

    def resolve_successors(root: MunicipalityContent, info: Any) -> list[MunicipalityContent]:
        return info.context.reading.successors(root)

    def resolve_notices(root: MunicipalityContent, info: Any) -> tuple[noticing.NoticeAnswer, ...]:
        return info.context.reading.notices(root)
