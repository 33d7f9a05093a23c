"""Scalars and enums of the contract."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import graphene
import msgspec
from graphene.types.generic import GenericScalar
from graphql import GraphQLError, StringValueNode

from contenthub import vocabulary


class DateTime(graphene.Scalar):
    """A moment: ISO 8601 with offset."""

    @staticmethod
    def serialize(value: dt.datetime | dt.date) -> str:
        return value.isoformat() if isinstance(value, dt.datetime) else f"{value.isoformat()}T00:00:00+00:00"

    @staticmethod
    def parse_value(value: Any) -> dt.datetime:
        try:
            return dt.datetime.fromisoformat(value)
        except (TypeError, ValueError):
            remedy = "a moment is written like 2026-12-31T23:59:00+01:00"
            extensions = {"code": "BAD_MOMENT", "argument": "moment", "remedy": remedy}
            raise GraphQLError(remedy, extensions=extensions) from None

    @classmethod
    def parse_literal(cls, node: Any, _variables: Any = None) -> dt.datetime:
        return cls.parse_value(node.value if isinstance(node, StringValueNode) else None)


class JSON(GenericScalar):
    """Any JSON value."""

    @staticmethod
    def serialize(value: Any) -> Any:
        return msgspec.to_builtins(value) if isinstance(value, (msgspec.Struct, Decimal, dt.date)) else value


def _enum(source: type) -> Any:
    return graphene.Enum.from_enum(source)


Layer = _enum(vocabulary.Layer)
Channel = _enum(vocabulary.Channel)
Audience = _enum(vocabulary.Audience)
SectionKind = _enum(vocabulary.SectionKind)
FactType = _enum(vocabulary.FactType)
PersonFactProvenance = _enum(vocabulary.PersonFactProvenance)
Purpose = _enum(vocabulary.Purpose)
Arrangement = _enum(vocabulary.Arrangement)
Phase = _enum(vocabulary.Phase)
Severity = _enum(vocabulary.Severity)
ContactOutcome = _enum(vocabulary.ContactOutcome)
