"""One world for the tests of the desk, and a client of an agent of one municipality."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import desk_world


@pytest.fixture
def built(db: None) -> None:
    desk_world.build()


@pytest.fixture
def agent(built: None) -> Client:
    """Signed in as an agent of Waterrijk."""
    client = Client()
    client.force_login(desk_world.agent("gm9001"), backend="contenthub.access.people.backends.LocalBackend")
    return client


@pytest.fixture
def htmx() -> dict[str, Any]:
    return {"headers": {"HX-Request": "true"}}
