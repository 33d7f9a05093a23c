"""What holds for every engine, and that both find the same: embedded, and a real Elasticsearch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.dutch import analyser
from search.dutch.synonyms import Synonyms, lay_words
from search.engines import Change, Engine, EngineAway, elastic_mapping
from search.engines.elastic import Elastic
from search.engines.embedded import Embedded
from search.query import Beginning, Filters, Query, Term
from search.semantics import of_query
from search.understanding import understand
from tests.search.corpus import MEMO, QUERIES, document, national
from tests.search.elasticsearch import elasticsearch

pytestmark = pytest.mark.elastic

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
HERE = Filters(municipality="GM9001", languages=("nl",), moment=NOW)
AGENT = Filters(municipality="GM9001", languages=("nl",), moment=NOW, agents=True)
CURATED = Synonyms(tuple(lay_words()))
# Enough to tell good from bad, and few enough to make their vectors in seconds.
MANY = 40


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with elasticsearch() as url:
        yield url


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("search")


@pytest.fixture(scope="module")
def both(server: str, folder: Path) -> dict[str, Any]:
    return {"embedded": Embedded(folder), "elasticsearch": Elastic(server, folder, prefix="tested")}


@pytest.fixture(params=["embedded", "elasticsearch"])
def engine(request: pytest.FixtureRequest, both: dict[str, Any]) -> Iterator[Engine]:
    """An engine with one empty generation that serves."""
    chosen = both[request.param]
    generation = chosen.create()
    chosen.promote(generation)
    yield chosen
    chosen.drop(generation)


def put(engine: Any, version: int, item: str, *documents: Any) -> None:
    engine.apply(engine.serving(), [Change(item=item, version=version, documents=documents)])
    while engine.add_vectors(engine.serving(), 10):
        pass


def terms(engine: Engine, text: str) -> Any:
    return understand(text, CURATED, engine).terms


def stems_of(text: str) -> list[str]:
    return analyser.stems(text)


def meant(text: str) -> Any:
    asked = of_query(text)
    assert asked is not None
    return asked.vector


def found(engine: Engine, text: str, filters: Filters = HERE) -> list[str]:
    return [match.document for match in engine.matching(Query(terms=terms(engine, text), filters=filters), 10).found]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """A failure tells what was found, without a line for each request."""
    caplog.set_level("WARNING", logger="elastic_transport.transport")


def near(engine: Engine, text: str, filters: Filters = HERE) -> list[str]:
    return [one.document for one in engine.nearest(meant(text), filters, 10)]


def test_what_is_written_is_found_at_once_and_has_its_card(engine):
    one = document("a", "Hond aanmelden", "U betaalt hondenbelasting.", audience=("RESIDENT",))
    put(engine, 1, "a", one)
    assert found(engine, "hond") == near(engine, "hond") == [one.id]
    card = engine.cards([one.id, "nothing"])[one.id]
    assert (card.title, card.item, card.audience) == ("Hond aanmelden", "a", ("RESIDENT",))


def test_a_newer_version_takes_the_place_of_all_that_the_item_had(engine):
    put(engine, 1, "a", document("a", "Hond", "Eerst."), document("a", "Dog", "First.", language="en"))
    new = document("a", "Kat", "Nu.")
    put(engine, 2, "a", new)
    assert found(engine, "hond") == [] and found(engine, "kat") == [new.id]
    assert found(engine, "dog", Filters(municipality="GM9001", languages=("en",), moment=NOW)) == []
    assert engine.holds(engine.serving()) == {"a": (2, frozenset({new.digest}))}


def test_an_older_version_changes_nothing_also_after_a_tombstone(engine):
    put(engine, 3, "a", document("a", "Kat", "Nu."))
    put(engine, 2, "a", document("a", "Hond", "Eerder."))
    assert found(engine, "kat") and not found(engine, "hond")
    put(engine, 4, "a")
    put(engine, 3, "a", document("a", "Kat", "Nu."))
    assert not found(engine, "kat") and not near(engine, "kat")
    assert engine.holds(engine.serving()) == {"a": (4, frozenset())}


def test_doing_it_twice_changes_nothing(engine):
    for _ in range(2):
        put(engine, 1, "a", document("a", "Kat", "Nu."))
    assert len(found(engine, "kat")) == 1


def test_a_generic_document_gives_way_to_a_municipality_s_own(engine):
    generic = document("a", "Afval", "Grijze container.", excluded=("GM9001",))
    own = document("a", "Afval", "Grijze container en zakken.", served=("GM9001",))
    put(engine, 1, "a", generic, own)
    elsewhere = Filters(municipality="GM9002", languages=("nl",), moment=NOW)
    assert found(engine, "container") == near(engine, "container") == [own.id]
    assert found(engine, "container", elsewhere) == near(engine, "container", elsewhere) == [generic.id]


def test_a_document_counts_in_the_first_language_of_the_chain_that_its_item_has(engine):
    dutch = document("a", "Paspoort", "Aanvragen.", languages=("en", "nl"))
    english = document("a", "Passport", "Apply for paspoort.", language="en", languages=("en", "nl"))
    put(engine, 1, "a", dutch, english)
    chain = Filters(municipality="GM9001", languages=("en", "nl"), moment=NOW)
    assert found(engine, "paspoort", chain) == [english.id]
    assert found(engine, "paspoort") == [dutch.id]
    assert found(engine, "paspoort", Filters(municipality="GM9001", languages=("tr", "nl"), moment=NOW)) == [dutch.id]


def test_a_window_has_its_begin_and_not_its_end(engine):
    turn = NOW + dt.timedelta(days=1)
    before = document("a", "Paspoort", "Nu.", valid_until=turn)
    put(engine, 1, "a", before)
    put(engine, 1, "b", document("b", "Paspoort", "Straks.", valid_from=turn))
    at = Filters(municipality="GM9001", languages=("nl",), moment=turn)
    just = Filters(municipality="GM9001", languages=("nl",), moment=turn - dt.timedelta(milliseconds=1))
    assert found(engine, "paspoort") == found(engine, "paspoort", just) == near(engine, "paspoort", just) == [before.id]
    assert found(engine, "paspoort", at) == near(engine, "paspoort", at) == ["b:nl:*"]


@pytest.mark.parametrize("asked", ["kanariegeel", "onderste lade", MEMO])
def test_internal_text_is_found_by_agents_only(engine, asked):
    with_memo = document("a", "Uitrit", "Vraag toestemming.", memo=MEMO)
    put(engine, 1, "a", with_memo)
    assert found(engine, asked) == []
    assert [one.section for one in engine.nearest(meant(asked), HERE, 10)] != ["a:desk-memo"]
    assert found(engine, asked, AGENT) == [with_memo.id]
    assert {one.section for one in engine.nearest(meant(asked), AGENT, 10)} == {"a:desk-memo"}
    assert "lade" not in str(engine.cards([with_memo.id]))


def test_internal_text_counts_in_nothing_that_others_see(engine):
    def told() -> Any:
        matches = engine.matching(Query(terms=terms(engine, "toestemming lade"), filters=HERE), 10)
        nearest = engine.nearest(meant(MEMO), HERE, 10)
        return (matches.total, [match.document for match in matches.found],
                [(one.document, one.section, round(one.best, 3), round(one.second, 3), round(one.third, 3), round(one.about, 3)) for one in nearest])

    put(engine, 1, "a", document("a", "Uitrit", "Vraag toestemming."))
    without = told()
    put(engine, 2, "a", document("a", "Uitrit", "Vraag toestemming.", memo=MEMO))
    assert told() == without


def test_a_generation_is_filled_beside_the_one_that_serves_and_can_be_gone_back_to(engine):
    put(engine, 1, "a", document("a", "Kat", "Oud."))
    old, new = engine.serving(), engine.create()
    engine.apply(new, [Change(item="b", version=1, documents=(document("b", "Hond", "Nieuw."),))])
    assert found(engine, "kat") and not found(engine, "hond")
    engine.promote(new)
    assert engine.serving() == new and found(engine, "hond") and not found(engine, "kat")
    engine.promote(old)
    assert found(engine, "kat")
    engine.drop(new)
    assert new not in engine.generations() and old in engine.generations()


def test_what_it_knows_of_words_is_of_public_texts_alone(engine):
    one = document("a", "Hond aanmelden", "U betaalt hondenbelasting.", memo=MEMO, keywords=("viervoeter",))
    put(engine, 1, "a", one, document("a", "Dog", "Pay dog tax.", language="en"))
    assert engine.known(["hond", "viervoeter", "kanariegeel", "kat", "dog"]) == {"hond", "viervoeter", "dog"}
    stems = {stem for text in ("hond", "lade", "tax") for stem in stems_of(text)}
    assert engine.says(one.id, stems) == set(stems_of("hond")) and engine.says("nothing", stems) == frozenset()
    rarity = engine.rarity(stems)
    assert rarity[stems_of("lade")[0]] == max(rarity.values()) > rarity[stems_of("hond")[0]]


def test_a_misspelled_word_is_told_from_names_that_there_are(engine):
    put(engine, 1, "a", document("a", "Rijbewijs verlengen", "Op het stadhuis.", memo="Kanariegeel"))
    put(engine, 1, "b", document("b", "Paspoort", "Op het gemeentehuis."))
    assert engine.nearest_word("rijbewjis") == "rijbewijs" and engine.nearest_word("pasport") == "paspoort"
    assert engine.nearest_word("kanariegel") == "" and engine.nearest_word("zwaluw") == ""
    put(engine, 2, "b")
    assert engine.nearest_word("pasport") == ""


def test_names_are_found_by_how_they_begin(engine):
    one = document("a", "Rijbewijs verlengen", "Op het stadhuis.", phrasings=("Mijn roze pasje verloopt",))
    put(engine, 1, "a", one)
    put(engine, 1, "b", document("b", "Paspoort", "Rijbewijs.", memo="Rijlaarzen"))

    def begun(*words: str) -> list[str]:
        return engine.beginning(Beginning(words=words[:-1], last=words[-1], filters=AGENT), 10)

    assert begun("rijb") == begun("ro", "pas") == begun("verl") == [one.id]
    assert begun("stad") == begun("rijl") == []


def test_an_item_lies_nowhere_until_its_vectors_are_made(engine, monkeypatch):
    monkeypatch.setattr("search.engines.nearness._FEW", 0)
    # Vectors are kept by text, so these are texts that no other test and no other engine has.
    one = document("a", f"Ooievaar {engine.name}", f"Een vogel die bij {engine.name} nog nergens ligt.")
    engine.apply(engine.serving(), [Change(item="a", version=1, documents=(one,))])
    assert near(engine, "ooievaar") == [] and not engine.cards([one.id])[one.id].placed
    assert engine.add_vectors(engine.serving(), 10) == 1 and engine.add_vectors(engine.serving(), 10) == 0
    assert near(engine, "ooievaar") == [one.id] and engine.cards([one.id])[one.id].placed
    assert engine.holds(engine.serving()) == {"a": (1, frozenset({one.digest}))}


def test_of_two_workers_on_a_machine_one_works(engine):
    with engine.working("words") as mine, engine.working("words") as other, engine.working("vectors") as another:
        assert (mine, other, another) == (True, False, True)


def test_an_index_of_another_version_does_not_serve(engine, monkeypatch):
    put(engine, 1, "a", document("a", "Kat", "Nu."))
    engine._made.clear()
    for module in ("embedded", "elastic"):
        monkeypatch.setattr(f"search.engines.{module}.fingerprint", lambda: "another")
    with pytest.raises(EngineAway, match="another version"):
        engine.serving()
    engine._made.clear()


def test_without_an_index_or_a_server_it_is_away(tmp_path: Path, server: str):
    query = Query(terms=(Term(words=(("kat", 1.0),)),), filters=HERE)
    for engine in (Embedded(tmp_path), Elastic(server, tmp_path, prefix="nowhere"), Elastic("http://127.0.0.1:9", tmp_path)):
        for ask in (engine.serving, lambda e=engine: e.matching(query, 1), lambda e=engine: e.cards(["a"]),
                    lambda e=engine: e.apply("g000009", [Change(item="a", version=1)])):
            with pytest.raises(EngineAway):
                ask()


def test_mapping_is_the_committed_one():
    written = elastic_mapping.COMMITTED.read_text("utf-8")
    assert written == elastic_mapping.committed(), "write it anew with manage.py write_search_mapping"


def test_both_find_the_same(both):
    """The tolerance: nine of ten of the first three by words, and of the ten nearest, are the same; so is every total."""
    documents = national()[:MANY]
    for engine in both.values():
        generation = engine.create()
        engine.apply(generation, [Change(item=each.item, version=1, documents=(each,)) for each in documents])
        engine.promote(generation)
        while engine.add_vectors(generation, 50):
            pass
    same = {"first": 0, "three": 0, "near": 0}
    for text in QUERIES:
        understood = [terms(engine, text) for engine in both.values()]
        assert understood[0] == understood[1], text
        query = Query(terms=understood[0], filters=HERE)
        one, other = (engine.matching(query, 3) for engine in both.values())
        assert one.total == other.total, text
        firsts = [[match.document for match in each.found] for each in (one, other)]
        same["first"] += firsts[0][:1] == firsts[1][:1]
        same["three"] += len({*firsts[0]} & {*firsts[1]}) / max(len(firsts[0]), 1) if one.total else 1
        nearest = [engine.nearest(meant(text), HERE, 10) for engine in both.values()]
        same["near"] += len({n.document for n in nearest[0]} & {n.document for n in nearest[1]}) / 10
        assert nearest[0][0].document == nearest[1][0].document and nearest[0][0].section == nearest[1][0].section, text
        for name in ("best", "second", "third", "about"):
            assert abs(getattr(nearest[0][0], name) - getattr(nearest[1][0], name)) < 0.01, (text, name)
    assert {name: count / len(QUERIES) >= 0.9 for name, count in same.items()} == dict.fromkeys(same, True), same
