"""The schema, and its SDL as it is committed in `schemas/schema.graphql`."""

from __future__ import annotations

from pathlib import Path

import graphene
from graphql import print_schema

from schemas.mutations import Mutation
from schemas.queries import Query
from schemas.types.items import Product, Question

SDL = Path(__file__).with_name("schema.graphql")

schema = graphene.Schema(query=Query, mutation=Mutation, types=[Product, Question])


def sdl() -> str:
    return print_schema(schema.graphql_schema) + "\n"
