"""A small world in which something was said, with a person fact of each provenance."""

from __future__ import annotations

import pytest

from contenthub.access import limits
from contenthub.answering import answer_item, ask, keep_sent
from contenthub.resolving.answer import Answer
from contenthub.resolving.content import Section
from contenthub.vocabulary import SectionKind, SectionMode
from schemas.memory import memory
from tests import world

MEMO = "KANARIE-MEMO"
COSTS = f"{world.PASSPORT}:costs"


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    limits.forget()
    memory.clear()


@pytest.fixture
def hub(db: None) -> None:
    waterrijk, heideveld = world.municipality("GM9001", "Waterrijk"), world.municipality("GM9002", "Heideveld")
    world.organisation("waterrijk", waterrijk)
    world.organisation("heideveld", heideveld)
    world.money_fact("paspoort.kosten", "86.85")
    world.person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    world.person_fact("inkomen", "NUMBER", "Wat is uw inkomen?", provenance="register-derived")
    world.product(
        sections={
            SectionKind.INTRODUCTION: Section(blocks=world.text("U vraagt het aan.")),
            SectionKind.COSTS: Section(blocks=world.text("Een paspoort kost ", "{{paspoort.kosten}}", ".")),
            SectionKind.DESK_MEMO: Section(blocks=world.text(MEMO)),
        }
    )
    world.local(
        organisation="waterrijk", sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Betaal met de pas."))}
    )


@pytest.fixture
def said(hub: None) -> Answer:
    """The answer for Waterrijk, kept under its code."""
    answer = answer_item(world.PASSPORT, ask("GM9001"))
    assert answer is not None
    keep_sent(answer)
    return answer
