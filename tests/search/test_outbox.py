"""From the outbox to the index: at once, in any order of commits, again after a failure, and while it is made anew."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import msgspec
import pytest
from django.core.management import call_command
from django.utils import timezone

from contenthub.actions.publish_municipality import publish_municipality
from contenthub.actions.withdraw import retract_series
from contenthub.answering import ask
from contenthub.models import Consumer, Edition, Municipality, Organisation, OutboxRow
from contenthub.vocabulary import SectionKind, SectionMode
from search import indexing, outbox
from search.engines import Change, EngineAway
from search.finding import find
from tests import world
from tests.search.conftest import index
from tests.search.test_embedded import BICYCLE, NO_WORDS, found, world_sections


def differing(engine) -> tuple[str, ...]:
    return indexing.compare(engine, engine.serving()).items


def test_a_publish_and_a_withdrawal_are_found_at_the_next_look(hub):
    index(hub)
    world.product(title="Zwaluwbrief aanvragen")
    index(hub)
    assert found(hub, "zwaluwbrief") == ["Zwaluwbrief aanvragen"]
    retract_series(Edition.objects.filter(subject=world.PASSPORT).first().series, world.BY, local=False)
    index(hub)
    assert found(hub, "zwaluwbrief") == []
    assert differing(hub) == ()


def test_a_row_that_commits_late_is_not_passed_over(hub):
    generation = index(hub)
    world.product(title="Zwaluwbrief aanvragen")
    late = OutboxRow.objects.latest("pk")
    number = late.pk
    row = {"at": late.at, "edition": late.edition, "kind": late.kind, "subject": late.subject}
    late.delete()
    world.product(BICYCLE, slug="fiets", title="Fiets ophalen", sections=world_sections("Een fiets."))
    later = OutboxRow.objects.latest("pk")
    if later.pk == number:
        OutboxRow.objects.filter(pk=later.pk).delete()
        OutboxRow.objects.create(
            pk=number + 1, at=later.at, edition=later.edition, kind=later.kind, subject=later.subject
        )
    outbox.catch_up(hub, generation)
    assert found(hub, "zwaluwbrief") == []
    assert str(number) in Consumer.objects.get().missing
    OutboxRow.objects.create(pk=number, **row)
    outbox.catch_up(hub, generation)
    assert found(hub, "zwaluwbrief") == ["Zwaluwbrief aanvragen"]
    assert str(number) not in Consumer.objects.get().missing


def test_what_was_rolled_back_is_not_waited_for_for_ever(hub):
    generation = index(hub)
    old = (timezone.now() - 2 * outbox.LATE).isoformat()
    Consumer.objects.update(missing={"999999": old})
    world.product(title="Zwaluwbrief aanvragen")
    outbox.catch_up(hub, generation)
    assert Consumer.objects.get().missing == {}


def test_a_failure_of_the_index_stops_nothing_and_loses_nothing(hub, monkeypatch):
    generation = index(hub)

    def away(*_args):
        raise EngineAway("gone")

    monkeypatch.setattr(hub, "apply", away)
    world.product(title="Zwaluwbrief aanvragen")
    position = Consumer.objects.get().position
    with pytest.raises(EngineAway):
        outbox.catch_up(hub, generation)
    assert Consumer.objects.get().position == position
    assert Edition.objects.filter(subject=world.PASSPORT).count() == 2
    monkeypatch.undo()
    outbox.catch_up(hub, generation)
    assert found(hub, "zwaluwbrief") == ["Zwaluwbrief aanvragen"]


def test_who_writes_for_a_municipality_decides_whose_text_is_found(hub):
    world.local(
        organisation="waterrijk",
        sections={SectionKind.COSTS: (SectionMode.APPEND, world.text("Betaal met de knipkaart."))},
    )
    index(hub)
    Organisation.objects.get(pk="waterrijk").municipalities.add("GM9002")
    publish_municipality(Municipality.objects.get(pk="GM9002"), by=world.BY)
    assert found(hub, "knipkaart", "GM9002") == []
    index(hub)
    assert found(hub, "knipkaart", "GM9002") == ["Paspoort aanvragen"]
    assert differing(hub) == ()


def test_a_rebuild_takes_over_and_the_one_before_can_come_back(hub):
    first = index(hub)
    world.product(title="Zwaluwbrief aanvragen")
    out = StringIO()
    call_command("rebuild_search", "--words-only", stdout=out)
    second = hub.serving()
    assert (second > first, hub.generations()) == (True, [first, second])
    assert found(hub, "zwaluwbrief") == ["Zwaluwbrief aanvragen"]
    call_command("rebuild_search", "--back", stdout=out)
    assert hub.serving() == first
    # What was published since is there too.
    assert found(hub, "zwaluwbrief") == ["Zwaluwbrief aanvragen"]


def test_writes_during_a_rebuild_reach_both_indexes(hub, monkeypatch):
    first = index(hub)
    fill = indexing.fill

    def fill_while_others_publish(engine, generation, told=lambda done: None):
        count = fill(engine, generation, told)
        world.product(title="Zwaluwbrief aanvragen")
        world.product(BICYCLE, slug="fiets", title="Fiets ophalen", sections=world_sections("Een fiets."))
        return count

    monkeypatch.setattr("search.management.commands.rebuild_search.fill", fill_while_others_publish)
    call_command("rebuild_search", "--words-only", stdout=StringIO())
    second = hub.serving()
    outbox.catch_up(hub, first)
    assert second != first
    for generation in (first, second):
        assert indexing.compare(hub, generation).items == ()
    assert {item: digests for item, (_, digests) in hub.holds(first).items()} == {
        item: digests for item, (_, digests) in hub.holds(second).items()
    }


def test_reconciling_mends_what_is_missing_stale_and_left_over(hub):
    world.product(BICYCLE, slug="fiets", title="Fiets ophalen", sections=world_sections("Een fiets."))
    generation = index(hub)
    document = msgspec.structs.replace(next(iter(indexing.changes_for([world.PASSPORT]))).documents[0], id="gone:nl:", item="gone")
    hub.apply(
        generation, [Change(item=world.PASSPORT, version=10**6), Change(item="gone", version=1, documents=(document,))]
    )
    assert set(differing(hub)) == {world.PASSPORT, "gone"}
    OutboxRow.objects.create(pk=10**6 + 1, at=timezone.now(), edition=0, kind="topic", subject="x")
    out = StringIO()
    call_command("reconcile_search", stdout=out)
    assert "0 missing, 1 stale, 1 left over" in out.getvalue()
    assert differing(hub) == ()


def test_the_lag_is_told_until_it_is_caught_up(hub):
    from contenthub.operating.gauges import Gauges

    def lag() -> tuple[float, float]:
        told = {m.name: m.samples[0].value for m in Gauges().collect()}
        return told["contenthub_outbox_rows"], told["contenthub_outbox_lag_seconds"]

    index(hub)
    assert lag() == (0, 0)
    world.product(title="Zwaluwbrief aanvragen")
    OutboxRow.objects.filter(pk=OutboxRow.objects.latest("pk").pk).update(at=timezone.now() - dt.timedelta(hours=1))
    rows, seconds = lag()
    assert (rows, seconds >= 3600) == (1, True)
    index(hub)
    assert lag() == (0, 0)


def test_a_first_index_serves_words_until_nearly_all_vectors_are_there(hub, monkeypatch):
    monkeypatch.setattr("search.engines.nearness._FEW", 0)
    worker = outbox.Worker(hub)
    world.product(BICYCLE, slug="fiets", title="Fiets ophalen", sections=world_sections("Een fiets."))
    assert worker.add_vectors() == 0
    worker.turn()
    told = []
    for _ in range(3):
        told.append(find("fiets", ask("GM9001"), hub, NO_WORDS).engine)
        worker.add_vectors()
    assert told == [f"{hub.name} ({how})" for how in ("lexical", "lexical", "lexical + semantic")]


def test_what_was_just_published_is_found_first_before_its_vectors_are_there(hub):
    generation = index(hub)
    while hub.add_vectors(generation):
        pass
    world.product(BICYCLE, slug="fiets", title="Fiets ophalen", sections=world_sections("Een fiets."))
    index(hub)
    found_now = find("fiets ophalen", ask("GM9001"), hub, NO_WORDS)
    assert (found_now.hits[0].card.title, found_now.engine) == ("Fiets ophalen", f"{hub.name} (lexical + semantic)")


def test_an_index_of_which_nobody_knows_what_it_holds_is_made_anew(hub):
    """As after a restore, whose rows are others than those that were indexed."""
    first = index(hub)
    world.product(title="Zwaluwbrief aanvragen")
    Consumer.objects.all().delete()
    outbox.Worker(hub).turn()
    assert hub.serving() != first
    assert found(hub, "zwaluwbrief") == ["Zwaluwbrief aanvragen"]
    assert Consumer.objects.get().name == outbox.consumer_of(hub, hub.serving())
