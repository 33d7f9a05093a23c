"""The two e-mails of a fact check, in Dutch and as plain text: to the expert with the link, to the editor with the outcome."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from contenthub.actions.mailing import sent
from contenthub.models import FactCheck
from contenthub.vocabulary import FactCheckOutcome


def mail_expert(check: FactCheck, token: str, *, title: str, sender: Any) -> bool:
    """Whether the mail server took it. The link is nowhere but in this e-mail."""
    with override("nl"):
        given = {
            "name": check.expert_name,
            "title": title,
            "question": check.question,
            "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("fact-check", args=[token]),
            "until": last_day(check),
            "sender": sender.get_full_name() or sender.get_username(),
        }
        subject = _("Will you check this text: %(title)s") % given
        body = _(
            "Dear %(name)s,\n\n"
            "Will you check a text of the municipality? It is about: %(title)s.\n\n"
            "This is what we ask you:\n\n%(question)s\n\n"
            "Open the text with this link. You need no account.\n\n%(link)s\n\n"
            "You can answer until %(until)s. The link is for you alone; do not pass it on.\n\n"
            "Kind regards,\n%(sender)s\n"
        ) % given
    return sent(subject, body, check.expert_email, reply_to=sender.email)


def mail_editor(check: FactCheck, *, title: str) -> bool:
    """Tell whoever asked, where they have an address and still an account. What was remarked is read in the admin."""
    asked = get_user_model().objects.filter(username=check.asked_by, is_active=True).first()
    if asked is None or not asked.email:
        return False
    with override("nl"):
        given = {
            "title": title,
            "name": check.answered_name,
            "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("contenthub_fact_checks", args=[check.page_id]),
        }
        approved = check.outcome == FactCheckOutcome.APPROVED
        subject = _("The expert says it is correct: %(title)s") if approved else _("The expert has remarks: %(title)s")
        what = _("%(name)s has checked the text and says that it is correct.") if approved else _(
            "%(name)s has checked the text and has remarks."
        )
        body = _("%(what)s\n\nThe text: %(title)s\n\nRead the answer here:\n\n%(link)s\n") % {**given, "what": what % given}
        subject = subject % given
    return sent(subject, body, asked.email)


def last_day(check: FactCheck) -> str:
    """The last day on which the link opens, in words."""
    return date_format(check.last_day, "j F Y")
