"""The server audit of the GraphQL-over-HTTP working group, against a hub that is served as in production."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.journeys.served import ROOT, WORLD, environment, manage, served
from tests.needed import missing

pytestmark = pytest.mark.own_hub


def test_every_audit_passes_without_a_warning(tmp_path: Path) -> None:
    if not (shutil.which("npm") and shutil.which("node")):
        missing("node and npm are missing; install them with: apt-get install -y nodejs npm")
    audit = tmp_path / "audit"
    shutil.copytree(ROOT / ".ci" / "graphql-audit", audit, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=audit, check=True)
    # The audit asks by address and in words of its own.
    given = environment(tmp_path, CONTENTHUB_HOSTS="127.0.0.1,antwoord.example", CONTENTHUB_FREE_FORM="1")
    for command in (["manage.py", "migrate", "-v", "0"], ["manage.py", "collectstatic", "--noinput", "-v", "0"], ["-c", WORLD]):
        manage(given, *command)
    with served(given, tmp_path) as hub:
        told = subprocess.run(["node", "audit.js", f"http://127.0.0.1:{hub.port}/graphql"], cwd=audit, capture_output=True, text=True)
    assert (told.returncode, told.stdout, told.stderr) == (0, "GraphQL over HTTP: 61 of 61 audits ok, 0 warnings\n", "")
