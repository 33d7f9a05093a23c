"""A hub of which one organisation leaves: what it said, its backup, and the exports of the library and of the leaver."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils import timezone
from msgspec import Struct

from contenthub.actions.append import By
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.publish_fact import publish_fact_value
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.actions.write_page import write_local
from contenthub.answering.everything import everything
from contenthub.exchange.backup import backup
from contenthub.exchange.export import export_all
from contenthub.exchange.export_pages import fill, plain
from contenthub.exchange.ledger import id_of
from contenthub.models import LocalVersionPage, OrganisationPage, PersonFact, StoredAnswer
from contenthub.vocabulary import PersonFactProvenance, SectionKind, SectionMode
from contenthub.writing.drafts import LocalDraft, SectionDraft
from tests import world
from tests.exchange import hub

PASSPORT = id_of("product", "paspoort")
CANARY = "KANARIE-VAN-DE-BUREN"
MEMO = "Alleen voor de balie"


class Made(Struct, frozen=True):
    """`moments` are before the local text, with it, and in the new year; `references` are those of every answer then."""

    backup: bytes
    generic: bytes
    own: bytes
    moments: tuple[dt.datetime, ...]
    references: dict[tuple[str, ...], str]
    said: dict[str, bytes]


def make(folder: Path) -> Made:
    """The small demo with two versions of a local text, a picture, a draft, and a neighbour."""
    hub.fill(folder / "demo")
    PersonFact.objects.update(provenance=PersonFactProvenance.REGISTER_DERIVED)
    early = timezone.now()
    picture = hub.picture("balie")
    local("gm9001", "<p>Met pin.</p>", MEMO)
    _show(f'<embed embedtype="image" id="{picture.pk}" alt="De balie" format="fullwidth"/>')
    publish_fact_value(
        "paspoort.kosten", {"amount": "79.00"}, organisation="gm9001", municipality="GM9001", by=By(actor="els")
    )
    page = _page().get_latest_revision_as_object()
    page.title = "Nog niet gepubliceerd"
    page.save_revision()
    publish_municipality(world.municipality("GM9002", "Heideveld", languages=["nl", "en"]))
    onboard_organisation("buren", "Buurgemeente", ["GM9002"])
    local("buren", f"<p>{CANARY}</p>", CANARY)
    hub.keep_everything(timezone.now())
    moments = (early, timezone.now(), timezone.now() + dt.timedelta(days=400))
    backup(folder / "all.zip")
    export_all(folder / "library.zip", "")
    export_all(folder / "own.zip", "gm9001")
    return Made(
        backup=(folder / "all.zip").read_bytes(),
        generic=(folder / "library.zip").read_bytes(),
        own=(folder / "own.zip").read_bytes(),
        moments=moments,
        references=references(moments),
        said=hub.said(*kept("GM9001")),
    )


def local(organisation: str, html: str, memo: str = "") -> None:
    sections = {SectionKind.COSTS: SectionDraft(html=html, mode=SectionMode.APPEND)}
    if memo:
        sections[SectionKind.DESK_MEMO] = SectionDraft(html=f"<p>{memo}</p>", mode=SectionMode.REPLACE)
    write_local(LocalDraft(sections=sections), item=PASSPORT, language="nl", organisation=organisation)


def _show(embed: str) -> None:
    """Put a picture into the text, as an editor does."""
    page = _page()
    fields = plain(LocalVersionPage, page.serializable_data())
    fields["section_costs"][0]["value"]["body"][0]["value"] += embed
    fill(page, fields)
    page.save_revision().publish()


def _page() -> Any:
    branch = OrganisationPage.objects.get(organisation="gm9001", locale__language_code="nl")
    return LocalVersionPage.objects.get(item=PASSPORT, locale__language_code="nl", path__startswith=branch.path)


def kept(code: str) -> list[str]:
    return list(StoredAnswer.objects.filter(municipality=code).order_by("pk").values_list("pk", flat=True))


def references(moments: tuple[dt.datetime, ...]) -> dict[tuple[str, ...], str]:
    return {
        (str(moment), answer.slug, answer.language): answer.reference
        for moment in moments
        for answer in everything(["GM9001"], moment, for_agents=True)
    }
