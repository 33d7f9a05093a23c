"""The e-mail of what there is to do: only what is new since the last one, as often as its reader chose."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.users.models import UserProfile

from contenthub.actions.mailing import sent
from contenthub.editorial.work.tasks import KINDS, Kind, Reader, Task
from contenthub.models import Digest
from contenthub.vocabulary import DigestPace

MOST_OF_A_KIND = 20
# Nobody reads of work at night.
FROM_HOUR = 7
_MONDAY = 0


def send_digests(now: dt.datetime | None = None) -> int:
    """How many e-mails went out. Asked as often as one likes: who has been told is not told again."""
    moment = timezone.localtime(now or timezone.now())
    chosen = Digest.objects.exclude(pace=DigestPace.NEVER).filter(user__is_active=True).exclude(user__email="")
    return sum(_send(digest, moment) for digest in chosen.select_related("user") if due(digest, moment))


def due(digest: Digest, moment: dt.datetime) -> bool:
    """Whether its pace allows an e-mail at this moment, which is in local time."""
    if digest.pace == DigestPace.AT_ONCE:
        return True
    if moment.hour < FROM_HOUR or (digest.sent_at and timezone.localdate(digest.sent_at) == moment.date()):
        return False
    return digest.pace == DigestPace.DAILY or moment.weekday() == _MONDAY


def _send(digest: Digest, moment: dt.datetime) -> bool:
    reader = Reader(digest.user)
    with override(_language(digest.user)):
        found = [(kind, list(kind.tasks(reader))) for kind in KINDS]
        known = set(digest.told)
        new = [(kind, fresh) for kind, tasks in found if (fresh := [task for task in tasks if task.key not in known])]
        if new and not sent(*_written(new), digest.user.email):
            return False
    digest.told, digest.sent_at = sorted({task.key for _kind, tasks in found for task in tasks}), moment
    digest.save(update_fields=["told", "sent_at"])
    return bool(new)


def _written(new: list[tuple[Kind, list[Task]]]) -> tuple[str, str]:
    """Subject and text. Titles of drafts may stand in it: it goes to who may see them."""
    number = sum(len(tasks) for _kind, tasks in new)
    subject = ngettext("%(number)s new thing to do", "%(number)s new things to do", number) % {"number": number}
    parts = []
    for kind, tasks in new:
        lines = [f"{kind.label} ({len(tasks)})", *(_line(task) for task in tasks[:MOST_OF_A_KIND])]
        if len(tasks) > MOST_OF_A_KIND:
            lines.append(_("and %(number)s more") % {"number": len(tasks) - MOST_OF_A_KIND})
        parts.append("\n".join(lines))
    end = _("You choose under Account how often you are told.")
    return subject, "\n\n".join([*parts, end]) + "\n"


def _line(task: Task) -> str:
    said = [task.title, task.where, date_format(task.due, "j F Y") if task.due else ""]
    return f"- {', '.join(filter(None, said))}\n  {settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{task.url}"


def _language(user: Any) -> str:
    profile = UserProfile.objects.filter(user=user).first()
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE
