"""`check_sameness` looks at every item once per rule, and finds a channel that says another amount only then."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.answering.everything import everything, outcomes
from contenthub.models import Fact
from contenthub.resolving import personal
from contenthub.resolving.conditions import Compare, Exists, Not
from contenthub.resolving.content import Rule, Section
from contenthub.resolving.text import Blocks
from contenthub.vocabulary import Channel, RuleEffect, SectionKind
from tests.world import BY, municipality, organisation, person_fact, product, text

pytestmark = pytest.mark.django_db
CHILD = Rule(
    id="kind",
    when=Compare(fact="leeftijd", op="<", value=18),
    do=RuleEffect.TARIFF,
    fact="paspoort.kosten",
    row="tot18",
    because="Het is voor een kind, daarom ziet u het tarief voor kinderen.",
)
ALERT = Rule(id="let-op", when=Compare(fact="leeftijd", op=">", value=99), do=RuleEffect.ALERT, blocks=text("Let op."))


@pytest.fixture(autouse=True)
def _waterrijk() -> None:
    organisation("eigen", municipality("GM9001", "Waterrijk"))
    person_fact("leeftijd", "NUMBER", "Hoe oud bent u?")
    publish_fact(Fact.objects.create(key="paspoort.kosten", type="TARIFF", label={"nl": "Kosten"}), by=BY)
    rows = [
        {"key": "18plus", "label": {"nl": "volwassene"}, "amount": "86.85"},
        {"key": "tot18", "label": {"nl": "kind"}, "amount": "65.70"},
    ]
    publish_fact_value("paspoort.kosten", {"rows": rows}, by=BY)


def passport(wording: Blocks, *rules: Rule) -> None:
    costs = Section(blocks=text("{{paspoort.kosten}}"), wordings={Channel.CHAT: wording}, owner="Team")
    product(sections={SectionKind.COSTS: costs}, rules=rules)


def checked() -> str:
    out = StringIO()
    call_command("check_sameness", stdout=out)
    return out.getvalue()


def test_every_rule_is_tried_with_facts_for_which_it_holds() -> None:
    passport(text("Kosten: {{paspoort.kosten}}"), CHILD, ALERT)
    tried = {each.rule: each.answer for each in outcomes(["GM9001"])}
    assert set(tried) == {"kind", "let-op"}
    for rule, answer in tried.items():
        assert answer is not None
        assert [outcome.rule for outcome in answer.personal.applied if outcome.holds] == [rule]
    assert len(list(everything(["GM9001"]))) == 1
    assert "1 answers and 2 outcomes of rules in 8 channels, 1 municipalities: 0 differences" in checked()


def test_a_rule_that_nobody_can_meet_is_named_and_counted() -> None:
    passport(text("{{paspoort.kosten}}"), Rule(id="nooit", when=Not(of=Exists(fact="leeftijd")), do=RuleEffect.ALERT))
    report = checked()
    assert "unreached  GM9001 paspoort [nl] rule nooit" in report and "1 rules that could not be tried" in report


def test_an_amount_that_one_channel_keeps_when_a_rule_picks_a_row_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    passport(text("Volwassene: ", "{{paspoort.kosten.18plus}}", ", kind: ", "{{paspoort.kosten.tot18}}."), CHILD)
    assert " 0 differences" in checked()
    monkeypatch.setattr(personal, "can_pick", lambda tariff, sections: True)
    out = StringIO()
    with pytest.raises(CommandError, match="1 differences"):
        call_command("check_sameness", stdout=out)
    assert "DIFFERENCE GM9001 paspoort [nl] rule kind: CHAT, text" in out.getvalue()
    assert "paspoort.kosten.18plus: EUR 86.85" in out.getvalue()
