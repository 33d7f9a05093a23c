"""Pages and editors for tests of what the Wagtail admin does: everything goes through its own views."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from contenthub.models import Edition
from contenthub.models.blocks.sections import section_field_name
from contenthub.models.blocks.text import RICH
from contenthub.vocabulary import EditionKind, SectionKind

ITEM = str(uuid.uuid5(uuid.NAMESPACE_URL, "product:paspoort"))
_SECTION = {"wordings": streamfield([]), "owner": "", "legal_id": "", "legal_article": "", "legal_url": ""}


def user(name: str, *groups: str, superuser: bool = False) -> AbstractBaseUser:
    made = get_user_model().objects.create_user(name, password="geheim", is_superuser=superuser, is_staff=superuser)
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


def client(who: AbstractBaseUser) -> Client:
    """Logged in, with the admin in English, so that a test can read what it says."""
    UserProfile.objects.update_or_create(user=who, defaults={"preferred_language": "en"})
    made = Client(headers={"referer": "http://testserver/admin/"})
    made.force_login(who)
    return made


def section(html: str, **values: Any) -> dict[str, Any]:
    generic = {"law": "", "local_required": "", "review_by": ""}
    body = streamfield([("text", rich_text(html, features=RICH))])
    return streamfield([("section", {**_SECTION, **generic, "body": body, **values})])


def local_section(html: str, mode: str, **values: Any) -> dict[str, Any]:
    body = streamfield([("text", rich_text(html, features=RICH))] if html else [])
    return streamfield([("section", {**_SECTION, "mode": mode, "body": body, "based_on": "0", **values})])


def product_data(
    title: str = "Paspoort",
    introduction: str = "<p>U vraagt het aan.</p>",
    action: str = "action-publish",
    **values: Any,
) -> dict[str, Any]:
    """What the editors' form of a product posts; section fields are named by kind."""
    data: dict[str, Any] = {
        "title": title,
        "public_slug": "paspoort",
        "summary": "",
        "keywords": "",
        "owner_team": "",
        "review_by": "",
        "responsible_key": "",
        "responsible_name": "",
        "competent_key": "",
        "competent_name": "",
        "for_residents": "on",
        "valid_from": "",
        "comments": inline_formset([]),
        action: "1",
        **{
            name: streamfield([])
            for name in ("topics", "life_events", "related", "rules", "status_texts", "upls", "routes")
        },
        **{section_field_name(kind): streamfield([]) for kind in SectionKind},
    }
    data[section_field_name(SectionKind.INTRODUCTION)] = section(introduction)
    return nested_form_data({**data, **values})


def local_data(item: str, action: str = "action-publish", **values: Any) -> dict[str, Any]:
    generic = Page.objects.filter(translation_key=item).first()
    data: dict[str, Any] = {
        "title": "Paspoort hier",
        "item": str(generic.pk) if generic else item,
        "offered": "inherit",
        "explanation": "",
        "falls_under": "",
        "owner_team": "",
        "valid_from": "",
        "comments": inline_formset([]),
        action: "1",
        **{name: streamfield([]) for name in ("municipalities", "rules", "routes")},
        **{section_field_name(kind): streamfield([]) for kind in SectionKind},
    }
    return nested_form_data({**data, **values})


def rows(kind: EditionKind = EditionKind.ITEM, **series: str) -> list[tuple[int, str, str]]:
    """(number, state, publisher) of every row, in the order in which they came."""
    found = Edition.objects.filter(kind=kind, **series).order_by("pk")
    return [(row.number, row.state, row.published_by) for row in found]


def said(number: int = 0, kind: EditionKind = EditionKind.ITEM, **series: str) -> Any:
    """The content of the newest edition, or of the one with this number."""
    found = Edition.objects.filter(kind=kind, **series)
    row = found.get(number=number) if number else found.order_by("pk").last()
    assert row is not None
    return row.row().content
