"""`python -m contenthub.serve`: granian, set up for production. `make serve` and the container end here.

It checks the settings first and tells all that is wrong with them; nothing is started then. TERM or INT stops accepting,
lets running requests end, and stops; HUP replaces the processes one by one.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

# Seconds and connections that suit requests of a few kilobytes behind a proxy.
HEADER_SECONDS = 10
QUEUE = 1024
RESPAWN_SECONDS = 1.0


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings.production")
    try:
        settings = import_module(os.environ["DJANGO_SETTINGS_MODULE"])
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 2
    given = settings.GIVEN
    # Each process writes its counts to a file here; whichever is asked for /metrics adds them up.
    counts = tempfile.mkdtemp(prefix="contenthub-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
    server = Granian(
        "contenthub.wsgi:application",
        interface=Interfaces.WSGI,
        address=given["CONTENTHUB_BIND"],
        port=given["PORT"],
        websockets=False,
        workers=given["CONTENTHUB_WORKERS"],
        blocking_threads=given["CONTENTHUB_THREADS"],
        backlog=QUEUE,
        backpressure=given["CONTENTHUB_BACKPRESSURE"],
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1_000),
        workers_kill_timeout=given["CONTENTHUB_STOP_SECONDS"],
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        log_level=LogLevels.info,
        log_dictconfig=settings.LOGGING,
    )
    try:
        server.serve()
    finally:
        shutil.rmtree(counts, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
