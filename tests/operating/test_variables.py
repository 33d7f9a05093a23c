"""Settings: every variable in one table, every problem told at once, nothing secret repeated."""

from __future__ import annotations

import os
import re
import subprocess
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from contenthub.operating.checks import unknown_variables
from contenthub.settings import forms, variables

ROOT = Path(__file__).parents[2]
GOOD = {"CONTENTHUB_SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
        "CONTENTHUB_REFERENCE_KEY": "only-for-tests-and-nothing-else", "CONTENTHUB_HOSTS": "Antwoord.example, .gemeente.example"}


def test_what_is_right_has_its_value_and_the_rest_its_default():
    given = variables.read({**GOOD, "CONTENTHUB_WORKERS": "8", "CONTENTHUB_ACCESS_LOG": "0"})
    given.check(production=True)
    assert given["CONTENTHUB_HOSTS"] == ("antwoord.example", ".gemeente.example")
    assert (given["CONTENTHUB_WORKERS"], given["CONTENTHUB_THREADS"], given["CONTENTHUB_ACCESS_LOG"]) == (8, 4, False)


def test_development_needs_nothing_and_production_names_all_that_it_needs():
    given = variables.read({})
    given.check()
    with pytest.raises(ImproperlyConfigured) as refused:
        given.check(production=True)
    assert [line.split()[0] for line in str(refused.value).splitlines()[1:]] == list(GOOD)


def test_an_empty_variable_is_one_that_is_not_set():
    assert variables.read({"CONTENTHUB_WORKERS": " "}) == variables.read({})


def test_all_problems_are_told_at_once_and_secrets_are_not_repeated():
    given = variables.read({**GOOD, "CONTENTHUB_REFERENCE_KEY": "geheim", "DATABASE_URL": "postgres//u:geheim@h/n", "PORT": "0",
                            "CONTENTHUB_SIDE_BY_SIDE": "yes", "CONTENTHUB_METRICS_TOKEN": "geheim"})
    with pytest.raises(ImproperlyConfigured) as refused:
        given.check(production=True)
    said = str(refused.value)
    assert said.splitlines()[0] == "5 of contenthub's settings are wrong:"
    assert "PORT is '0'; give a whole number from 1 to 65535" in said
    assert "CONTENTHUB_SIDE_BY_SIDE is 'yes'; give 1 for yes or 0 for no" in said
    assert "geheim" not in said and said.count("(not shown)") == 3
    # A wrong value is never used.
    assert (given["PORT"], given["DATABASE_URL"]) == (8000, "")


def test_an_elasticsearch_needs_its_address():
    read = variables.read({"CONTENTHUB_SEARCH_ENGINE": "elasticsearch"})
    with pytest.raises(ImproperlyConfigured, match="CONTENTHUB_ELASTICSEARCH_URL is not set"):
        read.check()
    variables.read({"CONTENTHUB_SEARCH_ENGINE": "elasticsearch", "CONTENTHUB_ELASTICSEARCH_URL": "http://search:9200"}).check()


def test_the_two_keys_must_differ():
    same = {**GOOD, "CONTENTHUB_REFERENCE_KEY": GOOD["CONTENTHUB_SECRET_KEY"]}
    with pytest.raises(ImproperlyConfigured, match="CONTENTHUB_REFERENCE_KEY is the same as CONTENTHUB_SECRET_KEY"):
        variables.read(same).check(production=True)


@pytest.mark.parametrize(("form", "right", "value"), [
    (forms.hosts, "a.example,127.0.0.1,[::1]", ("a.example", "127.0.0.1", "[::1]")),
    (forms.address, "https://antwoord.example/", "https://antwoord.example"),
    (forms.address, "http://localhost:8000", "http://localhost:8000"),
    (forms.networks, "127.0.0.1, 10.0.0.0/8", (ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8"))),
    (forms.database, "postgresql://u:p@h:5432/n", "postgresql://u:p@h:5432/n"),
    (forms.bound, "::", "::"), (forms.flag, "1", True), (forms.one_of("INFO", "ERROR"), "error", "ERROR"), (forms.one_of("embedded"), "Embedded", "embedded"),
])
def test_what_fits(form, right, value):
    assert form(right) == value


@pytest.mark.parametrize(("form", "wrong"), [
    (forms.hosts, "*"), (forms.hosts, "https://a.example"), (forms.hosts, "a.example:443"), (forms.hosts, ","), (forms.hosts, "a b"),
    (forms.address, "a.example"), (forms.address, "https://a.example/path"), (forms.address, "https://u:p@a.example"),
    (forms.address, "https://a.example:0"), (forms.address, "https://a.example:99999"), (forms.address, "javascript:alert(1)"),
    (forms.networks, "0.0.0.0/0"), (forms.networks, "::/0"), (forms.networks, "10.0.0.1/8"), (forms.networks, "everybody"),
    (forms.database, "mysql://u:p@h/n"), (forms.database, "postgresql://u:p@h:five/n"), (forms.database, "postgresql://h"),
    (forms.bound, "localhost"), (forms.flag, "true"), (forms.one_of("INFO"), "DEBUG"), (forms.whole(1, 9), "10"),
    (forms.whole(1, 9), "-1"), (forms.whole(1, 9), "1.5"), (forms.whole(1, 9), "٣"),
    (forms.secret, "too short"), (forms.secret, "a" * 40), (forms.long_secret, "django-insecure-" + GOOD["CONTENTHUB_SECRET_KEY"]),
])
def test_what_does_not_fit_is_refused_with_what_would(form, wrong):
    with pytest.raises(ValueError, match="give|name the addresses"):
        form(wrong)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="this folder cannot be made"):
        forms.folder(str(tmp_path / "file" / "data"))


def test_a_variable_that_nothing_reads_is_remarked_on(monkeypatch):
    for name in [name for name in os.environ if name.startswith("CONTENTHUB_")]:
        monkeypatch.delenv(name)
    assert unknown_variables() == []
    monkeypatch.setenv("CONTENTHUB_REFERENCEKEY", "geheim")
    monkeypatch.setenv("CONTENTHUB_XYZZY", "geheim")
    found = unknown_variables()
    assert [(each.id, each.hint) for each in found] == [
        ("contenthub.W001", "Did you mean CONTENTHUB_REFERENCE_KEY?"),
        ("contenthub.W001", "See docs/operations.md for all settings.")]
    assert not any("geheim" in str(each) for each in found)


def test_the_table_in_the_documentation_is_this_one():
    assert variables.table() in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_nothing_reads_a_variable_that_is_not_in_the_table():
    read = subprocess.run(["git", "grep", "-hoE", r"\b(CONTENTHUB_[A-Z_]+|DATABASE_URL)\b", "--", "contenthub", "channels", "schemas",
                           "search", "manage.py", "Makefile", "Dockerfile", "compose.yaml"], cwd=ROOT, capture_output=True, text=True)
    known = {each.name for each in variables.VARIABLES}
    assert set(re.findall(r"\w+", read.stdout)) - known == set()
