"""The rule for time: rows are only added, and what is in force follows from them alone.

In force at T is the row with the latest `valid_from` at or before T, then the highest number. A CANCELLED row voids
one earlier row that had not begun; an ENDED row leaves the series with nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from contenthub.vocabulary import EditionKind, EditionState, Layer


class Series(NamedTuple):
    """What successive editions are editions of: one subject, of one writer, for one municipality, in one language."""

    kind: EditionKind
    subject: str
    organisation: str = ""
    municipality: str = ""
    language: str = ""

    @property
    def layer(self) -> Layer:
        return Layer.MUNICIPAL if self.organisation or self.municipality else Layer.GENERIC

    @property
    def specificity(self) -> int:
        return bool(self.organisation) + 2 * bool(self.municipality)


class EditionRow(Struct, frozen=True):
    """One row of a series. `draft`: it is stored nowhere, but what publishing a page would add; its id is then 0."""

    id: int
    series: Series
    number: int
    state: EditionState
    content: Any
    content_hash: str
    valid_from: dt.datetime
    recorded_at: dt.datetime
    cancels: int | None = None
    draft: bool = False


def in_force(rows: Iterable[EditionRow], moment: dt.datetime) -> EditionRow | None:
    """The row of one series that holds at `moment`, or None before the first, after an end, or without rows."""
    begun = [row for row in standing(rows) if row.valid_from <= moment]
    latest = max(begun, key=lambda row: (row.valid_from, row.number), default=None)
    return None if latest is None or latest.state == EditionState.ENDED else latest


def next_switch(rows: Iterable[EditionRow], moment: dt.datetime) -> dt.datetime | None:
    """The first moment after `moment` at which another row of this series takes over."""
    return min((row.valid_from for row in standing(rows) if row.valid_from > moment), default=None)


def standing(rows: Iterable[EditionRow]) -> list[EditionRow]:
    """The rows that count: without cancellations and what they cancelled."""
    every = list(rows)
    voided = {row.cancels for row in every if row.state == EditionState.CANCELLED}
    return [row for row in every if row.state != EditionState.CANCELLED and row.number not in voided]


def plain(content: Any) -> Any:
    """Plain JSON without what is the default anyway, so that equal contents are stored and hashed alike.

    msgspec itself leaves out only what is the very same object as the default: "nl" from a database is not.
    """
    if isinstance(content, Struct):
        config = content.__struct_config__
        found: dict[str, Any] = {config.tag_field: config.tag} if config.tag_field else {}
        for name, encoded, default in _fields(type(content)):
            value = getattr(content, name)
            if not (config.omit_defaults and value == default):
                found[encoded] = plain(value)
        return found
    if type(content) in (str, bool, int):
        return content
    if isinstance(content, Mapping):
        return {str(msgspec.to_builtins(key)): plain(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [plain(value) for value in content]
    return msgspec.to_builtins(content)


@cache
def _fields(shape: type[Struct]) -> tuple[tuple[str, str, Any], ...]:
    return tuple(
        (
            field.name,
            field.encode_name,
            field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory(),
        )
        for field in msgspec.structs.fields(shape)
    )


def canonical(content: Any) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8 (in the manner of RFC 8785)."""
    return msgspec.json.encode(plain(content), order="sorted")


def content_hash(content: Any) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()
