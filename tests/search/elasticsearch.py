"""A real Elasticsearch for tests, started by `.ci/elasticsearch`; where CI is set a missing one is a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.needed import missing

ROOT = Path(__file__).parents[2]
_TELL = "import os, sys; print('URL', os.environ['CONTENTHUB_ELASTICSEARCH'], flush=True); sys.stdin.read()"


@contextmanager
def elasticsearch() -> Iterator[str]:
    """The address of a server of this test run's own, or of the one that CONTENTHUB_ELASTICSEARCH names."""
    if given := os.environ.get("CONTENTHUB_ELASTICSEARCH"):
        yield given
        return
    command = [ROOT / ".ci" / "elasticsearch", sys.executable, "-c", _TELL]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdin is not None and server.stdout is not None
        printed = []
        for line in server.stdout:
            if line.startswith("URL "):
                break
            printed.append(line)
        else:
            missing("".join(printed) or "Elasticsearch did not start")
        try:
            yield line.split()[1]
        finally:
            server.stdin.close()
