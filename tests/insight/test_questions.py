"""Questions asked: kept where the municipality says so, for 30 days, and told to editors."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from contenthub.actions.branches import library_branch, organisation_branch
from contenthub.insight import questions
from contenthub.insight.contacts import register_contact
from contenthub.insight.questions import keep_question, misses, municipalities_of, never_found, not_covered
from contenthub.models import AskedQuestion, Contact, Feedback, Municipality, Organisation, PreparedAnswer, SwitchCode
from contenthub.vocabulary import Channel, ContactOutcome
from tests import world
from tests.insight.conftest import COSTS
from tests.insight.test_feedback import give


@pytest.fixture
def keeps(hub):
    Municipality.objects.filter(pk="GM9001").update(keeps_questions=True)


def asked(text, *, good=False, municipality="GM9001", items=()):
    return keep_question(municipality, text, channel=Channel.CHAT, items=items, good=good)


def test_nothing_is_kept_unless_the_municipality_says_so(keeps):
    assert asked("me pas is gejat") and not asked("me pas is gejat", municipality="GM9002")
    assert [row.municipality_id for row in AskedQuestion.objects.all()] == ["GM9001"]


def test_names_and_numbers_are_not_kept(keeps):
    asked("Ik ben Jan de Vries, BSN 123456782, kwijt")
    assert AskedQuestion.objects.get().text == "ik ben …, bsn …, kwijt"


def test_misses_are_counted_and_the_most_frequent_stands_first(keeps):
    asked("zwaluwbrief")
    asked("Me pas is gejat", items=["a", "b"])
    asked("me  pas is gejat", items=["c"])
    asked("paspoort", good=True)
    asked("elders", municipality="GM9002")
    found = misses(["GM9001"])
    assert [(one.text, one.times, one.items) for one in found] == [
        ("me pas is gejat", 2, ("c",)),
        ("zwaluwbrief", 1, ()),
    ]


def test_what_is_older_than_thirty_days_is_told_no_more_and_goes(keeps):
    asked("zwaluwbrief")
    AskedQuestion.objects.update(at=timezone.now() - questions.KEPT - dt.timedelta(minutes=1))
    assert misses(["GM9001"]) == []
    call_command("tidy_up")
    assert not AskedQuestion.objects.exists()


def test_what_was_not_covered_says_what_was_missing(said):
    for outcome in ContactOutcome:
        register_contact(
            municipality="GM9001",
            channel=Channel.PHONE,
            question=outcome.value,
            sections=[COSTS],
            outcome=outcome,
            missing="de prijs",
        )
    found = not_covered(["GM9001"])
    assert {(one.question, one.missing, one.items) for one in found} == {
        ("PARTLY", "de prijs", (world.PASSPORT,)),
        ("NOT_COVERED", "de prijs", (world.PASSPORT,)),
    }
    assert not_covered(["GM9002"]) == []


def test_items_that_nobody_finds(keeps):
    other = "8f5c0f2e-0000-4000-8000-0000000000b1"
    world.product(other, slug="fiets", title="Fiets ophalen")
    assert never_found("GM9001") == []
    asked("paspoort", items=[world.PASSPORT], good=True)
    assert [(one.item, one.title, one.kind) for one in never_found("GM9001")] == [(other, "Fiets ophalen", "product")]


def test_an_editor_sees_those_of_the_municipalities_they_write_for(hub):
    library_branch("nl")
    organisation_branch(Organisation.objects.get(pk="waterrijk"), "nl")
    for name, group, seen in (
        ("w", "waterrijk-editors", ["GM9001"]),
        ("l", "landelijk-editors", ["GM9002", "GM9001"]),
    ):
        user = get_user_model().objects.create_user(name)
        user.groups.add(Group.objects.get(name=group))
        assert [town.pk for town in municipalities_of(user)] == seen
    assert not municipalities_of(get_user_model().objects.create_user("niemand")).exists()


def test_tidying_up_takes_what_is_past_its_time_and_nothing_else(said, keeps, settings):
    now = timezone.now()
    old = now - dt.timedelta(days=settings.INSIGHT_RETENTION_DAYS + 1)
    give(said), give(said), give(said, comment="")
    waiting, answered, thumb = Feedback.objects.order_by("pk")
    Feedback.objects.update(at=old)
    Feedback.objects.filter(pk=answered.pk).update(answered_at=old)
    for at in (now, old):
        register_contact(municipality="GM9001", channel=Channel.PHONE, question="x", outcome=ContactOutcome.ANSWERED)
        Contact.objects.filter(pk=Contact.objects.latest("at").pk).update(at=at)
    for key, made_at in (("a" * 64, now), ("b" * 64, now - dt.timedelta(days=1, minutes=1))):
        PreparedAnswer.objects.create(key=key, body=b"", meta="", scopes="[]", made_at=made_at)
    SwitchCode.objects.create(pk="a" * 64, sealed="", expires_at=now - dt.timedelta(seconds=1))
    call_command("tidy_up")
    assert [row.pk for row in Feedback.objects.all()] == [waiting.pk]
    assert Contact.objects.count() == PreparedAnswer.objects.count() == 1
    assert not SwitchCode.objects.exists()
