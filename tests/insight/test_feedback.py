"""Feedback: a thumb from anybody, and a task for whoever writes the section."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from contenthub.actions.branches import library_branch, organisation_branch
from contenthub.insight.feedback import answer_feedback, check_answered, give_feedback, given_by, tasks
from contenthub.models import AuditRow, Feedback, Organisation
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel
from tests import world
from tests.insight.conftest import COSTS

INTRODUCTION = f"{world.PASSPORT}:introduction"


def give(said, **change):
    given = {"section": COSTS, "channel": Channel.WEBSITE, "helpful": False, "comment": "klopt niet, bel 06-12345678"}
    return give_feedback(said, **{**given, **change})


def editor(name, group):
    user = get_user_model().objects.create_user(name)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def branches(hub):
    library_branch("nl")
    for slug in ("waterrijk", "heideveld"):
        organisation_branch(Organisation.objects.get(pk=slug), "nl")


def test_it_belongs_to_whoever_has_the_last_word_in_the_section(said):
    assert give(said).organisation == "waterrijk"
    assert give(said, section=INTRODUCTION).organisation == ""
    row = Feedback.objects.first()
    assert (row.comment, row.reference, row.title) == ("klopt niet, bel …", said.reference, "Paspoort aanvragen")
    assert row.agent == ""


def test_a_thumb_alone_is_no_task(said, branches):
    give(said, helpful=True, comment="")
    assert not tasks(editor("w", "waterrijk-editors")).exists()


def test_a_task_is_answered_by_who_writes_it_and_the_agent_sees_the_reply(said, branches):
    waterrijk, heideveld, library = (
        editor("w", "waterrijk-editors"),
        editor("h", "heideveld-editors"),
        editor("l", "landelijk-editors"),
    )
    task, other = give(said, agent="agent"), give(said, section=INTRODUCTION, agent="agent")
    assert [list(tasks(user)) for user in (waterrijk, heideveld, library)] == [[task], [], [other]]
    with pytest.raises(Refused) as refused:
        answer_feedback(task, "Ja", user=heideveld)
    assert refused.value.code == "NOT_ALLOWED"
    with pytest.raises(Refused):
        answer_feedback(task, "  ", user=waterrijk)
    answer_feedback(task, "Dank, het is aangepast.", user=waterrijk)
    assert [row.reply for row in given_by("agent")] == ["Dank, het is aangepast.", ""]
    assert given_by("een ander") == []
    row = AuditRow.objects.get(verb="answer_feedback")
    assert (row.actor, row.organisation, row.note) == ("w", "waterrijk", COSTS)


def test_an_unanswered_task_comes_before_an_answered_one(said, branches):
    user = editor("w", "waterrijk-editors")
    first, second = give(said), give(said)
    answer_feedback(first, "Dank.", user=user)
    assert list(tasks(user)) == [second, first]


def test_only_of_what_was_said_and_of_a_section_of_it(said):
    with pytest.raises(Refused) as refused:
        check_answered("K7QF-2M9D-4TXR")
    assert refused.value.code == "UNKNOWN_REFERENCE"
    for section in (f"{world.PASSPORT}:term", f"{world.PASSPORT}:desk_memo", "kosten"):
        with pytest.raises(Refused) as refused:
            give(check_answered(said.reference), section=section)
        assert refused.value.code == "UNKNOWN_SECTION"
    assert Feedback.objects.count() == 0
