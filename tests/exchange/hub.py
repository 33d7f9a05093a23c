"""A hub with something of everything, what it has said, and how it is wiped."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image as Pixels
from wagtail.images import get_image_model

from contenthub.answering import keep
from contenthub.answering.everything import everything, spoken_for
from contenthub.exchange import sealing
from contenthub.exchange.backup import MANIFEST, SEAL
from contenthub.exchange.demo import load_demo
from contenthub.exchange.report import Outcome, Report
from contenthub.exchange.table_rows import count, tables
from contenthub.models import StoredAnswer, guards
from tests.exchange.small_demo import SmallDemo

SAID = """query ($reference: String!) { said(reference: $reference) {
  __typename id slug title summary keywords reference language languageFellBack languages layers
  municipality { code name } answeredBy { code } textsOf validFrom nextChange updatedAt owner
  sections { id kind title html markdown text speech layer origins { layer edition number publishedAt owner } factKeys }
  facts { key label type value text speech layer validFrom validUntil } notices { id title text }
  personal { applied { rule holds because } undecided { name question } withheld } withdrawn { since reason }
  website { html jsonLd } app { blocks { type text } } phone { answer opening steps { say ask note } closing ssml }
  chat { messages { text } quickReplies } letter { subject paragraphs pdfUrl } email { subject text html }
  counter { lines bring } kiosk { title lines qrUrl }
} }"""


def fill(folder: Path) -> None:
    """The small demo, and every answer of now and of the new year kept."""
    report = Report("demo")
    load_demo(report, folder=SmallDemo(folder).folder)
    assert report.of(Outcome.REFUSED) == []
    keep_everything(timezone.now(), timezone.now() + dt.timedelta(days=400))


def keep_everything(*moments: dt.datetime) -> None:
    for moment in moments:
        keep(list(everything(spoken_for(), moment)))


def picture(title: str) -> Any:
    pixels = io.BytesIO()
    Pixels.new("RGB", (40, 30), "teal").save(pixels, "PNG")
    pixels.seek(0)
    return get_image_model().objects.create(title=title, file=ImageFile(pixels, name=f"{title}.png"))


def said(*references: str) -> dict[str, bytes]:
    """What the hub answers to whoever names these codes, or every code that it has kept, as bytes."""
    codes = references or tuple(StoredAnswer.objects.order_by("pk").values_list("pk", flat=True))
    client, answers = Client(), {}
    for code in codes:
        body = json.dumps({"query": SAID, "variables": {"reference": code}})
        # Among them are answers of the new year.
        with override_settings(ALLOW_FUTURE_MOMENTS=True):
            answer = client.post("/graphql", body, content_type="application/json")
        assert answer.status_code == 200 and b'"errors"' not in answer.content, answer.content
        answers[code] = answer.content
    return answers


def payloads() -> dict[str, str]:
    return dict(StoredAnswer.objects.values_list("pk", "payload"))


def counts() -> dict[str, int]:
    return {table.name: count(table) for table in tables()}


def wipe() -> None:
    """Like a database that has just been migrated."""
    with guards.lifted():
        call_command("flush", interactive=False, verbosity=0)


def emptied(media: Path) -> None:
    """The database and the media folder as they are before anything is in them."""
    wipe()
    for path in sorted(media.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def rewrite(path: Path, **changed: bytes | None) -> Path:
    """The archive with other members (None leaves one out), packed as it was and not sealed anew."""
    target = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            content = changed.pop(name, source.read(name))
            if content is not None:
                out.writestr(name, content)
        for name, content in changed.items():
            if content is not None:
                out.writestr(name, content)
    return target


def resealed(path: Path, change: Callable[[dict[str, Any]], Any], **members: bytes) -> Path:
    """The archive as a hub with our key would have made it, with another manifest and other members."""
    with zipfile.ZipFile(path) as source:
        manifest = msgspec.json.decode(source.read(MANIFEST))
    change(manifest)
    raw = msgspec.json.encode(manifest)
    return rewrite(path, **{MANIFEST: raw, SEAL: sealing.seal(raw).encode(), **members})


def summed(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
