"""The antwoordcode: twelve characters that name an answer's exact content.

Crockford base32 (no I, L, O, U), 60 bits of HMAC-SHA256. Keyed, so that nobody can compute from a code which
personal outcome lies behind it. Over what was used, not when or through which channel: equal content, equal code.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

from contenthub.resolving.editions import canonical
from contenthub.resolving.refusal import Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHAPE = re.compile(rf"[{ALPHABET}]{{12}}\Z")
_HEARD_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def reference(used: Any, key: bytes) -> str:
    """`K7QF-2M9D-4TXR` over a JSON-like value. `key` is a secret of at least 16 bytes."""
    number = int.from_bytes(hmac.digest(key, canonical(used), hashlib.sha256)[:8]) >> 4
    code = "".join(ALPHABET[(number >> shift) & 31] for shift in range(55, -1, -5))
    return "-".join((code[:4], code[4:8], code[8:]))


def heard(text: str) -> str:
    """A code as typed or heard (any case, spaces or dashes, O for 0, I or L for 1), in letters of the alphabet."""
    return re.sub(r"[\s-]", "", text.upper()).translate(_HEARD_AS)


def parse(text: str) -> str:
    """A reference as typed or heard in its one true form. Refused: BAD_REFERENCE."""
    code = heard(text)
    if not _SHAPE.match(code):
        raise Refused(
            "BAD_REFERENCE", "reference", "%(value)s is no reference; it looks like K7QF-2M9D-4TXR", value=text
        )
    return "-".join((code[:4], code[4:8], code[8:]))
