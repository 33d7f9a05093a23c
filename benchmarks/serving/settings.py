"""Production as it is, but for what would be measured besides: no line of log for each request, no limit by address."""

import os

os.environ.setdefault("CONTENTHUB_ACCESS_LOG", "0")
os.environ.setdefault("CONTENTHUB_RATE_LIMIT_ANONYMOUS", "0")
os.environ.setdefault("CONTENTHUB_SEARCH_WORKER", "0")

from contenthub.settings.production import *  # noqa: F403

# 0: nothing is remembered by the process, so that every read is a first read.
ANSWER_MEMORY_BYTES = int(os.environ.get("MEASURED_MEMORY", str(128 * 1024 * 1024)))
# 0: nor by any other, so that every answer is made.
PREPARED_ANSWERS = os.environ.get("MEASURED_PREPARED", "1") == "1"
