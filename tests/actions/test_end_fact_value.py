"""Ending a value of a fact: the layer below it has the word, and texts do not lose a value unasked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from contenthub.actions.append import By, cancel
from contenthub.actions.end_fact_value import end_fact_value
from contenthub.actions.fact_needs import texts_losing, texts_naming
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.answering import answer_item, ask
from contenthub.models import AuditRow, Edition, Fact, OutboxRow
from contenthub.resolving.content import Section
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, SectionKind, SectionMode
from tests import world

pytestmark = pytest.mark.django_db
KEY = "paspoort.kosten"
DAY = dt.timedelta(days=1)


@pytest.fixture
def places(db) -> None:
    for code, name in (("GM9001", "Waterrijk"), ("GM9002", "Heidestad")):
        world.organisation(name.lower(), world.municipality(code, name))


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Edition, AuditRow, OutboxRow))


def series(organisation: str = "", municipality: str = "") -> Series:
    return Series(EditionKind.FACT_VALUE, KEY, organisation, municipality)


def held(moment: dt.datetime | None = None, **layer: str) -> str | None:
    found = Edition.objects.holding(series(**layer), moment or timezone.now())
    return None if found is None else str(found.row().content.value.amount)


def answered(code: str = "GM9001") -> str | None:
    """What the channels are given to say."""
    fact = answer_item(world.PASSPORT, ask(code)).fact(KEY)
    return None if fact is None or fact.value is None else str(fact.value.amount)


def refused(**more: Any) -> Refused:
    before = counts()
    with pytest.raises(Refused) as caught:
        end_fact_value(KEY, by=By(actor="anna"), **more)
    assert counts() == before
    return caught.value


def test_an_ended_local_value_gives_the_word_to_the_layer_below(places):
    world.money_fact(KEY, "80")
    world.money_fact(KEY, "70", organisation="waterrijk")
    world.product()
    assert answered() == "70"
    before = counts()
    row = end_fact_value(KEY, organisation="waterrijk", by=By(actor="anna"))
    assert counts() == tuple(number + 1 for number in before)
    assert (row.state, row.content, row.published_by) == ("ended", {}, "anna")
    audit = AuditRow.objects.latest("pk")
    assert (audit.actor, audit.verb, audit.subject, audit.organisation) == ("anna", "end_fact_value", KEY, "waterrijk")
    assert (held(organisation="waterrijk"), held()) == (None, "80")
    assert answered() == "80"


def test_an_end_for_later_leaves_the_value_until_then_and_can_be_cancelled(places):
    world.money_fact(KEY, "80")
    row = end_fact_value(KEY, valid_from=timezone.now() + DAY)
    assert (held(), held(timezone.now() + 2 * DAY)) == ("80", None)
    cancel(row, by=By(actor="anna"))
    assert held(timezone.now() + 2 * DAY) == "80"


def test_a_value_that_waits_stays_and_begins(places):
    world.money_fact(KEY, "80")
    publish_fact_value(KEY, {"amount": "90"}, valid_from=timezone.now() + 2 * DAY)
    end_fact_value(KEY)
    assert (held(), held(timezone.now() + 3 * DAY)) == (None, "90")


def test_the_same_value_may_be_given_again_after_its_end(places):
    world.money_fact(KEY, "80")
    end_fact_value(KEY)
    assert publish_fact_value(KEY, {"amount": "80"}) is not None
    assert held() == "80"


def test_a_layer_without_a_value_has_nothing_to_end(places):
    world.money_fact(KEY, "80")
    assert refused(organisation="waterrijk").code == "NO_VALUE_TO_END"
    end_fact_value(KEY)
    assert refused().code == "NO_VALUE_TO_END"


def test_an_end_is_not_dated_back_and_has_an_offset(places):
    world.money_fact(KEY, "80")
    assert refused(valid_from=timezone.now() - DAY).code == "DATED_BACK"
    assert refused(valid_from=dt.datetime(2030, 1, 1)).code == "MOMENT_WITHOUT_OFFSET"
    assert held() == "80"


def test_texts_that_would_lose_the_value_are_named_and_hold_the_end_back(places):
    world.money_fact(KEY, "80")
    world.product(title="Paspoort aanvragen")
    wrong = refused()
    assert (wrong.code, wrong.field) == ("FACT_NEEDED", KEY)
    assert "Paspoort aanvragen" in str(wrong)
    assert held() == "80"
    end_fact_value(KEY, leaving_gaps=True)
    assert (held(), answered()) == (None, None)


def test_only_those_without_a_value_of_their_own_lose_it(places):
    world.money_fact(KEY, "80")
    world.money_fact(KEY, "70", organisation="waterrijk")
    world.product()
    [use] = texts_losing(series(), timezone.now())
    assert (use.title, use.place, use.key, use.municipalities) == ("Paspoort aanvragen", "COSTS", KEY, ("GM9002",))
    assert texts_losing(series("waterrijk"), timezone.now()) == []
    world.money_fact(KEY, "75", organisation="heidestad")
    assert texts_losing(series(), timezone.now()) == []
    end_fact_value(KEY)


def test_a_generic_text_that_a_local_one_replaces_loses_nothing(places):
    world.money_fact(KEY, "80")
    world.product()
    instead = {SectionKind.COSTS: (SectionMode.REPLACE, world.text("Bel ons."))}
    world.local(organisation="waterrijk", sections=instead)
    [use] = texts_losing(series(), timezone.now())
    assert use.municipalities == ("GM9002",)
    world.local(organisation="heidestad", sections=instead)
    assert texts_losing(series(), timezone.now()) == []


def test_a_text_that_begins_after_the_next_value_loses_nothing(places):
    world.money_fact(KEY, "80")
    publish_fact_value(KEY, {"amount": "90"}, valid_from=timezone.now() + 2 * DAY)
    world.product(valid_from=timezone.now() + 3 * DAY)
    assert texts_losing(series(), timezone.now()) == []
    world.product(language="en", title="Apply for a passport", valid_from=timezone.now() + DAY)
    assert [use.title for use in texts_losing(series(), timezone.now())] == ["Apply for a passport"]


def test_a_row_that_only_the_ended_tariff_has_is_lost(places):
    publish_fact(Fact.objects.create(key="rijbewijs.kosten", label={"nl": "Rijbewijs"}, type="TARIFF"))
    adult, child = ({"key": key, "label": {"nl": key}, "amount": "1"} for key in ("volwassen", "kind"))
    publish_fact_value("rijbewijs.kosten", {"rows": [adult]})
    publish_fact_value("rijbewijs.kosten", {"rows": [adult, child]}, organisation="waterrijk")
    costs = Section(blocks=world.text("{{rijbewijs.kosten.volwassen}}", "{{rijbewijs.kosten.kind}}"), owner="Team")
    world.product(sections={SectionKind.COSTS: costs})
    lost = texts_losing(Series(EditionKind.FACT_VALUE, "rijbewijs.kosten", "waterrijk", ""), timezone.now())
    assert [(use.key, use.municipalities) for use in lost] == [("rijbewijs.kosten.kind", ("GM9001",))]


def test_the_texts_that_say_a_detail_of_a_municipality(places):
    hours = Section(blocks=world.text("Wij zijn open: ", "{{gemeente.openingstijden}}"), owner="Team")
    world.product(sections={SectionKind.COSTS: hours})
    [use] = texts_naming("gemeente.openingstijden", "GM9001", timezone.now())
    assert (use.title, use.place, use.municipalities) == ("Paspoort aanvragen", "COSTS", ("GM9001",))
    assert texts_naming("gemeente.telefoon", "GM9001", timezone.now()) == []
