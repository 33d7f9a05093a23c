"""The sign-in of an invented organisation: a real OpenID provider (npm's oidc-provider) in a process of its own."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.needed import missing

FOLDER = Path(__file__).with_name("provider")
PEOPLE: dict[str, dict[str, Any]] = {
    "anna": {"preferred_username": "anna.bakker", "given_name": "Anna", "family_name": "Bakker",
             "email": "anna@waterrijk.example", "groups": ["redactie", "fietsclub"]},
    "bilal": {"preferred_username": "bilal.yilmaz", "given_name": "Bilal", "family_name": "Yilmaz",
              "email": "bilal@waterrijk.example", "groups": ["beheer"]},
    "carla": {"preferred_username": "carla.smit", "given_name": "Carla", "family_name": "Smit",
              "email": "carla@waterrijk.example", "groups": ["fietsclub"]},
    "dirk": {"preferred_username": "dirk.visser", "given_name": "Dirk", "family_name": "Visser",
             "email": "dirk@waterrijk.example"},
}


class Organisation:
    """One running provider; `set_people` changes who works there."""

    def __init__(self, site: str, *, in_token: bool = False) -> None:
        told = {"back": [f"{site}/admin/login/organisatie/terug/"], "after": [f"{site}/admin/login/"],
                "people": PEOPLE, "inToken": in_token}
        self.process = subprocess.Popen(["node", "provider.js", json.dumps(told)], cwd=FOLDER, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.issuer = self._read()

    def set_people(self, people: dict[str, dict[str, Any]]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(people) + "\n")
        self.process.stdin.flush()
        assert self._read() == "ok"

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()

    def _read(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        assert line, "the OpenID provider stopped by itself"
        return line


@pytest.fixture(scope="session")
def oidc_provider() -> None:
    """Installed once, by whichever of the test processes comes first."""
    if not shutil.which("npm"):
        missing("there is no npm for the OpenID provider; install it with: apt-get install -y nodejs npm")
    with (FOLDER / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = json.loads(lock.read())["dependencies"]["oidc-provider"]
        installed = FOLDER / "node_modules" / "oidc-provider" / "package.json"
        if not installed.exists() or json.loads(installed.read_text())["version"] != wanted:
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"], cwd=FOLDER,
                           check=True)


@pytest.fixture(scope="module")
def running_organisation(oidc_provider: None, live_server: Any) -> Iterator[Organisation]:
    organisation = Organisation(live_server.url)
    yield organisation
    organisation.stop()


@pytest.fixture
def organisation(running_organisation: Organisation) -> Organisation:
    running_organisation.set_people(PEOPLE)
    return running_organisation
