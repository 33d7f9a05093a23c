"""Sending an e-mail in plain text."""

from __future__ import annotations

import logging

from django.core.mail import EmailMessage

log = logging.getLogger(__name__)


def sent(subject: str, body: str, to: str, reply_to: str = "") -> bool:
    """Whether the mail server took it. Neither addresses nor what it says stand in a log."""
    # A title may hold a line end, which a header may not.
    message = EmailMessage(" ".join(subject.split()), body, to=[to], reply_to=[reply_to] if reply_to else None)
    try:
        return bool(message.send())
    except OSError as error:
        # smtplib's own errors are OSErrors too.
        log.warning("an e-mail was not sent: %s", type(error).__name__)
        return False
