"""The end of what is not kept for ever."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from msgspec import Struct

from contenthub.insight import switching
from contenthub.insight.questions import KEPT
from contenthub.models import AskedQuestion, Contact, FactCheck, Feedback, PreparedAnswer, UploadedSheet

log = logging.getLogger(__name__)

# No prepared answer holds longer (schemas/serving.py).
PREPARED_FOR = dt.timedelta(days=1)
# After the last day on which their link opened, nobody asks any more who an expert was.
EXPERTS_FOR = dt.timedelta(days=90)
NAMELESS = {"expert_name": "", "expert_email": "", "answered_name": ""}
# Longer than a weekend with an unanswered question in it.
SHEETS_FOR = dt.timedelta(days=7)
_EVERY_SECONDS = 60.0


class Tidied(Struct, frozen=True):
    """How many rows went; of `experts`, how many lost their name."""

    switch_codes: int
    questions: int
    contacts: int
    feedback: int
    prepared: int
    experts: int
    sheets: int


def tidy_up() -> Tidied:
    """Delete what is past its time: codes after half an hour, questions after 30 days, contacts and answered feedback
    after `INSIGHT_RETENTION_DAYS`, prepared answers that hold no longer, and uploaded spreadsheets that nobody has
    published within a week. Feedback that waits for an answer stays. Of a fact check the names and the address of the
    expert go, and what they said of the text stays."""
    now = timezone.now()
    old = now - dt.timedelta(days=settings.INSIGHT_RETENTION_DAYS)
    waiting = {"answered_at": None}
    feedback = Feedback.objects.filter(at__lt=old)
    return Tidied(
        switch_codes=switching.forget_expired(),
        questions=AskedQuestion.objects.filter(at__lt=now - KEPT).delete()[0],
        contacts=Contact.objects.filter(at__lt=old).delete()[0],
        feedback=feedback.exclude(**waiting).delete()[0] + feedback.filter(comment="").delete()[0],
        prepared=PreparedAnswer.objects.filter(made_at__lt=now - PREPARED_FOR).delete()[0],
        experts=FactCheck.objects.filter(expires_at__lt=now - EXPERTS_FOR)
        .exclude(**NAMELESS)
        .update(**NAMELESS),
        sheets=UploadedSheet.objects.filter(made_at__lt=now - SHEETS_FOR).delete()[0],
    )


def forget_in_background(wait: Callable[[float], object] = threading.Event().wait) -> threading.Thread:
    """Delete switch codes that have had their half hour, within a minute, also where nobody makes or uses one."""

    def run() -> None:
        while not wait(_EVERY_SECONDS):
            try:
                close_old_connections()
                switching.forget_expired()
            except DatabaseError as error:
                log.warning("switch codes could not be tidied up: %s", type(error).__name__)
            finally:
                connection.close()

    thread = threading.Thread(target=run, name="switch-codes", daemon=True)
    thread.start()
    return thread
