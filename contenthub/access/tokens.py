"""Bearer tokens: a fixed beginning that secret scanners know, chance, and a checksum.

    chub_ + 40 characters of chance + 6 characters of checksum        chub_[0-9A-Za-z]{46}

The 40 characters carry 238 bits, so a plain hash is enough to keep a token by: there is nothing to guess, and a slow
hash would cost every request. The checksum lets a scanner, and us, tell a token from a look-alike without asking the
database. Source: the form of GitHub's tokens (2021).
"""

from __future__ import annotations

import hashlib
import re
import secrets
import zlib

from contenthub.resolving.refusal import Refused

PREFIX = "chub_"
PATTERN = r"\bchub_[0-9A-Za-z]{46}\b"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHANCE = 40
_CHECK = 6
_HINT = len(PREFIX) + 6
_SHAPE = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_CHANCE + _CHECK}}}", re.ASCII)


def make() -> str:
    chance = "".join(secrets.choice(_DIGITS) for _ in range(_CHANCE))
    return f"{PREFIX}{chance}{_checksum(chance)}"


def check(token: str) -> str:
    """The token, where it has the form of ours and its checksum is right; else Refused (BAD_TOKEN), which repeats
    nothing of it."""
    chance = token[len(PREFIX) : -_CHECK]
    if not _SHAPE.fullmatch(token) or not secrets.compare_digest(token[-_CHECK:], _checksum(chance)):
        raise Refused("BAD_TOKEN", "Authorization", "%(field)s: this is no token of ours; send Bearer chub_…")
    return token


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hint(token: str) -> str:
    """Its beginning, by which people tell tokens apart; what is left unsaid has more than 200 bits."""
    return token[:_HINT]


def _checksum(chance: str) -> str:
    number = zlib.crc32(f"{PREFIX}{chance}".encode())
    digits = ""
    for _ in range(_CHECK):
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    return digits
