"""Every published text that will say something else: found wherever it names a fact, and never more than one may see."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from contenthub.actions.append import append
from contenthub.actions.publish_fact import NewValue
from contenthub.editorial.nouns.layers import Layer
from contenthub.editorial.sheets.effects import differing, effects
from contenthub.models import Edition
from contenthub.resolving.conditions import Compare
from contenthub.resolving.content import LifeEventContent, LocalContent, LocalSection, Rule, Section, Step
from contenthub.resolving.editions import Series
from contenthub.vocabulary import Channel, EditionKind, Phase, RuleEffect, SectionKind, SectionMode
from tests import pages, world
from tests.editorial.nouns import house  # noqa: F401
from tests.editorial.sheets.sheet import ROWS, begins, fact
from tests.world import text

pytestmark = pytest.mark.django_db
NEW = [NewValue("paspoort.kosten", {"amount": Decimal(90)}, begins())]
NATIONAL = Layer()
COSTS = {SectionKind.COSTS: Section(blocks=text("Het kost ", "{{paspoort.kosten}}", "."))}


@pytest.fixture
def towns(db):
    """Three municipalities of one organisation each, and one fact with a national value; no page tree."""
    for code, name in (("GM9001", "Waterrijk"), ("GM9002", "Heidestad"), ("GM9003", "Duinoord")):
        world.organisation(name.lower(), world.municipality(code, name))
    world.money_fact("paspoort.kosten", "80")


@pytest.fixture
def root(db):
    return pages.user("root", superuser=True)


def told(user, values=NEW, layer=NATIONAL) -> list[tuple[str, str, list[tuple[str, str, str, tuple[str, ...]]]]]:
    return [(one.title, one.language, [(c.place, c.before, c.after, c.codes) for c in one.changes])
            for one in effects(values, layer, user)]


ALL = ("GM9001", "GM9002", "GM9003")


def test_a_generic_text_is_told_once_for_all_who_hear_it(towns, root):
    world.product(sections=COSTS, title="Paspoort")
    world.money_fact("paspoort.kosten", "70", organisation="heidestad")
    assert told(root) == [
        ("Paspoort", "nl", [("COSTS", "Het kost €\u00a080.", "Het kost €\u00a090.", ("GM9001", "GM9003"))])]
    assert told(root, layer=Layer("heidestad")) == [
        ("Paspoort", "nl", [("COSTS", "Het kost €\u00a070.", "Het kost €\u00a090.", ("GM9002",))])]


def test_a_local_text_is_told_as_it_is_read_and_a_replaced_one_is_not(towns, root):
    world.product(sections=COSTS, title="Paspoort")
    world.local(organisation="waterrijk", sections={SectionKind.COSTS: (SectionMode.APPEND, text("Hier dus ", "{{paspoort.kosten}}", "."))})
    world.local(organisation="heidestad", sections={SectionKind.COSTS: (SectionMode.REPLACE, text("Het is gratis."))})
    assert told(root) == [("Paspoort", "nl", [
        ("COSTS", "Het kost €\u00a080.", "Het kost €\u00a090.", ("GM9001", "GM9003")),
        ("COSTS", "Hier dus €\u00a080.", "Hier dus €\u00a090.", ("GM9001",))])]


def test_words_of_a_channel_rules_status_texts_and_languages_are_looked_into(towns, root):
    say = text("Nu ", "{{paspoort.kosten}}", ".")
    world.person_fact("haast", "BOOLEAN", "Hebt u haast?")
    world.product(
        title="Paspoort",
        sections={SectionKind.COSTS: Section(blocks=text("Vraag het na."), wordings={Channel.PHONE: say})},
        rules=(Rule(id="spoed", when=Compare(fact="haast", op="=", value=True), do=RuleEffect.ADD,
                    section=SectionKind.COSTS, blocks=say, because="U hebt haast."),),
        status_texts={"received": say})
    world.product(language="en", title="Passport", sections={SectionKind.COSTS: Section(blocks=text("Now ", "{{paspoort.kosten}}", "."))})
    assert told(root) == [
        ("Paspoort", "nl", [(place, "Nu €\u00a080.", "Nu €\u00a090.", ALL) for place in ("COSTS.PHONE", "rules", "status_texts")]),
        ("Passport", "en", [("COSTS", "Now €80.", "Now €90.", ALL)])]


def test_a_row_a_whole_tariff_and_a_journey_are_looked_into(towns, root):
    fact("akte.leges", "TARIFF", {"rows": ROWS})
    step = Step(id="1", phase=Phase.ORIENT, title="Betaal",
                blocks=text("Betaal ", "{{akte.leges.kind}}", "."))
    append(Series(EditionKind.LIFE_EVENT, "verhuizen", language="nl"),
           LifeEventContent(slug="verhuizen", title="Verhuizen", introduction=text("U verhuist."), steps=(step,)), verb="publish")
    world.product(title="Akte", sections={SectionKind.COSTS: Section(blocks=text("{{akte.leges}}"))})
    rows = [ROWS[0], {**ROWS[1], "amount": "70"}]
    new = [NewValue("akte.leges", {"rows": rows}, begins())]
    assert told(root, new) == [
        ("Akte", "nl", [("COSTS", "tot 18 jaar: €\u00a065,70", "tot 18 jaar: €\u00a070", ALL)]),
        ("Verhuizen", "nl", [("steps", "Betaal €\u00a065,70.", "Betaal €\u00a070.", ALL)])]


def test_each_day_is_compared_with_the_day_before_it(towns, root):
    world.money_fact("id.kosten", "50")
    world.product(sections={SectionKind.COSTS: Section(blocks=text("Pas ", "{{paspoort.kosten}}", ", kaart ", "{{id.kosten}}", "."))})
    later = begins() + dt.timedelta(days=31)
    [only] = effects([*NEW, NewValue("id.kosten", {"amount": Decimal(60)}, later)], NATIONAL, root)
    assert [(c.moment, c.before, c.after) for c in only.changes] == [
        (begins(), "Pas €\u00a080, kaart €\u00a050.", "Pas €\u00a090, kaart €\u00a050."),
        (later, "Pas €\u00a090, kaart €\u00a050.", "Pas €\u00a090, kaart €\u00a060.")]


def test_nothing_is_told_of_what_is_withdrawn_or_names_something_else(towns, root):
    world.money_fact("paspoort.kosten-spoed", "5")
    world.product(sections={SectionKind.COSTS: Section(blocks=text("Met spoed ", "{{paspoort.kosten-spoed}}", "."))})
    before = Edition.objects.count()
    assert (told(root), Edition.objects.count()) == ([], before)


def local(organisation: str, kind: SectionKind, words: str, **more) -> None:
    content = LocalContent(sections={kind: LocalSection(mode=SectionMode.APPEND, blocks=text(words, "{{paspoort.kosten}}", "."))})
    append(Series(EditionKind.ITEM, world.PASSPORT, organisation, "", "nl"), content, verb="publish", **more)


def test_what_waits_and_what_is_for_agents_is_told_to_its_own_editors_alone(house):
    world.money_fact("paspoort.kosten", "80")
    world.product(title="Paspoort", sections={
        SectionKind.INTRODUCTION: Section(blocks=text("Vraag het aan.")),
        SectionKind.DESK_MEMO: Section(blocks=text("Memo: ", "{{paspoort.kosten}}", "."))})
    local("heidestad", SectionKind.DESK_MEMO, "Geheim: ")
    local("waterrijk", SectionKind.COSTS, "Straks: ", valid_from=timezone.now() + dt.timedelta(hours=1))
    lia, wim = pages.user("lia", "landelijk-reviewers"), pages.user("wim", "waterrijk-reviewers")
    root = pages.user("root", superuser=True)
    memo = ("DESK_MEMO", "Memo: €\u00a080.", "Memo: €\u00a090.")
    assert [c[:3] for _t, _l, changes in told(lia) for c in changes] == [memo]
    assert [c[:3] for _t, _l, changes in told(wim, layer=Layer("waterrijk")) for c in changes] == [
        ("COSTS", "Straks: €\u00a080.", "Straks: €\u00a090."), memo]
    words = {c[1] for _t, _l, changes in told(root) for c in changes}
    assert words == {"Memo: €\u00a080.", "Geheim: €\u00a080.", "Straks: €\u00a080."}


@pytest.mark.parametrize("texts", [3, 30])
def test_the_queries_grow_with_who_hears_something_else_and_not_with_texts(towns, root, texts, django_assert_max_num_queries):
    for number in range(texts):
        world.product(item=f"8f5c0f2e-0000-4000-8000-{number:012}", slug=f"p{number}", title=f"P{number:02}", sections=COSTS)
    with django_assert_max_num_queries(12):
        assert len(told(root)) == texts


@pytest.mark.parametrize(("before", "after", "pairs"), [
    (["a", "b"], ["a", "c"], [("b", "c")]), (["a"], ["a", "b"], [("", "b")]), (["a", "b"], ["a"], [("b", "")]),
    (["a", "b", "c"], ["x", "b", "y"], [("a", "x"), ("c", "y")]), (["a"], ["a"], [])])
def test_sentences_are_put_beside_what_comes_in_their_place(before, after, pairs):
    assert list(differing(before, after)) == pairs
