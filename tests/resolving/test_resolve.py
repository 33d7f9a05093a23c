"""Properties of the resolver: deterministic, true to the law, and the same tomorrow about today."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contenthub.resolving.answer import decode, encode
from contenthub.resolving.editions import in_force, next_switch
from contenthub.resolving.reference import ALPHABET, parse, reference
from contenthub.resolving.refusal import Refused
from contenthub.resolving.resolve import resolve
from contenthub.vocabulary import EditionState, Layer, SectionKind, SectionMode
from tests.resolving.histories import ITEM, KEY, SCOPES, START, generic, local, material, row, words_of

layered = st.tuples(generic, st.dictionaries(st.sampled_from(SCOPES), local))


def answer(rows, moment=START, **more):
    return resolve(ITEM, material(rows), moment=moment, language="nl", key=KEY, **more)


def rows_of(layers):
    base, locals_ = layers
    return [row(1, base), *(row(1, content, scope) for scope, content in locals_.items())]


@given(layered, st.randoms())
def test_order_of_rows_does_not_matter(layers, random):
    rows = rows_of(layers)
    shuffled = random.sample(rows, len(rows))
    assert answer(rows) == answer(shuffled)


@given(layered)
def test_law_never_loses_a_word_in_any_channel(layers):
    base, _ = layers
    made = answer(rows_of(layers))
    for kind, section in base.sections.items():
        if not (section.law or kind == SectionKind.OBJECTION):
            continue
        said = made.section(kind)
        assert said is not None
        assert set(words_of(section.blocks)) <= set(words_of(said.blocks))
        for channel, wording in section.wordings.items():
            assert set(words_of(wording)) <= set(words_of(said.said(channel)))


@given(layered)
def test_hiding_and_replacing_keep_every_origin(layers):
    base, locals_ = layers
    made = answer(rows_of(layers))
    kept = {s.kind: s.origins for s in made.sections} | {h.kind: h.origins for h in made.hidden}
    for kind in base.sections:
        assert kept[kind][0].layer == Layer.GENERIC
        active = [
            scope
            for scope, content in locals_.items()
            if kind in content.sections and content.sections[kind].mode != SectionMode.INHERIT
        ]
        is_law = base.sections[kind].law or kind == SectionKind.OBJECTION
        if not is_law:
            assert len(kept[kind]) == 1 + len(active)


@given(layered)
def test_appended_words_are_heard_in_every_channel_that_has_its_own_wording(layers):
    base, locals_ = layers
    made = answer(rows_of(layers))
    for content in locals_.values():
        for kind, change in content.sections.items():
            section = made.section(kind)
            if section is None or change.mode != SectionMode.APPEND or len(locals_) > 1:
                continue
            for channel in section.wordings:
                assert set(words_of(change.wordings.get(channel, change.blocks))) <= set(
                    words_of(section.said(channel))
                )


moments = st.integers(0, 400).map(lambda hours: START + dt.timedelta(hours=hours))


@st.composite
def histories(draw):
    """Publishes, ends and cancellations, each recorded before it begins, in the order in which they were recorded."""
    rows, clock = [], START
    for number in range(1, draw(st.integers(1, 8)) + 1):
        clock += dt.timedelta(hours=draw(st.integers(0, 30)))
        waiting = [
            r
            for r in rows
            if r.valid_from > clock and r.state != EditionState.CANCELLED and r.number not in {x.cancels for x in rows}
        ]
        if waiting and draw(st.booleans()):
            target = draw(st.sampled_from(waiting))
            rows.append(
                row(
                    number,
                    None,
                    valid_from=target.valid_from,
                    state=EditionState.CANCELLED,
                    cancels=target.number,
                    recorded_at=clock,
                )
            )
            continue
        begins = clock + dt.timedelta(hours=draw(st.integers(0, 100)))
        state = draw(st.sampled_from([EditionState.PUBLISHED, EditionState.PUBLISHED, EditionState.ENDED]))
        content = draw(generic) if state == EditionState.PUBLISHED else None
        rows.append(row(number, content, valid_from=begins, state=state, recorded_at=clock))
    return rows


@given(histories(), moments)
def test_as_of_a_moment_gives_for_ever_what_was_in_force_then(history, moment):
    known_then = [r for r in history if r.recorded_at <= moment]
    assert in_force(known_then, moment) == in_force(history, moment)


@given(histories(), moments)
@settings(max_examples=50)
def test_nothing_changes_before_the_next_switch(history, moment):
    switch = next_switch(history, moment)
    until = (switch or moment + dt.timedelta(days=50)) - dt.timedelta(seconds=1)
    if until >= moment:
        assert in_force(history, until) == in_force(history, moment)


def test_latest_begin_then_highest_number_holds():
    rows = [
        row(1, None),
        row(2, None, valid_from=START + dt.timedelta(days=2)),
        row(3, None, valid_from=START + dt.timedelta(days=2)),
        row(4, None, valid_from=START + dt.timedelta(days=1)),
    ]
    assert in_force(rows, START + dt.timedelta(days=3)).number == 3
    assert in_force(rows, START + dt.timedelta(days=1)).number == 4
    assert in_force(rows, START - dt.timedelta(seconds=1)) is None


@given(layered)
def test_answer_survives_being_stored(layers):
    made = answer(rows_of(layers))
    assert decode(encode(made)) == made


@given(layered)
def test_reference_depends_on_content_and_not_on_edition_numbers(layers):
    base, locals_ = layers
    again = [row(7, base), *(row(9, content, scope) for scope, content in locals_.items())]
    assert answer(rows_of(layers)).reference == answer(again).reference
    other = msgspec.structs.replace(base, title="Anders")
    assert answer([row(1, other)]).reference != answer([row(1, base)]).reference


@given(st.binary(min_size=16, max_size=32), st.text())
def test_reference_is_twelve_unambiguous_characters_and_is_heard_back(key, used):
    code = reference({"used": used}, key)
    assert len(code) == 14 and set(code) - {"-"} <= set(ALPHABET)
    assert parse(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code


def test_reference_needs_the_key():
    assert reference("x", b"a" * 16) != reference("x", b"b" * 16)


@pytest.mark.parametrize("text", ["", "K7QF", "K7QF-2M9D-4TXU", "K7QF-2M9D-4TXR-1", "é" * 12])
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(Refused, match="looks like K7QF-2M9D-4TXR"):
        parse(text)


def test_series_without_a_base_has_no_answer():
    assert answer([]) is None
