"""Pages as they stand, laid over what is published: which hold, which cannot, and in how many queries."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from contenthub import answering
from contenthub.actions.branches import branch_for
from contenthub.actions.page_fields import fill_item
from contenthub.actions.withdraw import withdraw_item
from contenthub.answering.drafts import drafts_here, drafts_of, in_draft
from contenthub.answering.perspective import MOST_CHECKED
from contenthub.models.blocks.sections import section_field_name
from contenthub.models.pages import LocalVersionPage, ProductPage
from contenthub.resolving.content import Route
from contenthub.vocabulary import Channel, EditionKind, Offered, Purpose, RuleEffect, SectionKind
from contenthub.writing.drafts import LocalDraft, RuleDraft, SectionDraft
from tests import unpublished, world
from tests.unpublished import CANARY, CARD, NEW, PASS, appended, draft_item, draft_local, product, send

INTRO = SectionKind.INTRODUCTION
LIST = """query ($first: Int = 20) { products(municipality: "GM9001", first: $first) { total edges { node {
  title sections { text } related { title } questions { title } lifeEvents { title } } } } }"""
ONE = """query ($slug: String = "pas") { product(slug: $slug, municipality: "GM9001") { title draft sections { text } } }"""


@pytest.fixture(autouse=True)
def hub(db):
    unpublished.build()


@pytest.fixture
def preview():
    return unpublished.in_draft(world.bearer("preview"))


def asking(code="GM9001"):
    now = timezone.now()
    return in_draft(answering.ask(code, moment=now), now)


def words(answer):
    return str([section.blocks for section in answer.sections])


def with_rule(when, **section):
    """A draft whose rule has this condition, as an editor may leave it half-way."""
    draft = product(
        "pas",
        f"Pas {CANARY}",
        rules=[
            RuleDraft(
                id="jong",
                when={"fact": "leeftijd", "op": "<", "value": 18},
                do=RuleEffect.ADD,
                section=INTRO,
                html="<p>Jong.</p>",
                because="Omdat.",
            )
        ],
    )
    page = draft_item(PASS, draft).get_latest_revision_as_object()
    page.rules[0].value["when"] = when
    page.save_revision(clean=False)


def errors(answer):
    return [error["extensions"] for error in answer.json().get("errors", [])]


def test_a_draft_that_cannot_be_published_is_shown_with_what_publishing_would_say(client, preview):
    html = '<p>Het kost <a linktype="fact" id="weg.kosten">x</a>.</p>'
    page = draft_item(PASS, product("pas", f"Pas {CANARY}", sections={SectionKind.COSTS: SectionDraft(html=html)}))
    answer = send(client, ONE, preview)
    assert answer.json()["data"]["product"]["title"] == f"Pas {CANARY}"
    (error,) = answer.json()["errors"]
    told = error["extensions"]
    assert (told["code"], told["reason"], told["argument"]) == ("DRAFT_REFUSED", "UNKNOWN_FACT", "COSTS")
    assert told["draft"] == {"page": str(page.pk), "item": PASS, "language": "nl", "organisation": ""}
    assert f"Pas {CANARY}" in error["message"] and "weg.kosten" in error["message"]


def test_a_draft_of_which_nothing_can_be_made_has_no_answer_and_says_why(client, preview):
    with_rule("{leeftijd")
    answer = send(client, ONE, preview)
    assert answer.json()["data"] == {"product": None}
    assert [(e["code"], e["reason"], e["argument"]) for e in errors(answer)] == [
        ("DRAFT_REFUSED", "BAD_CONDITION", "rules.jong.when")
    ]
    assert send(client, ONE).json()["data"]["product"]["title"] == "Pas"


def test_a_half_filled_block_is_named_and_is_no_traceback(client, preview, caplog):
    route = Route(purpose=Purpose.APPLY, channel=Channel.WEBSITE, url="https://www.example.nl", text="Aanvragen")
    page = draft_item(PASS, product("pas", f"Pas {CANARY}", routes=[route])).get_latest_revision_as_object()
    page.routes[0].value["purpose"] = ""
    page.save_revision(clean=False)
    answer = send(client, ONE, preview)
    assert answer.json()["data"] == {"product": None}
    assert [(e["reason"], e["argument"]) for e in errors(answer)] == [("INCOMPLETE", "routes")]
    assert caplog.text.count("ERROR") == 0


def test_a_draft_that_cannot_be_read_is_left_out_of_lists_and_told(client, preview):
    with_rule("{leeftijd")
    draft_item(NEW, product("nieuw", f"Nieuw {CANARY}", related=[PASS, CARD]))
    answer = send(client, LIST, preview)
    listed = answer.json()["data"]["products"]
    assert [edge["node"]["title"] for edge in listed["edges"]] == ["Kaart", f"Nieuw {CANARY}"] and listed["total"] == 2
    assert listed["edges"][1]["node"]["related"] == [{"title": "Kaart"}]
    assert [e["reason"] for e in errors(answer)] == ["BAD_CONDITION"]


def test_a_broken_local_draft_does_not_pass_for_the_generic_text(client, preview):
    page = draft_local(
        PASS,
        LocalDraft(
            rules=[
                RuleDraft(
                    id="jong",
                    when={"fact": "leeftijd", "op": "<", "value": 18},
                    do=RuleEffect.ALERT,
                    html="<p>Jong.</p>",
                    because="Omdat.",
                )
            ]
        ),
        "waterrijk",
    ).get_latest_revision_as_object()
    page.rules[0].value["when"] = "{"
    page.save_revision(clean=False)
    answer = send(client, ONE, preview)
    assert answer.json()["data"] == {"product": None}
    assert errors(answer)[0]["draft"]["organisation"] == "waterrijk"
    elsewhere = send(client, ONE.replace("GM9001", "GM9002"), preview)
    assert elsewhere.json() == {
        "data": {
            "product": {
                "title": "Pas",
                "draft": False,
                "sections": [{"text": "U vraagt de pas aan."}, {"text": "Het kost €\xa086,85.\n\nBij heideveld."}],
            }
        }
    }


def test_what_is_wrong_in_a_section_for_agents_is_not_told_to_others(client):
    memo = {
        SectionKind.DESK_MEMO: SectionDraft(html='<p>Zie <a linktype="fact" id="geheim.intern">x</a>.</p>'),
        INTRO: SectionDraft(html="<p>Ja.</p>"),
    }
    draft_item(PASS, product("pas", f"Pas {CANARY}", sections=memo))
    others = send(client, ONE, unpublished.in_draft(world.bearer("preview")))
    desk = send(client, ONE, unpublished.in_draft(world.bearer("preview", "desk", name="Balie")))
    assert "geheim" not in others.content.decode() and "geheim.intern" in desk.content.decode()
    assert [e["reason"] for e in (*errors(others), *errors(desk))] == ["UNKNOWN_FACT", "UNKNOWN_FACT"]


def test_who_withdraws_has_decided_about_the_draft_too():
    page = draft_item(PASS, product("pas", f"Pas {CANARY}"))
    withdraw_item(page, reason="Bestaat niet meer.", by=world.BY)
    gone = answering.answer_item(PASS, asking())
    assert (gone.title, gone.withdrawal.reason, gone.draft) == ("Pas", "Bestaat niet meer.", False)
    draft_item(PASS, product("pas", f"Pas {CANARY}"))
    back = answering.answer_item(PASS, asking())
    assert (back.title, back.withdrawal, back.draft) == (f"Pas {CANARY}", None, True)


def test_a_municipality_that_a_draft_no_longer_names_loses_its_local_text():
    draft_local(
        PASS,
        LocalDraft(sections={SectionKind.COSTS: appended("Alleen elders.")}, municipalities=["GM9002"]),
        "waterrijk",
    )
    assert "Bij waterrijk" in words(answering.answer_item(PASS, answering.ask("GM9001")))
    drafted = answering.answer_item(PASS, asking())
    assert "Bij waterrijk" not in words(drafted) and "Alleen elders" not in words(drafted)


def test_what_code_has_saved_without_a_revision_is_a_draft_too():
    page = ProductPage(translation_key=NEW, locale=Locale.objects.get(language_code="nl"), live=False)
    fill_item(page, product("nieuw", f"Nieuw {CANARY}"))
    branch_for("", "nl").add_child(instance=page)
    assert page.latest_revision is None
    assert answering.answer_item(NEW, asking()).title == f"Nieuw {CANARY}"


def test_a_page_that_was_never_saved_can_be_seen_like_every_draft():
    """For a preview beside the editors' form."""
    now, branch = timezone.now(), branch_for("", "nl")
    page = ProductPage(translation_key=NEW, locale=branch.locale)
    fill_item(page, product("nieuw", f"Nieuw {CANARY}"))
    draft_item(PASS, product("pas", f"Pas {CANARY}"))
    first = answering.ask("GM9001", moment=now)
    drafts = drafts_of([(page, branch)], first.town, now)
    seen = answering.answer_items([NEW, PASS], msgspec.structs.replace(first, drafts=drafts))
    assert {item: answer.title for item, answer in seen.items()} == {NEW: f"Nieuw {CANARY}", PASS: "Pas"}
    assert drafts.refusals(for_agents=False) == []
    assert page.pk is None and not ProductPage.objects.filter(translation_key=NEW).exists()


