"""What is read from the database at the moment at which Prometheus asks."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import Error, connection
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from contenthub.models import Consumer, Edition, OutboxRow


class Gauges(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Without a database only `contenthub_database_up` is told: an old number would look like a new one."""
        try:
            found = list(_read())
        except Error:
            connection.close()
            yield GaugeMetricFamily("contenthub_database_up", _UP, value=0)
            return
        yield GaugeMetricFamily("contenthub_database_up", _UP, value=1)
        yield from found


_UP = "Whether the database answers"


def _read() -> Iterator[GaugeMetricFamily]:
    now = timezone.now()
    # Of the consumer that looked last; before the first has looked, everything waits.
    position = Consumer.objects.order_by("-at").values_list("position", flat=True).first() or 0
    waiting = OutboxRow.objects.filter(pk__gt=position).order_by("pk").values_list("at", flat=True)
    oldest = waiting.first()
    yield GaugeMetricFamily("contenthub_outbox_rows", "Changes that wait in the outbox", value=waiting.count())
    yield GaugeMetricFamily("contenthub_outbox_lag_seconds", "Age of the oldest change that waits in the outbox",
                            value=max(0.0, (now - oldest).total_seconds()) if oldest else 0)
    newest = Edition.objects.order_by("-pk").values_list("recorded_at", flat=True).first()
    if newest is not None:
        yield GaugeMetricFamily("contenthub_epoch_age_seconds", "Time since something was published",
                                value=max(0.0, (now - newest).total_seconds()))
