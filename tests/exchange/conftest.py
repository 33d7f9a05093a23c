"""A hub with something in it, as archives: filling one takes seconds, so it is done once and restored from then on."""

from __future__ import annotations

from pathlib import Path

import pytest

from contenthub.exchange.restore import restore
from tests.exchange import hub
from tests.exchange.taken_along import Made, make

_made: list[Made] = []


@pytest.fixture
def media(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def made(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Made:
    """All of it; the hub is empty."""
    if not _made:
        # A folder of its own: whoever asks first would find our archives where it puts its own.
        _made.append(make(tmp_path_factory.mktemp("made")))
        hub.emptied(media)
    return _made[0]


@pytest.fixture
def filled(tmp_path: Path, made: Made) -> Made:
    """All of it, in the hub."""
    (tmp_path / "made.zip").write_bytes(made.backup)
    restore(tmp_path / "made.zip")
    return made


@pytest.fixture
def generic(tmp_path: Path, made: Made) -> Path:
    """The export of the library; the hub is empty."""
    (tmp_path / "generic.zip").write_bytes(made.generic)
    return tmp_path / "generic.zip"


@pytest.fixture
def own(tmp_path: Path, made: Made) -> Path:
    """The export of the organisation gm9001; the hub is empty."""
    (tmp_path / "gm9001.zip").write_bytes(made.own)
    return tmp_path / "gm9001.zip"
