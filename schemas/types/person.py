"""What one may tell of a person."""

from __future__ import annotations

import graphene

from schemas.scalars import JSON


class PersonFact(graphene.InputObjectType):
    """Used for this request, never kept."""

    name = graphene.String(required=True)
    value = JSON(required=True)
