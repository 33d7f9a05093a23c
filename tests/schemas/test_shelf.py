"""A bounded cache: what is asked for stays longest, and the bound holds."""

from __future__ import annotations

from schemas.shelf import Shelf


def shelf(most: int = 100) -> Shelf[str, str]:
    return Shelf(most, len)


def test_what_is_kept_is_found_and_what_was_dropped_is_not():
    kept = shelf()
    kept.put("a", "x")
    kept.put("a", "yy")
    assert kept.get("a") == "yy" and len(kept) == 1 and kept.get("b") is None
    kept.drop("a")
    kept.drop("a")
    assert kept.get("a") is None and len(kept) == 0


def test_the_oldest_goes_where_there_is_no_room():
    kept = shelf()
    for number in range(12):
        kept.put(str(number), "x" * 9)
    assert kept.keys() == tuple(map(str, range(1, 12)))


def test_what_was_asked_for_has_a_second_chance_and_no_third():
    kept = shelf()
    for number in range(11):
        kept.put(str(number), "x" * 9)
    kept.get("0")
    kept.put("new", "x" * 9)
    assert kept.get("0") and kept.get("1") is None
    for number in range(20, 42):
        kept.put(str(number), "x" * 9)
    assert kept.get("1") is None and len(kept) == 11


def test_what_is_larger_than_a_tenth_is_not_kept_and_takes_the_old_value_with_it():
    kept = shelf()
    kept.put("a", "x")
    kept.put("a", "x" * 10)
    assert kept.get("a") is None


def test_the_size_is_that_of_what_is_there():
    kept = shelf(1000)
    for turn in range(500):
        kept.put(str(turn % 37), "x" * (turn % 90))
        kept.get(str(turn % 5))
    assert sum(len(kept.get(key) or "") for key in map(str, range(37))) <= 1000
    kept.clear()
    kept.put("a", "x" * 99)
    assert kept.get("a") == "x" * 99


def test_nothing_is_kept_without_room():
    kept = shelf(0)
    kept.put("a", "")
    assert kept.get("a") is None
