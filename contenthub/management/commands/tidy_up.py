"""`manage.py tidy_up`: run every night. Deletes what is past its time; see `insight/tidying.py`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from contenthub.insight.tidying import tidy_up


class Command(BaseCommand):
    help = (
        "Deletes switch codes, questions, contacts, feedback, prepared answers and uploaded sheets whose time is over, and names "
        "of experts."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = tidy_up()
        self.stdout.write(
            f"deleted: {done.switch_codes} switch codes, {done.questions} questions asked, {done.contacts} contacts, "
            f"{done.feedback} rows of feedback, {done.prepared} prepared answers, {done.sheets} uploaded sheets; "
            f"made nameless: {done.experts} experts"
        )
