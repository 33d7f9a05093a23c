"""A reference to a fact where only plain words are published: refused, with the field."""

from __future__ import annotations

import msgspec
import pytest

from contenthub.actions.check_plain import check_plain
from contenthub.actions.publish_notice import publish_notice
from contenthub.models import Edition, Notice
from contenthub.resolving.conditions import Exists
from contenthub.resolving.content import (
    ItemContent,
    LifeEventContent,
    LocalContent,
    LocalLifeEventContent,
    LocalStep,
    Route,
    Rule,
    Step,
)
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, Phase, Purpose, RuleEffect, SectionMode

FACT = "Kost {{paspoort.kosten}}"
RULE = Rule(id="jong", when=Exists(fact="leeftijd"), do=RuleEffect.HIDE, because=FACT)
ROUTE = Route(purpose=Purpose.APPLY, channel=Channel.LETTER, address=FACT)
STEP = Step(id="1", phase=Phase.APPLY, title=FACT)
ITEM = ItemContent(type="product", slug="p", title="Paspoort")


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (msgspec.structs.replace(ITEM, title=FACT), "title"),
        (msgspec.structs.replace(ITEM, summary=FACT), "summary"),
        (msgspec.structs.replace(ITEM, question=FACT), "question"),
        (msgspec.structs.replace(ITEM, phrasings=("Wat kost het?", FACT)), "phrasings"),
        (msgspec.structs.replace(ITEM, keywords=(FACT,)), "keywords"),
        (msgspec.structs.replace(ITEM, rules=(RULE,)), "rules.jong"),
        (msgspec.structs.replace(ITEM, routes=(ROUTE,)), "routes"),
        (msgspec.structs.replace(ITEM, title="Nog een }}"), "title"),
        (LocalContent(explanation=FACT), "explanation"),
        (LocalContent(rules=(RULE,)), "rules.jong"),
        (LocalContent(routes=(ROUTE,)), "routes"),
        (LifeEventContent(slug="v", title=FACT), "title"),
        (LifeEventContent(slug="v", title="Verhuizen", steps=(STEP,)), "steps.1"),
        (LocalLifeEventContent(steps=(LocalStep(mode=SectionMode.APPEND, step=STEP),)), "steps.1"),
    ],
)
def test_each_plain_field(content, field):
    with pytest.raises(Refused) as error:
        check_plain(content)
    assert (error.value.code, error.value.field) == ("BRACES_IN_PLAIN_TEXT", field)


def test_one_brace_and_plain_words_are_fine():
    check_plain(msgspec.structs.replace(ITEM, summary="Een { of een }", keywords=("id",)))


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "text"])
def test_a_notice(field):
    notice = Notice.objects.create(**{"title": {"nl": "Storing"}, "text": {"nl": "Even wachten."}, field: {"nl": FACT}})
    with pytest.raises(Refused) as error:
        publish_notice(notice)
    assert (error.value.code, error.value.field) == ("BRACES_IN_PLAIN_TEXT", f"{field}.nl")
    assert Edition.objects.count() == 0
