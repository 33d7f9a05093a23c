"""The nightly list of gaps names every place where a fact may be missing, and from when."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from contenthub.actions.append import append
from contenthub.models import Edition
from contenthub.resolving.conditions import parse_condition
from contenthub.resolving.content import LifeEventContent, LocalLifeEventContent, LocalStep, Rule, Section, Step
from contenthub.resolving.editions import Series
from contenthub.vocabulary import EditionKind, EditionState, Offered, Phase, RuleEffect, SectionKind, SectionMode
from tests.world import local, money_fact, municipality, organisation, product, text

pytestmark = pytest.mark.django_db
KEY = "paspoort.kosten"
DAY = dt.timedelta(days=1)
JOURNEY = "8f5c0f2e-0000-4000-8000-0000000000aa"
INTRODUCTION = {SectionKind.INTRODUCTION: Section(blocks=text("U vraagt het aan."))}


@pytest.fixture(autouse=True)
def _town() -> None:
    organisation("meer", municipality("GM9001", "Meer"))
    money_fact(KEY, "86.85")


def end(days: int) -> None:
    moment = timezone.now() + days * DAY
    append(Series(EditionKind.FACT_VALUE, KEY), None, verb="end", valid_from=moment, state=EditionState.ENDED)


def gaps(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("check_gaps", *arguments, stdout=out)
    return [line.strip() for line in out.getvalue().splitlines()]


def rule(do: RuleEffect, **more: Any) -> Rule:
    when = parse_condition({"fact": "leeftijd", "op": "<", "value": 18}, "rules.jong")
    return Rule(id="jong", when=when, do=do, because="U bent jong.", **more)


def journey() -> None:
    step = Step(id="een", phase=Phase.APPLY, title="Pas", blocks=text("Kost ", "{{paspoort.kosten}}", "."))
    content = LifeEventContent(slug="reis", title="Reis", steps=(step,))
    append(Series(EditionKind.LIFE_EVENT, JOURNEY, language="nl"), content, verb="publish")


def test_no_gaps() -> None:
    product(owner="Team")
    assert gaps() == ["0 gaps"]


def test_a_gap_in_a_section_between_now_and_the_end_of_the_window() -> None:
    product(owner="Team")
    end(5)
    money_fact(KEY, "90", valid_from=timezone.now() + 10 * DAY)
    found = gaps()
    assert found[0] == "Team:" and found[-1] == "1 gaps"
    assert found[1].startswith("GM9001 paspoort COSTS: paspoort.kosten has no value from ")


def test_a_gap_beyond_the_window() -> None:
    product(owner="Team")
    end(40)
    assert gaps() == ["0 gaps"]
    assert gaps("--ahead", "50")[-1] == "1 gaps"


@pytest.mark.parametrize("do", [RuleEffect.ADD, RuleEffect.ALERT])
def test_a_gap_in_a_rule_or_an_alert(do: RuleEffect) -> None:
    said = rule(do, section=SectionKind.INTRODUCTION, blocks=text("Kost ", "{{paspoort.kosten}}"))
    product(owner="Team", sections=INTRODUCTION, rules=(said,))
    end(5)
    assert gaps()[1].startswith("GM9001 paspoort rules.jong: paspoort.kosten has no value from ")


def test_a_gap_in_a_status_text() -> None:
    product(owner="Team", sections=INTRODUCTION, status_texts={"ontvangen": text("{{paspoort.kosten}}")})
    end(5)
    assert gaps()[1].startswith("GM9001 paspoort status_texts.ontvangen: paspoort.kosten has no value from ")


def test_a_gap_in_a_journey() -> None:
    journey()
    end(5)
    found = gaps()
    assert found[0] == "no owner:" and found[1].startswith("GM9001 reis steps.een: paspoort.kosten has no value from ")


def test_a_step_that_a_municipality_hides_has_no_gap() -> None:
    journey()
    hides = LocalLifeEventContent(steps=(LocalStep(mode=SectionMode.HIDE, step_id="een"),))
    append(Series(EditionKind.LIFE_EVENT, JOURNEY, "meer", language="nl"), hides, verb="publish")
    end(5)
    assert gaps() == ["0 gaps"]


def test_a_step_hidden_in_one_language_is_hidden_in_all() -> None:
    journey()
    step = Step(id="een", phase=Phase.APPLY, title="Pass", blocks=text("Costs ", "{{paspoort.kosten}}", "."))
    english = LifeEventContent(slug="travel", title="Travel", steps=(step,))
    append(Series(EditionKind.LIFE_EVENT, JOURNEY, language="en"), english, verb="publish")
    hides = LocalLifeEventContent(steps=(LocalStep(mode=SectionMode.HIDE, step_id="een"),))
    append(Series(EditionKind.LIFE_EVENT, JOURNEY, "meer", language="nl"), hides, verb="publish")
    end(5)
    assert gaps() == ["0 gaps"]


def test_a_product_that_a_town_offers_after_all_has_its_gap() -> None:
    said = rule(RuleEffect.ALERT, blocks=text("{{paspoort.kosten}}"))
    product(owner="Team", sections=INTRODUCTION, rules=(said,))
    local(organisation="meer", offered=Offered.NO, explanation="Niet hier.")
    local(organisation="meer", municipality="GM9001", offered=Offered.YES)
    end(5)
    assert gaps()[1].startswith("GM9001 paspoort rules.jong: paspoort.kosten has no value from ")


def test_rules_of_a_product_that_is_not_offered_have_no_gap() -> None:
    said = rule(RuleEffect.ALERT, blocks=text("{{paspoort.kosten}}"))
    product(owner="Team", sections=INTRODUCTION, rules=(said,))
    local(organisation="meer", offered=Offered.NO, explanation="Niet hier.")
    end(5)
    assert gaps() == ["0 gaps"]


def test_looking_writes_nothing() -> None:
    product(owner="Team")
    end(5)
    before = Edition.objects.count()
    gaps()
    assert Edition.objects.count() == before