def test_an_edited_page_that_was_not_saved_is_seen_over_its_own_editions():
    now, branch = timezone.now(), branch_for("waterrijk", "nl")
    page = LocalVersionPage.objects.child_of(branch).get(item=PASS)
    page.get_latest_revision_as_object()
    page.explanation = "{{kosten}}"
    drafts = drafts_of([(page, branch)], answering.ask("GM9001", moment=now).town, now)
    seen = answering.answer_item(PASS, msgspec.structs.replace(answering.ask("GM9001", moment=now), drafts=drafts))
    assert seen.draft and "Bij waterrijk" in words(seen)
    assert [refused.because.code for refused in drafts.refusals(for_agents=False)] == ["BRACES_IN_PLAIN_TEXT"]


def many(count):
    for n in range(count):
        item = f"8f5c0f2e-0000-4000-8000-{n:012d}"
        draft_item(item, product(f"product-{n}", f"Product {n} {CANARY}", related=[PASS, CARD]))


def takes(client, headers, **variables):
    with CaptureQueriesContext(connection) as queries:
        answer = send(client, LIST, headers, **variables)
    return len(queries), answer.json()


def test_a_list_takes_no_more_queries_for_more_drafts_but_those_of_so_many_checks(client, preview):
    takes(client, preview)
    none, _ = takes(client, preview)
    many(2)
    two, _ = takes(client, preview)
    many(4)
    four, _ = takes(client, preview)
    assert (two - none, four - two) == (13, 12)
    many(MOST_CHECKED + 2)
    most, told = takes(client, preview, first=100)
    many(MOST_CHECKED + 6)
    more, also = takes(client, preview, first=100)
    assert most == more == four + 6 * (MOST_CHECKED - 4)
    for answer, left in ((told, 2), (also, 6)):
        (error,) = answer["errors"]
        assert error["extensions"]["code"] == "DRAFTS_UNCHECKED" and f" {left} " in error["message"]


