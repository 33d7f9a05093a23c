"""One-time codes of an app (RFC 6238) and recovery codes: kept, verified and used up by django-otp."""

from __future__ import annotations

import base64
import math
import re
import secrets
from typing import Any

import segno
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from msgspec import Struct

from contenthub.actions.people import kept

_APP = re.compile(r"[0-9]{6}")
_RECOVERY = re.compile(r"[a-z2-7]{16}")
HOW_MANY = 10


class Checked(Struct, frozen=True):
    """What a code was worth: by `how` it was right ("" when it was not), or for how many seconds none is looked at."""

    how: str = ""
    wait: int = 0


def app_of(user: Any) -> TOTPDevice | None:
    """The app that this user has set up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def check(user: Any, typed: str) -> Checked:
    """Look at a code of six digits, or at a recovery code. A right one is used up and never right again.

    After a wrong code django-otp looks at none for 1, 2, 4, … seconds, whatever the address.
    """
    code = re.sub(r"[\s-]", "", typed).lower()
    if _APP.fullmatch(code):
        return _try(user, app_of(user), code, "code")
    if _RECOVERY.fullmatch(code):
        return _try(user, StaticDevice.objects.filter(user=user).first(), kept(code), "recovery code")
    return Checked()


def check_new(user: Any, device: TOTPDevice, typed: str) -> Checked:
    """Look at the first code of an app that is being set up."""
    code = re.sub(r"\s", "", typed)
    return _try(user, device, code, "code") if _APP.fullmatch(code) else Checked()


def _try(user: Any, device: Any, code: str, how: str) -> Checked:
    if device is None:
        return Checked()
    allowed, why = device.verify_is_allowed()
    if not allowed:
        return Checked(wait=max(1, math.ceil((why["locked_until"] - timezone.now()).total_seconds())))
    return Checked(how=how) if verify_token(user, device.persistent_id, code) else Checked()


def new_recovery_codes() -> list[str]:
    """Ten codes of 80 random bits each, in the letters and digits of base32."""
    return [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(HOW_MANY)]


def in_fours(code: str) -> str:
    """A code as one reads and types it: `abcd-efgh-2345-6789`."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def picture(device: TOTPDevice) -> SafeString:
    """The QR code of this secret, as SVG in the page itself: it must not have an address of its own."""
    return mark_safe(segno.make(device.config_url, error="m").svg_inline(border=4, omitsize=True))


def secret(device: TOTPDevice) -> str:
    """The secret for who cannot scan, in fours."""
    return " ".join(re.findall(".{1,4}", base64.b32encode(device.bin_key).decode()))
