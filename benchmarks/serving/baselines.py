"""What our documents are measured against, as one WSGI application beside the hub itself.

/hello            a fixed answer: what the server alone costs
/stored/KEY       the bytes of a document from memory
/checked/KEY      the same after one read of the epochs
/fetched/KEY      the bytes from the database, by primary key
/naive?slug=      graphene-django as its manual shows it, over the pages of the ORM
/graphql …        the hub
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import graphene
import orjson
from django.core.wsgi import get_wsgi_application
from django.db import connection

get_wsgi_application()

# What these import needs Django to be set up.
from graphene_django import DjangoObjectType  # noqa: E402

from contenthub.models import ProductPage  # noqa: E402
from contenthub.models.epoch import epoch_of  # noqa: E402
from contenthub.wsgi import application as hub  # noqa: E402

TABLE = "measured_bytes"
JSON = [("Content-Type", "application/json")]


KINDS = ("introduction", "costs", "evidence", "term", "application", "objection")


class Product(DjangoObjectType):
    sections = graphene.List(graphene.String)

    class Meta:
        model = ProductPage
        fields = ("id", "title", "public_slug", "summary")

    def resolve_sections(self, info: Any) -> list[str]:
        return [str(getattr(self, f"section_{kind}")) for kind in KINDS]


class Query(graphene.ObjectType):
    product = graphene.Field(Product, slug=graphene.String(required=True))

    def resolve_product(self, info: Any, slug: str) -> ProductPage:
        return ProductPage.objects.get(public_slug=slug, locale__language_code="nl")


NAIVE = graphene.Schema(query=Query)
ASKED = "query ($slug: String!) { product(slug: $slug) { id title publicSlug summary sections } }"


def stored() -> dict[str, tuple[bytes, list[str]]]:
    """Key -> bytes and the writers whose epochs stand for them, written by the measurement before it serves."""
    told = json.loads(Path(os.environ["MEASURED_STORED"]).read_text())
    return {key: (each["body"].encode(), each["scopes"]) for key, each in told.items()}


STORED = stored()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/hello":
        return _sent(start_response, b'{"data":"hello"}')
    what, _, key = path.removeprefix("/").partition("/")
    if what == "stored":
        return _sent(start_response, STORED[key][0])
    if what == "checked":
        epoch_of(STORED[key][1])
        return _sent(start_response, STORED[key][0])
    if what == "fetched":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT body FROM {TABLE} WHERE name = %s", [key])
            return _sent(start_response, cursor.fetchone()[0].encode())
    if what == "naive":
        slug = parse_qs(environ["QUERY_STRING"])["slug"][0]
        done = NAIVE.execute(ASKED, variables={"slug": slug})
        assert not done.errors, done.errors
        return _sent(start_response, orjson.dumps({"data": done.data}, default=str))
    return hub(environ, start_response)


def _sent(start_response: Callable[..., Any], body: bytes) -> list[bytes]:
    tag = hashlib.blake2b(body, digest_size=12).hexdigest() if len(body) < 64 else "measured"
    start_response("200 OK", [*JSON, ("Content-Length", str(len(body))), ("ETag", f'"{tag}"')])
    return [body]
