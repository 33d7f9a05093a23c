"""What tests of the nouns share: a Dutch-speaking admin, and forms as a browser posts them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client
from wagtail.users.models import UserProfile

from contenthub.actions.branches import organisation_branch
from contenthub.actions.prepare_library import prepare_library
from tests import pages, world


def dutch(who: AbstractBaseUser) -> Client:
    client = pages.client(who)
    UserProfile.objects.filter(user=who).update(preferred_language="nl")
    return client


def table(rows: list[dict[str, Any]], initial: int = 0) -> dict[str, Any]:
    """The rows of a table in a form, with what Django counts them by."""
    return {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": initial, **{str(n): row for n, row in enumerate(rows)}}


def posted(fields: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested rows under the names that a browser posts; lists stay lists, as ticked boxes do."""
    made: dict[str, Any] = {}
    for name, value in fields.items():
        made.update(posted(value, f"{prefix}{name}-") if isinstance(value, dict) else {f"{prefix}{name}": value})
    return made


@pytest.fixture
def house(db):
    """A library and two organisations, each with its municipality, branch and groups."""
    prepare_library(["nl"])
    for code, name in (("GM9001", "Waterrijk"), ("GM9002", "Heidestad")):
        organisation_branch(world.organisation(name.lower(), world.municipality(code, name)), "nl")


@pytest.fixture
def admin(house) -> Client:
    return dutch(pages.user("admin", superuser=True))


@pytest.fixture
def library(house) -> Client:
    return dutch(pages.user("lia", "landelijk-reviewers"))


@pytest.fixture
def waterrijk(house) -> Client:
    return dutch(pages.user("wim", "waterrijk-reviewers"))


def msgids() -> set[str]:
    """Every text of the nouns, of their models and of the verbs' refusals that is to be translated."""
    room = settings.BASE_DIR / "contenthub"
    python = [*(room / "editorial" / "nouns").glob("*.py"), room / "models" / "knowledge.py", room / "models" / "place.py",
              room / "models" / "edition.py", room / "models" / "access.py", room / "editorial" / "confirming.py"]
    verbs = [room / "actions" / f"{name}.py" for name in (
        "append", "end_fact_value", "publish_fact", "publish_municipality", "publish_notice", "publish_topic", "publish_person_fact",
        "onboard_organisation", "branches", "keep_client", "give_token")]
    found = {text for file in python for text in _called(file, {"_", "gettext", "gettext_lazy", "pgettext_lazy"})}
    found |= {text for file in [*verbs, room / "resolving" / "facts.py"] for text in _called(file, {"Refused"})}
    templates = room / "templates" / "contenthub"
    for template in [*(templates / "nouns").glob("*.html"), templates / "editorial" / "confirm.html"]:
        found |= set(re.findall(r"""{% translate ["']([^"']+)["']""", template.read_text(encoding="utf-8")))
    return found


def _called(file: Path, names: set[str]) -> Iterator[str]:
    """The text that these functions are given: their last plain text, which is the only one of all but two."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if texts and (node.func.id != "Refused" or len(node.args) == 3):
                yield texts[-1]
