"""A small hub with an index of its own, filled from its editions; on the engine of CONTENTHUB_SEARCH_ENGINE."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search import outbox
from search.engines import Engine
from search.setting import engine as serving
from tests import world


@pytest.fixture
def engine(tmp_path: Path, settings) -> Iterator[Engine]:
    """The engine, without a generation yet."""
    settings.SEARCH_FOLDER = tmp_path / "search"
    yield serving()


@pytest.fixture
def hub(db, engine: Engine) -> Engine:
    """Two municipalities, a passport, and whatever is published before `index` is called."""
    waterrijk, heideveld = world.municipality("GM9001", "Waterrijk"), world.municipality("GM9002", "Heideveld")
    world.organisation("linge", waterrijk, heideveld)
    world.organisation("waterrijk", waterrijk, order=1)
    world.money_fact("paspoort.kosten", "86.85")
    world.product(summary="U vraagt een paspoort aan.", keywords=("reisdocument",))
    return engine


def index(engine: Engine) -> str:
    """Bring the index up to date as the worker does: make one where there is none, then what waits in the outbox."""
    try:
        generation = engine.serving()
    except outbox.EngineAway:
        return outbox.begin(engine)
    outbox.catch_up(engine, generation)
    return generation
