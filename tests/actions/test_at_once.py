"""What one transaction adds begins at one moment; a row that another writer added meanwhile is not overtaken."""

from __future__ import annotations

import datetime as dt

import pytest

from contenthub.actions.at_once import Turn, at_once
from contenthub.actions.publish_fact import publish_fact_value
from contenthub.models import Edition
from tests import world

pytestmark = pytest.mark.django_db


def begun() -> list[dt.datetime]:
    return list(Edition.objects.order_by("pk").values_list("valid_from", flat=True))


def test_text_and_amount_take_over_together():
    world.money_fact("paspoort.kosten", "86.85")
    before = len(begun())
    with at_once():
        world.product()
        with at_once():
            publish_fact_value("paspoort.kosten", {"amount": "99.00"}, by=world.BY)
    text, amount = begun()[before:]
    assert text == amount


def test_next_transaction_has_a_moment_of_its_own_also_after_a_refusal():
    world.money_fact("paspoort.kosten", "86.85")
    with pytest.raises(ZeroDivisionError), at_once():
        first = world.product().valid_from
        raise ZeroDivisionError
    assert world.product().valid_from > first


def test_of_one_series_the_later_row_counts_within_one_transaction():
    world.money_fact("paspoort.kosten", "86.85")
    with at_once():
        for amount in ("90.00", "95.00"):
            publish_fact_value("paspoort.kosten", {"amount": amount}, by=world.BY)
    held = Edition.objects.filter(kind="fact-value", subject="paspoort.kosten").in_force(dt.datetime.now(dt.UTC)).get()
    assert held.content["value"]["amount"] == "95.00"


def test_row_that_was_added_while_this_transaction_waited_comes_first():
    turn = Turn()
    mine = turn.moment(None)
    assert turn.moment(mine) == mine
    theirs = dt.datetime.now(dt.UTC)
    later = turn.moment(theirs)
    assert later > theirs > mine
    assert turn.moment(mine) == later
