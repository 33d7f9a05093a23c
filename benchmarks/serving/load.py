"""One run of wrk against one address, on a core of its own, and what it found."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from msgspec import Struct

# wrk tells percentiles to a script only. A status other than 200 is an error, as is another length than was looked at; a moment may be shorter by its zeros.
SCRIPT = """
response = function(status, headers, body) if status ~= 200 or math.abs(#body - %d) > 40 then wrong = true; wrk.thread:stop() end end
done = function(summary, latency, requests)
  local errors = summary.errors
  print(string.format('{"requests": %%d, "micros": %%d, "p50": %%d, "p99": %%d, "errors": %%d}', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


class Found(Struct, frozen=True):
    """`rate` in requests a second, `p50` and `p99` in milliseconds."""

    rate: float
    p50: float
    p99: float


def load(url: str, length: int, *, seconds: int, connections: int, headers: dict[str, str], core: int) -> Found:
    """Raises RuntimeError where wrk is missing or any answer was another than the one that was looked at."""
    if not shutil.which("wrk"):
        raise RuntimeError("wrk is missing; on Debian: apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "told.lua"
        script.write_text(SCRIPT % length)
        command = ["taskset", "-c", str(core), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", str(script)]
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        done = subprocess.run([*command, url], capture_output=True, text=True)
    line = next((line for line in done.stdout.splitlines() if line.startswith("{")), None)
    if done.returncode or line is None:
        raise RuntimeError(f"wrk failed: {done.stdout}{done.stderr}")
    told = json.loads(line)
    if told["errors"] or not told["requests"]:
        raise RuntimeError(f"{url}: {told['errors']} of {told['requests']} answers were not the one that was looked at")
    return Found(told["requests"] / told["micros"] * 1e6, told["p50"] / 1000, told["p99"] / 1000)
