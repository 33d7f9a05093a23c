"""What a preview tells of an upload, kept with it: what is confirmed is what was seen, or it is shown anew."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from django.db.models import Sum
from msgspec import Struct

from contenthub.actions.append import By
from contenthub.actions.at_once import at_once
from contenthub.actions.publish_fact import publish_fact_values
from contenthub.editorial.nouns.layers import Layer
from contenthub.editorial.sheets.columns import Line
from contenthub.editorial.sheets.effects import TextChange, effects
from contenthub.editorial.sheets.planning import Plan, plan
from contenthub.models import Edition, Epoch, UploadedSheet
from contenthub.models.epoch import claim
from contenthub.resolving.editions import content_hash


class Look(Struct, frozen=True):
    """`mark` names all that is told, so that two looks can be told apart."""

    plan: Plan
    texts: tuple[TextChange, ...]
    mark: str


class _Shown(Struct):
    """What was told last, at which state of all that is published, under which mark."""

    epoch: int = -1
    digest: str = ""
    texts: tuple[TextChange, ...] = ()


class Changed(Exception):
    """Something was published since the preview was shown: what would be written, or said, is something else now."""


def layer_of_sheet(sheet: UploadedSheet) -> Layer:
    return Layer.read(sheet.layer) or Layer()


def look(sheet: UploadedSheet, now: dt.datetime | None = None) -> Look:
    """The plan as it is now; the texts are made anew only where anybody has published since the last look."""
    layer = layer_of_sheet(sheet)
    made = plan(msgspec.convert(sheet.lines, list[Line]), layer, now)
    epoch = Epoch.objects.aggregate(all=Sum("number"))["all"] or 0
    shown = msgspec.convert(sheet.shown, _Shown)
    if (shown.epoch, shown.digest) != (epoch, made.digest()):
        texts = tuple(effects(made.values, layer, sheet.user, now)) if made.may else ()
        shown = _Shown(epoch=epoch, digest=made.digest(), texts=texts)
        sheet.shown = msgspec.to_builtins(shown)
        sheet.save(update_fields=["shown"])
    return Look(made, shown.texts, content_hash([shown.digest, shown.texts]))


def publish(sheet: UploadedSheet, mark: str, by: By) -> list[Edition]:
    """Publish all values of a sheet, and forget the sheet; nothing where anything differs from what `mark` names.

    Raises Changed, or Refused where a value is refused after all; nothing is written then.
    """
    layer = layer_of_sheet(sheet)
    with at_once():
        # Whoever publishes for this layer beside us waits, or has been: then the look below sees it.
        claim(layer.organisation)
        seen = look(sheet)
        if seen.mark != mark or not seen.plan.may:
            raise Changed
        made = publish_fact_values(
            seen.plan.values, organisation=layer.organisation, municipality=layer.municipality, by=by
        )
        sheet.delete()
    return made


def keep(user: Any, layer: Layer, name: str, lines: list[Line], now: dt.datetime) -> UploadedSheet:
    """Keep what was uploaded until its editor says yes."""
    return UploadedSheet.objects.create(
        user=user, layer=layer.code, name=name[-200:], lines=msgspec.to_builtins(lines), made_at=now
    )


__all__ = ["Changed", "Look", "keep", "layer_of_sheet", "look", "publish"]
