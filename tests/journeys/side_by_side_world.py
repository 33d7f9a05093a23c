"""What the side-by-side page is tried with: two municipalities that differ, a question of every kind, a fee that changes."""

from __future__ import annotations

import datetime as dt

from contenthub.actions.append import append
from contenthub.models import Edition
from contenthub.resolving.conditions import All, Compare, Exists
from contenthub.resolving.content import LegalSource, LifeEventContent, Rule, Section
from contenthub.resolving.editions import Series
from contenthub.resolving.material import AMSTERDAM
from contenthub.resolving.text import Bullets
from contenthub.vocabulary import EditionKind, RuleEffect, SectionKind, SectionMode
from tests import world

NEW_YEAR = dt.datetime(dt.datetime.now(AMSTERDAM).year + 1, 1, 1, tzinfo=AMSTERDAM)
MARRIAGE = "8f5c0f2e-0000-4000-8000-000000000002"
MEMO = "Vraag altijd eerst naar de vertrekdatum."
QUESTIONS = {
    "leeftijd": ("NUMBER", "Hoe oud bent u?", ()),
    "spoed": ("BOOLEAN", "Hebt u haast?", ()),
    "geboortedatum": ("DATE", "Wanneer bent u geboren?", ()),
    "postcode": ("POSTCODE", "Wat is uw postcode?", ()),
    "woonsituatie": ("CHOICE", "Hoe woont u?", ("alleen", "samen-met-anderen")),
    "zaak.status": ("CHOICE", "Wat is de stand van uw zaak?", ("ontvangen", "in-behandeling")),
}


def build() -> None:
    heideveld, waterrijk = world.municipality("GM9002", "Heideveld"), world.municipality("GM9001", "Waterrijk")
    world.organisation("gm9002", heideveld)
    world.organisation("gm9001", waterrijk)
    for name, (kind, question, choices) in QUESTIONS.items():
        world.person_fact(name, kind, question, choices)
    world.money_fact("paspoort.kosten", "86.85")
    world.money_fact("paspoort.kosten", "91.20", valid_from=NEW_YEAR)
    world.money_fact("paspoort.bezorging", "6.95")
    append(Series(EditionKind.LIFE_EVENT, "op-reis", language="nl"),
           LifeEventContent(slug="op-reis", title="Op reis"), verb="publish", by=world.BY)
    world.product(slug="paspoort-aanvragen", summary="U vraagt een paspoort aan de balie aan.", life_events=("op-reis",),
                  sections=passport(), rules=rules(), status_texts={"ontvangen": world.text("Wij hebben uw aanvraag ontvangen.")})
    world.product(MARRIAGE, slug="trouwen", title="Trouwen")
    home(waterrijk.code, "gm9001", "In Waterrijk bezorgen wij uw paspoort thuis voor ", "{{paspoort.bezorging}}", ".")
    home(heideveld.code, "gm9002", "In Heideveld haalt u uw paspoort op in de bibliotheek.")


def passport() -> dict[SectionKind, Section]:
    law = LegalSource(id="BWBR0005212", article="7", url="https://wetten.overheid.nl/BWBR0005212")
    return {
        SectionKind.INTRODUCTION: Section(blocks=world.text("U vraagt een paspoort zelf aan bij de balie."), owner="Team Burgerzaken"),
        SectionKind.APPLICATION: Section(blocks=world.text("Maak een afspraak en kom langs."), owner="Team Burgerzaken"),
        SectionKind.EVIDENCE: Section(blocks=(Bullets(items=(world.text("uw oude paspoort"), world.text("een pasfoto"))),),
                                      owner="Team Burgerzaken"),
        SectionKind.COSTS: Section(blocks=world.text("Een paspoort kost ", "{{paspoort.kosten}}", "."), owner="Team Burgerzaken",
                                   legal_source=law),
        SectionKind.DESK_MEMO: Section(blocks=world.text(MEMO), owner="Team Burgerzaken"),
    }


def rules() -> tuple[Rule, ...]:
    young = Compare(fact="leeftijd", op="<", value=18)
    others = All(of=tuple(Exists(fact=name) for name in ("geboortedatum", "postcode", "woonsituatie")))
    return (
        Rule(id="jong", when=young, do=RuleEffect.ADD, section=SectionKind.CONDITIONS, because="U bent jonger dan 18.",
             blocks=world.text("Uw ouders geven toestemming.")),
        Rule(id="spoed", when=Compare(fact="spoed", op="=", value=True), do=RuleEffect.ALERT, because="U hebt haast.",
             blocks=world.text("Kom vóór twaalf uur.")),
        Rule(id="overig", when=others, do=RuleEffect.ALERT, blocks=world.text("Alles is bekend."), because="Alles is ingevuld."),
    )


def home(code: str, organisation: str, *parts: str) -> Edition:
    return world.local(organisation=organisation, municipality=code, owner="Team Publiekszaken",
                       sections={SectionKind.APPLICATION: (SectionMode.APPEND, world.text(*parts))})
