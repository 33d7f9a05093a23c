"""Notices in the admin: what they publish, where they show, how they end; and who may."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contenthub.actions.publish_notice import publish_notice
from contenthub.answering import ask, notices_here
from contenthub.models import AuditRow, Edition, Notice, OutboxRow
from tests import pages, world
from tests.editorial.nouns import admin, dutch, house, library, waterrijk  # noqa: F401

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
STORING: dict[str, Any] = {
    "organisation": "national", "severity": "WARNING", "title_nl": "Storing", "title_en": "Fault", "text_nl": "De website ligt eruit.",
    "text_en": "", "begins_at": "", "ends_at": "", "channels": [], "municipalities": [], "life_events": [], "topics": [], "items": [],
}


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Edition, AuditRow, OutboxRow, Notice))


def add(client: Client, **fields: Any) -> Any:
    return client.post(reverse("notices:add"), {**STORING, **fields})


def at(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def shown(code: str = "GM9001", after: dt.timedelta | None = None, **more: Any) -> list[str]:
    moment = None if after is None else timezone.now() + after
    return [notice.title for notice in notices_here(ask(code, moment=moment, may_see_future=True, **more)).notices]


def edit(client: Client, notice: Notice, **fields: Any) -> Any:
    return client.post(reverse("notices:edit", args=[notice.pk]), {**STORING, **fields})


def test_a_national_notice_shows_everywhere(library):
    before = counts()
    assert add(library).status_code == 302
    assert counts() == tuple(number + 1 for number in before)
    assert (shown("GM9001"), shown("GM9002")) == (["Storing"], ["Storing"])
    edition = Edition.objects.get(kind="notice")
    assert (edition.content["severity"], edition.published_by) == ("WARNING", "lia")


def test_a_notice_of_an_organisation_shows_where_it_works(waterrijk):
    assert add(waterrijk, organisation="waterrijk").status_code == 302
    assert (shown("GM9001"), shown("GM9002")) == (["Storing"], [])
    assert Notice.objects.get().scope == {"municipalities": ["GM9001"]}


def test_everything_an_editor_chooses_is_published(library):
    world.product()
    response = add(library, channels=["PHONE", "COUNTER"], agents_only="on", items=[world.PASSPORT], ends_at=at(timezone.now() + DAY))
    assert response.status_code == 302, response.context["form"].errors
    content = Edition.objects.get(kind="notice").row().content
    assert (content.channels, content.agents_only, content.scope.items) == (("PHONE", "COUNTER"), True, (world.PASSPORT,))
    assert (content.title, content.text) == ({"nl": "Storing", "en": "Fault"}, {"nl": "De website ligt eruit."})
    form = library.get(reverse("notices:edit", args=[Notice.objects.get().pk])).context["form"]
    assert [(form[name].value()) for name in ("channels", "items", "organisation")] == [
        ["PHONE", "COUNTER"], [world.PASSPORT], "national"]


@pytest.mark.parametrize(("change", "field"), [
    ({"title_nl": ""}, "title_nl"), ({"text_nl": ""}, "text_nl"), ({"severity": "ERG"}, "severity"), ({"channels": ["FAX"]}, "channels"),
    ({"ends_at": "2020-01-01T00:00"}, "ends_at"), ({"begins_at": "2030-01-02T00:00", "ends_at": "2030-01-01T00:00"}, "ends_at"),
    ({"municipalities": ["GM0001"]}, "municipalities"), ({"items": ["bestaat-niet"]}, "items"), ({"organisation": "niemand"}, "organisation"),
    ({"begins_at": "morgen"}, "begins_at"), ({"title_nl": "x" * 121}, "title_nl"),
])
def test_a_notice_that_is_wrong_is_refused_at_its_field(library, change, field):
    before = counts()
    assert list(add(library, **change).context["form"].errors) == [field]
    assert counts() == before


def test_a_place_where_the_organisation_does_not_work_is_refused(admin):
    before = counts()
    response = add(admin, organisation="waterrijk", municipalities=["GM9001", "GM9002"])
    assert list(response.context["form"].errors) == ["municipalities"]
    assert counts() == before


def test_editing_makes_one_edition_and_keeps_the_organisation(admin):
    add(admin, organisation="waterrijk")
    notice, before = Notice.objects.get(), Edition.objects.count()
    assert edit(admin, notice, organisation="national", title_nl="Opgelost").status_code == 302
    assert Edition.objects.count() == before + 1
    assert (shown("GM9001"), shown("GM9002")) == (["Opgelost"], [])


def test_a_beginning_that_is_moved_leaves_the_old_one_behind(library):
    add(library, begins_at=at(timezone.now() + DAY))
    edit(library, Notice.objects.get(), begins_at=at(timezone.now() + 3 * DAY))
    assert [shown(after=days * DAY) for days in (0, 2, 4)] == [[], [], ["Storing"]]
    edit(library, Notice.objects.get(), begins_at=at(timezone.now() + 2 * DAY))
    assert [shown(after=days * DAY) for days in (1, 3)] == [[], ["Storing"]]


@pytest.mark.parametrize("begins", ["", at(timezone.now() + DAY)])
def test_ending_a_notice_that_runs_or_is_planned(library, begins):
    add(library, begins_at=begins)
    notice = Notice.objects.get()
    url = reverse("notices:edit", args=[notice.pk])
    assert library.get(url).context["stands"]
    end, before, stood = reverse("notices:end", args=[notice.pk]), counts(), (shown(), shown(after=2 * DAY))
    assert "nergens meer te zien" in library.get(end).content.decode()
    assert (counts(), (shown(), shown(after=2 * DAY))) == (before, stood)
    library.post(end)
    assert (shown(), shown(after=2 * DAY)) == ([], [])
    assert not library.get(url).context["stands"]
    after = counts()
    library.post(reverse("notices:end", args=[notice.pk]))
    assert counts() == after


def test_others_change_no_notice(house, waterrijk):
    notice = Notice.objects.create(title={"nl": "Van hen"}, text={"nl": "Tekst"}, organisation_id="heidestad",
                                   scope={"municipalities": ["GM9002"]})
    publish_notice(notice)
    before = counts()
    for client in (Client(), dutch(pages.user("nobody")), dutch(pages.user("eva", "heidestad-editors")), waterrijk):
        assert edit(client, notice, organisation="heidestad").status_code == 302
        assert client.post(reverse("notices:end", args=[notice.pk])).status_code == 302
        assert client.get(reverse("notices:end", args=[notice.pk])).status_code == 302
    for client in (Client(), dutch(pages.user("nob")), dutch(pages.user("ewa", "heidestad-editors"))):
        assert add(client, organisation="heidestad").status_code == 302
    for organisation in ("heidestad", "national"):
        assert list(add(waterrijk, organisation=organisation).context["form"].errors) == ["organisation"]
    assert counts() == before
    assert shown("GM9002") == ["Van hen"]


def test_the_list_shows_own_and_national_notices_in_few_queries(library, waterrijk, django_assert_max_num_queries):
    for number in range(30):
        add(library, title_nl=f"Melding {number}")
    publish_notice(Notice.objects.create(title={"nl": "Van hen"}, text={"nl": "Tekst"}, organisation_id="heidestad"))
    waterrijk.get(reverse("notices:index"))
    with django_assert_max_num_queries(18):
        page = waterrijk.get(reverse("notices:index"))
    assert page.context["paginator"].count == 30
    assert waterrijk.get(reverse("notices:index"), {"q": "melding 29"}).context["paginator"].count == 1
    assert dutch(pages.user("nobody")).get(reverse("notices:index")).status_code == 302
