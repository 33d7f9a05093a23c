"""Who follows a municipality that ended, and for how long its own texts may stay: refused with nothing written."""

from __future__ import annotations

import datetime as dt

import pytest

from contenthub.actions.publish_municipality import publish_municipality
from contenthub.models import AuditRow, Edition
from contenthub.resolving.refusal import Refused
from tests import world

pytestmark = pytest.mark.django_db

ENDED = dt.date(2024, 2, 29)


@pytest.fixture
def towns():
    """GM9001 follows GM9003, which ended on a leap day."""
    heir, former = world.municipality("GM9001", "Waterrijk"), world.municipality("GM9003", "Oud")
    former.ends_on = ENDED
    former.save()
    former.successors.set([heir])
    publish_municipality(former)
    return heir, former


def refused(town):
    before = Edition.objects.count(), AuditRow.objects.count()
    with pytest.raises(Refused) as error:
        publish_municipality(town)
    assert (Edition.objects.count(), AuditRow.objects.count()) == before
    return error.value.code, error.value.field


@pytest.mark.parametrize("until", [ENDED, dt.date(2026, 2, 28)])
def test_old_texts_may_stay_for_two_years(towns, until):
    heir, _ = towns
    heir.keeps_old_texts = {"GM9003": until.isoformat()}
    assert publish_municipality(heir).content["keeps_old_texts"] == {"GM9003": until.isoformat()}


@pytest.mark.parametrize("until", [dt.date(2026, 3, 1), dt.date(2024, 2, 28)])
def test_not_longer_and_not_from_before_the_end(towns, until):
    heir, _ = towns
    heir.keeps_old_texts = {"GM9003": until.isoformat()}
    assert refused(heir) == ("OLD_TEXTS_TOO_LONG", "GM9001.keeps_old_texts")


def test_an_end_that_makes_an_agreed_date_too_late(towns):
    heir, former = towns
    heir.keeps_old_texts = {"GM9003": "2026-02-28"}
    heir.save()
    publish_municipality(heir)
    former.ends_on = dt.date(2023, 12, 31)
    assert refused(former) == ("OLD_TEXTS_TOO_LONG", "GM9003.ends_on")


def test_a_code_that_is_not_there(towns):
    heir, _ = towns
    heir.keeps_old_texts = {"GM9999": "2026-01-01"}
    assert refused(heir) == ("UNKNOWN_MUNICIPALITY", "GM9001.keeps_old_texts")


def test_nobody_follows_itself(towns):
    heir, former = towns
    heir.keeps_old_texts = {"GM9001": "2026-01-01"}
    assert refused(heir) == ("SUCCEEDS_ITSELF", "GM9001.keeps_old_texts")
    heir.keeps_old_texts = {}
    heir.successors.set([former])
    assert refused(heir) == ("SUCCEEDS_ITSELF", "GM9001.successors")
