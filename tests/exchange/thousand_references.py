"""More than a thousand answers, kept and asked for again: `.ci/backup-restore` calls it.

usage: python -m tests.exchange.thousand_references keep FILE | compare FILE [EVERY]. What was kept is compared to the byte
for all references; what GraphQL says under them in all channels for every one, or for one in EVERY. It works on the hub
that the environment names, which holds the demo.
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


def asked(every: int = 1) -> dict[str, list[str]]:
    """Per reference the sha-256 of what was kept, and that of what GraphQL says under it."""
    from tests.exchange import hub

    kept = hub.payloads()
    said = hub.said(*sorted(kept)[::every])
    return {code: [_hash(kept[code].encode()), *([_hash(said[code])] if code in said else [])] for code in kept}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(verb: str, file: Path, every: int = 1) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from contenthub.actions.mend_editions import mend_editions
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
    before, after = json.loads(file.read_text()), asked(every)
    other = [code for code in before if code not in after or before[code][: len(after[code])] != after[code]]
    if other or len(before) != len(after):
        raise SystemExit(f"{len(other)} of {len(before)} references answer otherwise, such as {(other or ['more'])[0]}")
    if findings := list(mend_editions()):
        raise SystemExit(f"pages and editions do not agree: {findings[0]}")
    asked_for = sum(len(hashes) == 2 for hashes in after.values())
    print(f"{len(before)} references are the same to the byte, {asked_for} of them as GraphQL says them")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
