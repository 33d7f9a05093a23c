"""One answer at every moment that it ever had: the same as the read side gives, in a number of queries that does not grow."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contenthub.actions.append import By, append, cancel
from contenthub.actions.end_fact_value import end_fact_value
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.actions.publish_notice import publish_notice
from contenthub.answering import answer_item, ask
from contenthub.answering.past import Past, past
from contenthub.models import Edition, Fact, Notice
from contenthub.resolving.content import Section
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, EditionState, SectionKind, SectionMode
from tests import world
from tests.clock import AMSTERDAM, Clock

pytestmark = pytest.mark.django_db
TICK = dt.timedelta(microseconds=1)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch, dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC))


@pytest.fixture
def places(clock):
    waterrijk, heideveld = world.municipality("GM9001", "Waterrijk"), world.municipality("GM9002", "Heideveld")
    world.organisation("linge", waterrijk, heideveld)
    world.organisation("waterrijk", waterrijk, order=1)
    world.organisation("heideveld", heideveld, order=1)
    world.money_fact("paspoort.kosten", "86.85")
    return waterrijk, heideveld


def of(code: str = "GM9001", language: str = "nl", **options) -> Past:
    return past(world.PASSPORT, code, language, now=options.pop("now", dt.datetime(2029, 1, 1, tzinfo=dt.UTC)), **options)


def read(code: str, moment: dt.datetime, language: str = "nl"):
    try:
        return answer_item(world.PASSPORT, ask(code, language=language, moment=moment, may_see_future=True))
    except Refused as refused:
        assert refused.code == "MOMENT_BEFORE_RECORDS"
        return None


def same_as_read(code: str, language: str = "nl") -> Past:
    """At each turn, and just before and after it; all but the next change, of which `past` knows more."""
    found = of(code, language)
    assert found.moments
    for moment in found.moments:
        for at in (moment - TICK, moment, moment + TICK):
            here, there = found.answer(at), read(code, at, language)
            assert (here and msgspec.structs.replace(here, next_change=None)) == (
                there and msgspec.structs.replace(there, next_change=None)), (code, at)
    return found


def notice(title: str, **fields) -> None:
    publish_notice(Notice.objects.create(title={"nl": title}, text={"nl": f"{title}."}, channels=["WEBSITE"], **fields),
                   by=world.BY)


def local_time(*moment: int, fold: int = 0) -> dt.datetime:
    return dt.datetime(*moment, tzinfo=AMSTERDAM, fold=fold)


def test_the_answer_is_that_of_the_read_side_at_every_moment(places, clock):
    waterrijk, _heideveld = places
    world.product()
    clock.set(2027, 4, 1, 9)
    world.local(organisation="waterrijk", sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Betaal met pin."))})
    clock.set(2027, 4, 2, 9)
    world.money_fact("paspoort.kosten", "80.00", organisation="linge")
    clock.set(2027, 4, 3, 9)
    world.money_fact("paspoort.kosten", "75.00", organisation="waterrijk", municipality="GM9001")
    clock.set(2027, 4, 4, 9)
    notice("Storing", begins_at=local_time(2027, 4, 5, 9), ends_at=local_time(2027, 4, 6, 9))
    clock.set(2027, 4, 7, 9)
    waterrijk.phone = "14 0999"
    waterrijk.save()
    publish_municipality(waterrijk, by=world.BY)
    clock.set(2027, 4, 8, 9)
    end_fact_value("paspoort.kosten", organisation="waterrijk", municipality="GM9001", by=world.BY)
    world.product(language="en", title="Applying for a passport")
    clock.set(2027, 4, 9, 9)
    edition = world.product(title="Paspoort")
    append(edition.series, None, verb="end", by=world.BY, state=EditionState.ENDED)
    for code in ("GM9001", "GM9002"):
        same_as_read(code)
    same_as_read("GM9001", "en")
    turns = same_as_read("GM9001").moments
    assert local_time(2027, 4, 5, 9) in turns and local_time(2027, 4, 6, 9) in turns


def test_two_switches_in_the_hour_that_comes_twice(places, clock):
    clock.set(2027, 10, 1, 9)
    world.product()
    twice = [local_time(2027, 10, 31, 2, 30, fold=fold) for fold in (0, 1)]
    for title, moment in zip(("Zomer", "Winter"), twice, strict=True):
        world.product(title=title, valid_from=moment.astimezone(dt.UTC))
    found = same_as_read("GM9001")
    assert [moment.astimezone(dt.UTC).hour for moment in found.moments[-2:]] == [0, 1]
    assert [found.answer(moment).title for moment in found.moments[-2:]] == ["Zomer", "Winter"]


@pytest.mark.parametrize(("date", "utc"), [((2027, 6, 30), 22), ((2027, 12, 31), 23)], ids=["summer", "winter"])
def test_a_day_with_other_hours_is_over_at_dutch_midnight(places, clock, date, utc):
    fact = Fact.objects.create(pk="balie.tijden", label={"nl": "Open"}, type="OPENING_HOURS")
    publish_fact(fact, by=world.BY)
    hours = {**world.NINE_TO_FIVE, "exceptions": [{"date": dt.date(*date).isoformat(), "closed": True}]}
    publish_fact_value("balie.tijden", hours, by=world.BY)
    world.product(sections={SectionKind.CONTACT: Section(blocks=world.text("Wij zijn open: ", "{{balie.tijden}}"))})
    last = same_as_read("GM9001").moments[-1]
    assert (last.astimezone(dt.UTC).hour, last.astimezone(AMSTERDAM).date()) == (utc, dt.date(*date) + dt.timedelta(days=1))
    found = of()
    assert found.answer(last - TICK).reference == read("GM9001", last - TICK).reference


def test_a_switch_at_new_year(places, clock):
    world.product()
    world.money_fact("paspoort.kosten", "90.00", valid_from=local_time(2028, 1, 1))
    found = same_as_read("GM9001")
    midnight = dt.datetime(2027, 12, 31, 23, tzinfo=dt.UTC)
    assert midnight in found.moments
    amounts = [str(found.answer(at).fact("paspoort.kosten").value.amount) for at in (midnight - TICK, midnight)]
    assert amounts == ["86.85", "90.00"]


def test_a_withdrawn_item(places, clock):
    edition = world.product()
    clock.set(2027, 4, 1, 9)
    gone = msgspec.structs.replace(edition.row().content, withdrawn=msgspec.convert({"reason": "Weg"}, _withdrawn()))
    append(edition.series, gone, verb="withdraw", by=By(), state=EditionState.WITHDRAWN)
    found = same_as_read("GM9001")
    assert found.answer(found.moments[-1]).withdrawal.reason == "Weg"


def _withdrawn():
    from contenthub.resolving.content import Withdrawn

    return Withdrawn


def test_a_municipality_that_merged_and_whose_texts_stayed_for_a_while(places, clock):
    _waterrijk, heideveld = places
    old = world.municipality("GM9003", "Oudveld", ends_on=dt.date(2027, 6, 30))
    world.organisation("oudveld", old, order=2)
    old.successors.add(heideveld)
    publish_municipality(old, by=world.BY)
    heideveld.keeps_old_texts = {"GM9003": "2027-12-31"}
    heideveld.save()
    publish_municipality(heideveld, by=world.BY)
    world.product()
    world.local(organisation="oudveld", sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Oude regel."))})
    world.local(organisation="heideveld", sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Nieuwe regel."))})
    found = same_as_read("GM9003")
    merged, over = local_time(2027, 7, 1), local_time(2028, 1, 1)
    assert {merged, over} <= set(found.moments)
    told = [found.answer(at) for at in (merged - TICK, merged, over)]
    assert [(each.contact.code, each.texts_of) for each in told] == [
        ("GM9003", "GM9003"), ("GM9002", "GM9003"), ("GM9002", "GM9002")]
    assert "Nieuwe regel" in str(told[-1].sections) and "Oude regel" not in str(told[-1].sections)


def test_what_waits_is_not_there_and_what_was_cancelled_never_was(places, clock):
    world.product()
    later = world.product(title="Straks", valid_from=local_time(2027, 9, 1))
    now = clock.set(2027, 4, 1, 9)
    assert len(of(now=now).moments) == 1 and "Straks" not in str(of(now=now).answer(local_time(2027, 10, 1)))
    assert of(now=now, sees=lambda edition: True).answer(local_time(2027, 10, 1)).title == "Straks"
    cancel(later, by=world.BY)
    assert of().moments == of(now=now).moments
    same_as_read("GM9001")


@pytest.mark.parametrize("code", ["GM0000", "", "\x00", "GM9002x"])
def test_a_municipality_that_nobody_knows_has_no_answer(places, code):
    world.product()
    found = of(code)
    assert [found.answer(moment) for moment in found.moments] == [None] * len(found.moments)


def test_nothing_lies_before_the_first_text(places, clock):
    notice("Altijd")
    clock.set(2027, 4, 1, 9)
    world.product()
    found = of()
    assert len(found.moments) == 1 and found.answer(found.moments[0] - TICK) is None


def test_notices_of_other_subjects_are_left_out(places):
    world.product()
    world.product("8f5c0f2e-0000-4000-8000-000000000002", slug="ander")
    notice("Ergens anders", scope={"items": ["8f5c0f2e-0000-4000-8000-000000000002"]})
    notice("Overal")
    assert sum(edition.kind == EditionKind.NOTICE for edition in of().editions.values()) == 1


def queries() -> int:
    with CaptureQueriesContext(connection) as captured:
        found = of()
        assert all(found.answer(moment) for moment in found.moments)
    return len(captured)


def test_the_number_of_queries_does_not_grow(places, clock):
    world.product()
    before, number = queries(), Edition.objects.count()
    for day in range(1, 29):
        clock.set(2027, 5, day, 9)
        world.product(title=f"Paspoort {day}")
        world.money_fact("paspoort.kosten", f"{60 + day}.00", organisation="linge")
        notice(f"Melding {day}")
    assert Edition.objects.count() == number + 84 and len(of().moments) > 84
    assert queries() == before <= 3


def test_a_cancelled_edition_of_a_municipality_does_not_seem_to_wait(places, clock):
    waterrijk, _heideveld = places
    world.product()
    waterrijk.phone = "14 0999"
    waterrijk.save()
    cancel(publish_municipality(waterrijk, by=world.BY, valid_from=local_time(2027, 9, 1)), by=world.BY)
    now = clock.set(2027, 4, 1, 9)
    found = of(now=now, sees=lambda edition: "waterrijk" in edition.content.get("organisations", ()))
    assert found.answer(local_time(2027, 10, 1)).contact.phone == "14 0123"
