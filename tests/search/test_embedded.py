"""The embedded engine: filters, versions, tombstones, generations, and the mapping as it is committed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from contenthub.answering import ask
from contenthub.vocabulary import SectionKind, SectionMode
from search import outbox
from search.documents import documents_of
from search.dutch.synonyms import Synonyms
from search.engines import Change, EngineAway
from search.engines.mapping import MAPPING, written
from search.finding import find
from tests import world
from tests.search.conftest import index

NO_WORDS = Synonyms(())
BICYCLE = "8f5c0f2e-0000-4000-8000-000000000003"


def found(engine, text, code="GM9001", **options):
    asking = ask(
        code, **{k: v for k, v in options.items() if k in ("language", "moment", "for_agents", "may_see_future")}
    )
    filters = {k: v for k, v in options.items() if k in ("audience", "life_event")}
    hits = find(text, asking, engine, NO_WORDS, **filters).hits
    return [hit.card.title for hit in hits if hit.words]


def test_the_mapping_is_as_committed():
    assert MAPPING.read_text("utf-8") == written()


def test_an_item_is_found_by_its_title_and_by_its_text(hub):
    index(hub)
    assert found(hub, "paspoort") == ["Paspoort aanvragen"]
    assert found(hub, "gemeente") == ["Paspoort aanvragen"]
    assert found(hub, "fiets") == []


def test_a_hub_without_an_index_says_so(hub):
    with pytest.raises(EngineAway, match="rebuild_search"):
        find("paspoort", ask("GM9001"), hub, NO_WORDS)


def test_a_local_text_is_found_in_its_own_municipality_only(hub):
    world.local(
        organisation="waterrijk",
        sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Betaal met de knipkaart."))},
    )
    index(hub)
    assert found(hub, "knipkaart", "GM9001") == ["Paspoort aanvragen"]
    assert found(hub, "knipkaart", "GM9002") == []
    assert found(hub, "paspoort", "GM9002") == found(hub, "paspoort", "GM9001") == ["Paspoort aanvragen"]


def test_each_item_is_found_in_the_first_language_of_the_chain_that_it_has(hub):
    world.product(language="en", title="Apply for a passport")
    world.product(BICYCLE, slug="fiets", title="Gevonden fiets ophalen", sections=world_sections("Een fiets."))
    index(hub)
    assert found(hub, "passport", language="en") == ["Apply for a passport"]
    assert found(hub, "passport", language="nl") == []
    assert found(hub, "fiets", language="en") == ["Gevonden fiets ophalen"]


def test_a_scheduled_text_is_found_from_its_moment_on_without_a_job(hub):
    later = timezone.now() + dt.timedelta(days=2)
    world.product(title="Zwaluwbrief aanvragen", valid_from=later)
    index(hub)
    assert found(hub, "zwaluwbrief") == []
    moments = {"moment": later + dt.timedelta(seconds=1), "may_see_future": True}
    assert found(hub, "zwaluwbrief", **moments) == ["Zwaluwbrief aanvragen"]


def test_audience_and_life_event_narrow(hub):
    world.product(
        BICYCLE, slug="f", title="Paspoort voor bedrijven", audience=("BUSINESS",), life_events=("op-reis",),
        sections=world_sections("Een zwaluwbrief."),
    )  # fmt: skip
    index(hub)
    assert found(hub, "paspoort", audience="BUSINESS") == ["Paspoort voor bedrijven"]
    assert found(hub, "paspoort", life_event="op-reis") == ["Paspoort voor bedrijven"]
    assert found(hub, "paspoort", life_event="trouwen") == []


def test_an_exact_word_is_never_beaten_by_one_that_is_like_it(hub):
    world.product(BICYCLE, slug="paspop", title="Paspop huren", sections=world_sections("Een paspop voor kleding."))
    index(hub)
    assert found(hub, "paspop")[0] == "Paspop huren"
    assert found(hub, "paspoort") == ["Paspoort aanvragen"]
    assert found(hub, "pasport") == ["Paspoort aanvragen"]


def test_an_older_version_changes_nothing_and_doing_it_twice_changes_nothing(hub):
    generation = index(hub)
    held = dict(hub.holds(generation))
    version = held[world.PASSPORT][0]
    documents = tuple(documents_of([world.PASSPORT], timezone.now())[world.PASSPORT])
    hub.apply(generation, [Change(item=world.PASSPORT, version=version, documents=documents)])
    hub.apply(generation, [Change(item=world.PASSPORT, version=version - 1)])
    assert hub.holds(generation) == held
    assert found(hub, "paspoort") == ["Paspoort aanvragen"]


def test_a_tombstone_stays_against_an_older_version(hub):
    generation = index(hub)
    version = hub.holds(generation)[world.PASSPORT][0]
    documents = tuple(documents_of([world.PASSPORT], timezone.now())[world.PASSPORT])
    hub.apply(generation, [Change(item=world.PASSPORT, version=version + 1)])
    hub.apply(generation, [Change(item=world.PASSPORT, version=version, documents=documents)])
    assert found(hub, "paspoort") == []
    assert hub.holds(generation) == {world.PASSPORT: (version + 1, frozenset())}


def test_one_generation_serves_and_another_takes_over_in_one_step(hub):
    first = index(hub)
    world.product(title="Zwaluwbrief aanvragen")
    second = hub.create()
    outbox.start(hub, second)
    outbox.fill(hub, second)
    assert found(hub, "zwaluwbrief") == []
    hub.promote(second)
    assert found(hub, "zwaluwbrief") == ["Zwaluwbrief aanvragen"]
    hub.promote(first)
    assert found(hub, "zwaluwbrief") == []
    assert hub.generations() == [first, second]
    with pytest.raises(EngineAway, match="there is no index g9"):
        hub.promote("g9")


def world_sections(words: str):
    from contenthub.resolving.content import Section

    return {SectionKind.INTRODUCTION: Section(blocks=world.text(words), owner="Team")}
