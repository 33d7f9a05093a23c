"""More than a thousand answers, kept and asked for again: `.ci/backup-restore` calls it with `keep FILE` or `compare FILE`.

It works on the hub that the environment names, which holds the demo.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
from pathlib import Path

WANTED = 1000
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contenthub.settings.development")
# One address asks everything here.
os.environ["CONTENTHUB_RATE_LIMIT_ANONYMOUS"] = "0"


def asked() -> dict[str, list[str]]:
    """Per reference the sha-256 of what was kept, and that of what GraphQL says under it in all channels."""
    from tests.exchange import hub

    said = hub.said()
    return {
        code: [hashlib.sha256(content).hexdigest() for content in (payload.encode(), said[code])]
        for code, payload in hub.payloads().items()
    }


def main(verb: str, file: Path) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from tests.exchange import hub

    if verb == "keep":
        now = timezone.now()
        hub.keep_everything(now, now + dt.timedelta(days=400))
        answers = asked()
        if len(answers) < WANTED:
            raise SystemExit(f"only {len(answers)} references; {WANTED} are wanted")
        file.write_text(json.dumps(answers))
        print(f"{len(answers)} references kept and asked for")
        return
    before, after = json.loads(file.read_text()), asked()
    other = [code for code in sorted({*before, *after}) if before.get(code) != after.get(code)]
    if other:
        raise SystemExit(f"{len(other)} of {len(before)} references answer otherwise, such as {other[0]}")
    print(f"{len(before)} references answer the same to the byte")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
