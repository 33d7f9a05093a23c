"""What the desk is tried with: the side-by-side world, agents of each municipality, and notices for all and for agents."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command

from contenthub.access.agents import group_of
from contenthub.actions.append import append
from contenthub.resolving.content import NoticeContent
from contenthub.resolving.editions import Series
from contenthub.vocabulary import EditionKind, SectionKind, SectionMode, Severity
from tests import world
from tests.journeys import side_by_side_world

WATERRIJK, HEIDEVELD = "GM9001", "GM9002"
PASSPORT, MARRIAGE = world.PASSPORT, side_by_side_world.MARRIAGE
MEMO = side_by_side_world.MEMO
LOCAL_MEMO = "Alleen in Heideveld: bel mevrouw Kuiper op toestel 214."
FOR_ALL, FOR_AGENTS = "De balie is vandaag dicht.", "De telefooncentrale hapert; noteer elk nummer."
PASSWORD = "een heel lang wachtwoord"


def build() -> None:
    side_by_side_world.build()
    world.local(
        MARRIAGE,
        organisation="gm9002",
        municipality=HEIDEVELD,
        owner="Team Heideveld",
        sections={SectionKind.DESK_MEMO: (SectionMode.REPLACE, world.text(LOCAL_MEMO))},
    )
    for subject, title, agents_only in (("dicht", FOR_ALL, False), ("centrale", FOR_AGENTS, True)):
        append(
            Series(EditionKind.NOTICE, subject),
            NoticeContent(title={"nl": title}, text={"nl": title}, severity=Severity.WARNING, agents_only=agents_only),
            verb="publish",
            by=world.BY,
        )


def agent(*organisations: str, name: str = "medewerker") -> Any:
    user = get_user_model().objects.create_user(name, f"{name}@example.invalid", PASSWORD)
    user.groups.set([Group.objects.get_or_create(name=group_of(slug))[0] for slug in organisations])
    return user


def index(settings: Any, folder: Any) -> None:
    """An index of what is published now, by words alone."""
    settings.SEARCH_FOLDER = folder
    call_command("rebuild_search", "--words-only")


def address(municipality: str, item: str, more: str = "") -> str:
    return f"/desk/{municipality}/item/{item}/{more}"
