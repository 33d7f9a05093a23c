"""Which version of which record was imported, so that a repeated import is quick and an older record never wins.

The ledger is the audit trail itself: one row per imported version, written in the record's own transaction.
"""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import msgspec
from django.utils import timezone

from contenthub.models import AuditRow

NAMESPACE = uuid.UUID("9d5c0c8e-6a1b-5d5e-8b7f-2f1d0a4c7e33")


class Ledger:
    """The versions that one importer has written, by record."""

    def __init__(self, importer: str) -> None:
        self.importer = importer
        rows = AuditRow.objects.filter(verb=importer).order_by("pk").values_list("subject", "note")
        self._versions: dict[str, str] = dict(rows)

    def version(self, subject: str) -> str:
        """The last version that was written, or '' where there was none."""
        return self._versions.get(subject, "")

    def subjects(self) -> set[str]:
        return set(self._versions)

    def remember(self, subject: str, version: str, *, kind: str = "import") -> None:
        if self.version(subject) != version:
            AuditRow.objects.create(
                at=timezone.now(), actor=self.importer, verb=self.importer, kind=kind, subject=subject, note=version
            )
            self._versions[subject] = version


def id_of(kind: str, name: str) -> str:
    """The id that an imported item has in every installation: `id_of("product", "paspoort-aanvragen")`."""
    return str(uuid.uuid5(NAMESPACE, f"{kind}:{name}"))


def digest(content: Any) -> str:
    """A version for sources that give none: the same content, the same version."""
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()
