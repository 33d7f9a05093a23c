"""A stream field whose blocks are code, not schema."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField


class BlocksField(StreamField):
    """A StreamField that keeps its blocks out of migrations: they change often and the column never does."""

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        for option in ("block_lookup", "max_num", "min_num", "block_counts", "collapsed"):
            kwargs.pop(option, None)
        return name, path, [], kwargs
