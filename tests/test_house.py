"""The house rules that a machine can see: who imports whom, how long a module is, what is committed."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("contenthub", "channels", "search", "schemas")

# Each room and what it may import of the project; the most specific prefix counts.
ALLOWED = {
    "contenthub.vocabulary": (),
    "contenthub.resolving": ("contenthub.vocabulary",),
    "contenthub.writing": ("contenthub.vocabulary", "contenthub.resolving"),
    "contenthub.models": ("contenthub.vocabulary", "contenthub.resolving", "contenthub.writing", "contenthub.access"),
    "contenthub.access": ("contenthub.vocabulary", "contenthub.resolving", "contenthub.models", "contenthub.actions"),
    "contenthub.access.people": ("contenthub.models", "contenthub.actions", "contenthub.settings.people"),
    "contenthub.actions": (
        "contenthub.vocabulary",
        "contenthub.resolving",
        "contenthub.writing",
        "contenthub.models",
        "contenthub.access",
    ),
    "contenthub.answering": ("contenthub.vocabulary", "contenthub.resolving", "contenthub.models"),
    # What a page would say is made by who would publish it.
    "contenthub.answering.drafts": (
        "contenthub.vocabulary",
        "contenthub.resolving",
        "contenthub.models",
        "contenthub.actions",
        "contenthub.answering",
    ),
    "contenthub.exchange": (
        "contenthub.vocabulary",
        "contenthub.resolving",
        "contenthub.writing",
        "contenthub.models",
        "contenthub.actions",
        "contenthub.access",
        "contenthub.answering",
    ),
    # What runs around the answers: probes, logs, headers. It reads what it watches.
    "contenthub.operating": ("contenthub.metrics", "contenthub.models", "contenthub.resolving", "contenthub.settings"),
    "contenthub.metrics": (),
    "contenthub.insight": (
        "contenthub.vocabulary",
        "contenthub.resolving",
        "contenthub.models",
        "contenthub.actions",
        "contenthub.access",
        "contenthub.answering",
    ),
    "contenthub.editorial": (
        "contenthub.insight",
        "contenthub.vocabulary",
        "contenthub.resolving",
        "contenthub.writing",
        "contenthub.models",
        "contenthub.actions",
        "contenthub.access",
        "contenthub.answering",
        "channels",
        # The box in which synonyms are tried asks as a reader would.
        "search",
    ),
    "search": (
        "contenthub.vocabulary",
        "contenthub.resolving",
        "contenthub.models",
        "contenthub.actions",
        "contenthub.access",
        "contenthub.answering",
    ),
    "channels": ("contenthub.vocabulary", "contenthub.resolving"),
    "channels.desk": ("contenthub", "channels", "search"),
    "schemas": ("contenthub", "channels", "search"),
    # Entry points: what starts the house may see every room but what the outside sees.
    "contenthub.receivers": ("contenthub.models", "contenthub.actions"),
    "contenthub.wagtail_hooks": ("contenthub.editorial",),
    "contenthub.apps": ("contenthub.receivers", "contenthub.operating"),
    "contenthub.wsgi": ("contenthub.operating", "contenthub.insight", "contenthub.metrics", "schemas", "search"),
    "contenthub.serve": ("contenthub.settings",),
    "contenthub.management": ("contenthub", "channels", "search"),
    "contenthub.urls": ("contenthub", "channels", "search", "schemas"),
    "contenthub.settings": ("contenthub.settings", "contenthub.operating.logs"),
    "contenthub.migrations": ("contenthub",),
}
PURE = ("contenthub.vocabulary", "contenthub.resolving", "contenthub.writing", "channels")
NOT_PURE = ("django", "wagtail", "graphene", "contenthub.models")


def modules() -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), file


def imported(file: Path, name: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def room_of(name: str) -> str:
    return max((room for room in ALLOWED if within(name, (room,))), key=len, default="")


def test_rooms_import_only_what_lies_below_them():
    wrong = []
    for name, file in modules():
        room = room_of(name)
        for target in imported(file, name):
            if target.split(".")[0] not in ROOMS or not room:
                continue
            if not within(target, (room, *ALLOWED[room])):
                wrong.append(f"{name} imports {target}")
    assert wrong == []


def test_every_module_belongs_to_a_room():
    assert [name for name, _ in modules() if not room_of(name) and name not in ROOMS] == []


def test_resolving_and_renderers_are_pure():
    wrong = [
        f"{name} imports {target}"
        for name, file in modules()
        if within(name, PURE) and not within(name, ("channels.desk", "channels.apps"))
        for target in imported(file, name)
        if within(target, NOT_PURE)
    ]
    assert wrong == []


def test_nothing_imports_schemas_but_its_entry_points():
    entries = ("schemas", "contenthub.urls", "contenthub.wsgi")
    wrong = [
        name
        for name, file in modules()
        if not within(name, entries)
        if any(within(target, ("schemas",)) for target in imported(file, name))
    ]
    assert wrong == []


def test_no_module_is_above_500_lines():
    files = [file for name, file in modules() if "migrations" not in name] + list((ROOT / "tests").rglob("*.py"))
    assert [str(f.relative_to(ROOT)) for f in files if len(f.read_text(encoding="utf-8").splitlines()) > 500] == []


@pytest.mark.parametrize("pattern", [r"(^|[^a-zA-Z0-9_.-])/(work|farm|root)/", r"utils\.py$"])
def test_no_path_of_a_machine_and_no_utils(pattern):
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    if pattern.endswith("$"):
        assert [name for name in tracked if name.endswith("utils.py")] == []
        return
    found = subprocess.run(
        ["git", "grep", "-lE", pattern, "--", ".", ":!.gitignore", ":!tests/test_house.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout
    assert found == ""
