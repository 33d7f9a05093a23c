"""Official names: what nothing here is about is known for it, anew when it is due, and nothing is claimed without a list."""

from __future__ import annotations

import os

import pytest
from django.core.management import call_command

from contenthub.answering import ask
from contenthub.models import UplName
from search import official, outbox, semantics
from search.confidence import in_scope, kind_of
from search.finding import find
from tests import world
from tests.search.conftest import index
from tests.search.test_embedded import NO_WORDS

NAMES = ("paspoort", "standplaatsvergunning", "leerlingenvervoer", "grofvuil", "kapvergunning")


@pytest.fixture
def listed(hub, monkeypatch):
    """The names are imported; there is no index yet."""
    monkeypatch.setattr(official, "FEW", 3)
    for number, name in enumerate(NAMES):
        UplName.objects.create(uri=f"http://standaarden.overheid.nl/owms/terms/{number}", name=name)
    return hub


@pytest.fixture
def named(listed):
    generation = index(listed)
    while listed.add_vectors(generation):
        pass
    assert official.refresh(listed, generation) is True
    return listed


def near(engine, text: str) -> tuple[float, ...]:
    asked = semantics.of_query(text)
    assert asked is not None
    return official.near(engine.folder, asked.typed)


def test_a_question_lies_near_a_name_that_is_served_or_near_one_that_is_not(named):
    unserved, served, *_ = near(named, "paspoort aanvragen")
    assert served > unserved + 0.1
    unserved, served, *_ = near(named, "wanneer wordt mijn oude bank opgehaald als grofvuil")
    assert unserved > served + 0.1


def test_a_near_miss_is_less_likely_to_have_an_answer_here(named):
    here = find("hoe vraag ik een paspoort aan", ask("GM9001"), named, NO_WORDS)
    missed = find("ik wil een boom kappen", ask("GM9001"), named, NO_WORDS)
    assert kind_of(here) == kind_of(missed) == "official" and len(here.named) == len(official.FEATURES)
    assert in_scope(here) > 0.8 > 0.3 > in_scope(missed)


def test_names_are_looked_at_again_for_another_list_another_index_or_an_hour_later(named):
    generation = named.serving()
    assert official.refresh(named, generation) is False
    UplName.objects.filter(name="kapvergunning").delete()
    assert official.refresh(named, generation) is True and official.refresh(named, generation) is False
    file = named.folder / "official.npz"
    an_hour_ago = file.stat().st_mtime - official.AGAIN.total_seconds()
    os.utime(file, (an_hour_ago, an_hour_ago))
    assert outbox.Worker(named).look_at_names() == 1
    call_command("rebuild_search")
    assert named.serving() != generation and official.refresh(named, named.serving()) is False


def test_the_first_index_of_all_is_made_where_names_were_imported_before(listed):
    call_command("rebuild_search")
    assert near(listed, "paspoort aanvragen")


def test_a_name_is_served_once_there_is_a_text_about_it(named):
    before, _, *_ = near(named, "boom kappen kapvergunning")
    world.product(
        "8f5c0f2e-0000-4000-8000-00000000000c", slug="kapvergunning", title="Kapvergunning", summary="Een boom kappen."
    )
    index(named)
    while named.add_vectors(named.serving()):
        pass
    call_command("run_outbox", once=True)
    (named.folder / "official.npz").unlink()
    assert official.refresh(named, named.serving()) is True
    unserved, served, *_ = near(named, "boom kappen kapvergunning")
    assert served == pytest.approx(before, abs=0.01) and unserved < served


def test_nothing_is_claimed_without_a_list_a_wheel_or_a_whole_file(named, monkeypatch):
    file = named.folder / "official.npz"
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    assert near(named, "paspoort") == ()
    monkeypatch.setattr(official, "FEW", len(NAMES) + 1)
    assert official.refresh(named, named.serving()) is True and not file.exists()
    assert near(named, "paspoort") == () and official.refresh(named, named.serving()) is False
    assert kind_of(find("paspoort", ask("GM9001"), named, NO_WORDS)) == "semantic"


def test_a_list_without_an_index_waits(db, engine):
    assert outbox.Worker(engine).look_at_names() == 0
