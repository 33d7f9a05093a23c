"""Who works at the desk, and for which municipalities."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from contenthub.access.agents import served_by
from contenthub.access.roles import has_role
from contenthub.actions.onboard_organisation import onboard_organisation
from contenthub.actions.prepare_library import prepare_library
from tests import desk_world, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns() -> None:
    waterrijk, heideveld = world.municipality("GM9001", "Waterrijk"), world.municipality("GM9002", "Heideveld")
    world.municipality("GM9003", "Zonder")
    world.organisation("samen", waterrijk, heideveld)
    world.organisation("alleen", waterrijk)


def test_an_agent_answers_for_what_the_organisation_serves_by_name(towns: None) -> None:
    assert served_by(desk_world.agent("samen")) == {"GM9002": "Heideveld", "GM9001": "Waterrijk"}
    assert served_by(desk_world.agent("alleen", name="ander")) == {"GM9001": "Waterrijk"}


def test_two_roles_add_up_and_name_each_municipality_once(towns: None) -> None:
    assert list(served_by(desk_world.agent("samen", "alleen"))) == ["GM9002", "GM9001"]


def test_nobody_else_answers(towns: None) -> None:
    editor = desk_world.agent()
    editor.groups.add(Group.objects.create(name="samen-editors"), Group.objects.create(name="-kcc"))
    gone = desk_world.agent("samen", name="weg")
    gone.is_active = False
    assert [served_by(user) for user in (None, AnonymousUser(), editor, gone)] == [{}, {}, {}, {}]


def test_an_administrator_answers_for_all_that_have_texts_of_their_own(towns: None) -> None:
    assert set(served_by(world.administrator())) == {"GM9001", "GM9002"}


def test_the_role_gives_no_right_to_write(towns: None) -> None:
    agent = desk_world.agent("samen")
    assert not has_role(agent) and not agent.has_perm("wagtailadmin.access_admin")


def test_it_takes_two_queries_once_a_request(towns: None, django_assert_num_queries: object) -> None:
    agent = desk_world.agent("samen")
    with django_assert_num_queries(2):  # type: ignore[operator]
        served_by(agent)
        served_by(agent)


def test_onboarding_makes_the_group(towns: None) -> None:
    prepare_library(["nl"])
    onboard_organisation("nieuw", "Nieuw", ["GM9003"])
    assert Group.objects.get(name="nieuw-kcc").permissions.count() == 0


def test_onboarding_again_makes_it_for_one_that_was_there_before_there_were_agents(towns: None) -> None:
    prepare_library(["nl"])
    onboard_organisation("nieuw", "Nieuw", ["GM9003"])
    Group.objects.get(name="nieuw-kcc").delete()
    onboard_organisation("nieuw", "Nieuw", ["GM9003"])
    assert Group.objects.filter(name="nieuw-kcc").exists()
