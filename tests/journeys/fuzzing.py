"""Requests at random, valid and hostile, at a hub served as in production: nothing breaks, and nothing leaks.

usage: python -m tests.journeys.fuzzing [REQUESTS [SEED]]. It runs on the database of `DATABASE_URL`, otherwise on a new
SQLite file. Every answer must be below 500, JSON, without a trace of code, without the text for agents, without what is
only a draft or only planned, and without what another municipality says than the one that was asked about. What failed
is printed with the seed and the number, which make it again.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.journeys.served import HOST, Served, environment, manage, served

REQUESTS = 100_000
MEMO, DRAFT, PLANNED = "KANARIE-MEMO", "KANARIE-CONCEPT", "KANARIE-GEPLAND"
OWN = {"GM9001": "KANARIE-WATERRIJK", "GM9002": "KANARIE-HEIDEVELD"}
NEVER = (MEMO, DRAFT, PLANNED, "Traceback", 'File "', "site-packages")
WORLD = f"""
import datetime as dt
import django; django.setup()
from django.utils import timezone
from contenthub.actions.append import By
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import write_item
from contenthub.models import ProductPage
from contenthub.resolving.content import Section
from contenthub.vocabulary import SectionKind, SectionMode
from contenthub.writing.drafts import ItemDraft, SectionDraft
from tests import world
for code, name, canary in (("GM9001", "Waterrijk", "{OWN["GM9001"]}"), ("GM9002", "Heideveld", "{OWN["GM9002"]}")):
    world.organisation(name.lower(), world.municipality(code, name))
    world.local(organisation=name.lower(), sections={{SectionKind.COSTS: (SectionMode.APPEND, world.text(canary))}})
world.money_fact("paspoort.kosten", "86.85")
world.person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
sections = {{SectionKind.COSTS: Section(blocks=world.text("Het kost ", "{{{{paspoort.kosten}}}}", "."), owner="Team"),
            SectionKind.DESK_MEMO: Section(blocks=world.text("{MEMO}"), owner="Team")}}
world.product(sections=sections)
world.product(sections={{**sections, SectionKind.TERM: Section(blocks=world.text("{PLANNED}"), owner="Team")}},
              valid_from=timezone.now() + dt.timedelta(days=30))
