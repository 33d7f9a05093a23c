"""Switch codes: six characters, for half an hour, that carry a conversation from one channel to another.

The one exception to the rule that nothing of a person is kept (DESIGN.md, "What may never happen"). What is carried
stands in the database as ciphertext only; its key is derived from the code, and the code is given to the caller and kept
nowhere. Derived by scrypt (RFC 7914) with a salt of this installation, so that nobody who has the rows alone can try
codes out; sealed by Fernet (AES-128-CBC with HMAC-SHA256), padded so that its length tells nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from contenthub.access.limits import Act, check_act, count_act
from contenthub.answering import answer_item, ask, snapshot
from contenthub.insight.words import is_item_id
from contenthub.models import SwitchCode
from contenthub.resolving.reference import ALPHABET, heard
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel

LASTS = dt.timedelta(minutes=30)
LENGTH = 6
CREATING = Act("create_switch_code", most=20, minutes=10)
GUESSING = Act("redeem_switch_code", most=10, minutes=10)
_BLOCK = 1_024
_MOST_CARRIED = 16 * _BLOCK


class Carried(Struct, frozen=True):
    """A conversation: the item it is about, where in it, and what the person has told of themselves, as it was sent."""

    item: str
    municipality: str
    language: str
    channel: Channel
    section: str = ""
    person: dict[str, Any] = {}


class Code(Struct, frozen=True):
    code: str
    expires_at: dt.datetime


def create_switch_code(
    *,
    item: str,
    municipality: str,
    channel: Channel,
    section: str = "",
    language: str | None = None,
    person: Mapping[str, Any] | None = None,
    who: str,
) -> Code:
    """Seal a conversation and give its code. `who` is by whom to count: a client, an account or an address.

    Refused: an item or section that is none here, what is wrong with a person fact, REGISTER_FACT for one that comes from
    a register, TOO_OFTEN.
    """
    count_act(CREATING, who)
    with snapshot():
        asking = ask(municipality, language=language, person=person, use_register=_refuse_register)
        answer = answer_item(item, asking) if is_item_id(item) else None
    if answer is None:
        raise Refused("UNKNOWN_ITEM", "item", "%(field)s: %(value)s is no item here", value=item[:80])
    if section and section not in {each.id for each in answer.sections}:
        raise Refused("UNKNOWN_SECTION", "section", "%(field)s: %(value)s is no section of it", value=section[:80])
    carried = Carried(
        item=item,
        municipality=municipality,
        language=asking.language,
        channel=channel,
        section=section,
        person=dict(person or {}),
    )
    expires_at = timezone.now() + LASTS
    forget_expired()
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        lookup, key = _derived(code)
        _row, new = SwitchCode.objects.get_or_create(
            pk=lookup, defaults={"sealed": _sealed(carried, key), "expires_at": expires_at}
        )
        if new:
            return Code(code=f"{code[:3]}-{code[3:]}", expires_at=expires_at)


def redeem_switch_code(code: str, *, who: str, enter: Callable[[str], None] = lambda municipality: None) -> Carried:
    """What was carried; it is gone afterwards, so of two who redeem the same code one gets it.

    `enter` is told the municipality, and raises Refused where it is not one for this caller; the code then stays.
    Refused: UNKNOWN_CODE for what is no code, is redeemed or older than half an hour; TOO_OFTEN after wrong guesses.
    """
    check_act(GUESSING, who)
    given = heard(code)
    if len(given) == LENGTH and set(given) <= set(ALPHABET):
        lookup, key = _derived(given)
        forget_expired()
        with transaction.atomic():
            if row := SwitchCode.objects.filter(pk=lookup, expires_at__gt=timezone.now()).first():
                carried = msgspec.json.decode(Fernet(key).decrypt(row.sealed.encode()).rstrip(b" "), type=Carried)
                enter(carried.municipality)
                # Of two at the same time, one deletes it.
                if SwitchCode.objects.filter(pk=lookup).delete()[0]:
                    return carried
    count_act(GUESSING, who)
    raise Refused("UNKNOWN_CODE", "code", "%(field)s: this code is unknown, was used, or is older than 30 minutes")


def forget_expired() -> int:
    """Delete what is older than half an hour; how many there were."""
    return SwitchCode.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def _derived(code: str) -> tuple[str, bytes]:
    """(lookup, key): neither tells the other, nor the code."""
    salt = hmac.digest(settings.REFERENCE_KEY, b"switch code", hashlib.sha256)
    made = hashlib.scrypt(code.encode(), salt=salt, n=2**14, r=8, p=1, dklen=64)
    return made[:32].hex(), urlsafe_b64encode(made[32:])


def _sealed(carried: Carried, key: bytes) -> str:
    plain = msgspec.json.encode(carried)
    if len(plain) > _MOST_CARRIED:
        raise Refused("TOO_LONG", "person", "%(field)s: this is more than a code can carry")
    return Fernet(key).encrypt(plain.ljust(-(-len(plain) // _BLOCK) * _BLOCK)).decode()


def _refuse_register(names: Sequence[str]) -> None:
    raise Refused(
        "REGISTER_FACT",
        f"person.{names[0]}",
        "%(field)s: this comes from a register and is never carried; the other channel looks it up itself",
    )
