"""Rows of the database in a form that every database can take: one JSON array a row, one file a table.

Values are read and written below the models, so that nothing interprets them: a JSON column goes as the text that the
database holds, a stream field as its raw data.
"""

from __future__ import annotations

import datetime as dt
import decimal
import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec
from django.db import DatabaseError, connection, models
from django.db.models import ExpressionWrapper, F
from msgspec import Struct

from contenthub.exchange.holdings import backed_up
from contenthub.resolving.refusal import Refused

_BATCH = 100
_KINDS: dict[str, tuple[type[models.Field[Any, Any]], Any]] = {
    "int": (models.BigIntegerField, int),
    "text": (models.TextField, str),
    "json": (models.TextField, str),
    "address": (models.TextField, str),
    "bool": (models.BooleanField, bool),
    "datetime": (models.DateTimeField, dt.datetime),
    "date": (models.DateField, dt.date),
    "time": (models.TimeField, dt.time),
    "duration": (models.DurationField, dt.timedelta),
    "decimal": (models.DecimalField, decimal.Decimal),
    "float": (models.FloatField, float),
    "uuid": (models.UUIDField, uuid.UUID),
    "binary": (models.BinaryField, bytes),
}
_OF_TYPE = {
    **dict.fromkeys(("CharField", "TextField", "SlugField", "FileField", "FilePathField"), "text"),
    **{
        f"{size}{name}": "int"
        for size in ("", "Small", "Big", "Positive", "PositiveSmall", "PositiveBig")
        for name in ("IntegerField", "AutoField")
    },
    "JSONField": "json",
    "GenericIPAddressField": "address",
    **{f"{kind}Field": kind.lower() for kind in ("Date", "Time", "Duration", "Decimal", "Float", "UUID", "Binary")},
    "DateTimeField": "datetime",
    "BooleanField": "bool",
}
# Where the database has a type of its own for what we send as text.
_CAST = {"json": "::jsonb", "address": "::inet"}


class Column(Struct, frozen=True):
    name: str
    kind: str


class Table(Struct, frozen=True):
    """One table as it stands here."""

    name: str
    columns: tuple[Column, ...]
    model: type[models.Model]

    @property
    def counts_itself(self) -> bool:
        """Whether the database gives its rows their ids."""
        auto = self.model._meta.auto_field
        return auto is not None and auto in self.model._meta.local_fields


def tables() -> list[Table]:
    """Every table of a backup, those that others refer to first."""
    chosen = sorted(backed_up(), key=lambda model: model._meta.db_table)
    return [
        Table(
            name=model._meta.db_table,
            columns=tuple(Column(f.column, _kind(f)) for f in model._meta.local_concrete_fields),
            model=model,
        )
        for model in _in_order(chosen)
    ]


def count(table: Table) -> int:
    return table.model._base_manager.count()


def read(table: Table) -> Iterator[bytes]:
    """The rows by id, each a line; not more than some hundred are in memory."""
    fields = table.model._meta.local_concrete_fields
    plain = {
        f"column_{at}": ExpressionWrapper(F(field.attname), output_field=_plain(column.kind))
        for at, (field, column) in enumerate(zip(fields, table.columns, strict=True))
    }
    encoder = msgspec.json.Encoder()
    rows = table.model._base_manager.order_by("pk").values_list(*plain.values())
    for row in rows.iterator(chunk_size=_BATCH):
        yield encoder.encode([bytes(v) if isinstance(v, memoryview) else v for v in row]) + b"\n"


def write(table: Table, lines: Iterable[bytes], place: str) -> int:
    """Insert these rows and say how many. Refused, with the line, where one does not fit; the caller takes all back."""
    decoder = msgspec.json.Decoder(tuple[tuple(_KINDS[c.kind][1] | None for c in table.columns)])  # type: ignore[misc]
    prepare = [_prepared(column.kind) for column in table.columns]
    quote = connection.ops.quote_name
    cast = _CAST if connection.vendor == "postgresql" else {}
    sql = "INSERT INTO {} ({}) VALUES ({})".format(
        quote(table.name),
        ", ".join(quote(column.name) for column in table.columns),
        ", ".join(f"%s{cast.get(column.kind, '')}" for column in table.columns),
    )
    written = 0
    with connection.cursor() as cursor:
        remaining = iter(lines)
        while group := list(islice(remaining, _BATCH)):
            try:
                rows = [[p(v) for p, v in zip(prepare, decoder.decode(line), strict=True)] for line in group]
                cursor.executemany(sql, rows)
            except (msgspec.DecodeError, DatabaseError, ValueError, OverflowError) as error:
                raise Refused(
                    "BAD_ROW",
                    place,
                    "%(field)s: one of the rows after %(value)s does not fit: %(why)s",
                    value=written,
                    why=str(error).strip(),
                ) from error
            written += len(rows)
    return written


def empty(every: Iterable[Table]) -> None:
    """Remove what the migrations themselves put there; the caller has made sure that it is no more than that."""
    with connection.cursor() as cursor:
        for table in reversed(list(every)):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")


def last_id(table: Table) -> int:
    """The last id that was given out, also where its row is gone: editions remember ids of pages that no longer exist."""
    if not table.counts_itself:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {_sequence(cursor, table)}")
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def go_on_after(table: Table, given_out: int) -> None:
    """Let the next row get an id that neither a row nor a row of the past has had."""
    if not table.counts_itself:
        return
    highest = table.model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
    last = max(given_out, highest)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT setval('{_sequence(cursor, table)}', %s, %s)", [max(last, 1), last > 0])
            return
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last, table.name])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last])


def _sequence(cursor: Any, table: Table) -> str:
    assert table.model._meta.auto_field is not None
    quoted = connection.ops.quote_name(table.name)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, table.model._meta.auto_field.column])
    return str(cursor.fetchone()[0])


def _kind(field: models.Field[Any, Any]) -> str:
    while field.remote_field is not None and hasattr(field, "target_field"):
        field = field.target_field
    kind = _OF_TYPE.get(field.get_internal_type())
    if kind is None:
        raise TypeError(f"{field} has the type {field.get_internal_type()}, which a backup does not know")
    return kind


def _plain(kind: str) -> models.Field[Any, Any]:
    made = _KINDS[kind][0]
    return made(max_digits=38, decimal_places=18) if made is models.DecimalField else made()


def _prepared(kind: str) -> Callable[[Any], Any]:
    field = _plain(kind)
    if kind in ("int", "text", "json", "address", "bool", "float"):
        return lambda value: value
    return lambda value: field.get_db_prep_save(value, connection)


def _in_order(chosen: list[type[models.Model]]) -> list[type[models.Model]]:
    """Depth first along the references; where they go round in a circle, the constraints wait for the end anyway."""
    ordered: dict[type[models.Model], None] = {}
    known = set(chosen)

    def visit(model: type[models.Model], path: frozenset[type[models.Model]]) -> None:
        if model in ordered or model in path:
            return
        for field in model._meta.local_concrete_fields:
            target = field.related_model
            if isinstance(target, type) and target in known and target is not model:
                visit(target, path | {model})
        ordered[model] = None

    for model in chosen:
        visit(model, frozenset())
    return list(ordered)


__all__ = ["Column", "Table", "count", "empty", "go_on_after", "last_id", "read", "tables", "write"]
