"""The demo comes in along the ordinary verbs; a second time nothing happens; what is wrong is refused with its file."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from contenthub.exchange.demo import PASSWORD, USER, load_demo
from contenthub.exchange.demo_rows import moment_of
from contenthub.exchange.ledger import id_of
from contenthub.exchange.report import Outcome, Report
from contenthub.models import Edition, Municipality, Notice, ProductPage
from contenthub.resolving.content import ItemContent, LifeEventContent, LocalContent
from contenthub.vocabulary import Channel, Offered, SectionKind
from tests.exchange.small_demo import SmallDemo

pytestmark = pytest.mark.django_db
AMSTERDAM = zoneinfo.ZoneInfo("Europe/Amsterdam")
RECORDS = 13


@pytest.fixture
def small(tmp_path: Path) -> SmallDemo:
    return SmallDemo(tmp_path)


def load(demo: SmallDemo, **options: Any) -> Report:
    report = Report("load_demo")
    load_demo(report, folder=demo.folder, **options)
    return report


def counted(report: Report) -> tuple[int, ...]:
    return tuple(report.counts().values())


def newest(kind: str, subject: str, **scope: str) -> Any:
    row = Edition.objects.filter(kind=kind, subject=subject, **scope).order_by("number").last()
    assert row is not None
    return row.row().content


def test_everything_comes_in_and_twice_changes_nothing(small: SmallDemo) -> None:
    first = load(small)
    assert counted(first) == (RECORDS, 0, 0, 0, 0), list(first.lines())
    editions = Edition.objects.count()
    assert counted(load(small)) == (0, 0, RECORDS, 0, 0)
    again = load(small, again=True)
    assert [entry.what for entry in again.of(Outcome.CHANGED)] == ["dicht"]
    assert Edition.objects.count() == editions + 1


def test_a_product_says_what_its_file_says_in_each_language(small: SmallDemo) -> None:
    load(small)
    dutch: ItemContent = newest("item", id_of("product", "paspoort"), language="nl", organisation="")
    english: ItemContent = newest("item", id_of("product", "paspoort"), language="en", organisation="")
    assert (dutch.title, english.title, dutch.slug, english.slug) == (
        "Paspoort",
        "Paspoort (en)",
        "paspoort",
        "paspoort",
    )
    assert dutch.related == (id_of("product", "pas"),) and dutch.life_events == (id_of("life-event", "op-reis"),)
    assert dutch.sections[SectionKind.OBJECTION].law and dutch.sections[SectionKind.OBJECTION].legal_source is not None
    assert list(dutch.sections[SectionKind.COSTS].wordings) == [Channel.CHAT]
    assert [(route.channel, route.designated) for route in dutch.routes] == [
        (Channel.COUNTER, False),
        (Channel.WEBSITE, True),
        (Channel.LETTER, False),
    ]
    assert [upl.name for upl in dutch.upls] == ["paspoort"]


def test_a_rule_without_words_in_a_language_is_left_out_there_and_noted(small: SmallDemo) -> None:
    report = load(small)
    assert [rule.id for rule in newest("item", id_of("product", "paspoort"), language="en", organisation="").rules] == [
        "jong"
    ]
    assert "en: no words for the rules zelf" in [entry.note for entry in report.entries]


def test_questions_journeys_and_local_versions_refer_to_their_items(small: SmallDemo) -> None:
    load(small)
    question: ItemContent = newest("item", id_of("question", "kosten"))
    assert (question.product, question.question) == (id_of("product", "paspoort"), "Wat kost een paspoort?")
    event: LifeEventContent = newest("life-event", id_of("life-event", "op-reis"), language="en")
    assert [(step.id, step.title, step.items) for step in event.steps] == [
        ("vraag-aan", "Apply", (id_of("product", "paspoort"),))
    ]
    local: LocalContent = newest("item", id_of("product", "pas"), organisation="gm9001")
    assert (local.offered, local.falls_under) == (Offered.UNDER, id_of("product", "paspoort"))


def test_a_value_takes_over_next_january_and_generic_ones_come_first(small: SmallDemo) -> None:
    load(small)
    rows = Edition.objects.filter(kind="fact-value", subject="paspoort.kosten").order_by("organisation", "number")
    assert [(row.organisation, row.content["value"]["amount"]) for row in rows] == [
        ("", "86.85"),
        ("gm9001", "80.00"),
        ("gm9001", "82.00"),
    ]
    begins = rows[2].valid_from.astimezone(AMSTERDAM)
    assert (begins.month, begins.day, begins.hour, begins.minute) == (1, 1, 0, 0)
    assert begins.year == timezone.now().astimezone(AMSTERDAM).year + 1


@pytest.mark.parametrize("offered", ["no", False])
def test_a_bare_no_means_not_offered(small: SmallDemo, offered: Any) -> None:
    small.add("local/GM9001/pas.yaml", {"item": "pas", "offered": offered, "explanation": {"nl": "Ga elders heen."}})
    assert counted(load(small))[4] == 0
    assert newest("item", id_of("product", "pas"), organisation="gm9001").offered == Offered.NO


def test_a_shared_organisation_speaks_for_all_it_serves_and_the_own_one_has_the_last_word(small: SmallDemo) -> None:
    small.add(
        "organisations.yaml",
        [
            {"id": "gm9001", "name": "Gemeente", "serves": ["GM9001"]},
            {"id": "zz-samen", "name": "Samen", "serves": ["GM9001", "GM9002"]},
        ],
    )
    small.add(
        "municipalities.yaml",
        [
            *small.files["municipalities.yaml"],
            {**small.files["municipalities.yaml"][0], "code": "GM9002", "name": "Heide", "slug": "heide"},
        ],
    )
    small.add(
        "local/zz-samen/paspoort.yaml",
        {"item": "paspoort", "nl": {"sections": {"COSTS": {"mode": "prepend", "text": "Samen."}}}},
    )
    assert counted(load(small))[4] == 0
    assert newest("municipality", "GM9001").organisations == ("zz-samen", "gm9001")


def test_an_ended_municipality_finds_its_successor_whatever_the_order(small: SmallDemo) -> None:
    old = {
        **small.files["municipalities.yaml"][0],
        "code": "GM9000",
        "name": "Oud",
        "slug": "oud",
        "ends_on": dt.date(2025, 12, 31),
        "successors": ["GM9001"],
    }
    small.add("municipalities.yaml", [old, *small.files["municipalities.yaml"]])
    assert counted(load(small))[4] == 0
    assert newest("municipality", "GM9000").successors == ("GM9001",)


def test_what_an_editor_changed_is_left_alone_until_the_file_changes(small: SmallDemo) -> None:
    load(small)
    page = ProductPage.objects.get(public_slug="pas", locale__language_code="nl")
    page.title = "Andere pas"
    page.save_revision().publish()
    load(small)
    assert newest("item", id_of("product", "pas"), language="nl", organisation="").title == "Andere pas"
    small.change("products/pas.yaml", ("nl", "title"), "Nieuwe pas")
    assert [entry.what for entry in load(small).of(Outcome.CHANGED)] == ["pas"]
    assert newest("item", id_of("product", "pas"), language="nl", organisation="").title == "Nieuwe pas"


def test_a_run_that_was_refused_goes_on_where_it_was(small: SmallDemo) -> None:
    small.change("products/pas.yaml", ("nl", "sections", "COSTS"), "{{geen.feit}}")
    first = load(small)
    assert [entry.what for entry in first.of(Outcome.REFUSED)] == ["pas", "pas"]
    small.change("products/pas.yaml", ("nl", "sections", "COSTS"), "Gratis.")
    assert counted(load(small)) == (2, 0, RECORDS - 2, 0, 0)


def test_two_thousand_facts_in_one_text_are_no_trouble(small: SmallDemo) -> None:
    rows = [{"key": f"rij-{n}", "label": {"nl": f"Rij {n}"}, "amount": str(n)} for n in range(2000)]
    small.add(
        "facts/veel.yaml",
        [
            {
                "key": "feit.veel",
                "type": "TARIFF",
                "label": {"nl": "Veel"},
                "values": [{"who": "generic", "value": {"rows": rows}}],
            }
        ],
    )
    small.change(
        "products/pas.yaml", ("nl", "sections", "COSTS"), "\n\n".join(f"{{{{feit.veel.rij-{n}}}}}" for n in range(2000))
    )
    assert counted(load(small)) == (RECORDS + 1, 0, 0, 0, 0)
    assert (
        len(newest("item", id_of("product", "pas"), language="nl", organisation="").sections[SectionKind.COSTS].blocks)
        == 2000
    )


def test_the_administrator_is_made_in_development_only(small: SmallDemo, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo", "--folder", str(small.folder))
    assert not get_user_model().objects.filter(username=USER).exists()
    with override_settings(DEBUG=True):
        call_command("load_demo", "--folder", str(small.folder))
        call_command("load_demo", "--folder", str(small.folder))
    user = get_user_model().objects.get(username=USER)
    assert user.check_password(PASSWORD) and user.is_superuser
    assert capsys.readouterr().out.count("made the administrator") == 1


def test_a_dry_run_keeps_nothing_at_all(small: SmallDemo, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_demo", "--folder", str(small.folder), "--dry-run")
    assert f"(dry run, nothing was kept): {RECORDS} new" in capsys.readouterr().out
    assert not Municipality.objects.exists() and not Edition.objects.exists() and not ProductPage.objects.exists()


def test_the_command_ends_badly_where_something_was_refused(small: SmallDemo) -> None:
    small.change("facts/a.yaml", (0, "type"), "GELD")
    with pytest.raises(CommandError, match="refused; of those nothing was written"):
        call_command("load_demo", "--folder", str(small.folder))


NOW = dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        (None, None),
        ("now", None),
        ("", None),
        ("next-january", dt.datetime(2028, 1, 1, tzinfo=AMSTERDAM)),
        ("+3d", NOW + dt.timedelta(days=3)),
        ("-1d", NOW - dt.timedelta(days=1)),
        (dt.date(2027, 7, 1), dt.datetime(2027, 7, 1, tzinfo=AMSTERDAM)),
        (dt.datetime(2027, 7, 1, 12), dt.datetime(2027, 7, 1, 12, tzinfo=AMSTERDAM)),
    ],
)
def test_moments_are_counted_in_amsterdam(given: Any, moment: dt.datetime | None) -> None:
    """At half past eleven in London it is New Year in Amsterdam already."""
    assert moment_of(given, "from", NOW) == moment


@pytest.mark.slow
def test_the_whole_demo_comes_in_without_a_single_refusal() -> None:
    report = Report("load_demo")
    load_demo(report)
    assert report.of(Outcome.REFUSED) == []
    assert {row.language: 0 for row in Edition.objects.filter(kind="item")}.keys() == {"nl", "en", "nl-x-a2"}
    items = {
        language: Edition.objects.filter(kind="item", organisation="", language=language)
        for language in ("nl", "en", "nl-x-a2")
    }
    assert items["nl"].count() == items["en"].count() == 160 and items["nl-x-a2"].count() == 10
    products = [row for row in items["nl"].rows() if row.content.type == "product"]
    assert len(products) == 40 and all(row.content.upls for row in products)
    assert Edition.objects.filter(kind="life-event", language="nl").count() == 10
    assert any(notice.title["nl"] == "Dit is een demonstratie" for notice in Notice.objects.all())
    future = Edition.objects.filter(kind="fact-value", valid_from__gt=timezone.now())
    assert future.exists()
    again = Report("again")
    load_demo(again)
    assert set(again.counts().items()) >= {(Outcome.NEW, 0), (Outcome.CHANGED, 0), (Outcome.REFUSED, 0)}
