"""What happens to accounts of people: admitted by the organisation, given a second step, relieved of it.

Who may do this is decided before: by the proof of the provider, by the one-time code, or by access to the server.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from contenthub.models import AuditRow, Identity
from contenthub.resolving.refusal import Refused

log = logging.getLogger(__name__)
ADMINISTRATORS = "administrators"
BY_ORGANISATION = "sign-in of the organisation"
_NOT_IN_NAMES = re.compile(r"[^\w.@+-]")


def admit(issuer: str, subject: str, roles: frozenset[str], claims: Mapping[str, Any]) -> Any:
    """The user whom this provider knows as this subject, with exactly these roles; None where no role is left.

    `roles` are names of groups, or `administrators`. The account is made at the first sign-in that has a role. Who
    has no role any more loses every right that the account still had. `claims` gives name and e-mail address.
    """
    with transaction.atomic():
        identity = Identity.objects.select_for_update().filter(issuer=issuer, subject=subject).first()
        groups = list(Group.objects.filter(name__in=roles).order_by("name"))
        everything = ADMINISTRATORS in roles
        for role in sorted(roles - {group.name for group in groups} - {ADMINISTRATORS}):
            log.error("CONTENTHUB_OIDC_ROLES names %r, but there is no such group; onboard its organisation first", role)
        if identity is None and not groups and not everything:
            return None
        if identity is None:
            user = get_user_model().objects.create_user(_free_name(issuer, subject, claims))
            Identity.objects.create(issuer=issuer, subject=subject, user=user)
        else:
            user = identity.user
        _rename(user, claims)
        _give(user, groups, everything)
        return user if (groups or everything) and user.is_active else None


def note_sign_in(user: Any, how: str) -> None:
    """Leave in the audit trail that this user signed in; `how` is organisation, password, code or recovery code."""
    _audit(user, "sign_in", how)


def start_second_step(user: Any) -> TOTPDevice:
    """The secret that this user is about to put in an app; the same one until it is confirmed."""
    with transaction.atomic():
        _lock(user)
        device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
        return device or TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def confirm_second_step(user: Any, device: TOTPDevice, codes: list[str]) -> None:
    """From now on this app is the user's second step, and the only one; `codes` are the recovery codes to keep."""
    with transaction.atomic():
        _lock(user)
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        _keep(user, codes)
        _audit(user, "set_up_second_step", "")


def renew_recovery_codes(user: Any, codes: list[str]) -> None:
    """Replace all recovery codes of this user."""
    with transaction.atomic():
        _lock(user)
        _keep(user, codes)
        _audit(user, "renew_recovery_codes", "")


def forget_second_step(username: str, *, actor: str = "") -> None:
    """Take away app and recovery codes of somebody who lost both; at the next sign-in they set it up anew.

    Refused: a user who is not there, or has nothing to forget.
    """
    with transaction.atomic():
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise Refused("UNKNOWN_USER", "username", "%(field)s: there is no user %(value)s", value=username)
        gone = TOTPDevice.objects.filter(user=user).delete()[0] + StaticDevice.objects.filter(user=user).delete()[0]
        if not gone:
            raise Refused(
                "NO_SECOND_STEP", "username", "%(field)s: %(value)s has set up no second step", value=username
            )
        _audit(user, "forget_second_step", "", actor=actor)


def kept(code: str) -> str:
    """What stands in the database for a recovery code: 16 of its hash's characters; a code has 80 random bits."""
    return hashlib.sha256(f"contenthub recovery code {code}".encode()).hexdigest()[:16]


def _keep(user: Any, codes: list[str]) -> None:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery codes")
    for code in codes:
        device.token_set.create(token=kept(code))


def _give(user: Any, groups: list[Group], everything: bool) -> None:
    before = (set(user.groups.values_list("name", flat=True)), user.is_superuser)
    user.groups.set(groups)
    user.user_permissions.clear()
    user.is_superuser, user.is_staff = everything, False
    user.save()
    now = ({group.name for group in groups}, everything)
    if before != now:
        names = sorted(now[0]) + ([ADMINISTRATORS] if everything else [])
        _audit(user, "give_roles", ", ".join(names), actor=BY_ORGANISATION)


def _rename(user: Any, claims: Mapping[str, Any]) -> None:
    def said(claim: str, longest: int) -> str:
        value = claims.get(claim)
        return value.replace("\0", "").strip()[:longest] if isinstance(value, str) else ""

    user.first_name = said("given_name", 150) or (said("name", 150) if not said("family_name", 150) else "")
    user.last_name = said("family_name", 150)
    user.email = said("email", 254)


def _free_name(issuer: str, subject: str, claims: Mapping[str, Any]) -> str:
    """A readable name for the audit trail. Where another account has it, part of a hash of the subject follows."""
    value = next((claims[each] for each in ("preferred_username", "email") if isinstance(claims.get(each), str)), "")
    name = _NOT_IN_NAMES.sub("", value)[:120] or "person"
    if not get_user_model().objects.filter(username__iexact=name).exists():
        return name
    return f"{name}-{hashlib.sha256(f'{issuer} {subject}'.encode()).hexdigest()[:12]}"


def _lock(user: Any) -> None:
    get_user_model().objects.select_for_update().get(pk=user.pk)


def _audit(user: Any, verb: str, note: str, *, actor: str | None = None) -> None:
    AuditRow.objects.create(
        at=timezone.now(),
        actor=user.get_username() if actor is None else actor,
        verb=verb,
        kind="user",
        subject=str(user.pk),
        note=note,
    )
