"""The queries with known answers: their form, the rule of the split, and that what they point at exists."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from contenthub.exchange import demo
from contenthub.exchange.ledger import id_of
from tests.reference_data import reference

FILE = Path(__file__).parents[2] / "search" / "evaluation" / "development.jsonl"
KEYS = {"query", "style", "item", "name", "split"}
STYLES = ("colloquial", "keywords", "sentence", "typos", "simple", "foreign")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def items() -> dict[str, tuple[str, str, list[str]]]:
    """Every item that the demo and the national questions give: id to name, title and the editors' phrasings."""
    found = {}
    for kind in ("product", "question"):
        for file in sorted((demo.FOLDER / f"{kind}s").glob("*.yaml")):
            raw = yaml.safe_load(file.read_text("utf-8"))
            text = raw["nl"]
            name = f"{kind}/{raw['slug']}"
            found[id_of(kind, raw["slug"])] = (name, text["title"], text.get("phrasings", []))
    for file in sorted(reference("vac-rijksoverheid").rglob("*.json")):
        raw = json.loads(file.read_text("utf-8"))
        name = f"rijksoverheid/{raw['canonical'].rstrip('/').rpartition('/')[2]}"
        found[id_of("rijksoverheid", raw["id"])] = (name, raw["question"], [])
    return found


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_each_row_has_the_keys_and_the_words_of_the_form(rows):
    wrong = [
        row
        for row in rows
        if set(row) - {"also"} != KEYS
        or row["style"] not in STYLES
        or row["split"] not in ("fit", "held")
        or row["query"] != row["query"].strip()
        or not row["query"]
    ]
    assert wrong == []


def test_out_of_scope_has_neither_name_nor_second_answer(rows):
    assert [row for row in rows if (row["item"] is None) != (row["name"] is None)] == []
    assert [row for row in rows if row["item"] is None and "also" in row] == []


def test_second_answers_are_other_items_each_named_once(rows):
    wrong = [
        row["query"]
        for row in rows
        if "also" in row and (not row["also"] or len({row["item"], *row["also"]}) != len(row["also"]) + 1)
    ]
    assert wrong == []


def test_every_item_exists_under_its_name(rows, items):
    wrong = [row["query"] for row in rows if row["item"] and items.get(row["item"], ("",))[0] != row["name"]]
    assert wrong == []


def test_every_second_answer_exists(rows, items):
    assert [row["query"] for row in rows if set(row.get("also", ())) - items.keys()] == []


def test_the_split_is_by_item_or_by_query_where_nothing_answers(rows):
    def held(key: str) -> bool:
        return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % 100 < 40

    assert [row["query"] for row in rows if (row["split"] == "held") != held(row["item"] or row["query"])] == []


def test_about_two_in_five_are_held_back(rows):
    for part in ([row for row in rows if row["item"]], [row for row in rows if not row["item"]]):
        share = sum(row["split"] == "held" for row in part) / len(part)
        assert 0.3 < share < 0.5


def test_there_are_enough_of_each_style_and_out_of_scope(rows):
    styles = Counter(row["style"] for row in rows if row["item"])
    assert {style for style in STYLES if styles[style] < 35} == set()
    assert sum(row["item"] is None for row in rows) >= 80
    assert sum(row["item"] is not None for row in rows) >= 300


def test_out_of_scope_is_said_in_every_style(rows):
    assert {row["style"] for row in rows if row["item"] is None} == set(STYLES)


def test_no_query_stands_twice(rows):
    assert [query for query, count in Counter(plain(row["query"]) for row in rows).items() if count > 1] == []


def test_no_query_is_a_title_or_a_phrasing_of_an_editor(rows, items):
    known = {plain(text) for _, title, phrasings in items.values() for text in (title, *phrasings)}
    assert [row["query"] for row in rows if plain(row["query"]) in known] == []


def test_what_is_said_does_not_carry_the_title_in_it(rows, items):
    """Half of the title's longer words in a spoken query would make it a test of letters."""
    wrong = []
    for row in rows:
        if row["item"] and row["style"] in ("colloquial", "simple"):
            words = {word for word in plain(items[row["item"]][1]).split() if len(word) > 6}
            if len(words & set(plain(row["query"]).split())) > len(words) / 2:
                wrong.append((row["query"], items[row["item"]][1]))
    assert wrong == []


def test_rows_stand_in_the_order_of_their_items(rows):
    keys = [(row["name"] is None, row["name"] or "", STYLES.index(row["style"])) for row in rows]
    assert keys == sorted(keys)