def test_a_picture_in_a_draft_is_shown_without_making_another_size(client, preview):
    picture = get_image_model().objects.create(title="Boot", file=get_test_image_file())
    page = draft_item(PASS, product("pas", f"Pas {CANARY}")).get_latest_revision_as_object()
    words = getattr(page, section_field_name(INTRO))[0].value["body"][0].value
    words.source += f'<embed embedtype="image" id="{picture.pk}" format="fullwidth" alt="Een boot">'
    page.save_revision(clean=False)
    answer = send(client, ONE.replace("sections { text }", "sections { html }"), preview)
    assert "errors" not in answer.json()
    assert f'src="http://localhost:8000{picture.file.url}"' in answer.json()["data"]["product"]["sections"][0]["html"]
    assert picture.renditions.count() == 0


def test_a_client_that_is_bound_to_an_ended_municipality_sees_no_drafts_of_its_successor():
    draft_local(PASS, LocalDraft(sections={SectionKind.COSTS: appended(CANARY)}), "waterrijk")
    now = timezone.now()
    successor = answering.ask("GM9001", moment=now).town
    seen = {
        bound: drafts_here(successor, now, frozenset(bound)).subjects(EditionKind.ITEM)
        for bound in ((), ("GM9003",), ("GM9003", "GM9001"))
    }
    assert seen == {(): {PASS}, ("GM9003",): set(), ("GM9003", "GM9001"): {PASS}}


def test_names_of_what_an_answer_points_to_are_those_of_the_drafts():
    draft_item(CARD, product("kaart", f"Kaart {CANARY}"))
    draft_local(PASS, LocalDraft(offered=Offered.UNDER, falls_under=CARD), "waterrijk")
    drafted = answering.answer_item(PASS, asking())
    assert (drafted.offered, drafted.name_of(CARD).title) == (False, f"Kaart {CANARY}")


def test_a_draft_with_another_slug_is_found_by_both(client, preview):
    draft_item(PASS, product("reispas", f"Pas {CANARY}"))
    for slug in ("pas", "reispas"):
        assert send(client, ONE, preview, slug=slug).json()["data"]["product"]["title"] == f"Pas {CANARY}"
    assert send(client, ONE, slug="reispas").json()["data"] == {"product": None}


def test_what_waits_for_its_moment_takes_over_from_a_draft_of_now():
    later = timezone.now() + dt.timedelta(days=5)
    unpublished.write_item(product("pas", "Pas van later"), item=PASS, language="nl", by=world.BY, valid_from=later)
    draft_item(PASS, product("pas", f"Pas {CANARY}"), valid_from=None)
    now = timezone.now()
    titles = [
        answering.answer_item(PASS, in_draft(answering.ask("GM9001", moment=at, may_see_future=True), now)).title
        for at in (now, later)
    ]
    assert titles == [f"Pas {CANARY}", "Pas van later"]
