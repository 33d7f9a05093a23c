"""One request of one caller: what it may, and what the ledger must hold of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contenthub.access.callers import ANYBODY, Caller
from contenthub.access.ledger import Processing, processing_of, write
from contenthub.vocabulary import Scope


class Visit:
    """Give one to everything that reads for a caller.

    `account` must have been called before an answer leaves; the door of the API does so for every view behind it.
    """

    def __init__(self, caller: Caller = ANYBODY, headers: Mapping[str, str] | None = None) -> None:
        self.caller = caller
        self._headers = headers or {}
        self._processing: Processing | None = None
        self._items: dict[str, None] = {}
        self._accounted = False

    @property
    def may_see_future(self) -> bool:
        return self.caller.may(Scope.PREVIEW)

    @property
    def for_agents(self) -> bool:
        return self.caller.may(Scope.DESK)

    def enter(self, municipality: str) -> None:
        self.caller.check_municipality(municipality)

    def use_register(self, names: Sequence[str]) -> None:
        """Ask leave to use these person facts, which come from a register; nothing has been read yet.

        Refused: NEEDS_SCOPE without the scope personal, and what `processing_of` refuses.
        """
        self.caller.need(Scope.PERSONAL, f"person.{names[0]}")
        self._processing = processing_of(self._headers)

    def asked_about(self, item: str) -> None:
        """An item that was asked for with facts from a register; never one that followed from them."""
        self._items[item] = None

    def account(self) -> None:
        """Write the ledger's row, once, where facts from a register were used. Raises AccessRefused (503)."""
        if self._processing is None or self._accounted:
            return
        write(self.caller, self._processing, self._items)
        self._accounted = True
