"""What an organisation chooses of the checks of its texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from contenthub.access.roles import may_publish
from contenthub.models import AuditRow, CheckLevel
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import AIMS, Grade, Level, TextCheck

AUDITED = "check-level"


def keep_check_levels(
    organisation: str, levels: Mapping[TextCheck, Level | None], *, aim: Grade | None = None, user: Any
) -> list[TextCheck]:
    """Keep a level for each check that is named, None for its own, and the reading level that is written for, None for B1.

    "" is the library. Gives the checks of which something has changed; each gets an audit row. Refused: NOT_ALLOWED for
    who does not publish for it, UNKNOWN_AIM for a level that nothing can be written for.
    """
    if not may_publish(user, organisation):
        raise Refused("NOT_ALLOWED", "organisation", "%(field)s: that needs the right to publish for it", value=organisation)
    if aim is not None and aim not in AIMS:
        raise Refused("UNKNOWN_AIM", "aim", "%(field)s: %(value)s is no level to write for; choose from %(known)s",
                      value=aim, known=", ".join(AIMS))
    now = timezone.now()
    with transaction.atomic():
        before = {row.check_id: (row.level, row.aim) for row in CheckLevel.objects.select_for_update().filter(organisation=organisation)}
        wanted = {check: (level or "", (aim or "") if check is TextCheck.READING_LEVEL else "") for check, level in levels.items()}
        changed = [check for check, told in wanted.items() if told != before.get(check, ("", ""))]
        for check in changed:
            _keep(organisation, check, *wanted[check])
            AuditRow.objects.create(
                at=now, actor=user.get_username(), verb="keep_check_level", kind=AUDITED, subject=check,
                organisation=organisation, note=f"{_told(*before.get(check, ('', '')))} → {_told(*wanted[check])}")
    return changed


def _keep(organisation: str, check: TextCheck, level: str, aim: str) -> None:
    if level or aim:
        CheckLevel.objects.update_or_create(organisation=organisation, check_id=check, defaults={"level": level, "aim": aim})
    else:
        CheckLevel.objects.filter(organisation=organisation, check_id=check).delete()


def _told(level: str, aim: str) -> str:
    return " ".join(filter(None, (level or "own", aim)))
