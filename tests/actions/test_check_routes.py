"""The Wmebv at publication: one designated digital route for each purpose, and paper beside what is digital."""

from __future__ import annotations

import pytest

from contenthub.actions.append import By
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from contenthub.actions.write_page import Written, write_item, write_local
from contenthub.models import Edition
from contenthub.resolving.content import Route
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, Offered, Purpose, SectionKind
from contenthub.writing.drafts import ItemDraft, LocalDraft, SectionDraft
from tests.pages import ITEM
from tests.world import municipality

pytestmark = pytest.mark.django_db
BY = By(actor="import")
WEBSITE, LETTER, COUNTER, PHONE = Channel.WEBSITE, Channel.LETTER, Channel.COUNTER, Channel.PHONE
APPLY, OBJECT = Purpose.APPLY, Purpose.OBJECT


@pytest.fixture(autouse=True)
def _towns() -> None:
    prepare_library(["nl"])
    for code, name in (("GM9001", "Meer"), ("GM9002", "Duin")):
        municipality(code, name)
    onboard_organisation("samen", "Samen", ["GM9001", "GM9002"], ["nl"], by=BY)
    onboard_organisation("meer", "Meer", ["GM9001"], ["nl"], by=BY)


def route(channel: Channel, purpose: Purpose = APPLY, designated: bool = False) -> Route:
    return Route(purpose=purpose, channel=channel, text=f"Via {channel}", designated=designated)


def generic(*routes: Route) -> Written:
    text = {SectionKind.INTRODUCTION: SectionDraft(html="<p>U vraagt het aan.</p>")}
    draft = ItemDraft(type="product", slug="paspoort", title="Paspoort", sections=text, routes=list(routes))
    return write_item(draft, item=ITEM, language="nl", by=BY)


def local(*routes: Route, organisation: str = "samen", towns: tuple[str, ...] = (), **more: object) -> Written:
    draft = LocalDraft(routes=list(routes), municipalities=list(towns), **more)
    return write_local(draft, item=ITEM, language="nl", organisation=organisation, by=BY)


@pytest.mark.parametrize(
    ("routes", "code", "named"),
    [
        ([route(WEBSITE)], "NO_PAPER_ROUTE", "Apply"),
        ([route(WEBSITE), route(PHONE)], "NO_PAPER_ROUTE", "Apply"),
        ([route(Channel.EMAIL)], "NO_PAPER_ROUTE", "Apply"),
        ([route(WEBSITE), route(LETTER), route(WEBSITE, OBJECT), route(PHONE, OBJECT)], "NO_PAPER_ROUTE", "Object"),
        (
            [route(WEBSITE, designated=True), route(Channel.APP, designated=True), route(LETTER)],
            "SECOND_DESIGNATED",
            "Apply",
        ),
        ([route(WEBSITE), route(LETTER, designated=True)], "DESIGNATED_NOT_DIGITAL", "Apply"),
    ],
)
def test_refused(routes: list[Route], code: str, named: str, settings) -> None:
    settings.LANGUAGE_CODE = "en"
    before = Edition.objects.count()
    with pytest.raises(Refused) as refused:
        generic(*routes)
    assert (refused.value.code, refused.value.field, refused.value.value.lower()) == (code, "routes", named.lower())
    assert Edition.objects.count() == before


@pytest.mark.parametrize(
    "routes",
    [
        [],
        [route(PHONE)],
        [route(WEBSITE, designated=True), route(WEBSITE), route(LETTER)],
        [route(WEBSITE), route(COUNTER)],
        [route(WEBSITE, designated=True), route(LETTER), route(WEBSITE, OBJECT, True), route(LETTER, OBJECT)],
        [route(WEBSITE, Purpose.ASK), route(WEBSITE, Purpose.COMPLAIN)],
    ],
)
def test_published(routes: list[Route]) -> None:
    assert generic(*routes) == Written.NEW


def test_a_local_digital_route_leans_on_paper_of_the_library() -> None:
    generic(route(LETTER))
    assert local(route(WEBSITE)) == Written.NEW


def test_a_local_digital_route_without_paper_in_any_layer_is_refused() -> None:
    generic()
    before = Edition.objects.count()
    with pytest.raises(Refused, match="possible on paper too"):
        local(route(WEBSITE))
    assert Edition.objects.count() == before


def test_paper_for_one_town_is_no_paper_for_the_other() -> None:
    generic()
    local(route(COUNTER), organisation="meer")
    assert local(route(WEBSITE), towns=("GM9001",)) == Written.NEW
    before = Edition.objects.count()
    with pytest.raises(Refused, match="possible on paper too"):
        local(route(WEBSITE))
    assert Edition.objects.count() == before


def test_the_version_that_this_one_replaces_gives_no_paper() -> None:
    generic()
    local(route(WEBSITE), route(LETTER))
    before = Edition.objects.count()
    with pytest.raises(Refused, match="possible on paper too"):
        local(route(WEBSITE))
    assert Edition.objects.count() == before


def test_what_is_not_offered_needs_no_paper() -> None:
    generic()
    assert local(route(WEBSITE), offered=Offered.NO, explanation="Dat doen wij niet.") == Written.NEW


def test_two_designated_in_a_local_version_are_refused() -> None:
    generic(route(LETTER))
    before = Edition.objects.count()
    with pytest.raises(Refused, match="keep the tick at one"):
        local(route(WEBSITE, designated=True), route(WEBSITE, designated=True))
    assert Edition.objects.count() == before
