"""A row that came from a file, before it is saved: what a field cannot hold is refused by its name."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Model

from contenthub.resolving.refusal import Refused


def check_row(row: Model, place: str, *, exclude: Iterable[str] = (), unique: bool = False) -> None:
    """Refused: a value that does not fit its field; with `unique`, one that another row has and this may not share."""
    try:
        row.full_clean(exclude=set(exclude), validate_unique=unique, validate_constraints=unique)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(
            "BAD_FIELD",
            f"{place}.{field}",
            "%(field)s: %(value)s: %(why)s",
            value=getattr(row, field, ""),
            why=" ".join(messages),
        ) from error