prepare_library(["nl"])
intro = {{SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt het aan.</p>")}}
write_item(ItemDraft(type="product", slug="pas", title="Pas", sections=intro), item="8f5c0f2e-0000-4000-8000-0000000000f1",
           language="nl", by=By(actor="import"))
page = ProductPage.objects.get().get_latest_revision_as_object()
page.title = "{DRAFT}"
page.save_revision()
"""
ODD: list[Any] = [
    None, True, 0, -1, 2**31, 2**63, 1e308, "", " ", "nl", "GM9001", "GM9002", "GM0000", "gm9001", "paspoort", "pas", "' OR 1=1 --",
    "../../etc/passwd", "\u0000", "\ud83d\udca9", "é" * 300, "9" * 400, "2026-11-26T00:00:00+01:00", "2099-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-13-45", "{{paspoort.kosten}}", "<script>", [], [[]], {}, {"x": 1},
    [{"name": "leeftijd", "value": 17}], [{"name": "zaak.status", "value": "ontvangen"}], [{"name": None}], "PHONE", "WEBSITE",
    "K7QF-2M9D-4TXR", "8f5c0f2e-0000-4000-8000-000000000001", "8f5c0f2e-0000-4000-8000-0000000000f1",
]


class Fuzz:
    """Makes requests: method, path, body and headers, all about one municipality. `schema` is graphql-core's."""

    def __init__(self, schema: Any, documents: dict[str, Any], seed: int) -> None:
        self.schema, self.documents, self.by_chance = schema, documents, random.Random(seed)

    def request(self, town: str) -> tuple[str, str, bytes | None, dict[str, str]]:
        make = self.by_chance.choices(
            [self.known, self.free, self.broken, self.hostile, self.malformed], [35, 35, 12, 12, 6])[0]
        body = make(town)
        headers = {"Content-Type": "application/json", "Accept": self.by_chance.choices(
            ["application/json", "application/graphql-response+json", "*/*", "text/html", "nonsense"], [50, 30, 16, 2, 2])[0]}
        if self.by_chance.random() < 0.05:
            headers["Contenthub-Perspective"] = self.by_chance.choice(["draft", "published", "", "x" * 200])
        if self.by_chance.random() < 0.05:
            headers["Authorization"] = self.by_chance.choice(["Bearer x", "Bearer chub_" + "a" * 40, "Basic eDp5", "Bearer"])
        if self.by_chance.random() < 0.05:
            headers["Content-Type"] = self.by_chance.choice(["text/plain", "application/json; charset=latin-1", "", "multipart/form-data"])
        path = self.by_chance.choices(["/graphql", "/letters"], [97, 3])[0]
        if isinstance(body, dict) and path == "/graphql" and self.by_chance.random() < 0.3:
            given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
            return "GET", path + "?" + urlencode(given, errors="surrogatepass"), None, headers
        return "POST", path, body if isinstance(body, bytes) else json.dumps(body).encode(), headers

    def known(self, town: str) -> dict[str, Any]:
        document = self.by_chance.choice(list(self.documents.values()))
        variables: dict[str, Any] = {"municipality": town, "code": town, "slug": self.by_chance.choice(["paspoort", "pas"]),
                                     "reference": "K7QF-2M9D-4TXR"}
        for name in document.variables - {"municipality", "code"}:
            if self.by_chance.random() < 0.25:
                variables[name] = self.odd(town)
        variables = {name: value for name, value in variables.items() if name in document.variables}
        return {"documentId": document.id, "variables": variables}

    def free(self, town: str) -> dict[str, Any]:
        """A valid document over the whole schema, or nearly: fields, aliases, fragments and directives by chance."""
        root = self.schema.query_type
        fields = " ".join(self.field(name, root.fields[name], town, 0)
                          for name in self.by_chance.sample(sorted(root.fields), self.by_chance.randint(1, 3)))
        return {"query": f"query Q($yes: Boolean = true) {{ {fields} __typename @include(if: $yes) }}", "variables": {}}

    def field(self, name: str, field: Any, town: str, depth: int) -> str:
        from graphql import get_named_type, is_composite_type, is_required_argument

        said = ", ".join(f"{key}: {self.literal(key, argument, town)}" for key, argument in field.args.items()
                         if is_required_argument(argument) or key in ("municipality", "code", "slug") or self.by_chance.random() < 0.15)
        alias = f"a{self.by_chance.randint(0, 99999)}: " if self.by_chance.random() < 0.3 else ""
        told = f"{alias}{name}" + (f"({said})" if said else "")
        if self.by_chance.random() < 0.1:
            told += self.by_chance.choice([" @include(if: $yes)", " @skip(if: $yes)", " @skip(if: false)"])
        inner = get_named_type(field.type)
        return f"{told} {self.selection(inner, town, depth + 1)}" if is_composite_type(inner) else told

    def selection(self, kind: Any, town: str, depth: int) -> str:
        from graphql import get_named_type, is_composite_type, is_interface_type, is_union_type

        if is_union_type(kind) or (is_interface_type(kind) and self.by_chance.random() < 0.5):
            own = self.schema.get_possible_types(kind)
            return "{ __typename " + " ".join(f"... on {each.name} {self.selection(each, town, depth)}" for each in own) + " }"
        names = [name for name, field in kind.fields.items() if depth < 5 or not is_composite_type(get_named_type(field.type))]
        chosen = self.by_chance.sample(names, min(len(names), self.by_chance.randint(1, 6)))
        return "{ __typename " + " ".join(self.field(name, kind.fields[name], town, depth) for name in chosen) + " }"

    def literal(self, name: str, argument: Any, town: str) -> str:
        from graphql import get_named_type, is_enum_type

        if name in ("municipality", "code"):
            return json.dumps(town)
        if is_enum_type(kind := get_named_type(argument.type)):
            return str(self.by_chance.choice(list(kind.values)))
        if name == "slug":
            return self.by_chance.choice(['"paspoort"', '"pas"', '"weg"'])
        if kind.name == "Int":
            return str(self.by_chance.choice([0, 1, 5, 20, 1000, -1]))
        return json.dumps(self.odd(town)) if kind.name != "Boolean" else "true"

    def broken(self, town: str) -> dict[str, Any]:
        """A valid document with some of its characters changed."""
        text = list(self.free(town)["query"])
        for _ in range(self.by_chance.randint(1, 6)):
            at = self.by_chance.randrange(len(text))
            text[at] = self.by_chance.choice(["", "{", "}", "(", "$", "@", '"', "\u0000", "...", "é", "#", "fragment "])
        return {"query": "".join(text)}

    def hostile(self, town: str) -> dict[str, Any] | bytes:
        field = f'product(slug: "paspoort", municipality: "{town}")'
        many = self.by_chance.choice([10, 200, 3000])
        return self.by_chance.choice([
            {"query": "{" + " ".join(f"a{n}: {field} {{ title }}" for n in range(many)) + "}"},
            {"query": "{" + field + "{related" * many + "{ title }" + "}" * many + "}"},
            {"query": "query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }"},
            {"query": "{ __schema { types { name fields { name type { name ofType { name } } } } } }"},
            {"query": f"{{ {field} {{ {'title ' * many} }} }}"},
            {"query": f"{{ {field} {{ title {'@include(if: true) ' * many} }} }}"},
            {"query": "mutation { deleteEverything }"}, {"query": "subscription { product }"},
            {"query": f"query($p: [PersonFactInput!]) {{ {field} {{ title }} }}", "variables": {"p": [{"name": "leeftijd", "value": self.odd(town)}]}},
            {"query": "#" * many * 10}, {"query": "[" * many}, {"documentId": f"sha256:{'0' * 64}"}, {"documentId": self.odd(town)},
            {"query": self.odd(town), "variables": self.odd(town), "operationName": self.odd(town), "extensions": self.odd(town)},
            json.dumps([{"query": "{ __typename }"}] * many).encode(),
            b'{"query": "' + b"\\u0000" * many + b'"}', b"[" * many * 10, b'{"a":' * many + b"1" + b"}" * many,
        ])

    def malformed(self, town: str) -> bytes:
        whole = json.dumps(self.known(town)).encode()
        at = self.by_chance.randrange(len(whole))
        return self.by_chance.choice([whole[:at], whole[:at] + b"\xff\xfe" + whole[at:], b"", b"null", b"\x00" * 50,
                                      self.by_chance.randbytes(200), b"query={ __typename }"])

    def odd(self, town: str) -> Any:
        """A value from outside what is expected; of municipalities only the one that is asked about."""
        return self.by_chance.choice([value for value in ODD if value == town or value not in list(OWN)])


def main() -> None:
    count = int(sys.argv[1]) if sys.argv[1:] else REQUESTS
    seed = int(sys.argv[2]) if sys.argv[2:] else random.randrange(2**32)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = environment(folder, CONTENTHUB_RATE_LIMIT_ANONYMOUS="0", CONTENTHUB_ACCESS_LOG="0", CONTENTHUB_WORKERS="1",
                            **{key: os.environ[key] for key in ("DATABASE_URL",) if key in os.environ})
        for command in (["manage.py", "migrate", "--verbosity", "0"], ["manage.py", "collectstatic", "--noinput", "-v", "0"],
                        ["-c", WORLD]):
            manage(given, *command)
        with served(given, folder) as hub:
            told = attack(hub, count, seed)
            printed = hub.printed.read_text(encoding="utf-8")
    if leak := next((word for word in NEVER if word in printed), None):
        sys.exit(f"{leak} stands in what the hub printed; seed {seed}")
    print(f"{count} requests, seed {seed}: {dict(sorted(told.items()))}; nothing broke, nothing leaked")


def attack(hub: Served, count: int, seed: int) -> Counter[int]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings.test")
    import django

    django.setup()
    from schemas.documents import trusted
    from schemas.schema import schema

    fuzz = Fuzz(schema.graphql_schema, dict(trusted(schema.graphql_schema)), seed)
    told: Counter[int] = Counter()
    connection = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=60)
    seen_own = 0
    for number in range(count):
        town, other = (("GM9001", "GM9002"), ("GM9002", "GM9001"))[number % 2]
        method, path, body, headers = fuzz.request(town)
        try:
            answer, text = sent(connection, method, path, body, headers)
        except (http.client.HTTPException, OSError) as error:
            sys.exit(f"request {number} of seed {seed} was not answered: {error!r}\n{method} {path[:500]} {(body or b'')[:2000]!r}")
        told[answer.status] += 1
        seen_own += OWN[town] in text
        problem = next((word for word in (*NEVER, OWN[other]) if word in text), None)
        if answer.status >= 500:
            problem = f"status {answer.status}"
        if problem:
            sys.exit(f"request {number} of seed {seed}: {problem}\n{method} {path[:2000]} {headers} {(body or b'')[:4000]!r}\n{text[:2000]}")
    if not seen_own or not told[200]:
        sys.exit(f"seed {seed}: nothing was answered, so nothing was tried: {told}")
    return told


def sent(connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None,
         headers: dict[str, str]) -> tuple[http.client.HTTPResponse, str]:
    """The answer and its text. A server may close a connection after any answer, so a second one is tried, but no third."""
    for attempt in (1, 2):
        try:
            connection.request(method, path, body, {"Host": HOST, "X-Forwarded-Proto": "https", **headers})
            answer = connection.getresponse()
            return answer, answer.read().decode("utf-8", "replace")
        except (http.client.HTTPException, OSError):
            connection.close()
            if attempt == 2:
                raise
    raise AssertionError


if __name__ == "__main__":
    main()
