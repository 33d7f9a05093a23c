"""What a source and our version of it have each made of the same text, piece by piece."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contenthub.resolving.text import Paragraph, Text
from contenthub.resolving.threeway import Change, pieces


def text(letters: str):
    return tuple(Paragraph(c=(Text(s=letter),)) for letter in letters)


def shown(based: str, ours: str, source: str) -> list[tuple[str, str, str, str]]:
    said = [(piece.change.value, *("".join(block.c[0].s for block in each) for each in (piece.based, piece.ours, piece.source)))
            for piece in pieces(text(based), text(ours), text(source))]
    return said


def test_what_nobody_changed_is_shared_block_by_block():
    assert shown("ab", "ab", "ab") == [("none", "a", "a", "a"), ("none", "b", "b", "b")]


def test_a_block_that_only_the_source_changed():
    assert shown("abc", "abc", "aXc")[1] == ("source", "b", "b", "X")


def test_a_block_that_only_we_changed():
    assert shown("abc", "aOc", "abc")[1] == ("ours", "b", "O", "b")


def test_a_block_that_both_changed():
    assert shown("abc", "aOc", "aXc")[1] == ("both", "b", "O", "X")


def test_both_made_the_same_of_it():
    assert shown("abc", "aXc", "aXc")[1] == ("none", "b", "X", "X")


def test_a_block_that_the_source_added_at_the_end_and_one_that_we_took_out():
    assert shown("abc", "bc", "abcX") == [
        ("ours", "a", "", "a"), ("none", "b", "b", "b"), ("none", "c", "c", "c"), ("source", "", "", "X")]


def test_three_blocks_in_a_row_that_changed_are_three_pieces():
    assert shown("abc", "aOD", "XbY") == [("source", "a", "a", "X"), ("ours", "b", "O", "b"), ("both", "c", "D", "Y")]


def test_a_block_is_known_by_its_words_though_others_came_before_it():
    def paragraphs(*words):
        return tuple(Paragraph(c=(Text(s=each),)) for each in words)

    based = paragraphs("U haalt het op.", "Hebt u nog geen rijbewijs? Wacht dan.")
    ours = paragraphs("U haalt het hier op.", "Kom eerst langs.", "Hebt u nog geen rijbewijs? Wacht dan.")
    source = paragraphs("U haalt het op.", "Hebt u nog geen geldig rijbewijs? Wacht dan.", "Dit is nieuw.")
    assert [(piece.change.value, len(piece.ours), len(piece.source)) for piece in pieces(based, ours, source)] == [
        ("ours", 1, 1), ("ours", 1, 0), ("source", 1, 1), ("source", 0, 1)]


def test_texts_that_share_nothing_are_one_piece():
    assert shown("ab", "OP", "X") == [("both", "ab", "OP", "X")]


def test_nothing_at_all():
    assert pieces((), (), ()) == ()


def test_only_markup_and_commas_differ():
    based, source = (Paragraph(c=(Text(s="Neem mee: pas."),)),), (Paragraph(c=(Text(s="Neem mee pas", b=True),)),)
    assert [piece.change for piece in pieces(based, based, source)] == [Change.NONE]


LETTERS = st.text("abcde", max_size=8)


@given(LETTERS, LETTERS, LETTERS)
def test_the_columns_are_the_three_texts(based, ours, source):
    found = pieces(text(based), text(ours), text(source))
    columns = ([block for piece in found for block in getattr(piece, name)] for name in ("based", "ours", "source"))
    assert tuple(map(tuple, columns)) == (text(based), text(ours), text(source))


@given(LETTERS, LETTERS)
def test_where_one_side_stood_still_the_other_is_taken_whole(based, changed):
    by_source = pieces(text(based), text(based), text(changed))
    assert {piece.change for piece in by_source} <= {Change.NONE, Change.SOURCE}
    by_us = pieces(text(based), text(changed), text(based))
    assert {piece.change for piece in by_us} <= {Change.NONE, Change.OURS}
