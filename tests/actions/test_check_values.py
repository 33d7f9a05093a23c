"""A value fits the values beside it for as long as it holds, whichever of the two was published first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from contenthub.actions.append import append
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.models import Edition, Fact
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState
from tests.world import municipality, organisation

pytestmark = pytest.mark.django_db
KEY = "paspoort.kosten"
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _town() -> None:
    organisation("meer", municipality("GM9001", "Meer"))


def define(kind: str = "MONEY", *, maximum: bool = True, key: str = KEY) -> Fact:
    made = Fact.objects.create(key=key, label={"nl": "Kosten"}, type=kind, maximum=maximum)
    publish_fact(made)
    return made


def give(amount: str, **options: Any) -> Edition | None:
    currency = {"currency": options.pop("currency")} if "currency" in options else {}
    return publish_fact_value(KEY, {"amount": amount, **currency}, **options)


def refused(code: str, amount: str, **options: Any) -> Refused:
    before = Edition.objects.count()
    with pytest.raises(Refused) as error:
        give(amount, **options)
    assert (error.value.code, Edition.objects.count()) == (code, before)
    return error.value


def test_a_local_value_that_a_later_maximum_will_be_below() -> None:
    define()
    give("80")
    give("50", valid_from=timezone.now() + 30 * DAY)
    refused("ABOVE_MAXIMUM", "79", organisation="meer")
    assert give("50", organisation="meer") is not None


def test_a_local_value_that_is_lowered_in_time() -> None:
    define()
    later = timezone.now() + 30 * DAY
    give("80")
    give("50", valid_from=later)
    give("50", organisation="meer", valid_from=later)
    assert give("79", organisation="meer") is not None


def test_a_local_value_that_ends_in_time() -> None:
    define()
    later = timezone.now() + 30 * DAY
    give("80")
    give("50", valid_from=later)
    series = Series(EditionKind.FACT_VALUE, KEY, "meer")
    append(series, None, verb="end", valid_from=later, state=EditionState.ENDED)
    assert give("79", organisation="meer") is not None


def test_a_maximum_below_a_local_value() -> None:
    define()
    give("80")
    give("79", organisation="meer", municipality="GM9001")
    error = refused("ABOVE_MAXIMUM", "40")
    assert "GM9001 gives a higher amount" in error.message


def test_a_maximum_below_a_local_value_that_waits() -> None:
    define()
    give("80")
    give("79", organisation="meer", valid_from=timezone.now() + 30 * DAY)
    refused("ABOVE_MAXIMUM", "40", valid_from=timezone.now() + 10 * DAY)


def test_a_maximum_that_comes_after_the_local_value() -> None:
    define()
    give("79", organisation="meer")
    refused("ABOVE_MAXIMUM", "50")
    assert give("79") is not None


def test_an_amount_that_becomes_a_maximum_below_a_local_value() -> None:
    fact = define(maximum=False)
    give("50")
    give("79", organisation="meer")
    fact.maximum = True
    before = Edition.objects.count()
    with pytest.raises(Refused, match="meer gives a higher amount"):
        publish_fact(fact)
    assert Edition.objects.count() == before


def test_pounds_below_a_maximum_in_euros() -> None:
    define()
    give("80")
    refused("OTHER_CURRENCY", "79", organisation="meer", currency="GBP")


def test_a_maximum_in_pounds_above_euros() -> None:
    define()
    give("79", organisation="meer")
    refused("OTHER_CURRENCY", "90", currency="GBP")


def test_a_row_above_its_maximum_later() -> None:
    define("TARIFF")

    def rows(amount: str) -> dict[str, Any]:
        return {"rows": [{"key": "kind", "label": {"nl": "Kind"}, "amount": amount}]}

    publish_fact_value(KEY, rows("80"))
    publish_fact_value(KEY, rows("50"), valid_from=timezone.now() + 30 * DAY)
    before = Edition.objects.count()
    with pytest.raises(Refused) as error:
        publish_fact_value(KEY, rows("79"), organisation="meer")
    assert (error.value.field, Edition.objects.count()) == (f"{KEY}.kind", before)
