"""One request of one caller: what it may, and what the ledger must hold of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contenthub.access.callers import ANYBODY, AccessRefused, Caller
from contenthub.access.ledger import Processing, processing_of, write
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Perspective, Scope

PERSPECTIVE = "Contenthub-Perspective"


class Visit:
    """Give one to everything that reads for a caller.

    `account` must have been called before an answer leaves; the door of the API does so for every view behind it.
    Raises AccessRefused where the headers ask for a perspective that is unknown or not for this caller: whoever asks
    for drafts is never told what is published instead.
    """

    def __init__(
        self, caller: Caller = ANYBODY, headers: Mapping[str, str] | None = None, address: str = "unknown"
    ) -> None:
        self.caller = caller
        self._address = address
        self._headers = headers or {}
        self.perspective = _perspective(caller, self._headers.get(PERSPECTIVE))
        self._processing: Processing | None = None
        self._items: dict[str, None] = {}
        self._accounted = False

    @property
    def may_see_future(self) -> bool:
        return self.caller.may(Scope.PREVIEW)

    @property
    def who(self) -> str:
        """By whom to count what may be done only so often; written nowhere."""
        return self.caller.name or self._address

    @property
    def for_agents(self) -> bool:
        return self.caller.may(Scope.DESK)

    @property
    def drafts(self) -> bool:
        return self.perspective is Perspective.DRAFT

    def published_only(self, field: str) -> None:
        """Refused (NOT_IN_DRAFT) in the perspective draft: for what knows no drafts, or must not hold any."""
        if self.drafts:
            raise Refused(
                "NOT_IN_DRAFT",
                field,
                "%(field)s: this gives only what is or was published; ask without the header %(header)s",
                header=PERSPECTIVE,
            )

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


def _perspective(caller: Caller, given: str | None) -> Perspective | None:
    if given is None:
        return None
    if given.strip() != Perspective.DRAFT:
        raise AccessRefused(
            400,
            "UNKNOWN_PERSPECTIVE",
            PERSPECTIVE,
            "%(field)s: %(value)s is unknown; write %(known)s, or leave the header out for what is published",
            value=given,
            known=", ".join(Perspective),
        )
    caller.need(Scope.PREVIEW, PERSPECTIVE)
    return Perspective.DRAFT
