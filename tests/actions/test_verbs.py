"""The verbs on facts, municipalities, notices, topics: what they append, and that a refusal leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from contenthub.actions.append import By, append, cancel
from contenthub.actions.publish_fact import publish_fact, publish_fact_value
from contenthub.actions.publish_municipality import publish_municipality
from contenthub.actions.publish_notice import end_notice, publish_notice
from contenthub.actions.publish_person_fact import publish_person_fact
from contenthub.actions.publish_topic import publish_topic
from contenthub.answering import answer_item, ask, notices_here, topics
from contenthub.models import AuditRow, Edition, Fact, Notice, OutboxRow, PersonFact, Topic
from contenthub.resolving.conditions import Between
from contenthub.resolving.content import Rule, TopicContent
from contenthub.resolving.editions import Series
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import EditionKind, RuleEffect
from tests import world

pytestmark = pytest.mark.django_db

SERIES = Series(EditionKind.TOPIC, "afval", language="nl")
DAY = dt.timedelta(days=1)


@pytest.fixture
def waterrijk():
    town = world.municipality("GM9001", "Waterrijk")
    world.organisation("waterrijk", town)
    return town


@pytest.fixture
def nothing_written(waterrijk):
    before = (Edition.objects.count(), AuditRow.objects.count(), OutboxRow.objects.count())
    yield
    assert (Edition.objects.count(), AuditRow.objects.count(), OutboxRow.objects.count()) == before


def test_append_writes_edition_audit_and_outbox_together():
    edition = append(
        SERIES, TopicContent(slug="afval", name="Afval"), verb="publish_topic", by=By(actor="anna", note="nieuw")
    )
    audit, outbox = AuditRow.objects.get(), OutboxRow.objects.get()
    assert (edition.number, edition.slug, edition.published_by) == (1, "afval", "anna")
    assert (audit.actor, audit.verb, audit.edition, audit.note) == ("anna", "publish_topic", edition.pk, "nieuw")
    assert (outbox.edition, outbox.subject) == (edition.pk, "afval")
    assert edition.valid_from == edition.recorded_at


def test_numbers_follow_each_other_and_equal_content_has_equal_hash():
    first, second, third = (append(SERIES, TopicContent(slug="afval", name=name), verb="x") for name in ("A", "B", "A"))
    assert [e.number for e in (first, second, third)] == [1, 2, 3]
    assert first.content_hash == third.content_hash != second.content_hash


def test_unless_same_appends_nothing_for_equal_content():
    content = TopicContent(slug="afval", name="Afval")
    assert append(SERIES, content, verb="x", unless_same=True) is not None
    assert append(SERIES, content, verb="x", unless_same=True) is None
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("valid_from", "code"),
    [
        (dt.datetime(2030, 1, 1), "MOMENT_WITHOUT_OFFSET"),
        (dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "DATED_BACK"),
    ],
)
def test_append_refuses_moments_that_cannot_be(nothing_written, valid_from, code):
    with pytest.raises(Refused) as refusal:
        append(SERIES, TopicContent(slug="afval", name="A"), verb="x", valid_from=valid_from)
    assert refusal.value.code == code


def test_several_future_editions_wait_at_once_and_each_can_be_cancelled():
    now = timezone.now()
    append(SERIES, TopicContent(slug="afval", name="nu"), verb="x")
    soon, later = (
        append(SERIES, TopicContent(slug="afval", name=name), verb="x", valid_from=now + days * DAY)
        for name, days in (("straks", 1), ("later", 2))
    )
    cancel(soon, by=By(actor="anna"))

    def name_at(moment):
        return Edition.objects.filter(kind="topic").in_force(moment).get().content["name"]

    assert [name_at(now + hours * DAY) for hours in (0.5, 1.5, 2.5)] == ["nu", "nu", "later"]
    with pytest.raises(Refused, match="cancelled already"):
        cancel(soon, by=By())
    assert later in Edition.objects.standing()


def test_what_is_in_force_cannot_be_cancelled(waterrijk):
    edition = append(SERIES, TopicContent(slug="afval", name="nu"), verb="x")
    before = Edition.objects.count()
    with pytest.raises(Refused, match="publish a new version"):
        cancel(edition, by=By())
    assert Edition.objects.count() == before


def fact(key="paspoort.kosten", kind="MONEY", **more):
    made = Fact.objects.create(key=key, label={"nl": "Kosten"}, type=kind, **more)
    publish_fact(made)
    return made


def test_local_value_above_the_maximum_is_refused(waterrijk):
    fact(maximum=True)
    publish_fact_value("paspoort.kosten", {"amount": "86.85"})
    before = Edition.objects.count()
    with pytest.raises(Refused) as refusal:
        publish_fact_value("paspoort.kosten", {"amount": "86.86"}, organisation="waterrijk")
    assert refusal.value.code == "ABOVE_MAXIMUM"
    assert Edition.objects.count() == before
    assert publish_fact_value("paspoort.kosten", {"amount": "86.85"}, organisation="waterrijk") is not None


def test_tariff_must_keep_the_rows_that_texts_refer_to(waterrijk):
    fact(kind="TARIFF")
    rows = [{"key": key, "label": {"nl": key}, "amount": "1"} for key in ("tot18", "18plus")]
    publish_fact_value("paspoort.kosten", {"rows": rows})
    with pytest.raises(Refused, match="18plus are missing"):
        publish_fact_value("paspoort.kosten", {"rows": rows[:1]}, organisation="waterrijk")


def test_maximum_that_lies_ahead_counts_for_values_from_then(waterrijk):
    fact(maximum=True)
    switch = timezone.now() + 30 * DAY
    publish_fact_value("paspoort.kosten", {"amount": "86.85"})
    publish_fact_value("paspoort.kosten", {"amount": "90.00"}, valid_from=switch)
    with pytest.raises(Refused):
        publish_fact_value("paspoort.kosten", {"amount": "89.00"}, organisation="waterrijk")
    assert publish_fact_value("paspoort.kosten", {"amount": "89.00"}, organisation="waterrijk", valid_from=switch)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"key": "bestaat.niet"}, "UNKNOWN_FACT"),
        ({"organisation": "niemand"}, "UNKNOWN_ORGANISATION"),
        ({"municipality": "GM9001"}, "VALUE_WITHOUT_ORGANISATION"),
        ({"organisation": "waterrijk", "municipality": "GM9002"}, "UNKNOWN_MUNICIPALITY"),
        ({"value": {"amount": "veel"}}, "BAD_FACT_VALUE"),
        ({"valid_from": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "DATED_BACK"),
    ],
)
def test_values_that_cannot_be_published(waterrijk, arguments, code):
    fact()
    before = Edition.objects.count()
    with pytest.raises(Refused) as refusal:
        publish_fact_value(**{"key": "paspoort.kosten", "value": {"amount": "1"}, **arguments})
    assert refusal.value.code == code
    assert Edition.objects.count() == before


def test_type_of_a_fact_in_use_does_not_change():
    made = fact()
    made.type = "DATE"
    with pytest.raises(Refused, match="make a new key"):
        publish_fact(made)


def test_two_thousand_facts_are_read_in_one_query(waterrijk, django_assert_num_queries):
    keys = [f"groot.sleutel{n}" for n in range(2000)]
    now = timezone.now()
    rows = [
        Edition(
            kind=kind,
            subject=key,
            number=1,
            state="published",
            content=content,
            content_hash=key,
            valid_from=now,
            recorded_at=now,
        )
        for key in keys
        for kind, content in (
            ("fact", {"key": key, "type": "MONEY", "label": {"nl": key}}),
            ("fact-value", {"value": {"type": "MONEY", "amount": "1.00"}}),
        )
    ]
    Edition.objects.bulk_create(rows)
    from contenthub.resolving.content import Section
    from contenthub.vocabulary import SectionKind

    world.product(sections={SectionKind.COSTS: Section(blocks=world.text(*[f"{{{{{key}}}}}" for key in keys]))})
    asking = ask("GM9001")
    with django_assert_num_queries(2):
        answer = answer_item(world.PASSPORT, asking)
    assert len(answer.facts) == 2000 and not answer.gaps
    assert answer.facts[0].value.amount == Decimal("1.00")


def test_notice_shows_where_and_while_it_should(waterrijk):
    notice = Notice.objects.create(
        title={"nl": "Storing"},
        text={"nl": "De website ligt eruit."},
        severity="URGENT",
        scope={"municipalities": ["GM9001"]},
        ends_at=timezone.now() + DAY,
    )
    publish_notice(notice)
    assert [n.title for n in notices_here(ask("GM9001")).notices] == ["Storing"]
    assert notices_here(ask("GM9001", moment=timezone.now() + 2 * DAY, may_see_future=True)).notices == ()
    end_notice(notice)
    assert notices_here(ask("GM9001")).notices == ()
    assert end_notice(notice) is None


def test_notice_for_agents_is_not_shown_to_the_public(waterrijk):
    notice = Notice.objects.create(title={"nl": "Intern"}, text={"nl": "Verbind niet door."}, agents_only=True)
    publish_notice(notice)
    world.product()
    assert answer_item(world.PASSPORT, ask("GM9001")).notices == ()
    assert [n.title for n in answer_item(world.PASSPORT, ask("GM9001", for_agents=True)).notices] == ["Intern"]
    assert (
        answer_item(world.PASSPORT, ask("GM9001")).reference
        == answer_item(world.PASSPORT, ask("GM9001", for_agents=True)).reference
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": {}}, "EMPTY_NOTICE"),
        ({"ends_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "NOTICE_ENDS_BEFORE_BEGIN"),
        ({"scope": {"municipalities": ["GM9999"]}}, "UNKNOWN_MUNICIPALITY"),
        ({"scope": {"municipality": ["GM9001"]}}, "BAD_SCOPE"),
        ({"scope": {"municipalities": "GM9001"}}, "BAD_SCOPE"),
        ({"scope": {"topics": ["bestaat-niet"]}}, "UNKNOWN_TOPIC"),
        ({"scope": {"items": ["bestaat-niet"]}}, "UNKNOWN_ITEM"),
        ({"scope": {"life_events": ["bestaat-niet"]}}, "UNKNOWN_ITEM"),
        ({"channels": ["FAX"]}, "UNKNOWN_WORD"),
        ({"severity": "ERG"}, "UNKNOWN_WORD"),
    ],
)
def test_notices_that_are_refused(nothing_written, fields, code):
    notice = Notice(**{"title": {"nl": "A"}, "text": {"nl": "B"}, **fields})
    with pytest.raises(Refused) as refusal:
        publish_notice(notice)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": "bel maar"}, "GM9001.phone"),
        ({"postcode": "12"}, "GM9001.address.postcode"),
        ({"ends_on": dt.date(2020, 1, 1), "begins_on": dt.date(2021, 1, 1)}, "GM9001.ends_on"),
        ({"default_language": "tr"}, "GM9001.default_language"),
    ],
)
def test_municipality_details_that_are_refused(waterrijk, change, field):
    before = Edition.objects.count()
    for name, value in change.items():
        setattr(waterrijk, name, value)
    with pytest.raises(Refused) as refusal:
        publish_municipality(waterrijk)
    assert refusal.value.field == field
    assert Edition.objects.count() == before


def test_overlapping_opening_hours_are_refused_with_their_place(waterrijk):
    location = waterrijk.locations.get()
    location.opening_hours = {
        "days": [
            {"day": "monday", "opens": "09:00", "closes": "13:00"},
            {"day": "monday", "opens": "12:30", "closes": "17:00"},
        ]
    }
    location.save()
    with pytest.raises(Refused, match="GM9001.stadhuis.opening_hours.monday: 12:30-17:00 overlaps"):
        publish_municipality(waterrijk)


def test_topic_and_person_fact(waterrijk):
    publish_topic(Topic.objects.create(slug="afval", names={"nl": "Afval", "en": "Waste"}))
    assert [t.name for t in topics(ask("GM9001", language="en"))] == ["Waste"]
    with pytest.raises(Refused, match="give the choices"):
        publish_person_fact(PersonFact(name="land", type="CHOICE", question={"nl": "Waar?"}))
    with pytest.raises(Refused, match="in Dutch"):
        publish_person_fact(PersonFact(name="land", type="TEXT"))


def test_a_fact_may_not_have_the_key_of_a_tariff_row(waterrijk):
    fact(kind="TARIFF")
    publish_fact_value("paspoort.kosten", {"rows": [{"key": "kind", "label": {"nl": "Kind"}, "amount": "1"}]})
    before = Edition.objects.count()
    with pytest.raises(Refused) as refusal:
        fact("paspoort.kosten.kind")
    assert (refusal.value.code, Edition.objects.count()) == ("FACT_IS_ROW", before)


def test_a_tariff_row_may_not_have_the_key_of_a_fact(waterrijk):
    fact(kind="TARIFF")
    fact("paspoort.kosten.kind")
    before = Edition.objects.count()
    with pytest.raises(Refused) as refusal:
        publish_fact_value("paspoort.kosten", {"rows": [{"key": "kind", "label": {"nl": "Kind"}, "amount": "1"}]})
    assert (refusal.value.code, Edition.objects.count()) == ("ROW_IS_FACT", before)


def test_the_type_of_a_person_fact_is_never_changed(waterrijk):
    world.person_fact("verhuisdatum", "DATE", "Wanneer verhuist u?")
    soon = Rule(id="r", when=Between(fact="verhuisdatum", start="-5d"), do=RuleEffect.SUGGEST, item="x", because="Ja.")
    world.product(rules=(soon,))
    before = (Edition.objects.count(), AuditRow.objects.count(), OutboxRow.objects.count())
    changed = PersonFact(name="verhuisdatum", type="TEXT", question={"nl": "Wanneer verhuist u?"})
    with pytest.raises(Refused) as error:
        publish_person_fact(changed)
    assert (error.value.code, error.value.field) == ("PERSON_FACT_TYPE_CHANGED", "verhuisdatum.type")
    assert error.value.message == (
        "verhuisdatum.type: was DATE and rules may compare with it; make a new person fact for TEXT"
    )
    assert (Edition.objects.count(), AuditRow.objects.count(), OutboxRow.objects.count()) == before
    publish_person_fact(PersonFact(name="verhuisdatum", type="DATE", question={"nl": "Op welke dag verhuist u?"}))
    answer = answer_item(world.PASSPORT, ask("GM9001", person={"verhuisdatum": "2026-01-01"}))
    assert [outcome.rule for outcome in answer.personal.applied] == ["r"]
