"""The reference key and an archive: the key is never in it, only what shows that it is the same key."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from contenthub.resolving.refusal import Refused

_FINGERPRINT = b"contenthub: fingerprint of the reference key"
_SEAL = b"contenthub: seal of a manifest"


def fingerprint() -> str:
    """Says which key this hub has, to whoever has it too: a keyed hash of a constant."""
    return hmac.digest(_key(), _FINGERPRINT, hashlib.sha256).hex()


def seal(manifest: bytes) -> str:
    """Only who has the key can make a manifest, and so an archive, that is taken for ours."""
    return hmac.digest(hmac.digest(_key(), _SEAL, hashlib.sha256), manifest, hashlib.sha256).hex()


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _key() -> bytes:
    key: bytes = settings.REFERENCE_KEY
    if len(key) < 16:
        raise Refused(
            "NO_REFERENCE_KEY", "CONTENTHUB_REFERENCE_KEY", "%(field)s: is not set; give the key of this installation"
        )
    return key
