"""Contacts: kept or passed on, and never with whom."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from contenthub.insight.contacts import register_contact
from contenthub.models import Contact
from contenthub.resolving.refusal import Refused
from contenthub.vocabulary import Channel, ContactOutcome
from tests.insight.conftest import COSTS


def given(**change):
    return {
        "municipality": "GM9001",
        "channel": Channel.PHONE,
        "question": "Ik ben Jan de Vries, wat kost een paspoort?",
        "sections": [COSTS, COSTS],
        "references": [],
        "outcome": ContactOutcome.PARTLY,
        "missing": "spoed, bel 06-12345678",
        **change,
    }


def test_it_is_kept_at_the_level_of_sections_without_who_called(said):
    register_contact(**given(references=[said.reference.lower()]))
    row = Contact.objects.get()
    assert (row.question, row.missing) == ("Ik ben …, wat kost een paspoort?", "spoed, bel …")
    assert (row.sections, row.references) == ([COSTS], [said.reference])
    assert (row.municipality_id, row.channel, row.outcome) == ("GM9001", "PHONE", "PARTLY")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"question": " "}, "EMPTY_TEXT"),
        ({"question": "x" * 1001}, "TOO_LONG"),
        ({"missing": "x" * 1001}, "TOO_LONG"),
        ({"municipality": "GM1234"}, "UNKNOWN_MUNICIPALITY"),
        ({"sections": ["8f5c0f2e-0000-4000-8000-00000000dead:costs"]}, "UNKNOWN_SECTION"),
        ({"sections": ["kosten"]}, "BAD_SECTION"),
        ({"sections": [f"{COSTS}{number}" for number in range(51)]}, "TOO_MANY"),
        ({"references": ["K7QF-2M9D-4TXR"]}, "UNKNOWN_REFERENCE"),
        ({"references": ["K7QF"]}, "BAD_REFERENCE"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(said, change, code):
    with pytest.raises(Refused) as refused:
        register_contact(**given(**change))
    assert refused.value.code == code and Contact.objects.count() == 0


def test_with_the_setting_it_goes_to_the_municipalitys_own_system_and_nowhere_else(said, settings, tmp_path):
    file = tmp_path / "contacten.jsonl"
    settings.CONTACTS_FILE = str(file)
    made = register_contact(**given())
    register_contact(**given(missing=""))
    first, second = (json.loads(line) for line in file.read_text("utf-8").splitlines())
    assert Contact.objects.count() == 0
    assert first["id"] == str(made.id) and first["question"] == "Ik ben …, wat kost een paspoort?"
    assert (first["sections"], first["outcome"], second["missing"]) == ([COSTS], "PARTLY", None)
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_written_is_told(said, settings, tmp_path):
    settings.CONTACTS_FILE = str(tmp_path / "weg" / "contacten.jsonl")
    with pytest.raises(Refused, match="nothing was kept"):
        register_contact(**given())


def test_lines_of_many_at_once_stay_whole(tmp_path):
    from contenthub.insight.contacts import _append

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: _append(tmp_path / "c.jsonl", {"n": n, "text": "é" * 3000}), range(200)))
    lines = (tmp_path / "c.jsonl").read_text("utf-8").splitlines()
    assert sorted(json.loads(line)["n"] for line in lines) == list(range(200))
