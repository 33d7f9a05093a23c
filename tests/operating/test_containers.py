"""Dockerfile and compose.yaml, as far as they can be held without a container engine: their form and what they promise."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from contenthub.settings import variables

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.fixture
def compose() -> dict[str, Any]:
    """As compose merges it; a key or value that the specification does not know is an error here."""
    found = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    PyCompose.from_json(json.dumps(found))
    return found


def test_hadolint_has_nothing_to_remark():
    done = subprocess.run([Path(sys.executable).parent / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def last_stage() -> str:
    return DOCKERFILE.rsplit("\nFROM ", 1)[1]


def test_the_image_runs_as_nobody_in_particular_and_says_whether_it_lives():
    assert re.search(r"^USER 10001:10001$", last_stage(), re.MULTILINE) and "HEALTHCHECK" in last_stage()
    assert "pip install" not in last_stage() and "apt-get" not in DOCKERFILE
    command = re.search(r'^CMD (\[.*\])$', last_stage(), re.MULTILINE)
    assert command is not None and command[1] == '["python", "-m", "contenthub.serve"]'


def test_every_folder_that_the_application_imports_is_in_the_image():
    copied = {words[1] for words in map(str.split, DOCKERFILE.splitlines()) if words[:1] == ["COPY"] and "--from" not in words[1]}
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages | {"manage.py", "requirements.txt"} <= copied
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*" and {f"!{name}" for name in copied} <= set(ignored)


def test_two_workers_share_one_database_and_start_after_its_migrations(compose):
    app = compose["services"]["app"]
    assert app["deploy"]["replicas"] == 2
    assert app["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert "migrate" in " ".join(compose["services"]["migrate"]["command"]) and compose["services"]["migrate"]["restart"] == "no"
    stop = app["environment"].get("CONTENTHUB_STOP_SECONDS", variables.read({})["CONTENTHUB_STOP_SECONDS"])
    assert int(app["stop_grace_period"].removesuffix("s")) > int(stop)


def test_the_application_may_write_its_data_and_nothing_else(compose):
    for name in ("app", "migrate"):
        service = compose["services"][name]
        assert service["read_only"] and service["tmpfs"] == ["/tmp"] and service["volumes"] == ["data:/data"]
        assert service["cap_drop"] == ["ALL"] and "no-new-privileges:true" in service["security_opt"]


def test_only_the_proxy_can_be_reached_from_outside(compose):
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["back"]["internal"] is True
    assert [name for name, service in compose["services"].items() if "front" in service["networks"]] == ["proxy"]


def test_no_image_is_of_any_version_and_no_secret_stands_in_the_file(compose):
    images = {name: service["image"] for name, service in compose["services"].items()}
    assert set(images) == {"migrate", "app", "proxy", "database", "search"}
    assert not [image for image in images.values() if ":" not in image or image.endswith(":latest")]
    for name in ("CONTENTHUB_SECRET_KEY", "CONTENTHUB_REFERENCE_KEY"):
        assert re.fullmatch(r"\$\{" + name + r":\?[^}]+\}", compose["services"]["app"]["environment"][name])


def test_the_application_is_given_settings_that_exist(compose):
    known = {each.name for each in variables.VARIABLES}
    assert set(compose["services"]["app"]["environment"]) <= known
    required = {each.name for each in variables.VARIABLES if each.required}
    assert required <= set(compose["services"]["app"]["environment"])
