"""Synonyms of the editors: they work at the next question, are tried before they are saved, and are not for everybody."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from contenthub.actions.keep_synonyms import keep_synonyms, remove_synonyms
from contenthub.answering import ask
from contenthub.models import AuditRow, SynonymGroup
from contenthub.resolving.refusal import Refused
from search.finding import find
from search.words import synonyms
from tests import world
from tests.editorial.nouns import dutch
from tests.search.conftest import index


@pytest.fixture
def indexed(hub):
    index(hub)
    return hub


def by_words(engine, text: str) -> list[str]:
    return [hit.card.title for hit in find(text, ask("GM9001"), engine, synonyms()).hits if hit.words]


def test_a_group_works_at_the_next_question_until_it_is_removed(indexed):
    user = world.administrator()
    assert by_words(indexed, "reiskladje") == []
    group = keep_synonyms(SynonymGroup(), words=["Reiskladje "], meanings=["paspoort"], user=user)
    assert (group.words, by_words(indexed, "reiskladje")) == (["reiskladje"], ["Paspoort aanvragen"])
    keep_synonyms(group, words=["reisvodje"], meanings=["paspoort"], user=user)
    assert (by_words(indexed, "reiskladje"), by_words(indexed, "reisvodje")) == ([], ["Paspoort aanvragen"])
    remove_synonyms(group, user=user)
    assert by_words(indexed, "reisvodje") == []
    assert list(AuditRow.objects.filter(kind="synonyms").values_list("verb", "note")) == [
        ("keep_synonyms", "reiskladje → paspoort"),
        ("keep_synonyms", "reisvodje → paspoort"),
        ("remove_synonyms", "reisvodje → paspoort"),
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"words": []}, "NO_WORDS"),
        ({"words": ["a"], "meanings": [" "]}, "NO_WORDS"),
        ({"words": ["a"], "two_way": True}, "NO_WORDS"),
        ({"words": ["a"], "meanings": ["A"]}, "SAYS_NOTHING_NEW"),
        ({"words": ["a" * 61], "meanings": ["b"]}, "TOO_LONG"),
        ({"words": [str(n) for n in range(41)], "meanings": ["b"]}, "TOO_MANY"),
    ],
)
def test_a_group_that_cannot_be_right_is_refused(db, given, code):
    with pytest.raises(Refused) as refused:
        keep_synonyms(SynonymGroup(), user=world.administrator(), **given)
    assert (refused.value.code, SynonymGroup.objects.count(), AuditRow.objects.filter(kind="synonyms").count()) == (
        code,
        0,
        0,
    )


def test_who_does_not_publish_national_texts_changes_nothing(db):
    group = keep_synonyms(SynonymGroup(), words=["a"], meanings=["b"], user=world.administrator())
    nobody = get_user_model().objects.create_user("niemand")
    for write in (
        lambda: keep_synonyms(group, words=["x"], meanings=["y"], user=nobody),
        lambda: remove_synonyms(group, user=nobody),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert refused.value.code == "NOT_ALLOWED"
    assert SynonymGroup.objects.values_list("words", "meanings").get() == (["a"], ["b"])


def test_trying_shows_the_effect_and_saves_nothing_saving_saves(indexed):
    client = dutch(world.administrator())
    given = {
        "words": "reiskladje",
        "meanings": "paspoort",
        "question": "reiskladje",
        "municipality": "GM9001",
        "note": "",
    }
    shown = client.post(reverse("synonyms:add"), {**given, "try": "1"}).content.decode()
    assert "Wat er door deze synoniemen verandert" in shown and "Paspoort aanvragen</strong> (nieuw)" in shown
    assert SynonymGroup.objects.count() == 0
    client.post(reverse("synonyms:add"), given)
    (group,) = SynonymGroup.objects.all()
    assert (group.words, group.meanings) == (["reiskladje"], ["paspoort"])
    shown = client.get(reverse("synonyms:index")).content.decode()
    assert "reiskladje" in shown
    client.post(reverse("synonyms:edit", args=[group.pk]), {**given, "remove": "1"})
    assert SynonymGroup.objects.count() == 0


def test_a_wrong_group_is_told_beside_its_field(indexed):
    client = dutch(world.administrator())
    for extra in ({}, {"try": "1"}):
        given = {"words": "reiskladje", "meanings": "", "question": "x", "municipality": "GM9001", "note": "", **extra}
        shown = client.post(reverse("synonyms:add"), given).content.decode()
        assert "Geef minstens één woord dat teksten ervoor gebruiken" in shown
    assert SynonymGroup.objects.count() == 0
